//! What arrives, and at whom.

use serde_json::{Value, json};

use super::{begin, drop_draft, hooked};
use crate::on_both_databases;
use crate::support::{Contract, Receiver, TestPortal};

on_both_databases!(
    the_road_of_an_application_arrives_once_and_in_order,
    only_wanted_types_arrive_and_only_from_the_registration_on,
    nobody_hears_of_another_companys_applications,
    a_bank_hears_of_contracts_under_which_it_paid,
    a_system_that_is_out_of_use_or_lost_its_scope_hears_nothing,
    a_trial_arrives_at_its_endpoint_alone,
    an_entry_that_is_read_twice_is_delivered_once,
);

async fn the_road_of_an_application_arrives_once_and_in_order(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let endpoint = system.listen_at(&receiver).await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    portal.catch_up_webhooks().await;
    portal.catch_up_webhooks().await;

    let kinds = receiver.kinds();
    let papers = kinds.iter().filter(|kind| *kind == "attachment.added").count();
    let steps: Vec<&str> = kinds.iter().map(String::as_str).filter(|kind| *kind != "attachment.added").collect();
    let road = ["filing.created", "filing.submitted", "filing.claimed", "filing.recommended", "filing.registered"];
    assert_eq!(steps, road);
    assert!(papers > 0);
    let last = receiver.arrived().pop().unwrap();
    assert_eq!(last.header("content-type"), "application/json");
    assert!(last.header("user-agent").starts_with("tech-trade-portal/"));
    assert_eq!(last.headers.get("accept-encoding"), None, "no compressed answer is asked for");
    let body = last.json();
    assert_eq!((&body["type"], &body["timestamp"]), (&"filing.registered".into(), &body["data"]["at"]));
    for (name, expected) in
        [("filing_id", "id"), ("contract_id", "contract_id"), ("certificate_number", "certificate_number")]
    {
        assert_eq!(body["data"][name], filing[expected], "{name}");
    }
    let seqs: Vec<i64> = receiver.arrived().iter().map(|one| one.json()["data"]["seq"].as_i64().unwrap()).collect();
    assert!(seqs.is_sorted(), "{seqs:?}");
    let deliveries = system.deliveries(&endpoint).await;
    assert_eq!(deliveries.len(), kinds.len());
    for (delivery, arrived) in deliveries.iter().zip(receiver.arrived()) {
        assert_eq!((&delivery["status"], &delivery["next_at"]), (&"delivered".into(), &Value::Null));
        assert_eq!(
            (delivery["id"].as_str().unwrap(), &delivery["payload"]),
            (arrived.header("webhook-id"), &arrived.json())
        );
        assert_eq!(delivery["attempts"][0]["status"], 204, "{delivery}");
        assert_eq!(delivery["attempts"].as_array().unwrap().len(), 1);
    }
}

async fn only_wanted_types_arrive_and_only_from_the_registration_on(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let before = begin(portal, &company).await;
    system.listen(&receiver.url, &["filing.deleted"]).await;
    begin(portal, &company).await;
    drop_draft(&company, &before).await;
    portal.catch_up_webhooks().await;
    assert_eq!(receiver.kinds(), ["filing.deleted"]);
    assert_eq!(receiver.arrived()[0].json()["data"]["filing_id"], before.as_str());
}

async fn nobody_hears_of_another_companys_applications(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let ((_, other), silent) = (hooked(portal).await, Receiver::start().await);
    system.listen_at(&receiver).await;
    other.listen_at(&silent).await;
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    assert_eq!((receiver.kinds(), silent.connections()), (vec!["filing.created".into()], 0));
}

