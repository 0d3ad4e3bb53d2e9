//! What may happen to an application in each of its states, and what may not.

use serde_json::{Value, json};
use storage::{Constraint, StorageError};

use crate::on_both_databases;
use crate::support::{Actor, Answer, Contract, TestPortal};

on_both_databases!(
    a_draft_can_be_deleted_and_a_submitted_application_cannot,
    what_the_table_of_states_does_not_allow_is_answered_409_with_the_state,
    what_is_offered_is_what_the_state_and_the_reader_allow,
    an_application_can_be_withdrawn_until_someone_reviews_it,
    restricted_technology_is_referred_and_leaves_the_queue,
    only_who_has_claimed_it_may_review_it,
    a_released_application_lies_in_the_queue_again,
    a_contract_is_decided_by_another_person_than_recommended_it,
    the_database_itself_refuses_a_decision_by_the_recommender,
    a_refused_contract_enters_no_register,
    a_company_that_is_not_approved_files_nothing,
);

/// Someone of each side, and the contract they are about.
struct Cast {
    company: Actor,
    reviewer: Actor,
    approver: Actor,
}

async fn cast(portal: &TestPortal) -> Cast {
    Cast { company: portal.company().await, reviewer: portal.reviewer().await, approver: portal.approver().await }
}

impl Cast {
    /// An application that has come as far as this state.
    async fn at(&self, state: &str, number: u32) -> String {
        let contract = Contract::import().of(&self.company).numbered(number);
        let id = self.company.ready_draft(&contract).await;
        let road: &[&str] = match state {
            "draft" => &[],
            "submitted" => &["submit"],
            "in_review" => &["submit", "claim"],
            "returned" => &["submit", "claim", "return"],
            "recommended" => &["submit", "claim", "recommend"],
            "registered" => &["submit", "claim", "recommend", "decide"],
            "refused" => &["submit", "claim", "recommend", "refuse"],
            "referred" => &["submit", "claim", "refer"],
            "withdrawn" => &["submit", "withdraw"],
            _ => panic!("no such state: {state}"),
        };
        for step in road {
            let status = self.step(&id, step).await.status;
            assert!(matches!(status, 200 | 201), "{step} on the way to {state}: {status}");
        }
        assert_eq!(self.company.filing(&id).await["status"], state);
        id
    }

    /// One step, by whoever takes it.
    async fn step(&self, id: &str, step: &str) -> Answer {
        match step {
            "save" => {
                let filing = self.company.filing(id).await;
                let body = json!({ "kind": "registration", "contract": filing["contract"] });
                self.company.put(&format!("/filings/{id}"), filing["version"].as_i64().unwrap(), &body).await
            }
            "attach" => self.company.attach(id, "other", "paper.pdf", crate::support::road::PAPER).await,
            "delete" => self.company.delete(&format!("/filings/{id}")).await,
            "submit" => self.company.submit(id, json!({})).await,
            "withdraw" => self.company.act(id, "withdraw", &json!({})).await,
            "claim" => self.reviewer.act(id, "claim", &json!({})).await,
            "release" => self.reviewer.act(id, "release", &json!({})).await,
            "return" => self.reviewer.return_(id).await,
            "recommend" => self.reviewer.recommend(id, "register").await,
            "refer" => self.reviewer.act(id, "refer", &json!({ "opinion": "限制类技术。" })).await,
            "decide" => self.approver.decide(id, "register").await,
            "refuse" => self.approver.decide(id, "refuse").await,
            _ => panic!("no such step: {step}"),
        }
    }
}

/// State, and what may be done in it.
const ALLOWED: [(&str, &[&str]); 9] = [
    ("draft", &["save", "attach", "delete", "submit", "withdraw"]),
    ("submitted", &["withdraw", "claim"]),
    ("in_review", &["release", "return", "recommend", "refer"]),
    ("returned", &["save", "attach", "submit", "withdraw"]),
    ("recommended", &["decide"]),
    ("registered", &[]),
    ("refused", &[]),
    ("referred", &[]),
    ("withdrawn", &[]),
];

const STEPS: [&str; 11] =
    ["save", "attach", "delete", "submit", "withdraw", "claim", "release", "return", "recommend", "refer", "decide"];

