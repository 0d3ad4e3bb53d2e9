//! What of an application resembles the control catalogue, and what people say about it.

use actix_web::{get, post, web};
use domain::FilingId;

use crate::app::Portal;
use crate::app::filing::{self, AnswerBody, ScreeningView};
use crate::app::review::{self, VerdictBody};
use crate::web::answer::{Answer, answered, json};
use crate::web::extract::{Caller, Command, Id};
use crate::web::problem::Problem;

/// The items of the catalogue in force that come close, with answers and verdicts.
#[utoipa::path(tag = "filings", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = ScreeningView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/screening")]
pub(super) async fn read_screening(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    Ok(json(&filing::screening(&portal, &caller.0, id.0).await?))
}

/// Say why the technology is not what an item controls.
#[utoipa::path(tag = "filings", request_body = AnswerBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 200, body = ScreeningView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/answers")]
pub(super) async fn answer_hit(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<AnswerBody>) -> Answer {
    Ok(answered(filing::answer(&portal, &command.context, id.0, command.body).await?))
}

/// Find whether an item covers the technology.
#[utoipa::path(tag = "review", request_body = VerdictBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = ScreeningView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/verdicts")]
pub(super) async fn judge_hit(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<VerdictBody>) -> Answer {
    Ok(answered(review::judge(&portal, &command.context, id.0, command.body).await?))
}
