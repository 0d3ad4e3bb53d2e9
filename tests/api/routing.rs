//! Routing rules: tried before they are put in force, and kept version by version.

use domain::Role;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    a_trial_lists_what_would_go_elsewhere_and_changes_nothing,
    a_trial_reads_old_filings_from_their_contracts,
    every_version_says_who_changed_what,
);

/// The rules in force, with everything of at least so many dollars sent to the city's desk first.
fn dear_to_the_city(table: &Value, least: &str) -> Value {
    let mut table = table.clone();
    let rule = json!({ "id": "dear", "when": { "amount_usd_at_least": least }, "desk": "city", "reason": { "zh": "大额", "en": "Large" } });
    table["rules"].as_array_mut().unwrap().insert(0, rule);
    table
}

async fn a_trial_lists_what_would_go_elsewhere_and_changes_nothing(portal: &TestPortal) {
    let company = portal.company().await;
    let old = company.submitted(&Contract::import().of(&company).numbered(1)).await;
    // Older than 90 days, it is not looked at.
    portal.execute(&format!("UPDATE filings SET submitted_at = '2026-08-01 02:00:00' WHERE id = '{old}'")).await;
    let id = company.submitted(&Contract::import().of(&company).numbered(2)).await;
    company
        .submitted(
            &Contract::export()
                .of(&company)
                .numbered(3)
                .with("/amount/total", "100.00")
                .with("/amount/technology_fee", "100.00"),
        )
        .await;
    let manager = portal.staff(Role::DeskManager, &["sip"]).await;
    let (admin, reviewer) = (portal.staff(Role::SystemAdmin, &[]).await, portal.reviewer().await);
    let table = manager.get("/routing-rules").await.expect(200);
    let written = portal.number("SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal").await;

    let same = manager.post("/routing-rules/dry-run", &table).await.expect(200);
    assert_eq!((&same["examined"], &same["moved"], &same["complete"]), (&json!(2), &json!(0), &json!(true)));

    let trial = manager.post("/routing-rules/dry-run", &dear_to_the_city(&table, "100000.00")).await.expect(200);
    assert_eq!((&trial["moved"], &trial["items"][0]["id"]), (&json!(1), &json!(id)));
    let item = &trial["items"][0];
    assert_eq!((&item["from"]["code"], &item["from_rule"]), (&json!("sip"), &json!("industrial-park")));
    assert_eq!((&item["to"]["code"], &item["to_rule"]), (&json!("city"), &json!("dear")));
    assert!(item["company"]["name"].is_string());
    assert_eq!(trial["moves"], json!([{ "from": item["from"], "to": item["to"], "filings": 1 }]));
    assert_eq!(trial["rules"][0], json!({ "rule": "dear", "filings": 1 }));

    let seen = admin.post("/routing-rules/dry-run", &dear_to_the_city(&table, "100000.00")).await.expect(200);
    assert_eq!((&seen["items"][0]["company"], &seen["items"][0]["contract_name"]), (&Value::Null, &Value::Null));
    let mut broken = table.clone();
    broken["rules"].as_array_mut().unwrap().pop();
    manager.post("/routing-rules/dry-run", &broken).await.problem(422, "routing_rules_invalid");
    reviewer.post("/routing-rules/dry-run", &table).await.problem(403, "forbidden");
    assert_eq!(manager.get("/routing-rules").await.expect(200), table);
    assert_eq!(
        portal.number("SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal").await,
        written,
        "nothing was changed"
    );
}

async fn a_trial_reads_old_filings_from_their_contracts(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.submitted(&Contract::import().of(&company)).await;
    let routed = r#"{"desk":"sip","rule":"industrial-park","table_version":1,"reason":{"zh":"园区","en":"Park"}}"#;
    portal.execute(&format!("UPDATE filings SET routing = '{routed}' WHERE id = '{id}'")).await;
    let manager = portal.staff(Role::DeskManager, &["sip"]).await;
    let table = manager.get("/routing-rules").await.expect(200);
    let trial = manager.post("/routing-rules/dry-run", &dear_to_the_city(&table, "100000.00")).await.expect(200);
    assert_eq!(trial["items"][0]["id"], json!(id));
}

async fn every_version_says_who_changed_what(portal: &TestPortal) {
    let manager = portal.staff(Role::DeskManager, &["sip"]).await;
    let table = manager.get("/routing-rules").await.expect(200);
    let second = manager.put("/routing-rules", 1, &dear_to_the_city(&table, "5.00")).await.expect(200);
    let mut third = dear_to_the_city(&table, "6.00");
    third["rules"].as_array_mut().unwrap().swap(1, 2);
    third["version"] = second["version"].clone();
    manager.put("/routing-rules", 2, &third).await.expect(200);
    let versions = manager.get("/routing-rules/versions").await.expect(200);
    let seen: Vec<(i64, Value)> = versions["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| (version["table"]["version"].as_i64().unwrap(), version["changes"].clone()))
        .collect();
    assert_eq!(seen[0].0, 3);
    assert_eq!(seen[0].1[0], json!({ "rule": "dear", "change": "changed" }));
    assert!(seen[0].1.as_array().unwrap().iter().any(|change| change["change"] == "moved"));
    assert_eq!(seen[1], (2, json!([{ "rule": "dear", "change": "added" }])));
    assert_eq!(seen[2], (1, json!([])));
    assert_eq!(versions["items"][0]["created_by"]["name"], json!(manager.name));
    assert_eq!(versions["items"][2]["created_by"], Value::Null);
    let first = manager.get("/routing-rules/versions?limit=1").await.expect(200);
    assert_eq!(first["items"][0]["changes"], seen[0].1, "the last of a page is compared too");
    let cursor = first["next_cursor"].as_str().unwrap();
    let next = manager.get(&format!("/routing-rules/versions?limit=1&cursor={cursor}")).await.expect(200);
    assert_eq!(next["items"][0]["table"]["version"], 2);
    portal.company().await.get("/routing-rules/versions").await.problem(403, "forbidden");
}
