//! Verifying a certificate: open to everyone, slowly.

use actix_web::{get, post, web};

use crate::app::Portal;
use crate::app::payment::{self, PaymentCheck, PaymentCheckBody};
use crate::app::register::{self, Verification, VerifyBody};
use crate::web::answer::{Answer, json};
use crate::web::extract::{Anyone, PublicQuestion, Question};
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

/// What a bank asks before it pays, in one question: whether the certificate stands, whether parties and currency are the
/// contract's, how much remains, and what changed since its last payment. Names are compared and never told; nothing is recorded.
#[utoipa::path(tag = "verify", request_body = PaymentCheckBody, security(("oauth2" = ["certificates:verify"])), responses(
    (status = 200, body = PaymentCheck), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/payment")]
pub(super) async fn verify_payment(portal: web::Data<Portal>, question: Question<PaymentCheckBody>) -> Answer {
    Ok(json(&payment::check(&portal, &question.context, question.body).await?))
}
