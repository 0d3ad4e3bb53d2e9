//! Whose uploads are whose.

use serde_json::json;
use storage::accounts::CompanyStatus;

use super::book::filled;
use super::{REGISTRATION, Sent, form, outcomes, sample};
use crate::mandates::give;
use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    another_companys_upload_does_not_exist,
    a_company_that_is_not_approved_uploads_nothing,
    an_agent_uploads_for_a_company_as_far_as_its_mandate_reaches,
    a_system_uploads_for_its_company,
);

async fn another_companys_upload_does_not_exist(portal: &TestPortal) {
    let (company, other) = (portal.company().await, portal.company().await);
    let id = sample(&company, &Contract::import().of(&company)).await;
    for path in [format!("/bulk/{id}"), format!("/bulk/{id}/workbook")] {
        assert_eq!(portal.colleague(&company).await.get(&path).await.status, 200);
        other.get(&path).await.problem(404, "not_found");
        portal.reviewer().await.get(&path).await.problem(403, "forbidden");
        portal.anyone().get(&path).await.problem(401, "unauthenticated");
    }
    assert_eq!(other.get("/bulk").await.expect(200)["items"], json!([]));
    company.get("/bulk/nothing").await.problem(404, "not_found");
}

async fn a_company_that_is_not_approved_uploads_nothing(portal: &TestPortal) {
    let pending = portal.company_with(CompanyStatus::Pending).await;
    let book = filled(REGISTRATION, &[form(&Contract::import().of(&pending))]);
    for path in ["/bulk-dry-run", "/bulk-dry-run/workbook", "/bulk"] {
        let refused = Sent::new(path, REGISTRATION, &book).by(&pending).await;
        assert_eq!(refused.status, 403, "{path}: {}", refused.text());
    }
    assert_eq!(pending.get("/bulk").await.expect(200)["items"], json!([]));
}

async fn an_agent_uploads_for_a_company_as_far_as_its_mandate_reaches(portal: &TestPortal) {
    let (company, agent) = (portal.company().await, portal.company().await);
    let book = filled(REGISTRATION, &[form(&Contract::import().of(&company))]);
    let for_company =
        |path| Sent { on_behalf_of: Some(company.company_id()), ..Sent::new(path, REGISTRATION, &book) }.by(&agent);
    let refused = for_company("/bulk-dry-run").await.problem(422, "no_mandate");
    assert_eq!(refused["errors"][0]["pointer"], "/on_behalf_of");
    give(&company, &agent, json!({ "scope": "kind", "kind": "closure" }), "2026-12-31").await;
    for_company("/bulk").await.problem(422, "no_mandate");

    let mandate = give(&company, &agent, json!({ "scope": "kind", "kind": "registration" }), "2026-12-31").await;
    assert_eq!(outcomes(&for_company("/bulk-dry-run").await.expect(200)), ["good"]);
    let made = for_company("/bulk").await.expect(201);
    assert_eq!(made["company"]["name"], company.company.as_ref().unwrap()["name"]);
    let path = format!("/bulk/{}", made["id"].as_str().unwrap());
    let result = agent.get(&path).await.expect(200);
    let draft = company.filing(result["items"][0]["filing_id"].as_str().unwrap()).await;
    assert_eq!(draft["company"]["id"], company.company_id());
    assert_eq!(draft["agent"]["name"], agent.company.as_ref().unwrap()["name"]);
    assert_eq!(company.get(&path).await.expect(200)["items"], result["items"], "the company sees what was done for it");

    company.post(&format!("/mandates/{mandate}/end"), &json!({})).await.expect(200);
    for_company("/bulk").await.problem(422, "no_mandate");
    agent.get(&path).await.problem(404, "not_found");
    assert_eq!(agent.get("/bulk").await.expect(200)["items"], json!([]));
    assert_eq!(company.get("/bulk").await.expect(200)["items"], json!([made]));
}

async fn a_system_uploads_for_its_company(portal: &TestPortal) {
    let company = portal.company().await;
    let system = portal.partner(&["filings:write", "filings:read"], Some(&company)).await;
    let book = filled(REGISTRATION, &[form(&Contract::import().of(&company))]);
    let made = Sent::new("/bulk", REGISTRATION, &book).by(&system).await.expect(201);
    let path = format!("/bulk/{}", made["id"].as_str().unwrap());
    assert_eq!(outcomes(&company.get(&path).await.expect(200)), ["drafted"]);
    let reader = portal.partner(&["filings:read"], Some(&company)).await;
    assert_eq!(reader.get(&path).await.status, 200);
    Sent::new("/bulk", REGISTRATION, &book).by(&reader).await.problem(403, "insufficient_scope");
}
