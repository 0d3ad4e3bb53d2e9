//! Each kind from the draft to its effect: on contract, certificate and what is verified.

use serde_json::{Value, json};

use super::{Cast, agreed, closure, reissue, settlement};
use crate::on_both_databases;
use crate::support::TestPortal;

on_both_databases!(
    an_amendment_makes_the_next_version_with_a_new_certificate,
    a_settlement_adds_to_the_royalty_bases,
    a_contract_is_suspended_resumed_and_terminated,
    a_lost_certificate_is_replaced_by_one_for_the_same_version,
    each_kind_is_returned_corrected_submitted_again_and_refused,
    what_is_no_request_on_a_contract_of_ones_own_is_refused,
);

async fn verified(portal: &TestPortal, number: &str) -> (String, bool) {
    let answer = portal.anyone().get(&format!("/verify/{number}")).await.expect(200);
    (answer["status"].as_str().unwrap().to_owned(), answer["valid"].as_bool().unwrap())
}

fn is(status: &str) -> (String, bool) {
    (status.to_owned(), status == "valid")
}

fn codes(findings: &Value) -> Vec<(&str, &str)> {
    let blocking = findings["items"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "info");
    blocking.map(|finding| (finding["code"].as_str().unwrap(), finding["pointer"].as_str().unwrap())).collect()
}

async fn an_amendment_makes_the_next_version_with_a_new_certificate(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let id = cast.draft("amendment", &json!({})).await;
    let draft = cast.company.filing(&id).await;
    assert_eq!((&draft["contract"], &draft["registered"]), (&draft["registered"], &draft["contract"]));
    assert_eq!((&draft["changes"], &draft["contract_id"]), (&json!([]), &cast.id.clone().into()));
    let findings = cast.company.get(&format!("/filings/{id}/findings")).await.expect(200);
    assert!(codes(&findings).contains(&("amendment.no_change", "/contract")), "{findings}");
    assert!(codes(&findings).contains(&("request.missing", "/request/reason")), "{findings}");

    let saved = cast.change(&id, "/amount/total", "1300000.00").await;
    let changes = json!([{ "pointer": "/contract/amount/total", "from": "1250000.00", "to": "1300000.00" }]);
    assert_eq!(saved["changes"], changes);
    let body = json!({ "kind": "amendment", "contract": saved["contract"], "request": agreed() });
    cast.company.put(&format!("/filings/{id}"), saved["version"].as_i64().unwrap(), &body).await.expect(200);
    let submitted = cast.submit(&id).await;
    assert_eq!((&submitted["status"], &submitted["desk"]["code"]), (&"submitted".into(), &"sip".into()));
    let receipt = cast.company.get(&format!("/filings/{id}/receipt")).await.expect(200);
    assert_eq!(receipt["kind"], "amendment");
    assert_eq!(cast.registered().await["open_filing_id"], id);
    assert_eq!(cast.registered().await["version"], 1, "nothing has taken effect yet");

    let registered = cast.decide(&id, "register").await;
    let certificate = registered["certificate_number"].as_str().unwrap();
    assert_eq!((&registered["status"], &registered["changes"]), (&"registered".into(), &changes));
    let contract = cast.registered().await;
    assert_eq!((&contract["version"], &contract["status"]), (&2.into(), &"in_force".into()));
    assert_eq!((&contract["certificate_number"], &contract["open_filing_id"]), (&certificate.into(), &Value::Null));
    assert_eq!(contract["contract"]["amount"]["total"], "1300000.00");
    assert_eq!(verified(portal, &cast.certificate).await, is("superseded"));
    assert_eq!(verified(portal, certificate).await, is("valid"));
    let lines: Vec<(&Value, &Value)> =
        contract["certificates"].as_array().unwrap().iter().map(|line| (&line["number"], &line["status"])).collect();
    assert_eq!(
        lines,
        [(&certificate.into(), &"valid".into()), (&cast.certificate.clone().into(), &"superseded".into())]
    );

    let versions = cast.company.get(&format!("/contracts/{}/versions", cast.id)).await.expect(200);
    let second = &versions["items"][1];
    assert_eq!(
        (&second["version"], &second["filing_id"], &second["kind"]),
        (&2.into(), &id.into(), &"amendment".into())
    );
    assert_eq!((&second["changes"], &second["filed_by"]), (&changes, &cast.company.name.clone().into()));
    let pdf = cast.company.get(&format!("/certificates/{certificate}/pdf")).await;
    assert!(pdf.status == 200 && pdf.body.starts_with(b"%PDF"));
}

