//! The papers that a company prints, stamps and hands in: for itself, its desk, and nobody else.

use serde_json::json;

use crate::kinds::Cast;
use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    a_company_prints_application_and_data_sheet_from_its_draft_onward,
    a_record_of_changes_exists_for_an_amendment_alone,
);

async fn assert_pdf(actor: &Actor, path: &str) {
    let pdf = actor.get(path).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (200, Some("application/pdf")), "{path}: {}", pdf.text());
    assert!(pdf.body.starts_with(b"%PDF"), "{path}");
    assert_eq!(pdf.header("cache-control"), Some("private, no-store"));
}

async fn a_company_prints_application_and_data_sheet_from_its_draft_onward(portal: &TestPortal) {
    let (company, other) = (portal.company().await, portal.company().await);
    let (reviewer, elsewhere) = (portal.reviewer().await, portal.staff(domain::Role::Reviewer, &["city"]).await);
    let id = company.ready_draft(&Contract::import().of(&company)).await;
    let papers = ["application", "data-sheet"].map(|paper| format!("/filings/{id}/{paper}.pdf"));
    for path in &papers {
        assert_pdf(&company, path).await;
        reviewer.get(path).await.problem(404, "not_found");
    }
    company.submit(&id, json!({})).await.expect(201);
    for path in &papers {
        assert_pdf(&company, path).await;
        assert_pdf(&reviewer, path).await;
        for stranger in [&other, &elsewhere] {
            stranger.get(path).await.problem(404, "not_found");
        }
        portal.anyone().get(path).await.problem(401, "unauthenticated");
    }
}

async fn a_record_of_changes_exists_for_an_amendment_alone(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let amendment = cast.amendment("/amount/total", "1300000.00").await;
    let path = format!("/filings/{amendment}/change-record.pdf");
    assert_pdf(&cast.company, &path).await;
    portal.company().await.get(&path).await.problem(404, "not_found");
    cast.take_effect(&amendment).await;
    assert_pdf(&cast.company, &path).await;
    let registration = cast.company.draft(&Contract::import().of(&cast.company).numbered(portal.next())).await;
    cast.company.get(&format!("/filings/{registration}/change-record.pdf")).await.problem(404, "not_found");
}
