//! Data verification: asked, answered, sent back, settled.

use domain::Role;
use serde_json::json;

use crate::on_both_databases;
use crate::support::smtp::SmtpServer;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    a_question_is_answered_sent_back_answered_again_and_confirmed,
    research_asks_the_desk_settles_and_only_deciders_report,
    a_contract_is_named_by_its_number,
    the_company_is_mailed_when_it_is_asked_asked_again_and_reported,
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
    let body = json!({ "contract_number": filing["contract"]["number"], "text": "提成率明显偏离同类合同。" });
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

async fn a_contract_is_named_by_its_number(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let number = filing["contract"]["number"].as_str().unwrap();
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let ask = |number: &str| json!({ "contract_number": number, "text": "请核对合同总价。" });
    let case = researcher.post("/verification-cases", &ask(&format!(" {} ", number.to_lowercase()))).await.expect(201);
    assert_eq!((&case["contract_number"], &case["contract_id"]), (&number.into(), &filing["contract_id"]));
    let wrong = [
        (ask("26DEJSY39SZ999999"), "unknown_contract_number"),
        (json!({ "text": "请核对。" }), "contract_number_required"),
        (
            json!({ "contract_number": number, "contract_id": filing["contract_id"], "text": "请核对。" }),
            "contract_number_required",
        ),
    ];
    for (body, code) in wrong {
        let problem = researcher.post("/verification-cases", &body).await.problem(422, code);
        assert_eq!(
            (&problem["errors"][0]["pointer"], &problem["errors"][0]["code"]),
            (&"/contract_number".into(), &code.into())
        );
    }
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

async fn the_company_is_mailed_when_it_is_asked_asked_again_and_reported(portal: &TestPortal) {
    let server = SmtpServer::start().await;
    let jobs = portal.jobs(Some(server.url.clone()));
    let (company, _stranger, approver) = (portal.company().await, portal.company().await, portal.approver().await);
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    jobs.catch_up().await.unwrap();
    let before = server.delivered().len();
    let body = json!({ "contract_id": filing["contract_id"], "text": "请核对合同总价。", "answer_days": 3 });
    let id = approver.post("/verification-cases", &body).await.expect(201)["id"].as_str().unwrap().to_owned();
    let path = format!("/verification-cases/{id}");
    let text = json!({ "text": "请补充付款凭证。" });
    jobs.catch_up().await.unwrap();
    company.post(&format!("{path}/answer"), &text).await.expect(200);
    approver.post(&format!("{path}/return"), &text).await.expect(200);
    approver.post(&format!("{path}/report"), &text).await.expect(200);
    jobs.catch_up().await.unwrap();
    let delivered = server.delivered().split_off(before);
    let name = filing["contract"]["name"].as_str().unwrap();
    let expected: Vec<String> =
        ["请答复", "请补充", "通报"].iter().map(|what| format!("数据核查：{what}：{name}")).collect();
    assert_eq!(delivered.iter().map(|one| one.mail.subject.clone()).collect::<Vec<_>>(), expected);
    assert!(delivered.iter().all(|one| one.recipients == [company.email.clone()]));
    let first = &delivered[0].mail.body;
    assert!(first.contains("2026-11-25") && first.contains(&path), "{first}");
    assert!(!first.contains("请核对合同总价"), "what is asked stays on the portal: {first}");
}
