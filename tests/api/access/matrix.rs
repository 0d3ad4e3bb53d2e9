//! Who reaches what: every operation of the API's description, at every place of an id in its path, asked by everyone about
//! an object of the owner, the same kind of object of somebody else, and one that does not exist.
//!
//! What is expected stands in `matrix.txt`, read and judged by a person. A new operation fails this test with the line that
//! was measured: read it, and add it there only when it says what it should. A new kind of object is made in `samples.rs`.

use std::collections::BTreeMap;

use domain::Role;
use reqwest::Method;
use serde_json::json;
use storage::accounts::CompanyStatus;

use super::samples::{Objects, parameters, request};
use crate::on_both_databases;
use crate::support::{Actor, Answer, Operation, TestPortal, operations};

on_both_databases!(everyone_reaches_what_is_theirs_and_nothing_else);

const EXPECTED: &str = include_str!("matrix.txt");

/// Everyone who may call, by the heads of the table's columns.
async fn everyone(portal: &TestPortal, owner: &Actor) -> Vec<(&'static str, Actor)> {
    let stranger = portal.company().await;
    let agent = portal.company().await;
    crate::mandates::give(owner, &agent, json!({ "scope": "all" }), "2026-12-31").await;
    let staff = async |role| portal.staff(role, &["sip"]).await;
    vec![
        ("own", portal.colleague(owner).await),
        ("agent", agent),
        ("other", portal.company().await),
        ("pending", portal.company_with(CompanyStatus::Pending).await),
        ("reviewer", staff(Role::Reviewer).await),
        ("elsewhere", portal.staff(Role::Reviewer, &["city"]).await),
        ("approver", staff(Role::Approver).await),
        ("manager", staff(Role::DeskManager).await),
        ("research", staff(Role::Researcher).await),
        ("system", staff(Role::SystemAdmin).await),
        ("security", staff(Role::SecurityAdmin).await),
        ("audit", staff(Role::AuditAdmin).await),
        ("p:bank", portal.partner(&["certificates:verify", "payments:write"], Some(owner)).await),
        ("p:read", portal.partner(&["filings:read"], Some(owner)).await),
        ("p:write", portal.partner(&["filings:write"], Some(owner)).await),
        ("p:figures", portal.partner(&["research:read"], Some(owner)).await),
        ("p:other", portal.partner(&["filings:read", "filings:write"], Some(&stranger)).await),
    ]
}

/// One row: an operation, and which ids of its path are exchanged; all of them together where none is named.
struct Row {
    name: String,
    operation: Operation,
    exchanged: Vec<String>,
}

fn rows() -> Vec<Row> {
    let mut guarded: Vec<Operation> = operations().into_iter().filter(|operation| !operation.public).collect();
    guarded.sort_by_key(|operation| (operation.method != Method::GET, operation.id.clone()));
    let mut rows = Vec::new();
    for operation in guarded {
        let places = parameters(&operation.path);
        if places.len() > 1 {
            rows.extend(places.iter().map(|place| Row {
                name: format!("{} {{{place}}}", operation.id),
                operation: operation.clone(),
                exchanged: vec![place.clone()],
            }));
        }
        rows.push(Row { name: operation.id.clone(), operation, exchanged: places });
    }
    rows
}

/// `y` reached, `x` not this one's function, `-` nothing there.
async fn ask(actor: &Actor, row: &Row, objects: &Objects, who: &str) -> char {
    let answer = Answer::of(request(actor, &row.operation, objects)).await;
    match answer.status {
        // What the object's state says to someone who has the function is another test's business.
        200..=299 | 409 | 412 | 422 => 'y',
        403 => 'x',
        404 => '-',
        other => panic!("{} by {who}: {other} {}", row.name, answer.text()),
    }
}

async fn everyone_reaches_what_is_theirs_and_nothing_else(portal: &TestPortal) {
    let owner = portal.company().await;
    let own = Objects::of(portal, &owner).await;
    let other = Objects::of(portal, &portal.company().await).await;
    let missing = Objects::missing(&own);
    let everyone = everyone(portal, &owner).await;
    let expected = expected(&everyone);
    let mut wrong = Vec::new();
    let mut measured_names = Vec::new();
    for row in rows() {
        let mut cells = Vec::new();
        for (who, actor) in &everyone {
            // The strange and the missing come first: the own one may change.
            let mut cell = String::new();
            if !row.exchanged.is_empty() {
                let strange = ask(actor, &row, &own.with(&row.operation.path, &row.exchanged, &other), who).await;
                let nothing = ask(actor, &row, &own.with(&row.operation.path, &row.exchanged, &missing), who).await;
                assert_ne!(nothing, 'y', "{} by {who} found what does not exist", row.name);
                cell.extend([strange, nothing]);
            }
            cell.insert(0, ask(actor, &row, &own, who).await);
            cells.push(cell);
        }
        let line = line(&row.name, &cells);
        match expected.get(&row.name) {
            Some(known) if *known == cells => {}
            Some(known) => wrong.push(format!("expected {}\nmeasured {line}", self::line(&row.name, known))),
            None => wrong.push(format!("new      {line}")),
        }
        measured_names.push(row.name);
    }
    let gone = expected.keys().filter(|name| !measured_names.contains(name)).map(|name| format!("gone     {name}"));
    wrong.extend(gone);
    assert!(wrong.is_empty(), "tests/api/access/matrix.txt does not say this; judge each line:\n{}", wrong.join("\n"));
}

fn line(name: &str, cells: &[String]) -> String {
    let cells: String = cells.iter().map(|cell| format!("{cell:>10}")).collect();
    format!("{name:36}{cells}")
}

/// The rows of `matrix.txt` by name: the words after the name, as many as there are columns.
fn expected(everyone: &[(&'static str, Actor)]) -> BTreeMap<String, Vec<String>> {
    let heads: Vec<&str> = everyone.iter().map(|(head, _)| *head).collect();
    let mut lines = EXPECTED.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let first: Vec<&str> = lines.next().expect("a line of heads").split_whitespace().collect();
    assert_eq!(first, heads, "the heads of matrix.txt");
    lines
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let (name, cells) = words.split_at(words.len() - heads.len());
            (name.join(" "), cells.iter().map(|cell| (*cell).to_owned()).collect())
        })
        .collect()
}
