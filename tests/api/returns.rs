//! A return as one complete list, answered item by item; the library of its reasons; what is counted about it.

use domain::Role;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::road::PAPER;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    the_company_answers_item_by_item_and_the_desk_sees_what_changed_there,
    an_answer_that_says_nothing_or_is_not_true_is_refused_with_its_place,
    an_old_program_that_sends_no_answers_may_still_submit,
    a_reason_is_kept_in_versions_by_the_manager_alone,
    an_unknown_or_retired_reason_is_not_taken,
    returns_are_counted_by_reason_paper_field_desk_and_month,
);

const ITEMS: &str = r#"[
    { "type": "incorrect", "pointer": "/contract/summary", "message": "请补充技术内容。", "reason": "summary_unclear" },
    { "type": "incomplete", "document": "contract_copy", "message": "缺签字页。", "reason": "signature_missing" },
    { "type": "incorrect", "pointer": "/contract/number", "message": "请核对合同号。" }
]"#;

fn items() -> Value {
    serde_json::from_str(ITEMS).unwrap()
}

/// An application that was returned with three items.
async fn returned(portal: &TestPortal, company: &Actor, number: u32) -> String {
    let id = company.submitted(&Contract::import().of(company).numbered(number)).await;
    let reviewer = portal.reviewer().await;
    reviewer.claim(&id).await;
    reviewer.act(&id, "return", &json!({ "items": items() })).await.expect(200);
    id
}

/// Mends the first two items.
async fn mend(company: &Actor, id: &str) {
    let filing = company.filing(id).await;
    let mut contract = filing["contract"].clone();
    contract["summary"] = json!("补充后的技术内容说明，包括交付方式和使用范围。");
    let body = json!({ "kind": "registration", "contract": contract });
    company.put(&format!("/filings/{id}"), filing["version"].as_i64().unwrap(), &body).await.expect(200);
    let papers = filing["attachments"].as_array().unwrap();
    let copy = papers.iter().find(|paper| paper["kind"] == "contract_copy").unwrap();
    company.delete(&format!("/filings/{id}/attachments/{}", copy["id"].as_str().unwrap())).await.expect(204);
    let signed = [PAPER, b"% signed"].concat();
    company.attach(id, "contract_copy", "signed.pdf", &signed).await.expect(201);
}

async fn submit(company: &Actor, id: &str, answers: Value) -> crate::support::Answer {
    company.act(id, "submit", &json!({ "reasons": {}, "declaration": true, "answers": answers })).await
}

async fn the_company_answers_item_by_item_and_the_desk_sees_what_changed_there(portal: &TestPortal) {
    let company = portal.company().await;
    let id = returned(portal, &company, 1).await;
    mend(&company, &id).await;
    // While it is being mended, the company sees what is different already.
    let rounds = company.get(&format!("/filings/{id}/rounds")).await.expect(200);
    let open = &rounds["items"][0]["returned"];
    assert_eq!((&open["answered"], &open["returned_by"]), (&json!(false), &Value::Null));
    assert_eq!(open["items"][0]["changes"]["fields"][0]["pointer"], "/contract/summary");
    assert_eq!(open["items"][1]["changes"]["papers"].as_array().unwrap().len(), 2);
    assert_eq!(open["items"][2]["changes"], json!({ "fields": [], "papers": [] }));

    let answers = json!([
        { "item": 0, "answer": "corrected" },
        { "item": 1, "answer": "corrected", "text": "已换成签字盖章件。" },
        { "item": 2, "answer": "explained", "text": "合同号与国别一致，无需修改。" },
    ]);
    submit(&company, &id, answers).await.expect(201);

    let reviewer = portal.reviewer().await;
    let rounds = reviewer.get(&format!("/filings/{id}/rounds")).await.expect(200);
    let rounds = rounds["items"].as_array().unwrap();
    assert_eq!(rounds.len(), 2);
    let returned = &rounds[0]["returned"];
    assert_eq!(returned["answered"], true);
    assert!(returned["returned_by"]["name"].is_string(), "staff see who returned it");
    let said: Vec<&Value> = returned["items"].as_array().unwrap().iter().map(|item| &item["answer"]).collect();
    assert_eq!(said, ["corrected", "corrected", "explained"]);
    assert_eq!(returned["items"][2]["text"], "合同号与国别一致，无需修改。");
    assert_eq!(returned["items"][0]["changes"]["fields"][0]["to"], "补充后的技术内容说明，包括交付方式和使用范围。");
    assert_eq!(rounds[1]["changes"]["fields"].as_array().unwrap().len(), 1);
    assert_eq!(rounds[1]["returned"], Value::Null);
    // Nobody else's business.
    portal.company().await.get(&format!("/filings/{id}/rounds")).await.problem(404, "not_found");
}

