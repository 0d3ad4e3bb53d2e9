//! What may happen to an application in each of its states, and what may not.

use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(a_draft_can_be_deleted_and_a_submitted_application_cannot);

async fn a_draft_can_be_deleted_and_a_submitted_application_cannot(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.draft(&Contract::import().of(&company)).await;
    company.delete(&format!("/filings/{id}")).await.expect(204);
    company.get(&format!("/filings/{id}")).await.problem(404, "not_found");

    let id = company.submitted(&Contract::import().of(&company)).await;
    let refused = company.delete(&format!("/filings/{id}")).await.problem(409, "not_draft");
    assert_eq!(refused["state"], "submitted");
}
