//! Hits of screening: the company answers each, the reviewer judges each, and nothing is registered past them.

use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    each_hit_shows_item_point_passage_and_score,
    answers_to_every_hit_are_the_reason_for_the_warning,
    registration_waits_for_a_verdict_on_every_hit,
    a_covered_hit_points_to_referral,
    verdicts_are_kept_and_shown_with_later_filings,
    strangers_see_and_say_nothing,
    findings_say_how_to_mend_them,
);

const UAV: &str = "export/203912X";
const SUMMARY: &str = "本合同许可软件。包括无人机飞行控制系统的自主导航、路径规划和避障算法，以及文档。";

fn contract(company: &Actor, number: u32) -> Contract {
    Contract::export().of(company).numbered(number).with("/summary", SUMMARY)
}

async fn screening(actor: &Actor, id: &str) -> Value {
    actor.get(&format!("/filings/{id}/screening")).await.expect(200)
}

fn judged(verdict: &str) -> Value {
    json!({ "item": UAV, "verdict": verdict, "reason": "仅为消费级航拍机型。" })
}

async fn submitted(company: &Actor, number: u32) -> String {
    let id = company.ready_draft(&contract(company, number)).await;
    company.submit(&id, json!({ "catalogue.match": "仅为消费级航拍机型，不含受控算法。" })).await.expect(201);
    id
}

async fn each_hit_shows_item_point_passage_and_score(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.draft(&contract(&company, 1)).await;
    let view = screening(&company, &id).await;
    assert_eq!((&view["edition"]["number"], &view["edition"]["partial"]), (&json!(1), &json!(true)));
    let hit = &view["items"][0]["hit"];
    assert_eq!((&hit["item"], &hit["class"]), (&json!(UAV), &json!("restricted")));
    assert_eq!(hit["pointer"], "/contract/summary");
    assert!(hit["score"].as_u64().unwrap() > 60 && hit["clause"].is_string());
    let (start, end) = (hit["start"].as_u64().unwrap() as usize, hit["end"].as_u64().unwrap() as usize);
    let passage: String = SUMMARY.chars().skip(start).take(end - start).collect();
    assert_eq!(passage, hit["passage"].as_str().unwrap());
    let findings = company.get(&format!("/filings/{id}/findings")).await.expect(200);
    let finding = findings["items"].as_array().unwrap().iter().find(|one| one["code"] == "catalogue.match").unwrap();
    assert_eq!(finding["evidence"]["hits"][0]["item"], UAV);
    assert_eq!((&finding["evidence"]["edition_number"], &finding["evidence"]["partial"]), (&json!(1), &json!(true)));
    assert!(finding["rule"].is_object() && finding["mend"].is_string());
}

async fn answers_to_every_hit_are_the_reason_for_the_warning(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.ready_draft(&contract(&company, 1)).await;
    company.submit(&id, json!({})).await.problem(422, "reasons_required");
    let answer = |item: &str, reason: &str| json!({ "item": item, "answer": "not_covered", "reason": reason });
    let path = format!("/filings/{id}/answers");
    company.post(&path, &answer("export/086501X", "无关")).await.problem(422, "validation_failed");
    company.post(&path, &answer(UAV, "  ")).await.problem(422, "validation_failed");
    for hit in screening(&company, &id).await["items"].as_array().unwrap() {
        let item = hit["hit"]["item"].as_str().unwrap();
        let view = company.post(&path, &answer(item, "仅用于室内演示，没有飞行控制。")).await.expect(200);
        let kept = view["items"].as_array().unwrap().iter().find(|one| one["hit"]["item"] == item).unwrap();
        assert_eq!(kept["answer"]["answer"], "not_covered");
    }
    company.submit(&id, json!({})).await.expect(201);
    let filing = company.filing(&id).await;
    assert!(filing["reasons"]["catalogue.match"].as_str().unwrap().contains("仅用于室内演示"));
    assert_eq!(screening(&company, &id).await["submitted_under"], 1);
    company.post(&path, &answer(UAV, "补充")).await.problem(409, "illegal_state");
    let reviewer = portal.reviewer().await;
    assert!(screening(&reviewer, &id).await["items"][0]["answer"]["reason"].as_str().unwrap().contains("室内"));
}