async fn an_answer_that_says_nothing_or_is_not_true_is_refused_with_its_place(portal: &TestPortal) {
    let company = portal.company().await;
    let id = returned(portal, &company, 1).await;
    mend(&company, &id).await;
    let before = company.filing(&id).await;
    let right = |item: u32| json!({ "item": item, "answer": "corrected" });
    let explained = json!({ "item": 2, "answer": "explained", "text": "无误。" });
    for (answers, pointer, code) in [
        (json!([right(0), right(1)]), "/answers", "answer_missing"),
        (json!([right(0), right(1), right(2)]), "/answers/2", "answer_unchanged"),
        (json!([right(0), right(1), { "item": 2, "answer": "explained" }]), "/answers/2/text", "answer_unexplained"),
        (json!([right(0), right(1), right(1), explained.clone()]), "/answers/2", "answer_stray"),
        (json!([right(0), right(1), explained.clone(), right(9)]), "/answers/3", "answer_stray"),
    ] {
        let problem = submit(&company, &id, answers.clone()).await.problem(422, "answers_incomplete");
        let error = &problem["errors"][0];
        assert_eq!((&error["pointer"], &error["code"]), (&json!(pointer), &json!(code)), "{answers}");
    }
    assert_eq!(company.filing(&id).await, before, "what is refused changes nothing");
    submit(&company, &id, json!([right(0), right(1), explained])).await.expect(201);
    // A first submission has nothing to answer.
    let fresh = company.ready_draft(&Contract::import().of(&company).numbered(2)).await;
    submit(&company, &fresh, json!([right(0)])).await.problem(422, "answers_incomplete");
    submit(&company, &fresh, json!([])).await.expect(201);
}

async fn an_old_program_that_sends_no_answers_may_still_submit(portal: &TestPortal) {
    let company = portal.company().await;
    let id = returned(portal, &company, 1).await;
    mend(&company, &id).await;
    company.submit(&id, json!({})).await.expect(201);
    let rounds = portal.reviewer().await.get(&format!("/filings/{id}/rounds")).await.expect(200);
    let item = &rounds["items"][0]["returned"]["items"][0];
    assert_eq!(item["answer"], Value::Null);
    assert_eq!(item["changes"]["fields"].as_array().unwrap().len(), 1, "what changed is seen all the same");
}

fn reason(title: &str, active: bool) -> Value {
    json!({
        "type": "incomplete", "pointer": null, "document": "contract_copy", "active": active,
        "title": { "zh": title, "en": "Seal unclear" }, "text": { "zh": "请重新扫描。", "en": "Please scan it again." },
    })
}

