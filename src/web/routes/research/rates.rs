//! The table of rates by which figures are told in dollars.

use actix_web::{get, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::Portal;
use crate::app::research::{self, LoadRates, PreviewRates, RateEditionList, RateEditionView, RatesPreview};
use crate::web::answer::{Answer, answered, json};
use crate::web::extract::{Caller, Command, Question};
use crate::web::problem::Problem;

pub(super) fn mount(config: &mut ServiceConfig) {
    config.service(list_exchange_rates).service(preview_exchange_rates).service(load_exchange_rates);
}

/// Every edition of the rates, the newest first.
#[utoipa::path(tag = "reference", security(("bearer" = [])), responses(
    (status = 200, body = RateEditionList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/reference/exchange-rates")]
pub(super) async fn list_exchange_rates(portal: web::Data<Portal>, caller: Caller) -> Answer {
    Ok(json(&research::rates(&portal, &caller.0).await?))
}

/// Try a table of rates: what it holds, and what it would change.
#[utoipa::path(tag = "reference", request_body = PreviewRates, security(("bearer" = [])), responses(
    (status = 200, body = RatesPreview), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/reference/exchange-rates/previews")]
pub(super) async fn preview_exchange_rates(portal: web::Data<Portal>, question: Question<PreviewRates>) -> Answer {
    Ok(json(&research::preview_rates(&portal, &question.context, question.body).await?))
}

/// Load an edition of the rates. It holds for what is registered from then on; what was counted keeps its rates.
#[utoipa::path(tag = "reference", request_body = LoadRates, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 201, body = RateEditionView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/reference/exchange-rates")]
pub(super) async fn load_exchange_rates(portal: web::Data<Portal>, command: Command<LoadRates>) -> Answer {
    Ok(answered(research::load_rates(&portal, &command.context, command.body).await?))
}
