//! Who is told of what: a company of its own affairs, a bank of contracts under which it recorded payments, and nobody of what a
//! desk keeps to itself.

use std::path::Path;

use domain::Role;
use portal::app::check::{Register, check};
use serde_json::{Value, json};

use super::{told, types};
use crate::kinds::{Cast, closure, reissue};
use crate::on_both_databases;
use crate::support::people::DESKS;
use crate::support::{Actor, Contract, Engine, TestPortal, new_id};

on_both_databases!(
    a_bank_is_told_of_contracts_under_which_it_recorded_payments_and_of_nothing_else,
    what_a_reviewer_thinks_is_not_told_before_the_decision,
    both_sides_of_a_mandate_are_told_and_a_company_of_questions_about_its_data,
    older_entries_are_told_as_newer_ones_are,
);

async fn bank(portal: &TestPortal) -> Actor {
    portal.partner(&["changes:read", "payments:write"], None).await
}

async fn pay(bank: &Actor, certificate: &str) -> String {
    let payment =
        json!({ "currency": "EUR", "amount": "10.00", "paid_on": "2026-11-20", "reference": new_id().to_string() });
    let recorded = bank.post(&format!("/certificates/{certificate}/payments"), &payment).await.expect(201);
    recorded["payment"]["id"].as_str().unwrap().to_owned()
}

async fn holds(portal: &TestPortal) {
    assert_eq!(check(&Register::of(&portal.app), false).await.unwrap().discrepancies, []);
}

async fn a_bank_is_told_of_contracts_under_which_it_recorded_payments_and_of_nothing_else(portal: &TestPortal) {
    let (cast, bank, another) = (Cast::of(portal).await, bank(portal).await, bank(portal).await);
    let before = told(&bank, "").await;
    assert_eq!(types(&before), ["partner.created"]);
    let payment = pay(&bank, &cast.certificate).await;
    bank.post(
        &format!("/certificates/{}/payments/{payment}/reverse", cast.certificate),
        &json!({ "reason": "金额录入有误" }),
    )
    .await
    .expect(201);
    let amendment = cast.amendment("/amount/total", "1300000.00").await;
    let newer = cast.take_effect(&amendment).await["certificate_number"].as_str().unwrap().to_owned();
    for (kind, request) in [("closure", closure("suspension", "2026-11-21")), ("reissue", reissue())] {
        if kind == "reissue" {
            let resumed = cast.draft("closure", &closure("resumption", "2026-11-22")).await;
            cast.take_effect(&resumed).await;
        }
        let id = cast.draft(kind, &request).await;
        cast.take_effect(&id).await;
    }
    let grounds = json!({ "reason": "登记所据合同系伪造，依《技术进出口管理条例》第四十七条撤销。" });
    let revoked = cast.registered().await["certificate_number"].as_str().unwrap().to_owned();
    let decider = portal.approver().await;
    assert_eq!(decider.post(&format!("/certificates/{revoked}/revoke"), &grounds).await.status, 204);

    let seen = told(&bank, "").await;
    assert_eq!(
        types(&seen),
        [
            "partner.created",
            "payment.recorded",
            "payment.reversed",
            "filing.registered",
            "filing.registered",
            "filing.registered",
            "filing.registered",
            "certificate.revoked"
        ]
    );
    let kinds: Vec<&Value> =
        seen.iter().filter(|event| event["kind"].is_string()).map(|event| &event["kind"]).collect();
    assert_eq!(kinds, ["amendment", "closure", "closure", "reissue"]);
    assert_eq!((&seen[1]["payment_id"], &seen[1]["contract_id"]), (&payment.into(), &cast.id.clone().into()));
    assert_eq!((&seen[3]["version"], &seen[4]["contract_status"]), (&2.into(), &"suspended".into()));
    assert_eq!(seen[7]["certificate_number"], revoked.as_str());
    // A number is as good as the certificate: it is the company's to hand on. Nor is the application told of.
    let text = json!(&seen[..7]).to_string();
    assert!(!text.contains(&newer) && !text.contains(&revoked) && !text.contains(&amendment), "{text}");
    let text = json!(seen).to_string();
    assert!(!text.contains("filing_id") && !text.contains("伪造"), "{text}");
    bank.get("/changes?expand=contract").await.problem(403, "insufficient_scope");

    assert_eq!(types(&told(&another, "").await), ["partner.created"], "it paid nothing");
    let company = told(&cast.company, "&type=filing.registered,payment.recorded").await;
    assert_eq!(company.iter().filter(|event| event["type"] == "payment.recorded").count(), 1);
    assert!(json!(company).to_string().contains(&newer));
    holds(portal).await;
}

