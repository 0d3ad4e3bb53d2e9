//! Who reaches what: every operation of the API's description, at every place of an id in path, body and query, asked by everyone about
//! an object of the owner, the same kind of object of somebody else, and one that does not exist.
//!
//! What is expected stands in `matrix.txt`, read and judged by a person. A new operation fails this test with the line that
//! was measured: read it, and add it there only when it says what it should. A new kind of object is made in `samples.rs`.

use std::collections::BTreeMap;

use domain::Role;
use domain::partner::{Binding, PublicBody, grantable};
use reqwest::Method;
use serde_json::json;
use storage::accounts::CompanyStatus;

use super::inner::{INNER, Inner};
use super::samples::{Objects, parameters, request, request_at};
use crate::on_both_databases;
use crate::support::{Actor, Answer, Contract, Operation, TestPortal, operations};

on_both_databases!(everyone_reaches_what_is_theirs_and_nothing_else);

const EXPECTED: &str = include_str!("matrix.txt");

/// Everyone who may call, by the heads of the table's columns.
pub async fn everyone(portal: &TestPortal, owner: &Actor) -> Vec<(&'static str, Actor)> {
    let stranger = portal.company().await;
    let agent = portal.company().await;
    crate::mandates::give(owner, &agent, json!({ "scope": "all" }), "2026-12-31").await;
    let staff = async |role| portal.staff(role, &["sip"]).await;
    let granted = grantable(Binding::Body(PublicBody::Commerce));
    let granted: Vec<&str> = granted.iter().map(|scope| scope.code()).collect();
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
        ("p:bank", portal.system_of(PublicBody::Bank, &["certificates:verify", "payments:write"]).await),
        ("p:read", portal.partner(&["filings:read"], Some(owner)).await),
        ("p:write", portal.partner(&["filings:write"], Some(owner)).await),
        ("p:figures", portal.partner(&["research:read"], Some(owner)).await),
        ("p:other", portal.partner(&["filings:read", "filings:write"], Some(&stranger)).await),
        ("p:body", portal.system_of(PublicBody::Commerce, &granted).await),
    ]
}

/// One row: an operation, and which ids of its path are exchanged, all of them together where none is named; or which of its body or
/// query is.
struct Row {
    name: String,
    operation: Operation,
    exchanged: Vec<String>,
    inner: Option<Inner>,
}

/// Rows that nobody reaches with the sample there is: only the partner that recorded a payment takes it back (`tests/api/payments`).
const WITHOUT_SAMPLE: [&str; 3] = ["reverse_payment", "reverse_payment {number}", "reverse_payment {payment_id}"];

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
                inner: None,
            }));
        }
        rows.extend(INNER.iter().filter(|inner| inner.operation == operation.id).map(|inner| Row {
            name: format!("{} [{}]", operation.id, inner.name),
            operation: operation.clone(),
            exchanged: Vec::new(),
            inner: Some(*inner),
        }));
        rows.push(Row { name: operation.id.clone(), operation, exchanged: places, inner: None });
    }
    for inner in INNER {
        assert!(rows.iter().any(|row| row.inner == Some(inner)), "there is no operation {}", inner.operation);
    }
    rows
}

/// What nobody has by filing: views of the queue and of the figures, a desk's people with something to do, and inspections that one was
/// drawn for. The owner's are the reviewer's of the table, the other's the approver's; of people, the other works at another desk.
pub async fn give_to_staff(
    portal: &TestPortal,
    own: &mut Objects,
    other: &mut Objects,
    everyone: &[(&'static str, Actor)],
) {
    let one = |head: &str| &everyone.iter().find(|(name, _)| *name == head).unwrap().1;
    let id_of = async |actor: &Actor| {
        portal.texts(&format!("SELECT id AS value FROM users WHERE email = '{}'", actor.email)).await.remove(0)
    };
    for (objects, actor) in [(&mut *own, one("reviewer")), (&mut *other, one("approver"))] {
        let view = actor.post("/queue/views", &super::samples::body("save_view")).await.expect(201);
        objects.replace("views", view["id"].as_str().unwrap().to_owned());
        let view = actor.post("/research/views", &super::samples::body("save_research_view")).await.expect(201);
        objects.replace("research-views", view["id"].as_str().unwrap().to_owned());
        let (inspector, inspection) = (id_of(actor).await, objects.id("inspections"));
        let drawn = format!("UPDATE inspections SET inspectors = '[\"{inspector}\"]' WHERE id = '{inspection}'");
        portal.execute(&drawn).await;
    }
    own.replace("people", id_of(one("reviewer")).await);
    other.replace("people", id_of(one("elsewhere")).await);
    for (head, desk) in [("reviewer", "sip"), ("elsewhere", "city")] {
        let company = portal.company().await;
        let id = company.submitted(&Contract::import().of(&company).numbered(portal.next())).await;
        let moved = format!("REPLACE(routing, '\"desk\":\"sip\"', '\"desk\":\"{desk}\"')");
        portal.execute(&format!("UPDATE filings SET routing = {moved} WHERE id = '{id}'")).await;
        one(head).claim(&id).await;
    }
}

/// The cell of one caller: the strange and the missing come first, since the own one may change.
async fn cell(actor: &Actor, row: &Row, (own, other, missing): (&Objects, &Objects, &Objects), who: &str) -> String {
    let mut cell = String::new();
    if let Some(inner) = row.inner {
        let asked = async |objects: &Objects| {
            inner.judge(&Answer::of(request_at(actor, &row.operation, objects, Some(inner))).await)
        };
        cell.extend([
            asked(&own.with_other(inner.word, other)).await,
            asked(&own.with_other(inner.word, missing)).await,
        ]);
        cell.insert(0, asked(own).await);
    } else {
        if !row.exchanged.is_empty() {
            let mixed = |objects| own.with(&row.operation.path, &row.exchanged, objects);
            cell.extend([ask(actor, row, &mixed(other), who).await, ask(actor, row, &mixed(missing), who).await]);
        }
        cell.insert(0, ask(actor, row, own, who).await);
    }
    cell
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
    let mut own = Objects::of(portal, &owner).await;
    let mut other = Objects::of(portal, &portal.company().await).await;
    let missing = Objects::missing(&own);
    let everyone = everyone(portal, &owner).await;
    give_to_staff(portal, &mut own, &mut other, &everyone).await;
    let expected = expected(&everyone);
    let mut wrong = Vec::new();
    let mut measured_names = Vec::new();
    for row in rows() {
        let mut cells = Vec::new();
        for (who, actor) in &everyone {
            let cell = cell(actor, &row, (&own, &other, &missing), who).await;
            if cell[1..].ends_with('y') {
                wrong.push(format!("{} by {who} found what does not exist", row.name));
            }
            cells.push(cell);
        }
        // A row that nobody reaches tells nothing of who does not.
        if !cells.iter().any(|cell| cell.contains('y')) && !WITHOUT_SAMPLE.contains(&row.name.as_str()) {
            wrong.push(format!("nobody reaches {}", row.name));
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
pub fn expected(everyone: &[(&'static str, Actor)]) -> BTreeMap<String, Vec<String>> {
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
