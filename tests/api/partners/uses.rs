//! What systems used their tokens for: counted by the hour, seen by those who look after them, kept for half a year.

use chrono::Duration;
use serde_json::{Value, json};

use super::{admitted, new_secret, with_token};
use crate::on_both_databases;
use crate::support::{Contract, TestPortal, new_id};

on_both_databases!(every_use_is_counted_and_told, uses_are_kept_for_half_a_year);

/// What is told of each, but for times: operation, outcome, how many.
fn told(uses: &Value) -> Vec<(String, String, i64)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    uses["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (text(&item["operation"]), text(&item["outcome"]), item["uses"].as_i64().unwrap()))
        .collect()
}

async fn every_use_is_counted_and_told(portal: &TestPortal) {
    let company = portal.company().await;
    let partner = admitted(&company, &["filings:read"]).await;
    let (secret, text) = new_secret(&company, &partner).await;
    let actor = with_token(portal.anyone(), &partner, &text).await;
    for _ in 0..3 {
        actor.get("/filings?limit=1").await.expect(200);
    }
    actor.get(&format!("/filings/{}", new_id())).await.problem(404, "not_found");
    actor.post("/filings", &Contract::import().of(&company).registration()).await.problem(403, "insufficient_scope");
    let path = format!("/partners/{partner}/uses");
    let uses = company.get(&path).await.expect(200);
    let use_of = |operation: &str, outcome: &str, uses: i64| (operation.to_owned(), outcome.to_owned(), uses);
    assert_eq!(
        told(&uses),
        [
            use_of("GET /api/v1/filings", "ok", 3),
            use_of("GET /api/v1/filings/{id}", "ok", 1),
            use_of("POST /api/v1/filings", "refused", 1),
            use_of("POST /oauth/token", "ok", 1),
        ]
    );
    for item in uses["items"].as_array().unwrap() {
        assert_eq!((&item["secret_id"], &item["last_at"]), (&json!(secret), &json!(portal.app.now())));
    }

    // An hour later it is counted apart, the newest first; a page at a time, each once.
    portal.pass(Duration::hours(1));
    company.sign_in().await;
    let actor = with_token(portal.anyone(), &partner, &text).await;
    actor.get("/filings").await.expect(200);
    portal.catch_up().await;
    actor.get("/filings").await.expect(200);
    let mut paged = Vec::new();
    let mut next = Some(String::new());
    while let Some(cursor) = next {
        let page = company.get(&format!("{path}?limit=1{cursor}")).await.expect(200);
        paged.extend(told(&page));
        next = page["next_cursor"].as_str().map(|cursor| format!("&cursor={cursor}"));
    }
    assert_eq!(paged[..2], [use_of("GET /api/v1/filings", "ok", 2), use_of("POST /oauth/token", "ok", 1)]);
    assert_eq!(paged[2..], told(&uses));
    portal.company().await.get(&path).await.problem(404, "not_found");
    // A wrong secret is nobody's use.
    let form = "grant_type=client_credentials";
    super::ask_for_token(&portal.anyone(), Some((&partner, "wrong")), form).await.problem(401, "invalid_client");
    assert_eq!(told(&company.get(&path).await.expect(200)), paged);
}

async fn uses_are_kept_for_half_a_year(portal: &TestPortal) {
    let company = portal.company().await;
    let partner = admitted(&company, &["filings:read"]).await;
    let (_, text) = new_secret(&company, &partner).await;
    with_token(portal.anyone(), &partner, &text).await;
    portal.catch_up().await;
    let kept = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM partner_uses";
    assert_eq!(portal.number(kept).await, 1);
    for (days, left) in [(183, 1), (2, 0)] {
        portal.pass(Duration::days(days));
        portal.jobs(None).sweep().await.unwrap();
        assert_eq!(portal.number(kept).await, left);
    }
}