async fn a_settlement_adds_to_the_royalty_bases(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let royalty = cast.registered().await["royalty"].clone();
    assert_eq!((&royalty["cumulative"], &royalty["currency"]), (&"400000.00".into(), &"EUR".into()));

    let id = cast.draft("amendment", &settlement("2026-11-10", "50000.50")).await;
    let findings = cast.company.get(&format!("/filings/{id}/findings")).await.expect(200);
    let sum = findings["items"].as_array().unwrap().iter().find(|one| one["code"] == "settlement.cumulative").unwrap();
    assert_eq!(sum["evidence"]["cumulative"], "450000.50");
    let papers: Vec<&str> = findings["documents"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|paper| paper["required"] == true)
        .map(|paper| paper["kind"].as_str().unwrap())
        .collect();
    assert_eq!(papers, ["application_form", "royalty_base_proof"]);
    cast.take_effect(&id).await;
    let second = cast.draft("amendment", &settlement("2026-11-21", "9.50")).await;
    cast.take_effect(&second).await;

    let contract = cast.registered().await;
    assert_eq!((&contract["version"], &contract["royalty"]["cumulative"]), (&3.into(), &"450010.00".into()));
    let items = contract["royalty"]["items"].as_array().unwrap();
    assert_eq!(
        items.iter().map(|item| &item["cumulative"]).collect::<Vec<_>>(),
        ["400000.00", "450000.50", "450010.00"]
    );
    assert_eq!((&items[2]["filing_id"], &items[2]["version"]), (&second.into(), &3.into()));
    assert_eq!(items[2]["filed_by"], cast.company.name);

    let again = cast.draft("amendment", &settlement("2026-11-21", "9.50")).await;
    let findings = cast.company.get(&format!("/filings/{again}/findings")).await.expect(200);
    assert!(codes(&findings).contains(&("settlement.repeated", "/request/settlement/formed_on")), "{findings}");
}

async fn a_contract_is_suspended_resumed_and_terminated(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    for (effect, status, standing) in [
        ("suspension", "suspended", "suspended"),
        ("resumption", "in_force", "valid"),
        ("termination", "terminated", "terminated"),
    ] {
        let id = cast.draft("closure", &closure(effect, "2026-11-22")).await;
        let registered = cast.take_effect(&id).await;
        assert_eq!((&registered["status"], &registered["certificate_number"]), (&"registered".into(), &Value::Null));
        let contract = cast.registered().await;
        assert_eq!((&contract["status"], &contract["version"]), (&status.into(), &1.into()));
        assert_eq!(contract["events"][0]["effect"], effect);
        assert_eq!(verified(portal, &cast.certificate).await, is(standing));
        let shown = cast.company.get(&format!("/certificates/{}", cast.certificate)).await.expect(200);
        assert_eq!(shown["status"], standing);
    }
    let more = cast.draft("closure", &closure("resumption", "2026-11-22")).await;
    cast.company.attach_papers(&more).await;
    let problem = cast.company.submit(&more, json!({})).await.problem(422, "findings_block");
    assert_eq!(problem["errors"][0]["code"], "closure.not_possible");
    let amendment = cast.amendment("/valid_until", "2033-01-01").await;
    cast.company.attach_papers(&amendment).await;
    let problem = cast.company.submit(&amendment, json!({})).await.problem(422, "findings_block");
    assert_eq!(problem["errors"][0]["code"], "contract.terminated");
}

async fn a_lost_certificate_is_replaced_by_one_for_the_same_version(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let id = cast.draft("reissue", &reissue()).await;
    let registered = cast.take_effect(&id).await;
    let certificate = registered["certificate_number"].as_str().unwrap();
    assert_ne!(certificate, cast.certificate);
    assert_eq!(verified(portal, &cast.certificate).await, is("reissued"));
    assert_eq!(verified(portal, certificate).await, is("valid"));
    let contract = cast.registered().await;
    assert_eq!((&contract["version"], &contract["certificate_number"]), (&1.into(), &certificate.into()));
    assert_eq!(contract["events"][0]["kind"], "reissue");
    let old = cast.company.get(&format!("/certificates/{}", cast.certificate)).await.expect(200);
    let new = cast.company.get(&format!("/certificates/{certificate}")).await.expect(200);
    assert_eq!((&old["status"], &new["status"]), (&"reissued".into(), &"valid".into()));
    assert_eq!(old["contract_id"], new["contract_id"]);
}

