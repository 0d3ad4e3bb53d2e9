//! What Schemathesis finds, which knows of the portal what its description says: it makes requests of every operation, good ones and
//! bad ones, and follows what one answer says to the next request. Each operation is asked by somebody whom it is for. The same
//! requests are made each time; `make fuzz-api` adds as many random ones as it is told.

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

/// What it does not know by itself.
const HOOKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/schemathesis_hooks.py");

/// Chains of requests. `FUZZ_EXAMPLES` names another number, and as many random requests of each operation are made besides.
const CHAINS: &str = "10";

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

    let examples = std::env::var_os("FUZZ_EXAMPLES");
    let phases = if examples.is_some() { "examples,coverage,fuzzing,stateful" } else { "examples,coverage,stateful" };
    let mut command = Command::new(python().replace("/python3", "/schemathesis"));
    command.current_dir(portal.folder()).env("SCHEMATHESIS_HOOKS", HOOKS);
    command.arg("--no-color").arg("--config-file").arg(file).arg("run");
    command.arg(format!("{}/api/v1/openapi.json", portal.base_url));
    command.args(["--phases", phases, "--exclude-operation-id-regex", NOT_ASKED]);
    command.arg("--max-examples").arg(examples.unwrap_or_else(|| CHAINS.into()));
    let output = run(command).await;
    let said = [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat();
    assert!(output.status.success(), "{said}");
    for phase in phases.split(',') {
        assert!(said.to_lowercase().contains(&format!("{phase} (in ")), "it left {phase} out:\n{said}");
    }
}

/// Who asks about which objects.
fn section(operation: &Operation, objects: &Objects, token: Option<String>) -> String {
    let mut said = String::new();
    if let Some(token) = token {
        writeln!(said, "headers = {{ Authorization = \"Bearer {token}\" }}").unwrap();
    }
    let asked = objects.path(&operation.path);
    let places = operation.path.split('/').zip(asked.split('/')).filter(|(part, _)| part.starts_with('{'));
    // A number stands there as one: a text in its place would be a bad request that is answered like a good one.
    let value = |id: &str| if id.parse::<u32>().is_ok() { id.to_owned() } else { format!("\"{id}\"") };
    let values: Vec<String> =
        places.map(|(part, id)| format!("\"path.{}\" = {}", part.trim_matches(['{', '}']), value(id))).collect();
    if !values.is_empty() {
        writeln!(said, "parameters = {{ {} }}", values.join(", ")).unwrap();
    }
    // A section that changes nothing is an error there.
    if said.is_empty() {
        return said;
    }
    format!("\n[[operations]]\ninclude-operation-id = \"{}\"\n{said}", operation.id)
}