async fn what_the_table_of_states_does_not_allow_is_answered_409_with_the_state(portal: &TestPortal) {
    let cast = cast(portal).await;
    for (number, (state, allowed)) in (1..).zip(ALLOWED) {
        let id = cast.at(state, number).await;
        let before = cast.company.filing(&id).await;
        for step in STEPS.iter().filter(|step| !allowed.contains(step)) {
            let staff = ["claim", "release", "return", "recommend", "refer", "decide"].contains(step);
            if state == "draft" && staff {
                cast.step(&id, step).await.problem(404, "not_found"); // a draft is nobody's but its company's
                continue;
            }
            let code = match (*step, state) {
                ("submit", "withdrawn") => "illegal_state",
                ("submit", _) => "already_submitted",
                ("delete", _) => "not_draft",
                _ => "illegal_state",
            };
            let refused = cast.step(&id, step).await.problem(409, code);
            assert_eq!(refused["state"], state, "{step}");
        }
        assert_eq!(cast.company.filing(&id).await, before, "what is refused changes nothing");
    }
}

async fn what_is_offered_is_what_the_state_and_the_reader_allow(portal: &TestPortal) {
    let cast = cast(portal).await;
    let offered = async |actor: &Actor, id: &str| actor.filing(id).await["actions"].clone();
    let id = cast.at("draft", 1).await;
    assert_eq!(offered(&cast.company, &id).await, json!(["save", "attach", "delete", "submit", "withdraw"]));
    let id = cast.at("submitted", 2).await;
    assert_eq!(offered(&cast.company, &id).await, json!(["withdraw"]));
    assert_eq!(offered(&cast.reviewer, &id).await, json!(["claim"]));
    let id = cast.at("in_review", 3).await;
    assert_eq!(offered(&cast.company, &id).await, json!([]));
    assert_eq!(offered(&cast.reviewer, &id).await, json!(["release", "return", "recommend", "refer"]));
    assert_eq!(offered(&cast.approver, &id).await, json!([]), "another person has claimed it");
    let id = cast.at("recommended", 4).await;
    assert_eq!(offered(&cast.reviewer, &id).await, json!([]));
    assert_eq!(offered(&cast.approver, &id).await, json!(["decide"]));
    let id = cast.at("registered", 5).await;
    assert_eq!(offered(&cast.approver, &id).await, json!([]));
}

async fn a_draft_can_be_deleted_and_a_submitted_application_cannot(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.ready_draft(&Contract::import().of(&company)).await;
    company.delete(&format!("/filings/{id}")).await.expect(204);
    company.get(&format!("/filings/{id}")).await.problem(404, "not_found");
    let blobs = std::fs::read_dir(portal.folder().join("blobs")).unwrap().count();
    assert_eq!(blobs, 0, "its papers are gone too");

    let id = company.submitted(&Contract::import().of(&company)).await;
    let refused = company.delete(&format!("/filings/{id}")).await.problem(409, "not_draft");
    assert_eq!(refused["state"], "submitted");
}

