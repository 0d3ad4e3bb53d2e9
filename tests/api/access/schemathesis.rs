//! What Schemathesis finds, which knows of the portal what its description says: it makes requests of every operation, good ones and
//! bad ones, and follows what one answer says to the next request. Each operation is asked by somebody whom it is for, and must have
//! taken a good request. The same requests are made each time, one after the other: several at once would meet another state each
//! time, and would gain nothing, since making requests takes longer than answering them. `make fuzz-api` makes as many random ones as it
//! is told.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::process::Command;

use serde_json::Value;

use super::matrix::{everyone, expected, give_to_staff};
use super::samples::Objects;
use super::taken::NEVER_TAKEN;
use crate::on_both_databases;
use crate::proof::{python, run};
use crate::support::conformance::description;
use crate::support::{Operation, TestPortal, operations};

on_both_databases!(schemathesis_finds_nothing);

/// How it asks, whatever it asks.
const SETTINGS: &str = include_str!("../../support/schemathesis.toml");

/// What would end the session of those who ask.
const NOT_ASKED: [&str; 2] = ["logout", "refresh"];

/// What it does not know by itself.
const HOOKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/schemathesis_hooks.py");

const PHASES: [&str; 4] = ["examples", "coverage", "fuzzing", "stateful"];

/// Random requests of each operation. `FUZZ_EXAMPLES` names another number, for chains as well.
const RANDOM: &str = "3";

/// Chains of requests.
const CHAINS: &str = "10";

/// What good requests may be answered, whatever they ask for: it is done; what they name in body or query is not there; the state of
/// things forbids it; or the law, of which a schema knows nothing.
const GOOD: [&str; 4] = ["2XX", "404", "409", "422"];

/// What bad requests may be answered: they are refused for what they are, before anybody looks for a reason in the state of things, so
/// never 403 or 409. Their address may be nobody's (404, 405), their version none (412), their text too long (413).
const BAD: [u16; 9] = [400, 401, 404, 405, 412, 413, 415, 422, 428];

/// Codes that good requests may get where an operation has them, with the status that they come with.
const WITH_THE_CODE: [(&str, &str); 9] = [
    // The portal alone knows which cursors it gave, and which part of an upload it waits for.
    ("400", "invalid_cursor"),
    ("400", "upload_part"),
    // Nobody's client: a token is asked for without a secret, or for another grant.
    ("400", "unsupported_grant_type"),
    ("401", "invalid_client"),
    // A question about one company, from whoever is told of many; a report of who was not drawn.
    ("403", "not_public"),
    ("403", "not_drawn"),
    // A link that was never sent, a version that never was, a question that is too large to be answered.
    ("410", "link_expired"),
    ("412", "version_mismatch"),
    ("413", "pivot_too_large"),
];

/// What good requests to one operation may get besides: guessed passwords are wrong, and after some guesses there is a pause; who keeps a
/// view may share it with a desk of theirs only; of how large a paper may be the schema says nothing.
const OF_ONE: [(&str, &str); 6] = [
    ("login", "401"),
    ("login", "429"),
    ("change_password", "429"),
    ("save_view", "403"),
    ("change_view", "403"),
    ("begin_upload", "413"),
];

/// Where bytes come as they are, whether they may come at all is looked at before them: bad ones may also get 409.
const STATE_FIRST: [&str; 2] = ["add_attachment", "append_upload"];

