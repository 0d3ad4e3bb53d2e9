//! Certificates for their holders.

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};

use crate::app::Portal;
use crate::app::register::{self, CertificateView};
use crate::web::answer::{Answer, json};
use crate::web::extract::Caller;
use crate::web::problem::Problem;

/// A certificate with its credential.
#[utoipa::path(tag = "certificates", params(("number" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = CertificateView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/certificates/{number}")]
pub(super) async fn read_certificate(portal: web::Data<Portal>, caller: Caller, number: web::Path<String>) -> Answer {
    Ok(json(&register::certificate(&portal, &caller.0, number.into_inner()).await?))
}

/// The certificate as PDF.
#[utoipa::path(tag = "certificates", params(("number" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/certificates/{number}/pdf")]
pub(super) async fn read_certificate_pdf(
    portal: web::Data<Portal>,
    caller: Caller,
    number: web::Path<String>,
) -> Answer {
    let number = number.into_inner();
    let name = format!(
        "attachment; filename=\"{}.pdf\"",
        number.replace(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-', "")
    );
    let pdf = register::certificate_pdf(&portal, &caller.0, number).await?;
    Ok(HttpResponse::Ok().content_type("application/pdf").insert_header((header::CONTENT_DISPOSITION, name)).body(pdf))
}
