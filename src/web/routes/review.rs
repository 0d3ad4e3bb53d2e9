//! The desk's actions.

use actix_web::{post, web};
use domain::FilingId;

use crate::app::Portal;
use crate::app::filing::FilingView;
use crate::app::review::{self, OpinionBody, ReferBody, ReturnBody};
use crate::web::answer::{Answer, answered};
use crate::web::extract::{Command, Id, Nothing};
use crate::web::problem::Problem;

/// Take an application from the queue.
#[utoipa::path(tag = "review", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/claim")]
pub(super) async fn claim_filing(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<Nothing>) -> Answer {
    Ok(answered(review::claim(&portal, &command.context, id.0).await?))
}

/// Put it back into the queue.
#[utoipa::path(tag = "review", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/release")]
pub(super) async fn release_filing(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<Nothing>) -> Answer {
    Ok(answered(review::release(&portal, &command.context, id.0).await?))
}

/// Send it back with everything that must be put right.
#[utoipa::path(tag = "review", request_body = ReturnBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/return")]
pub(super) async fn return_filing(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<ReturnBody>) -> Answer {
    Ok(answered(review::return_(&portal, &command.context, id.0, command.body).await?))
}

/// Recommend to register or to refuse, for another person to decide.
#[utoipa::path(tag = "review", request_body = OpinionBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/recommend")]
pub(super) async fn recommend_filing(
    portal: web::Data<Portal>,
    id: Id<FilingId>,
    command: Command<OpinionBody>,
) -> Answer {
    Ok(answered(review::recommend(&portal, &command.context, id.0, command.body).await?))
}

/// Decide what another person recommended.
#[utoipa::path(tag = "review", request_body = OpinionBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/decide")]
pub(super) async fn decide_filing(
    portal: web::Data<Portal>,
    id: Id<FilingId>,
    command: Command<OpinionBody>,
) -> Answer {
    Ok(answered(review::decide(&portal, &command.context, id.0, command.body).await?))
}

/// Refer restricted technology to the licence channel.
#[utoipa::path(tag = "review", request_body = ReferBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/refer")]
pub(super) async fn refer_filing(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<ReferBody>) -> Answer {
    Ok(answered(review::refer(&portal, &command.context, id.0, command.body).await?))
}