async fn each_kind_is_returned_corrected_submitted_again_and_refused(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let before = cast.registered().await;
    let requests = [
        ("amendment", settlement("2026-11-10", "50000.50")),
        ("closure", closure("suspension", "2026-11-21")),
        ("reissue", reissue()),
    ];
    for (kind, request) in requests {
        let id = cast.draft(kind, &request).await;
        cast.submit(&id).await;
        cast.reviewer.claim(&id).await;
        let item = json!({ "type": "incorrect", "pointer": "/request/reason", "message": "请写明具体原因。" });
        cast.reviewer.act(&id, "return", &json!({ "items": [item] })).await.expect(200);
        let returned = cast.company.filing(&id).await;
        assert_eq!(returned["corrections"][0]["pointer"], "/request/reason", "{kind}");
        // While it is returned, it is still the one application under way.
        let other = cast.draft("reissue", &reissue()).await;
        cast.company.attach_papers(&other).await;
        let problem = cast.company.submit(&other, json!({})).await.problem(422, "findings_block");
        assert_eq!(problem["errors"][0]["code"], "contract.under_way", "{kind}");

        let mut request = returned["request"].clone();
        request["reason"] = "补充说明：因生产计划调整".into();
        let body = json!({ "kind": kind, "contract": returned["contract"], "request": request });
        let version = returned["version"].as_i64().unwrap();
        let saved = cast.company.put(&format!("/filings/{id}"), version, &body).await.expect(200);
        assert_eq!(saved["request"], request);
        cast.company.submit(&id, json!({})).await.expect(201);
        let refused = cast.decide(&id, "refuse").await;
        assert_eq!((&refused["status"], &refused["certificate_number"]), (&"refused".into(), &Value::Null), "{kind}");
        assert_eq!(cast.registered().await, before, "a refused {kind} leaves the register as it was");
        let history = cast.company.get(&format!("/filings/{id}/history")).await.expect(200);
        let created = &history["items"][0]["detail"];
        assert_eq!((&created["kind"], &created["contract"]), (&kind.into(), &cast.id.clone().into()));
    }
    assert_eq!(verified(portal, &cast.certificate).await, is("valid"));
}

async fn what_is_no_request_on_a_contract_of_ones_own_is_refused(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let stranger = portal.company().await;
    let missing = crate::support::new_id().to_string();
    let pointer = |problem: Value| problem["errors"][0]["pointer"].as_str().unwrap().to_owned();
    for kind in ["amendment", "closure", "reissue"] {
        let problem = cast.company.post("/filings", &json!({ "kind": kind })).await.problem(422, "contract_required");
        assert_eq!(pointer(problem), "/contract_id");
        // Another company's contract and one that never existed answer alike.
        let of = |id: &str| json!({ "kind": kind, "contract_id": id });
        let theirs = stranger.post("/filings", &of(&cast.id)).await.problem(422, "unknown_contract");
        let nobodys = stranger.post("/filings", &of(&missing)).await.problem(422, "unknown_contract");
        assert_eq!(theirs["errors"], nobodys["errors"]);
    }
    let body = json!({ "kind": "registration", "contract": cast.contract.0, "contract_id": cast.id });
    cast.company.post("/filings", &body).await.problem(422, "not_for_registration");
    let touched = cast.contract.clone().with("/name", "另一名称");
    let body = json!({ "kind": "closure", "contract_id": cast.id, "contract": touched.0 });
    let problem = cast.company.post("/filings", &body).await.problem(422, "read_only");
    assert_eq!(pointer(problem), "/contract/name");
    let body = json!({ "kind": "amendment", "contract_id": cast.id, "request": settlement("2026-11-10", "1,000") });
    let problem = cast.company.post("/filings", &body).await.problem(422, "validation_failed");
    assert_eq!(pointer(problem), "/request/settlement/base_amount");
    let amendment = cast.draft("amendment", &agreed()).await;
    let body = json!({ "kind": "closure", "contract": cast.contract.0 });
    cast.company.put(&format!("/filings/{amendment}"), 1, &body).await.problem(422, "read_only");
}
