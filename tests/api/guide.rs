//! The guide, asked by somebody who has not signed in, as far as the draft that it begins.

use reqwest::Method;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Answer, TestPortal};

on_both_databases!(
    the_guide_asks_until_it_knows_and_begins_a_draft,
    the_guide_names_another_authority_with_the_rule,
    an_answer_that_is_none_is_refused,
);

async fn ask(portal: &TestPortal, answers: &Value) -> Value {
    Answer::of(portal.anyone().request(Method::POST, "/guide").json(answers)).await.expect(200)
}

async fn the_guide_asks_until_it_knows_and_begins_a_draft(portal: &TestPortal) {
    let wanted = json!({ "task": "registration", "cross_border": true, "direction": "export", "concern": "unsure", "local": true,
        "legal_type": "know_how_licence", "payment_mode": "royalty", "foreign_language": true });
    let mut answers = json!({});
    let mut asked = Vec::new();
    let outcome = loop {
        let view = ask(portal, &answers).await;
        let Some(question) = view["question"]["code"].as_str().map(str::to_owned) else {
            break view["outcome"].clone();
        };
        assert!(view["outcome"].is_null());
        answers[&question] = wanted[&question].clone();
        asked.push(question);
    };
    assert_eq!(
        asked,
        ["task", "cross_border", "direction", "concern", "local", "legal_type", "payment_mode", "foreign_language"]
    );
    assert_eq!(outcome["destination"], "registration");
    let begun = &outcome["beginning"];
    let company = portal.company().await;
    let body = json!({ "kind": begun["kind"], "contract": begun["contract"], "request": begun["request"] });
    let filing = company.post("/filings", &body).await.expect(201);
    assert_eq!(filing["contract"]["payment"]["mode"], "royalty");
    // The papers that were named are those that the checks ask for, but for the translation: the draft has no foreign name yet.
    let required = |list: &Value| -> Vec<Value> {
        list.as_array().unwrap().iter().filter(|one| one["required"] == true).map(|one| one["kind"].clone()).collect()
    };
    let findings = company.get(&format!("/filings/{}/findings", filing["id"].as_str().unwrap())).await.expect(200);
    let (mut named, checked) = (required(&begun["documents"]), required(&findings["documents"]));
    assert!(named.contains(&json!("contract_translation")));
    named.retain(|kind| kind != "contract_translation");
    assert_eq!(named, checked);
}

async fn the_guide_names_another_authority_with_the_rule(portal: &TestPortal) {
    let answers =
        json!({ "task": "registration", "cross_border": true, "direction": "import", "concern": "restricted" });
    let outcome = ask(portal, &answers).await["outcome"].clone();
    assert_eq!((&outcome["destination"], &outcome["beginning"]), (&json!("provincial_licence"), &Value::Null));
    assert!(outcome["name"].as_str().unwrap().contains("江苏省商务厅"));
    assert!(outcome["rule"]["citation"].as_str().unwrap().contains("第十一条"));
    let english = portal.anyone().request(Method::POST, "/guide").header("accept-language", "en").json(&answers);
    let outcome = Answer::of(english).await.expect(200)["outcome"].clone();
    assert!(outcome["name"].as_str().unwrap().contains("Department of Commerce"));
}

async fn an_answer_that_is_none_is_refused(portal: &TestPortal) {
    let post = |body: Value| portal.anyone().request(Method::POST, "/guide").json(&body);
    Answer::of(post(json!({ "task": "dance" }))).await.problem(422, "validation_failed");
    Answer::of(post(json!({ "weather": "fine" }))).await.problem(422, "unknown_field");
}