async fn an_application_can_be_withdrawn_until_someone_reviews_it(portal: &TestPortal) {
    let cast = cast(portal).await;
    for (number, state) in (1..).zip(["draft", "submitted", "returned"]) {
        let id = cast.at(state, number).await;
        let reason = json!({ "reason": "合同已解除。" });
        let filing = cast.company.act(&id, "withdraw", &reason).await.expect(200);
        assert_eq!(filing["status"], "withdrawn");
        let history = cast.company.get(&format!("/filings/{id}/history")).await.expect(200);
        let last = history["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["kind"], &last["detail"]["reason"]), (&"filing.withdrawn".into(), &reason["reason"]));
    }
    assert_eq!(cast.reviewer.get("/queue").await.expect(200)["items"], json!([]), "nothing waits any more");
}

async fn restricted_technology_is_referred_and_leaves_the_queue(portal: &TestPortal) {
    let cast = cast(portal).await;
    let id = cast.at("in_review", 1).await;
    cast.step(&id, "refer").await.expect(200);
    let filing = cast.company.filing(&id).await;
    assert_eq!((&filing["status"], &filing["certificate_number"]), (&"referred".into(), &Value::Null));
    assert_eq!(cast.reviewer.get("/queue").await.expect(200)["items"], json!([]));
    let clock = cast.company.get(&format!("/filings/{id}/clock")).await.expect(200);
    assert_eq!(clock["running"], false);
}

async fn only_who_has_claimed_it_may_review_it(portal: &TestPortal) {
    let cast = cast(portal).await;
    let id = cast.at("in_review", 1).await;
    let other = portal.reviewer().await;
    other.return_(&id).await.problem(409, "not_claimed_by_you");
    other.recommend(&id, "register").await.problem(409, "not_claimed_by_you");
    other.act(&id, "release", &json!({})).await.problem(409, "not_claimed_by_you");
    other.act(&id, "refer", &json!({ "opinion": "—" })).await.problem(409, "not_claimed_by_you");
    other.act(&id, "claim", &json!({})).await.problem(409, "illegal_state");
    // Nor does the company, of its own application.
    let (company, before) = (&cast.company, cast.company.filing(&id).await);
    for answer in [
        company.act(&id, "claim", &json!({})).await,
        company.act(&id, "release", &json!({})).await,
        company.return_(&id).await,
        company.recommend(&id, "register").await,
        company.act(&id, "refer", &json!({ "opinion": "—" })).await,
        company.decide(&id, "register").await,
    ] {
        answer.problem(403, "forbidden");
    }
    assert_eq!(company.filing(&id).await, before);
    cast.reviewer.recommend(&id, "register").await.expect(200);
}

async fn a_released_application_lies_in_the_queue_again(portal: &TestPortal) {
    let cast = cast(portal).await;
    let id = cast.at("in_review", 1).await;
    assert_eq!(cast.reviewer.get("/queue?mine=true").await.expect(200)["items"][0]["id"], id);
    let filing = cast.step(&id, "release").await.expect(200);
    assert_eq!((&filing["status"], &filing["claimed_by"]), (&"submitted".into(), &Value::Null));
    assert_eq!(cast.reviewer.get("/queue?mine=true").await.expect(200)["items"], json!([]));
    portal.reviewer().await.claim(&id).await;
}

async fn a_contract_is_decided_by_another_person_than_recommended_it(portal: &TestPortal) {
    let company = portal.company().await;
    let (first, second) = (portal.approver().await, portal.approver().await);
    let id = company.submitted(&Contract::import().of(&company)).await;
    first.claim(&id).await;
    first.recommend(&id, "register").await.expect(200);
    first.decide(&id, "register").await.problem(409, "four_eyes");
    first.decide(&id, "refuse").await.problem(409, "four_eyes");
    assert_eq!(company.filing(&id).await["status"], "recommended");
    portal.reviewer().await.decide(&id, "register").await.problem(403, "forbidden");
    second.decide(&id, "register").await.expect(200);
}

async fn the_database_itself_refuses_a_decision_by_the_recommender(portal: &TestPortal) {
    let cast = cast(portal).await;
    let id = cast.at("recommended", 1).await;
    let refused = |error| matches!(error, Err(StorageError::Conflict(Constraint::FourEyes)));
    for set in [
        "decided_by = recommended_by, status = 'registered'",
        "decided_by = recommended_by",
        "status = 'registered'",
        "status = 'refused', recommended_by = NULL",
    ] {
        let outcome = portal.try_execute(&format!("UPDATE filings SET {set} WHERE id = '{id}'")).await;
        assert!(refused(outcome), "{set}");
    }
    assert_eq!(cast.company.filing(&id).await["status"], "recommended");
}

async fn a_refused_contract_enters_no_register(portal: &TestPortal) {
    let cast = cast(portal).await;
    let id = cast.at("refused", 1).await;
    let filing = cast.company.filing(&id).await;
    assert_eq!((&filing["contract_id"], &filing["certificate_number"]), (&Value::Null, &Value::Null));
    assert_eq!(filing["decision"]["outcome"], "refuse");
    assert_eq!(cast.company.get("/contracts").await.expect(200)["items"], json!([]));
}

async fn a_company_that_is_not_approved_files_nothing(portal: &TestPortal) {
    for status in [storage::accounts::CompanyStatus::Pending, storage::accounts::CompanyStatus::Suspended] {
        let company = portal.company_with(status).await;
        let body = Contract::import().of(&company).registration();
        company.post("/filings", &body).await.problem(403, "company_not_approved");
    }
}
