//! The service page's figures, for everybody, from the journal.

use serde_json::json;

use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(figures_count_each_decision_once_by_desk_and_month);

async fn figures_count_each_decision_once_by_desk_and_month(portal: &TestPortal) {
    let empty = portal.anyone().get("/open/service").await.expect(200);
    assert_eq!((&empty["total"]["filings"], &empty["desks"]), (&0.into(), &json!([])));
    let company = portal.company().await;
    // On the day itself, and one that was returned, answered again, and decided late.
    portal.registered(&company, &Contract::import().of(&company).numbered(1)).await;
    let id = company.submitted(&Contract::import().of(&company).numbered(2)).await;
    let (reviewer, approver) = (portal.reviewer().await, portal.approver().await);
    reviewer.claim(&id).await;
    reviewer.return_(&id).await.expect(200);
    portal.set_clock("2026-11-23T02:00:00Z");
    company.sign_in().await;
    company.submit(&id, json!({})).await.expect(201);
    portal.set_clock("2026-11-30T02:00:00Z");
    for actor in [&reviewer, &approver] {
        actor.sign_in().await;
    }
    reviewer.claim(&id).await;
    reviewer.recommend(&id, "refuse").await.expect(200);
    approver.decide(&id, "refuse").await.expect(200);
    portal.catch_up().await;
    portal.execute("UPDATE consumers SET seq = 0 WHERE name = 'service'").await;
    portal.catch_up().await;
    let view = portal.anyone().get("/open/service").await.expect(200);
    let total = &view["total"];
    assert_eq!(
        (&total["filings"], &total["median_working_days"], &total["p90_working_days"]),
        (&2.into(), &0.into(), &5.into())
    );
    assert_eq!((&total["on_time_percent"], &total["returned_percent"]), (&"50.0".into(), &"50.0".into()));
    assert_eq!(
        (&view["desks"][0]["desk"]["code"], &view["desks"][0]["months"][0]["month"]),
        (&"sip".into(), &"2026-11".into())
    );
    assert!(view["as_of"].as_i64().unwrap() > 5);
}
