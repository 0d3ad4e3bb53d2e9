//! The papers of an application that a company prints and stamps, and its receipt as one.

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use domain::FilingId;

use crate::app::papers::{self, Paper};
use crate::app::{Portal, filing};
use crate::web::answer::Answer;
use crate::web::extract::{Caller, Id};
use crate::web::problem::Problem;

/// The data sheet of the contract (合同数据表), for the company's seal.
#[utoipa::path(tag = "filings", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/data-sheet.pdf")]
pub(super) async fn read_data_sheet(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    pdf(portal, caller, id, Paper::DataSheet, "data-sheet").await
}

/// The application (申请书), for the company's seal.
#[utoipa::path(tag = "filings", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/application.pdf")]
pub(super) async fn read_application(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    pdf(portal, caller, id, Paper::Application, "application").await
}

/// What an amendment changes (合同数据变更记录表), for the company's seal.
#[utoipa::path(tag = "filings", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/change-record.pdf")]
pub(super) async fn read_change_record(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    pdf(portal, caller, id, Paper::ChangeRecord, "change-record").await
}

/// The receipt of the newest submission (受理回执), with the JSON of `/filings/{id}/receipt` attached.
#[utoipa::path(tag = "filings", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/receipt/pdf")]
pub(super) async fn read_receipt_pdf(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    let content = filing::receipt_pdf(&portal, &caller.0, id.0).await?;
    Ok(download(content, "receipt", id.0))
}

async fn pdf(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>, paper: Paper, name: &str) -> Answer {
    let content = papers::paper(&portal, &caller.0, id.0, paper).await?;
    Ok(download(content, name, id.0))
}

fn download(content: Vec<u8>, name: &str, id: FilingId) -> HttpResponse {
    let name = format!("attachment; filename=\"{name}-{id}.pdf\"");
    HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(content)
}
