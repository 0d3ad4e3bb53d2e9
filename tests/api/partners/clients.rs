//! What a company's system does in its name: as much as the company may, and no more.

use serde_json::{Value, json};
use storage::accounts::CompanyStatus;

use super::id_of;
use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    a_partner_files_for_its_company_and_sees_no_other,
    a_company_that_may_not_file_does_not_by_its_program_either,
);

async fn a_partner_files_for_its_company_and_sees_no_other(portal: &TestPortal) {
    let (company, other) = (portal.company().await, portal.company().await);
    let partner = portal.partner(&["filings:read", "filings:write"], Some(&company)).await;
    let id = partner.submitted(&Contract::import().of(&company)).await;
    assert_eq!(company.filing(&id).await["company"]["id"], company.company_id());
    assert_eq!(partner.get(&format!("/filings/{id}/receipt")).await.expect(200)["filing_id"], id);

    let foreign = other.draft(&Contract::export().of(&other)).await;
    partner.get(&format!("/filings/{foreign}")).await.problem(404, "not_found");
    partner.act(&foreign, "submit", &json!({ "reasons": {}, "declaration": true })).await.problem(404, "not_found");
    let listed = partner.get("/filings").await.expect(200);
    let ids: Vec<&Value> = listed["items"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
    assert_eq!(ids, [&Value::from(id)]);

    let companyless = portal.partner(&["filings:write"], None).await;
    companyless.post("/filings", &Contract::import().of(&company).registration()).await.problem(403, "forbidden");
}

async fn a_company_that_may_not_file_does_not_by_its_program_either(portal: &TestPortal) {
    let pending = portal.company_with(CompanyStatus::Pending).await;
    let partner = portal.partner(&["filings:read", "filings:write"], Some(&pending)).await;
    let body = Contract::import().of(&pending).registration();
    partner.post("/filings", &body).await.problem(403, "company_not_approved");

    let company = portal.company().await;
    let partner = portal.partner(&["filings:read", "filings:write"], Some(&company)).await;
    let body = Contract::import().of(&company).registration();
    let draft = id_of(&partner.post("/filings", &body).await.expect(201));
    crate::companies::decide(&portal.approver().await, &company, "suspend").await.expect(200);
    partner.post("/filings", &body).await.problem(403, "company_not_approved");
    let path = format!("/filings/{draft}");
    partner.put(&path, 1, &body).await.problem(403, "company_not_approved");
    partner
        .act(&draft, "submit", &json!({ "reasons": {}, "declaration": true }))
        .await
        .problem(403, "company_not_approved");
    // It still reads what it filed.
    partner.get(&path).await.expect(200);
}