async fn schemathesis_finds_nothing(portal: &TestPortal) {
    let owner = portal.company().await;
    let (mut own, mut other) = (Objects::of(portal, &owner).await, Objects::of(portal, &owner).await);
    let everyone = everyone(portal, &owner).await;
    give_to_staff(portal, &mut own, &mut other, &everyone).await;
    let expected = expected(&everyone);
    let more = std::env::var_os("FUZZ_EXAMPLES").map(|number| number.into_string().expect("a number"));
    let (random, chains) = (more.as_deref().unwrap_or(RANDOM), more.as_deref().unwrap_or(CHAINS));
    let mut settings = format!(
        "{SETTINGS}positive_data_acceptance.expected-statuses = {GOOD:?}\nnegative_data_rejection.expected-statuses = {BAD:?}\n\n[phases.fuzzing.generation]\nmax-examples = {random}\n\n[phases.stateful.generation]\nmax-examples = {chains}\n"
    );
    for operation in operations() {
        // The first of the table who reaches it; what nobody reaches there is the bank's, and the rest is everyone's.
        let cells = expected.get(&operation.id);
        let place = cells.and_then(|cells| cells.iter().position(|cell| cell.starts_with('y')));
        let bank = (!operation.public).then(|| everyone.iter().position(|(name, _)| *name == "p:bank")).flatten();
        let token = place.or(bank).and_then(|place| everyone[place].1.token());
        settings.push_str(&section(&operation, &own, token));
    }
    let (file, report) = (portal.folder().join("schemathesis.toml"), portal.folder().join("schemathesis.json"));
    std::fs::write(&file, settings).unwrap();

    let mut command = Command::new(python().replace("/python3", "/schemathesis"));
    command.current_dir(portal.folder()).env("SCHEMATHESIS_HOOKS", HOOKS);
    command.arg("--no-color").arg("--config-file").arg(file).arg("run");
    command.arg(format!("{}/api/v1/openapi.json", portal.base_url));
    command.args(["--phases", &PHASES.join(","), "--report", "json", "--report-json-path"]).arg(&report);
    command.args(["--exclude-operation-id-regex", &format!("^({})$", NOT_ASKED.join("|"))]);
    let output = run(command).await;
    let said = [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat();
    for phase in PHASES {
        assert!(said.to_lowercase().contains(&format!("{phase} (in ")), "it left {phase} out:\n{said}");
    }
    let report: Value = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
    let wrong = differently_taken(&report, more.is_none());
    assert!(output.status.success() && wrong.is_empty(), "{}\n{said}", wrong.join("\n"));
}

/// What took no good request and should have; and, where the requests are the usual ones, what took one although it is said not to.
fn differently_taken(report: &Value, usual: bool) -> Vec<String> {
    let rates = report["valid_rates"].as_object().expect("what was taken, by operation");
    let accepted = |phases: &Value| {
        phases
            .as_object()
            .into_iter()
            .flatten()
            .any(|(_, rate)| rate["accepted"].as_u64().is_some_and(|times| times > 0))
    };
    let taken: BTreeSet<&str> =
        rates.iter().filter(|(_, phases)| accepted(phases)).map(|(name, _)| name.as_str()).collect();
    let never: BTreeSet<&str> = NEVER_TAKEN.iter().flat_map(|(_, operations)| operations.iter().copied()).collect();
    let all = operations();
    let mut wrong: Vec<String> = never
        .iter()
        .filter(|id| !all.iter().any(|operation| operation.id == **id))
        .map(|id| format!("there is no operation {id} (tests/api/access/taken.rs)"))
        .collect();
    for operation in all.iter().filter(|operation| !NOT_ASKED.contains(&operation.id.as_str())) {
        let id = operation.id.as_str();
        let was_taken = taken.contains(format!("{} {}", operation.method, operation.path).as_str());
        if !was_taken && !never.contains(id) {
            wrong.push(format!(
                "no good request to {id} was answered 2xx: mend that, or say why in tests/api/access/taken.rs"
            ));
        }
        if usual && was_taken && never.contains(id) {
            wrong.push(format!("{id} was answered 2xx: strike it from tests/api/access/taken.rs"));
        }
    }
    wrong
}

/// The statuses with which a good request to this operation may be answered.
fn good(operation: &Operation) -> Vec<&'static str> {
    let codes = &description()["paths"][&operation.path][operation.method.as_str().to_lowercase()]["x-codes"];
    let has = |status: &str, code: &str| {
        codes[status].as_array().is_some_and(|codes| codes.iter().any(|known| known == code))
    };
    let mut statuses = GOOD.to_vec();
    statuses.extend(WITH_THE_CODE.iter().filter(|(status, code)| has(status, code)).map(|(status, _)| *status));
    statuses.extend(OF_ONE.iter().filter(|(id, _)| *id == operation.id).map(|(_, status)| *status));
    statuses
}

/// Who asks about which objects, and what may be answered.
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
    let good = good(operation);
    if good.len() > GOOD.len() {
        writeln!(said, "checks.positive_data_acceptance.expected-statuses = {good:?}").unwrap();
    }
    if STATE_FIRST.contains(&operation.id.as_str()) {
        let bad = [&BAD[..], &[409]].concat();
        writeln!(said, "checks.negative_data_rejection.expected-statuses = {bad:?}").unwrap();
    }
    // A section that changes nothing is an error there.
    if said.is_empty() {
        return said;
    }
    format!("\n[[operations]]\ninclude-operation-id = \"{}\"\n{said}", operation.id)
}
