//! A referral on its way: steps by the desk, limits by the calendar, seen by the company, ended in one of three ways.

use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    an_import_goes_through_letter_of_intent_and_contract_to_the_licence,
    what_is_free_after_all_comes_back_as_a_draft_of_the_company,
    steps_are_refused_in_the_wrong_order_by_strangers_and_after_the_end,
    an_export_of_a_patent_passes_science_and_the_ip_review,
);

async fn referred(portal: &TestPortal, contract: Contract, company: &Actor) -> (String, Actor) {
    let id = company.submitted(&contract).await;
    let reviewer = portal.reviewer().await;
    reviewer.claim(&id).await;
    reviewer.act(&id, "refer", &json!({ "opinion": "属限制类技术。" })).await.expect(200);
    (id, reviewer)
}

fn step<'a>(view: &'a Value, name: &str) -> &'a Value {
    view["steps"].as_array().unwrap().iter().find(|step| step["step"] == name).unwrap()
}

async fn record(actor: &Actor, id: &str, step: &str, on: &str) -> crate::support::Answer {
    actor
        .post(&format!("/filings/{id}/referral/steps"), &json!({ "step": step, "on": on, "reference": "示例号" }))
        .await
}

async fn an_import_goes_through_letter_of_intent_and_contract_to_the_licence(portal: &TestPortal) {
    portal.set_clock("2026-03-02T02:00:00Z");
    let company = portal.company().await;
    let contract = Contract::import()
        .of(&company)
        .with("/signed_on", "2026-02-20")
        .with("/effective_on", "2026-02-20")
        .with("/payment/royalty/first_base_formed_on", "2026-03-01");
    let (id, reviewer) = referred(portal, contract, &company).await;
    assert_eq!(company.filing(&id).await["status"], "referred");
    let applied = record(&reviewer, &id, "applied", "2026-03-02").await.expect(200);
    let letter = step(&applied, "letter_of_intent");
    assert_eq!((&letter["due_on"], &letter["working_days_left"]), (&"2026-04-14".into(), &30.into()));
    assert_eq!(letter["confirmed"], true);
    assert!(letter["citation"].as_str().unwrap().contains("第十二条"), "{letter}");

    portal.set_clock("2026-04-30T02:00:00Z");
    for actor in [&company, &reviewer] {
        actor.sign_in().await;
    }
    let late = company.get(&format!("/filings/{id}/referral")).await.expect(200);
    assert_eq!((&step(&late, "letter_of_intent")["late"], &late["may_record"]), (&true.into(), &false.into()));
    record(&reviewer, &id, "letter_of_intent", "2026-04-01").await.expect(200);
    let submitted = record(&reviewer, &id, "contract_submitted", "2026-04-30").await.expect(200);
    assert_eq!(step(&submitted, "letter_of_intent")["late"], false, "it came in time, and was told later");
    assert_eq!(step(&submitted, "licensed")["due_on"], "2026-05-18");
    let listed = company.get("/referrals?status=open").await.expect(200);
    assert_eq!(listed["items"][0]["due_on"], "2026-05-18");
    assert_eq!(reviewer.get("/referrals").await.expect(200)["items"][0]["filing_id"], id.as_str());

    let close = json!({ "outcome": "licensed", "on": "2026-04-30", "reference": "许可证号", "note": "已领取。" });
    let closed = reviewer.post(&format!("/filings/{id}/referral/close"), &close).await.expect(200);
    assert_eq!((&closed["status"], &step(&closed, "licensed")["done_on"]), (&"licensed".into(), &"2026-04-30".into()));
    let history = company.get(&format!("/filings/{id}/history")).await.expect(200);
    let kinds: Vec<&str> =
        history["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect();
    assert!(kinds.ends_with(&["filing.referral_step", "filing.referral_closed"]), "{kinds:?}");
}

async fn what_is_free_after_all_comes_back_as_a_draft_of_the_company(portal: &TestPortal) {
    let company = portal.company().await;
    let (id, reviewer) = referred(portal, Contract::import().of(&company), &company).await;
    let close = json!({ "outcome": "free_class", "on": "2026-11-22", "note": "经认定不属于限制类。" });
    let path = format!("/filings/{id}/referral/close");
    let closed = reviewer.post(&path, &close).await.expect(200);
    let draft = company.filing(closed["successor_id"].as_str().unwrap()).await;
    let before = company.filing(&id).await;
    assert_eq!((&draft["status"], &draft["contract"]), (&"draft".into(), &before["contract"]));
    assert_eq!((&before["status"], &draft["attachments"]), (&"referred".into(), &json!([])));
    let anew = draft["id"].as_str().unwrap();
    company.attach_papers(anew).await;
    company.submit(anew, json!({})).await.expect(201);
    reviewer.post(&path, &close).await.problem(409, "referral_closed");
}

async fn steps_are_refused_in_the_wrong_order_by_strangers_and_after_the_end(portal: &TestPortal) {
    let company = portal.company().await;
    let (id, reviewer) = referred(portal, Contract::import().of(&company), &company).await;
    record(&reviewer, &id, "letter_of_intent", "2026-11-22").await.problem(422, "referral_step");
    record(&reviewer, &id, "applied", "2026-11-23").await.problem(422, "referral_step");
    record(&reviewer, &id, "licensed", "2026-11-22").await.problem(422, "referral_step");
    record(&company, &id, "applied", "2026-11-22").await.problem(403, "forbidden");
    let elsewhere = portal.staff(domain::Role::Reviewer, &["city"]).await;
    record(&elsewhere, &id, "applied", "2026-11-22").await.problem(404, "not_found");
    portal.company().await.get(&format!("/filings/{id}/referral")).await.problem(404, "not_found");
    let other = company.submitted(&Contract::import().of(&company).numbered(77)).await;
    company.get(&format!("/filings/{other}/referral")).await.problem(409, "not_referred");
    let licensed = json!({ "outcome": "licensed", "on": "2026-11-22", "note": "许可证。" });
    let path = format!("/filings/{id}/referral/close");
    reviewer.post(&path, &licensed).await.problem(422, "referral_step");
    let refused = json!({ "outcome": "refused", "on": "2026-11-22", "note": "不予许可。" });
    reviewer.post(&path, &refused).await.expect(200);
    record(&reviewer, &id, "applied", "2026-11-22").await.problem(409, "referral_closed");
}

async fn an_export_of_a_patent_passes_science_and_the_ip_review(portal: &TestPortal) {
    let company = portal.company().await;
    let (id, reviewer) = referred(portal, Contract::export().of(&company), &company).await;
    let view = reviewer.get(&format!("/filings/{id}/referral")).await.expect(200);
    assert_eq!(view["ip_review"], false, "a technical service changes no holder");
    let path = format!("/filings/{id}/referral/steps");
    let body = json!({ "step": "applied", "on": "2026-11-20", "ip_review": true });
    let view = reviewer.post(&path, &body).await.expect(200);
    assert_eq!(step(&view, "sent_to_science")["due_on"], "2026-11-27");
    assert_eq!(step(&view, "ip_review")["done_on"], Value::Null);
    let letter = step(&view, "letter_of_intent");
    assert_eq!((letter["working_days"].as_i64(), &letter["provisional"]), (Some(30), &true.into()), "{letter}");
}
