//! Papers as PDF, and what a program finds in them: the same bytes that the API answers with.

use domain::filing::canonical_json;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Stream, String as Text};
use serde_json::{Value, json};

use crate::kinds::Cast;
use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    a_receipt_is_a_paper_once_something_was_submitted,
    a_data_sheet_carries_the_contract_that_it_shows,
    a_certificate_carries_its_credential,
    an_amendment_has_a_record_of_what_changes,
    a_company_prints_application_and_data_sheet_from_its_draft_onward,
    a_record_of_changes_exists_for_an_amendment_alone,
);

async fn a_receipt_is_a_paper_once_something_was_submitted(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.ready_draft(&Contract::import().of(&company)).await;
    company.get(&format!("/filings/{id}/receipt/pdf")).await.problem(409, "not_submitted");

    company.submit(&id, json!({})).await.expect(201);
    let attached = paper(&company, &format!("/filings/{id}/receipt/pdf")).await.unwrap();
    assert_eq!(attached.0, "receipt.json");
    let attached: Value = serde_json::from_str(&attached.1).unwrap();
    let receipt = company.get(&format!("/filings/{id}/receipt")).await.expect(200);
    for member in ["filing_id", "submission", "accepted_at", "digest", "entry", "leaf_hash"] {
        assert_eq!(attached[member], receipt[member], "{member}");
    }
    portal.company().await.get(&format!("/filings/{id}/receipt/pdf")).await.problem(404, "not_found");
}

async fn a_data_sheet_carries_the_contract_that_it_shows(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.submitted(&Contract::import().of(&company)).await;
    let contract = canonical_json(&company.filing(&id).await["contract"]);
    let attached = paper(&company, &format!("/filings/{id}/data-sheet.pdf")).await;
    assert_eq!(attached, Some(("contract.json".to_owned(), contract)));
    assert_eq!(paper(&company, &format!("/filings/{id}/application.pdf")).await, None);
}

async fn a_certificate_carries_its_credential(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let number = filing["certificate_number"].as_str().unwrap();
    let certificate = company.get(&format!("/certificates/{number}")).await.expect(200);
    let attached = paper(&company, &format!("/certificates/{number}/pdf")).await;
    assert_eq!(attached, Some(("credential.jwt".to_owned(), certificate["credential"].as_str().unwrap().to_owned())));
}

async fn an_amendment_has_a_record_of_what_changes(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let id = cast.amendment("/summary", "补充：增加一条生产线。").await;
    assert_eq!(paper(&cast.company, &format!("/filings/{id}/change-record.pdf")).await, None);
}

/// The paper at this path, which is PDF/A; name and content of the file in it.
async fn paper(reader: &Actor, path: &str) -> Option<(String, String)> {
    let answer = reader.get(path).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/pdf")));
    assert!(String::from_utf8_lossy(&answer.body).contains("<pdfaid:part>3</pdfaid:part>"), "{path}");
    let pdf = Pdf::new(answer.body).unwrap();
    let catalogue: Dict = pdf.xref().get(pdf.xref().root_id()).unwrap();
    let file: Dict = catalogue.get::<Array>("AF")?.iter::<Dict>().next().unwrap();
    let content: Stream = file.get::<Dict>("EF").unwrap().get("F").unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Some((text(file.get::<Text>("F").unwrap().as_bytes()), text(&content.decoded().unwrap())))
}

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
