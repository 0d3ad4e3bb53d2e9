//! Verifying a certificate: open to everyone, slowly.

use actix_web::{get, post, web};

use crate::app::Portal;
use crate::app::register::{self, Verification, VerifyBody};
use crate::web::answer::{Answer, json};
use crate::web::extract::{Anyone, PublicQuestion};
use crate::web::problem::Problem;

/// Whether the certificate with this number stands. A partner with `certificates:verify` also sees number, currency and total.
#[utoipa::path(tag = "verify", params(("number" = String, Path)), security((), ("oauth2" = ["certificates:verify"])), responses(
    (status = 200, body = Verification), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/{number}")]
pub(super) async fn verify_certificate(portal: web::Data<Portal>, caller: Anyone, number: web::Path<String>) -> Answer {
    Ok(json(&register::verify_number(&portal, &caller.0, number.into_inner()).await?))
}

/// Whether this credential is ours, and its certificate stands.
#[utoipa::path(tag = "verify", request_body = VerifyBody, security((), ("oauth2" = ["certificates:verify"])), responses(
    (status = 200, body = Verification), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("")]
pub(super) async fn verify_credential(portal: web::Data<Portal>, question: PublicQuestion<VerifyBody>) -> Answer {
    Ok(json(&register::verify_credential(&portal, &question.context, question.body).await?))
}