async fn registration_waits_for_a_verdict_on_every_hit(portal: &TestPortal) {
    let company = portal.company().await;
    let id = submitted(&company, 1).await;
    let (reviewer, approver) = (portal.reviewer().await, portal.approver().await);
    let path = format!("/filings/{id}/verdicts");
    reviewer.post(&path, &judged("not_covered")).await.problem(409, "illegal_state");
    reviewer.claim(&id).await;
    approver.post(&path, &judged("not_covered")).await.problem(409, "not_claimed_by_you");
    let problem = reviewer.recommend(&id, "register").await.problem(422, "verdicts_required");
    assert_eq!(problem["errors"][0]["code"], "verdict_missing");
    for hit in screening(&reviewer, &id).await["items"].as_array().unwrap() {
        let mut body = judged("not_covered");
        body["item"] = hit["hit"]["item"].clone();
        reviewer.post(&path, &body).await.expect(200);
    }
    assert_eq!(
        screening(&company, &id).await["items"][0]["verdict"],
        Value::Null,
        "not the company's before the decision"
    );
    reviewer.recommend(&id, "register").await.expect(200);
    approver.decide(&id, "register").await.expect(200);
    let seen = screening(&company, &id).await["items"][0]["verdict"].clone();
    assert_eq!((&seen["verdict"], &seen["by"]), (&json!("not_covered"), &Value::Null));
}

async fn a_covered_hit_points_to_referral(portal: &TestPortal) {
    let company = portal.company().await;
    let id = submitted(&company, 1).await;
    let reviewer = portal.reviewer().await;
    reviewer.claim(&id).await;
    for hit in screening(&reviewer, &id).await["items"].as_array().unwrap() {
        let mut body = judged("covered");
        body["item"] = hit["hit"]["item"].clone();
        reviewer.post(&format!("/filings/{id}/verdicts"), &body).await.expect(200);
    }
    let problem = reviewer.recommend(&id, "register").await.problem(422, "verdicts_required");
    assert_eq!(problem["errors"][0]["code"], "hit_covered");
    assert!(problem["errors"][0]["message"].as_str().unwrap().contains("转办"));
    reviewer.recommend(&id, "refuse").await.expect(200);
}

async fn verdicts_are_kept_and_shown_with_later_filings(portal: &TestPortal) {
    let company = portal.company().await;
    let first = submitted(&company, 1).await;
    let reviewer = portal.reviewer().await;
    reviewer.claim(&first).await;
    let path = format!("/filings/{first}/verdicts");
    reviewer.post(&path, &judged("unsure")).await.expect(200);
    portal.pass(chrono::Duration::minutes(1));
    let view = reviewer.post(&path, &judged("not_covered")).await.expect(200);
    assert_eq!(view["items"][0]["verdict"]["verdict"], "not_covered");
    let second = submitted(&company, 2).await;
    let earlier = screening(&reviewer, &second).await["items"][0]["earlier"].clone();
    let told: Vec<_> = earlier.as_array().unwrap().iter().map(|one| one["verdict"].clone()).collect();
    assert_eq!(told, ["not_covered", "unsure"], "the newest first, and none is lost");
    assert_eq!(earlier[0]["filing"], first.as_str());
    assert_eq!(screening(&company, &second).await["items"][0]["earlier"], json!([]));
}

async fn strangers_see_and_say_nothing(portal: &TestPortal) {
    let (company, stranger) = (portal.company().await, portal.company().await);
    let id = company.draft(&contract(&company, 1)).await;
    stranger.get(&format!("/filings/{id}/screening")).await.problem(404, "not_found");
    let body = json!({ "item": UAV, "answer": "unsure", "reason": "不知道" });
    stranger.post(&format!("/filings/{id}/answers"), &body).await.problem(404, "not_found");
    company.post(&format!("/filings/{id}/verdicts"), &judged("not_covered")).await.problem(403, "forbidden");
    company.post(&format!("/filings/{id}/answers"), &body).await.expect(200);
    company.delete(&format!("/filings/{id}")).await.expect(204);
}

async fn findings_say_how_to_mend_them(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.draft(&Contract::import().of(&company).with("/number", "26")).await;
    for (language, words) in [("zh-CN", "填入"), ("en", "button")] {
        let request = company.request(reqwest::Method::GET, &format!("/filings/{id}/findings"));
        let answer = crate::support::Answer::of(request.header("accept-language", language)).await.expect(200);
        let findings = answer["items"].as_array().unwrap();
        assert!(findings.iter().all(|one| one["mend"].is_string() && one["rule"].is_object()), "{findings:?}");
        let number = findings.iter().find(|one| one["code"] == "contract_number.format").unwrap();
        assert!(number["mend"].as_str().unwrap().contains(words));
    }
}
