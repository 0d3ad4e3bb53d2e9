//! Mandates between companies and their agents.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::MandateId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery, code, time};
use crate::app::Portal;
use crate::app::mandate::{self, ActivityView, GiveMandate, MandateFilter, MandateView, TouchedFiling};
use crate::web::answer::{Answer, answered, page};
use crate::web::extract::{Caller, Command, Id, Nothing};
use crate::web::openapi::MandatePage;
use crate::web::problem::Problem;

/// Which mandates.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MandateQuery {
    /// `given` by one's company, or `held` by it as an agent; given when absent.
    #[param(pattern = "^(given|held)$")]
    side: Option<String>,
    /// Only those in force.
    live: Option<bool>,
}

/// What of it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ActivityQuery {
    /// Only applications that were touched under the mandate at this time or later; each with all that was done.
    #[serde(default, deserialize_with = "time")]
    since: Option<DateTime<Utc>>,
}

/// Mandates that one's company gave, or holds as an agent; newest first.
#[utoipa::path(tag = "mandates", params(MandateQuery, PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = MandatePage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/mandates")]
pub(super) async fn list_mandates(portal: web::Data<Portal>, caller: Caller, list: List<MandateQuery>) -> Answer {
    let query = list.filter;
    let held = |text: &str| match text {
        "held" => Some(true),
        "given" => Some(false),
        _ => None,
    };
    let filter = MandateFilter {
        held: code("side", query.side.as_deref(), held)?.unwrap_or(false),
        live: query.live.unwrap_or(false),
    };
    page::<MandateView>(&mandate::list(&portal, &caller.0, filter, &list.page).await?, list.fields.as_deref())
}

/// Give an agent a mandate: for all filings, one kind, or one contract, until a day.
#[utoipa::path(tag = "mandates", request_body = GiveMandate, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 201, body = MandateView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/mandates")]
pub(super) async fn give_mandate(portal: web::Data<Portal>, command: Command<GiveMandate>) -> Answer {
    Ok(answered(mandate::give(&portal, &command.context, command.body).await?))
}

/// End a mandate at once: as the company that gave it, or as its agent.
#[utoipa::path(tag = "mandates", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = MandateView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/mandates/{id}/end")]
pub(super) async fn end_mandate(portal: web::Data<Portal>, id: Id<MandateId>, command: Command<Nothing>) -> Answer {
    Ok(answered(mandate::end(&portal, &command.context, id.0).await?))
}

/// What was done under a mandate, by whom and when, from the journal.
#[utoipa::path(tag = "mandates", params(("id" = String, Path), ActivityQuery, PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = ActivityView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/mandates/{id}/activity")]
pub(super) async fn read_mandate_activity(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<MandateId>,
    list: List<ActivityQuery>,
) -> Answer {
    let found = mandate::activity(&portal, &caller.0, id.0, list.filter.since, &list.page).await?;
    page::<TouchedFiling>(&found, list.fields.as_deref())
}
