//! Spot checks: announced, drawn once with a seed that anyone can check, and reported by whoever was drawn.

use std::process::Command;

use domain::Role;
use portal::app::journal::sign_head;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::on_both_databases;
use crate::support::people::DESKS;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    a_stranger_draws_the_same_from_what_is_published,
    the_python_of_the_documentation_draws_the_same,
    the_announcement_leaves_nothing_to_choose,
    only_who_was_drawn_reports_and_problems_become_a_case
);

const DOCUMENTATION: &str = include_str!("../../../docs/drawing.md");

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The lines of the documentation, in another hand.
fn draw(seed: &str, label: &str, from: &[String], count: usize) -> Vec<String> {
    let mut sorted = from.to_vec();
    sorted.sort_by_key(|one| hash(&format!("{seed}\n{label}\n{one}")));
    sorted.truncate(count);
    sorted
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

async fn drawn(portal: &TestPortal, filings: usize) -> (Actor, String) {
    let company = portal.company().await;
    for number in 0..4 {
        portal.registered(&company, &Contract::import().of(&company).numbered(number + 1)).await;
    }
    let manager = portal.staff(Role::DeskManager, &DESKS).await;
    let body =
        json!({ "desk": "sip", "from_on": "2026-11-22", "to_on": "2026-11-22", "filings": filings, "inspectors": 2 });
    let announced = manager.post("/drawings", &body).await.expect(201);
    assert_eq!((&announced["seed"], &announced["inspections"]), (&Value::Null, &json!([])));
    let id = announced["id"].as_str().unwrap().to_owned();
    // What is registered after the announcement takes no part.
    portal.pass(chrono::Duration::minutes(1));
    portal.registered(&company, &Contract::import().of(&company).numbered(9)).await;
    manager.post(&format!("/drawings/{id}/draw"), &json!({})).await.expect(200);
    manager.post(&format!("/drawings/{id}/draw"), &json!({})).await.problem(409, "already_drawn");
    (manager, id)
}

async fn a_stranger_draws_the_same_from_what_is_published(portal: &TestPortal) {
    let (_, id) = drawn(portal, 3).await;
    let anyone = portal.anyone();
    let view = anyone.get(&format!("/open/drawings/{id}")).await.expect(200);
    let population = texts(&anyone.get(&format!("/open/drawings/{id}/population")).await.expect(200)["items"]);
    assert_eq!((population.len(), &view["population"]), (4, &4.into()));
    let digest = |one: &String| one.len() == 64 && one.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(population.iter().all(digest), "no ids, which tell when each was made: {population:?}");
    assert_eq!(view["population_digest"], hash(&population.join("\n")));
    let seed = hash(&format!("{}\n{}", view["root_hash"].as_str().unwrap(), view["draw_on"].as_str().unwrap()));
    assert_eq!(view["seed"], seed);
    let pool = texts(&view["pool"]);
    let expected = draw(&seed, "filings", &population, 3);
    let inspections = view["inspections"].as_array().unwrap();
    assert_eq!(inspections.len(), 3);
    for (inspection, filing) in inspections.iter().zip(&expected) {
        assert_eq!(hash(inspection["filing_id"].as_str().unwrap()), *filing);
        let excluded = texts(&inspection["excluded"]);
        assert_eq!(excluded.len(), 2, "reviewer and approver of the filing");
        let free: Vec<String> = pool.iter().filter(|one| !excluded.contains(one)).cloned().collect();
        assert_eq!(texts(&inspection["inspectors"]), draw(&seed, &format!("inspectors {filing}"), &free, 2));
        assert_eq!((&inspection["company"], &inspection["inspector_names"]), (&Value::Null, &json!([])));
    }
    let listed = anyone.get("/open/drawings").await.expect(200);
    assert_eq!(listed["items"][0]["id"], id.as_str());
}

async fn the_python_of_the_documentation_draws_the_same(portal: &TestPortal) {
    let (_, id) = drawn(portal, 3).await;
    let shown = portal.anyone().get("/docs/drawing").await;
    assert_eq!(shown.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(shown.text().contains("from hashlib import sha256"));
    let blocks = DOCUMENTATION.split("```python\n").skip(1).map(|rest| rest.split_once("```").unwrap().0);
    let script = blocks.collect::<String>();
    assert_eq!(script.matches("assert ").count(), 4, "{script}");
    let address = portal.base_url.clone();
    let run = move || {
        let arguments = ["-c", script.as_str(), address.as_str(), id.as_str()];
        Command::new("python3").args(arguments).output().expect("python3 is there")
    };
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "the same 3 are drawn\n");
}

async fn the_announcement_leaves_nothing_to_choose(portal: &TestPortal) {
    let company = portal.company().await;
    for number in 0..4 {
        portal.registered(&company, &Contract::import().of(&company).numbered(number + 1)).await;
    }
    let manager = portal.staff(Role::DeskManager, &DESKS).await;
    let body = json!({ "from_on": "2026-11-22", "to_on": "2026-11-22", "filings": 2, "inspectors": 1, "draw_on": "2026-11-25" });
    for (day, pointer) in [("2026-11-21", "/draw_on"), ("2027-11-22", "/draw_on")] {
        let mut wrong = body.clone();
        wrong["draw_on"] = day.into();
        let problem = manager.post("/drawings", &wrong).await.problem(422, "period_invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer);
    }
    let announced = manager.post("/drawings", &body).await.expect(201);
    let path = format!("/drawings/{}/draw", announced["id"].as_str().unwrap());
    manager.post(&path, &json!({})).await.problem(409, "drawing_day");
    // Heads are signed before the day; someone joins the desk meanwhile. Neither has a part in it.
    sign_head(&portal.app).await.unwrap();
    portal.staff(Role::Reviewer, &DESKS).await;
    portal.set_clock("2026-11-25T01:00:00Z");
    manager.sign_in().await;
    sign_head(&portal.app).await.unwrap();
    let heads = "SELECT CAST(min(tree_size) AS TEXT) AS value FROM journal_heads WHERE signed_at >= '2026-11-25'";
    let first = portal.number(heads).await;
    portal.set_clock("2026-11-28T01:00:00Z");
    manager.sign_in().await;
    sign_head(&portal.app).await.unwrap();
    let drawn = manager.post(&path, &json!({})).await.expect(200);
    assert_eq!((&drawn["pool"], &drawn["draw_on"]), (&announced["pool"], &"2026-11-25".into()));
    assert_eq!((&drawn["tree_size"], &drawn["drawn_on"]), (&first.into(), &"2026-11-28".into()));
    let seed = hash(&format!("{}\n2026-11-25", drawn["root_hash"].as_str().unwrap()));
    assert_eq!(drawn["seed"], seed);
}

async fn only_who_was_drawn_reports_and_problems_become_a_case(portal: &TestPortal) {
    let (manager, id) = drawn(portal, 1).await;
    let view = manager.get(&format!("/open/drawings/{id}")).await.expect(200);
    let inspection = &view["inspections"][0];
    let path = format!("/inspections/{}/report", inspection["id"].as_str().unwrap());
    let body = json!({ "result": "problems", "report": "合同金额与付款凭证不一致。" });
    let outsider = portal.reviewer().await;
    outsider.post(&path, &body).await.problem(403, "not_drawn");
    // The drawn ones have made their way through the test as anonymous helpers: one of them signs in by their address.
    let drawn = inspection["inspectors"][0].as_str().unwrap();
    let mut inspector = portal.anyone();
    inspector.email = portal.texts(&format!("SELECT email AS value FROM users WHERE id = '{drawn}'")).await.remove(0);
    inspector.sign_in().await;
    let mine = inspector.get(&format!("/open/drawings/{id}")).await.expect(200);
    assert_eq!(mine["inspections"][0]["may_report"], true);
    let reported = inspector.post(&path, &body).await.expect(200);
    assert_eq!(reported["inspections"][0]["result"], "problems");
    inspector.post(&path, &body).await.problem(409, "already_reported");
    let cases = manager.get("/verification-cases?status=asked").await.expect(200);
    assert_eq!((cases["items"].as_array().unwrap().len(), &cases["items"][0]["origin"]), (1, &"inspection".into()));
    let public = portal.anyone().get(&format!("/open/drawings/{id}")).await.expect(200);
    assert_eq!(
        (&public["inspections"][0]["result"], &public["inspections"][0]["report"]),
        (&"problems".into(), &Value::Null)
    );
}