async fn a_bank_hears_of_contracts_under_which_it_paid(portal: &TestPortal) {
    let company = portal.company().await;
    let contract = Contract::export().of(&company).numbered(portal.next());
    let filing = portal.registered(&company, &contract).await;
    let scopes = ["payments:write", "webhooks:write", "webhooks:read"];
    let (bank, another) = (portal.partner(&scopes, None).await, portal.partner(&scopes, None).await);
    let (receiver, silent) = (Receiver::start().await, Receiver::start().await);
    bank.listen_at(&receiver).await;
    another.listen_at(&silent).await;
    let path = format!("/certificates/{}/payments", filing["certificate_number"].as_str().unwrap());
    let payment = json!({ "currency": "USD", "amount": "10.00", "paid_on": "2026-11-20", "reference": "FT-1" });
    bank.post(&path, &payment).await.expect(201);
    let changed = contract.with("/name_original", "Licence Agreement");
    let body = json!({
        "kind": "amendment", "contract_id": filing["contract_id"], "contract": changed.0, "request": crate::kinds::agreed(),
    });
    let draft = company.post("/filings", &body).await.expect(201)["id"].as_str().unwrap().to_owned();
    company.attach_papers(&draft).await;
    company.submit(&draft, json!({})).await.expect(201);
    let (reviewer, approver) = (portal.reviewer().await, portal.approver().await);
    reviewer.claim(&draft).await;
    reviewer.recommend(&draft, "register").await.expect(200);
    approver.decide(&draft, "register").await.expect(200);
    portal.catch_up_webhooks().await;
    assert_eq!(receiver.kinds(), ["payment.recorded", "filing.registered"]);
    let told = &receiver.arrived()[1].json()["data"];
    assert_eq!((&told["contract_id"], &told["version"]), (&filing["contract_id"], &2.into()));
    assert!(told.get("filing_id").is_none() && told.get("certificate_number").is_none(), "{told}");
    assert_eq!(silent.connections(), 0);
}

async fn a_system_that_is_out_of_use_or_lost_its_scope_hears_nothing(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    system.listen_at(&receiver).await;
    for (out, back) in [
        ("status = 'disabled', disabled_by = 'company'", "status = 'active', disabled_by = NULL"),
        ("scopes = 'filings:read'", "scopes = 'filings:read webhooks:read'"),
    ] {
        portal.execute(&format!("UPDATE partners SET {out} WHERE id = '{}'", system.id)).await;
        begin(portal, &company).await;
        portal.catch_up_webhooks().await;
        assert_eq!(receiver.connections(), 0, "{out}");
        portal.execute(&format!("UPDATE partners SET {back} WHERE id = '{}'", system.id)).await;
    }
    begin(portal, &company).await;
    // What was queued before it was taken out of use waits until it is back.
    let hooks = portal.hooks(super::IMPATIENT);
    receiver.answer(crate::support::Reply::Status(500));
    hooks.catch_up().await.unwrap();
    assert_eq!(receiver.kinds(), ["filing.created"]);
    portal
        .execute(&format!("UPDATE partners SET status = 'disabled', disabled_by = 'centre' WHERE id = '{}'", system.id))
        .await;
    portal.pass(chrono::Duration::hours(1));
    hooks.catch_up().await.unwrap();
    assert_eq!(receiver.connections(), 1);
    portal
        .execute(&format!("UPDATE partners SET status = 'active', disabled_by = NULL WHERE id = '{}'", system.id))
        .await;
    hooks.catch_up().await.unwrap();
    assert_eq!(receiver.connections(), 2);
}

async fn a_trial_arrives_at_its_endpoint_alone(portal: &TestPortal) {
    let ((_, system), receiver, other) = (hooked(portal).await, Receiver::start().await, Receiver::start().await);
    // Also where other types are wanted.
    let endpoint = system.listen(&receiver.url, &["payment.recorded"]).await;
    system.listen_at(&other).await;
    let path = format!("/webhooks/{}", endpoint["id"].as_str().unwrap());
    let queued = system.post(&format!("{path}/test"), &json!({})).await.expect(200);
    assert_eq!(queued["queued"], 1);
    portal.catch_up_webhooks().await;
    assert_eq!((receiver.kinds(), other.connections()), (vec!["endpoint.test".into()], 0));
    assert_eq!(receiver.arrived()[0].json()["data"], json!({ "endpoint_id": endpoint["id"] }));
    let listed = system.get(&format!("{path}/deliveries?type=endpoint.test&status=delivered")).await.expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    system.post(&format!("{path}/disable"), &json!({})).await.expect(200);
    system.post(&format!("{path}/test"), &json!({})).await.problem(409, "illegal_state");
}

async fn an_entry_that_is_read_twice_is_delivered_once(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    system.listen_at(&receiver).await;
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    portal.execute("UPDATE consumers SET seq = 0 WHERE name = 'webhooks'").await;
    portal.catch_up_webhooks().await;
    assert_eq!(receiver.kinds(), ["filing.created"]);
}
