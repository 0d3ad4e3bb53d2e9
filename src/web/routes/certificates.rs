//! Certificates for their holders.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, get, post, web};

use serde::Deserialize;
use utoipa::IntoParams;

use super::query::Parameters;
use crate::app::Portal;
use crate::app::register::{self, CertificateView, ChecksView, RevokeBody};
use crate::web::answer::{Answer, answered, json, tagged, tagged_bytes};
use crate::web::extract::{Anyone, Caller, Command};
use crate::web::problem::Problem;

/// Which list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StatusListQuery {
    /// Number of the list, from 0.
    #[serde(default)]
    list: i64,
}

/// The signed status list (IETF Token Status List): how every certificate stands, for whoever checks without asking about each.
#[utoipa::path(tag = "verify", params(StatusListQuery), security(()), responses(
    (status = 200, body = String, content_type = "application/statuslist+jwt"), (status = 304, description = "What `If-None-Match` names is still the answer"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/certificates/status-list")]
pub(super) async fn read_status_list(
    portal: web::Data<Portal>,
    request: HttpRequest,
    _caller: Anyone,
    query: Parameters<StatusListQuery>,
) -> Answer {
    let token = register::status_list(&portal, query.0.list).await?;
    let mut answer = tagged_bytes(&request, "application/statuslist+jwt", token.as_bytes().to_vec(), None);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    Ok(answer)
}

/// A certificate with its credential.
#[utoipa::path(tag = "certificates", params(("number" = String, Path)), security(("bearer" = []), ("oauth2" = ["contracts:read"])), responses(
    (status = 200, body = CertificateView), (status = 304, description = "What `If-None-Match` names is still the answer"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/certificates/{number}")]
pub(super) async fn read_certificate(
    portal: web::Data<Portal>,
    request: HttpRequest,
    caller: Caller,
    number: web::Path<String>,
) -> Answer {
    tagged(&request, &register::certificate(&portal, &caller.0, number.into_inner()).await?, None)
}

/// The certificate as PDF.
#[utoipa::path(tag = "certificates", params(("number" = String, Path)), security(("bearer" = []), ("oauth2" = ["contracts:read"])), responses(
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

/// How often the certificate was checked, by the hour and by what kind of party.
#[utoipa::path(tag = "certificates", params(("number" = String, Path)), security(("bearer" = []), ("oauth2" = ["contracts:read"])), responses(
    (status = 200, body = ChecksView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/certificates/{number}/checks")]
pub(super) async fn list_certificate_checks(
    portal: web::Data<Portal>,
    caller: Caller,
    number: web::Path<String>,
) -> Answer {
    Ok(json(&register::list_checks(&portal, &caller.0, number.into_inner()).await?))
}

/// Revoke a certificate that was obtained by fraud; who decided on it cannot.
#[utoipa::path(tag = "certificates", request_body = RevokeBody, params(("number" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/certificates/{number}/revoke")]
pub(super) async fn revoke_certificate(
    portal: web::Data<Portal>,
    number: web::Path<String>,
    command: Command<RevokeBody>,
) -> Answer {
    Ok(answered(register::revoke(&portal, &command.context, number.into_inner(), command.body).await?))
}
