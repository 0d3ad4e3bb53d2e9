//! Data verification: asked, answered, sent back, settled.

use domain::Role;
use serde_json::json;

use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    a_question_is_answered_sent_back_answered_again_and_confirmed,
    research_asks_the_desk_settles_and_only_deciders_report,
    corrected_means_that_an_amendment_was_registered,
);

async fn a_question_is_answered_sent_back_answered_again_and_confirmed(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let reviewer = portal.reviewer().await;
    let body = json!({ "contract_id": filing["contract_id"], "text": "请核对合同总价。", "answer_days": 3 });
    let case = reviewer.post("/verification-cases", &body).await.expect(201);
    let path = format!("/verification-cases/{}", case["id"].as_str().unwrap());
    assert_eq!((&case["status"], &case["answer_due_on"]), (&"asked".into(), &"2026-11-25".into()));
    let text = json!({ "text": "金额无误，见附件。" });
    reviewer.post(&format!("{path}/return"), &text).await.problem(409, "illegal_state");
    reviewer.post(&format!("{path}/answer"), &text).await.problem(403, "forbidden");
    let seen = company.get(&path).await.expect(200);
    assert_eq!((&seen["actions"], &seen["steps"][0]["by"]), (&json!(["answer"]), &"".into()));
    company.post(&format!("{path}/answer"), &text).await.expect(200);
    reviewer.post(&format!("{path}/return"), &json!({ "text": "请补充付款凭证。" })).await.expect(200);
    company.post(&format!("{path}/answer"), &json!({ "text": "已补充。" })).await.expect(200);
    let settled = reviewer.post(&format!("{path}/confirm"), &json!({ "text": "核实无误。" })).await.expect(200);
    assert_eq!((&settled["status"], settled["steps"].as_array().unwrap().len()), (&"confirmed".into(), 5));
    assert_eq!(settled["actions"], json!([]));
    let stranger = portal.company().await;
    stranger.get(&path).await.problem(404, "not_found");
    stranger.post(&format!("{path}/answer"), &text).await.problem(404, "not_found");
    assert_eq!(stranger.get("/verification-cases").await.expect(200)["items"], json!([]));
}

async fn research_asks_the_desk_settles_and_only_deciders_report(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let body = json!({ "contract_id": filing["contract_id"], "text": "提成率明显偏离同类合同。" });
    let case = researcher.post("/verification-cases", &body).await.expect(201);
    assert_eq!((&case["origin"], &case["actions"]), (&"research".into(), &json!([])));
    let path = format!("/verification-cases/{}", case["id"].as_str().unwrap());
    let text = json!({ "text": "逾期未答复，予以通报。" });
    researcher.post(&format!("{path}/confirm"), &text).await.problem(403, "forbidden");
    portal.reviewer().await.post(&format!("{path}/report"), &text).await.problem(403, "forbidden");
    let reported = portal.approver().await.post(&format!("{path}/report"), &text).await.expect(200);
    assert_eq!(reported["status"], "reported");
    assert_eq!(company.get("/verification-cases").await.expect(200)["items"][0]["status"], "reported");
}

async fn corrected_means_that_an_amendment_was_registered(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let reviewer = portal.reviewer().await;
    let body = json!({ "contract_id": filing["contract_id"], "text": "请核对对方名称。" });
    let case = reviewer.post("/verification-cases", &body).await.expect(201);
    let path = format!("/verification-cases/{}/correct", case["id"].as_str().unwrap());
    reviewer.post(&path, &json!({ "text": "已更正。" })).await.problem(409, "not_corrected");
}