async fn a_reason_is_kept_in_versions_by_the_manager_alone(portal: &TestPortal) {
    let (reviewer, manager) = (portal.reviewer().await, portal.staff(Role::DeskManager, &["sip"]).await);
    let library = reviewer.get("/return-reasons").await.expect(200);
    let shipped = library["items"].as_array().unwrap().len();
    assert!(shipped >= 10);
    for one in library["items"].as_array().unwrap() {
        assert!(one["title"]["zh"].is_string() && one["text"]["en"].is_string(), "{one}");
    }
    let new = json!({ "code": "seal_unclear", "reason": reason("印章不清", true) });
    reviewer.post("/return-reasons", &new).await.problem(403, "forbidden");
    portal.company().await.get("/return-reasons").await.problem(403, "forbidden");
    let made = manager.post("/return-reasons", &new).await.expect(201);
    assert_eq!(made["version"], 1);
    manager.post("/return-reasons", &new).await.problem(409, "already_exists");
    let bad = json!({ "code": "Seal Unclear", "reason": reason(" ", true) });
    let problem = manager.post("/return-reasons", &bad).await.problem(422, "validation_failed");
    let pointers: Vec<&Value> = problem["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!(pointers, ["/reason/title/zh", "/code"]);

    let path = "/return-reasons/seal_unclear";
    manager.put(path, 7, &reason("印章模糊", true)).await.problem(412, "version_mismatch");
    let changed = manager.put(path, 1, &reason("印章模糊", false)).await.expect(200);
    assert_eq!((&changed["version"], &changed["active"]), (&json!(2), &json!(false)));
    assert_eq!(reviewer.get("/return-reasons").await.expect(200)["items"].as_array().unwrap().len(), shipped);
    let all = reviewer.get("/return-reasons?retired=true").await.expect(200);
    assert_eq!(all["items"].as_array().unwrap().len(), shipped + 1);
    let versions = manager.get(&format!("{path}/versions")).await.expect(200);
    let titles: Vec<&Value> =
        versions["items"].as_array().unwrap().iter().map(|version| &version["title"]["zh"]).collect();
    assert_eq!(titles, ["印章模糊", "印章不清"], "nothing is overwritten");
    manager.get("/return-reasons/nothing/versions").await.problem(404, "not_found");
}

async fn an_unknown_or_retired_reason_is_not_taken(portal: &TestPortal) {
    let company = portal.company().await;
    let (reviewer, manager) = (portal.reviewer().await, portal.staff(Role::DeskManager, &["sip"]).await);
    manager
        .post("/return-reasons", &json!({ "code": "seal_unclear", "reason": reason("印章不清", true) }))
        .await
        .expect(201);
    manager.put("/return-reasons/seal_unclear", 1, &reason("印章不清", false)).await.expect(200);
    let id = company.submitted(&Contract::import().of(&company)).await;
    reviewer.claim(&id).await;
    for code in ["no_such_reason", "seal_unclear"] {
        let mut items = items();
        items[1]["reason"] = json!(code);
        let problem = reviewer.act(&id, "return", &json!({ "items": items })).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["pointer"], "/items/1/reason", "{code}");
    }
    assert_eq!(company.filing(&id).await["status"], "in_review");
}

async fn returns_are_counted_by_reason_paper_field_desk_and_month(portal: &TestPortal) {
    let company = portal.company().await;
    for number in 1..=2 {
        returned(portal, &company, number).await;
    }
    let manager = portal.staff(Role::DeskManager, &["sip"]).await;
    let counted = manager.get("/return-statistics").await.expect(200);
    assert_eq!((&counted["returns"], &counted["items"]), (&json!(2), &json!(6)));
    let count = |table: &str, code: Value| {
        let rows = counted[table].as_array().unwrap();
        rows.iter().find(|row| row["code"] == code).map_or(Value::Null, |row| row["count"].clone())
    };
    assert_eq!(count("reasons", json!("summary_unclear")), 2);
    assert_eq!(count("reasons", Value::Null), 2, "items without a reason are counted too");
    assert_eq!(count("documents", json!("contract_copy")), 2);
    assert_eq!(count("fields", json!("/contract/number")), 2);
    assert_eq!(count("desks", json!("sip")), 6);
    let month = &counted["to"];
    assert_eq!(count("months", month.clone()), 6);
    let named = counted["reasons"].as_array().unwrap();
    assert!(named.iter().any(|row| row["name"] == "技术内容说明不清"), "{named:?}");
    // Another desk's returns are another manager's.
    let elsewhere = portal.staff(Role::DeskManager, &["city"]).await;
    assert_eq!(elsewhere.get("/return-statistics").await.expect(200)["items"], 0);
    assert_eq!(elsewhere.get("/return-statistics?desk=sip").await.expect(200)["items"], 0);
    assert_eq!(manager.get("/return-statistics?from=2020-01&to=2020-12").await.expect(200)["items"], 0);
    manager.get("/return-statistics?from=gestern").await.problem(422, "invalid_query");
    portal.approver().await.get("/return-statistics").await.problem(403, "forbidden");
    company.get("/return-statistics").await.problem(403, "forbidden");
}