async fn what_a_reviewer_thinks_is_not_told_before_the_decision(portal: &TestPortal) {
    let (company, reviewer, manager) =
        (portal.company().await, portal.reviewer().await, portal.staff(Role::DeskManager, &DESKS).await);
    let agent = portal.company().await;
    crate::mandates::give(&company, &agent, json!({ "scope": "all" }), "2026-12-31").await;
    let program = portal.partner(&["filings:read", "changes:read"], Some(&company)).await;
    let id = company.submitted(&Contract::import().of(&company)).await;
    reviewer.claim(&id).await;
    reviewer.act(&id, "release", &json!({})).await.expect(200);
    manager.act(&id, "assign", &json!({ "to": reviewer.id })).await.expect(200);
    let thought = "意见：建议准予登记，但合同定价偏高。";
    reviewer.act(&id, "recommend", &json!({ "outcome": "register", "opinion": thought })).await.expect(200);

    let path = format!("/filings/{id}/history");
    for reader in [&company, &agent, &program] {
        let history = reader.get(&path).await.expect(200);
        let items = history["items"].as_array().unwrap();
        let of_desk = ["filing.claimed", "filing.released", "filing.assigned", "filing.recommended"];
        let found: Vec<&Value> =
            items.iter().filter(|item| of_desk.contains(&item["kind"].as_str().unwrap())).collect();
        assert_eq!(found.len(), 4, "that something happened is no secret: {items:?}");
        assert!(found.iter().all(|item| item["detail"] == json!({})), "{found:?}");
        let text = history.to_string();
        assert!(!text.contains(thought) && !text.contains(&reviewer.id) && !text.contains(&reviewer.name), "{text}");
    }
    for reader in [&company, &program] {
        let text = json!(told(reader, "").await).to_string();
        assert!(text.contains("filing.recommended"), "{text}");
        assert!(!text.contains(thought) && !text.contains(&reviewer.id), "{text}");
    }
    let for_staff = manager.get(&path).await.expect(200).to_string();
    assert!(for_staff.contains(thought) && for_staff.contains(&reviewer.id), "{for_staff}");
    // The decision is the company's to read, with its opinion.
    portal.approver().await.decide(&id, "register").await.expect(200);
    let decided = company.get(&path).await.expect(200);
    let last = decided["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["kind"], &last["detail"]["opinion"]), (&"filing.registered".into(), &"同意审核意见。".into()));
}

async fn both_sides_of_a_mandate_are_told_and_a_company_of_questions_about_its_data(portal: &TestPortal) {
    let (company, agent, stranger) = (portal.company().await, portal.company().await, portal.company().await);
    let mandate = crate::mandates::give(&company, &agent, json!({ "scope": "all" }), "2026-12-31").await;
    agent.post(&format!("/mandates/{mandate}/end"), &json!({})).await.expect(200);
    for side in [&company, &agent] {
        let seen = told(side, "").await;
        assert_eq!(types(&seen), ["mandate.given", "mandate.ended"]);
        assert!(seen.iter().all(|event| event["mandate_id"] == mandate.as_str()), "{seen:?}");
    }
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let question = json!({ "contract_id": filing["contract_id"], "text": "请核对合同总价。" });
    let case = portal.reviewer().await.post("/verification-cases", &question).await.expect(201);
    let answer = format!("/verification-cases/{}/answer", case["id"].as_str().unwrap());
    company.post(&answer, &json!({ "text": "金额无误，见附件。" })).await.expect(200);
    let seen = told(&company, "&type=verification.open,verification.answer").await;
    assert_eq!(types(&seen), ["verification.open", "verification.answer"]);
    assert!(seen.iter().all(|event| event["verification_case_id"] == case["id"]), "{seen:?}");
    assert_eq!(seen[0]["contract_id"], filing["contract_id"]);
    assert_eq!(told(&stranger, "").await, [Value::Null; 0]);
    assert_eq!(types(&told(&agent, "").await), ["mandate.given", "mandate.ended"], "the application is the company's");
    holds(portal).await;
}

/// The statements with which a migration told of the entries that were there before it.
fn of_older_entries(engine: Engine) -> String {
    let folder = if engine == Engine::Sqlite { "sqlite" } else { "postgresql" };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
    let text = std::fs::read_to_string(path.join("2026-12-01-000200_audience/up.sql")).unwrap();
    text[text.find("INSERT INTO").unwrap()..].to_owned()
}

async fn older_entries_are_told_as_newer_ones_are(portal: &TestPortal) {
    let (cast, bank) = (Cast::of(portal).await, bank(portal).await);
    pay(&bank, &cast.certificate).await;
    let amendment = cast.amendment("/amount/total", "1300000.00").await;
    cast.take_effect(&amendment).await;
    let deleted = cast.company.draft(&Contract::export().of(&cast.company).numbered(portal.next())).await;
    cast.company.delete(&format!("/filings/{deleted}")).await.expect(204);
    crate::mandates::give(&cast.company, &portal.company().await, json!({ "scope": "all" }), "2026-12-31").await;
    crate::duties::objects(portal, &cast.id).await;
    portal.partner(&["changes:read"], Some(&cast.company)).await;
    let path = format!("/companies/{}", cast.company.company_id());
    cast.company.patch(&path, 1, &json!({ "address": "苏州市示例路2号" })).await.expect(200);
    let kept = "SELECT CAST(seq AS TEXT) || ' ' || audience AS value FROM journal_audience ORDER BY seq, audience";
    let before = portal.texts(kept).await;
    assert!(before.len() > 20, "{before:?}");
    portal.execute("DELETE FROM journal_audience").await;
    portal.execute(&of_older_entries(portal.engine)).await;
    assert_eq!(portal.texts(kept).await, before);
    holds(portal).await;
}
