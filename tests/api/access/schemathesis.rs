//! What Schemathesis finds, which knows of the portal what its description says: it makes requests of every operation, good ones and
//! bad ones, and follows what one answer says to the next request. Each operation is asked by somebody whom it is for.

use std::fmt::Write;
use std::process::Command;

use super::matrix::{everyone, expected, give_to_staff};
use super::samples::Objects;
use crate::on_both_databases;
use crate::proof::{python, run};
use crate::support::{Operation, TestPortal, operations};

on_both_databases!(schemathesis_finds_nothing);

/// How it asks, whatever it asks.
const SETTINGS: &str = include_str!("../../support/schemathesis.toml");

/// What would end the session of those who ask.
const NOT_ASKED: &str = "^(logout|refresh)$";

/// Requests made up for each operation; `FUZZ_EXAMPLES` asks for more, as `make fuzz-api` does.
const EXAMPLES: &str = "5";

async fn schemathesis_finds_nothing(portal: &TestPortal) {
    let owner = portal.company().await;
    let (mut own, mut other) = (Objects::of(portal, &owner).await, Objects::of(portal, &owner).await);
    let everyone = everyone(portal, &owner).await;
    give_to_staff(portal, &mut own, &mut other, &everyone).await;
    let expected = expected(&everyone);
    let mut settings = SETTINGS.to_owned();
    for operation in operations() {
        // The first of the table who reaches it; what nobody reaches there is the bank's, and the rest is everyone's.
        let cells = expected.get(&operation.id);
        let place = cells.and_then(|cells| cells.iter().position(|cell| cell.starts_with('y')));
        let bank = (!operation.public).then(|| everyone.iter().position(|(name, _)| *name == "p:bank")).flatten();
        let token = place.or(bank).and_then(|place| everyone[place].1.token());
        settings.push_str(&section(&operation, &own, token));
    }
    let file = portal.folder().join("schemathesis.toml");
    std::fs::write(&file, settings).unwrap();

    let examples = std::env::var_os("FUZZ_EXAMPLES").unwrap_or_else(|| EXAMPLES.into());
    let mut command = Command::new(python().replace("/python3", "/schemathesis"));
    command.current_dir(portal.folder()).arg("--no-color").arg("--config-file").arg(file).arg("run");
    command.arg(format!("{}/api/v1/openapi.json", portal.base_url)).arg("--max-examples").arg(examples);
    command.args(["--workers", "2", "--exclude-operation-id-regex", NOT_ASKED]);
    let output = run(command).await;
    let said = [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat();
    assert!(output.status.success(), "{said}");
    let operations = said.lines().find(|line| line.contains("Operations:") || line.contains("Selected:"));
    assert!(said.contains("Fuzzing") && said.contains("Stateful"), "it did not do all of it: {operations:?}\n{said}");
}

/// Who asks about which objects.
fn section(operation: &Operation, objects: &Objects, token: Option<String>) -> String {
    let mut said = String::new();
    if let Some(token) = token {
        writeln!(said, "headers = {{ Authorization = \"Bearer {token}\" }}").unwrap();
    }
    let asked = objects.path(&operation.path);
    let places = operation.path.split('/').zip(asked.split('/')).filter(|(part, _)| part.starts_with('{'));
    let values: Vec<String> =
        places.map(|(part, id)| format!("\"path.{}\" = \"{id}\"", part.trim_matches(['{', '}']))).collect();
    if !values.is_empty() {
        writeln!(said, "parameters = {{ {} }}", values.join(", ")).unwrap();
    }
    // A section that changes nothing is an error there.
    if said.is_empty() {
        return said;
    }
    format!("\n[[operations]]\ninclude-operation-id = \"{}\"\n{said}", operation.id)
}
