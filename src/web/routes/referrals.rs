//! Referred applications on their way through the licence channel.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::FilingId;
use domain::licence::ReferralStatus;
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery, code, time};
use crate::app::Portal;
use crate::app::referral::{self, CloseReferral, RecordStep, ReferralQuestion, ReferralSummary, ReferralView};
use crate::web::answer::{Answer, answered, page, versioned};
use crate::web::extract::{Caller, Command, Id};
use crate::web::openapi::ReferralPage;
use crate::web::problem::Problem;

/// Which referrals.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ReferralQuery {
    /// `open`, `licensed`, `refused` or `free_class`; all when absent.
    status: Option<String>,
    /// Referred at this time or later.
    #[serde(default, deserialize_with = "time")]
    since: Option<DateTime<Utc>>,
    /// Only where the limit that runs has passed, or only where it has not.
    overdue: Option<bool>,
}

/// The company's referrals, or those of one's desks; newest first.
#[utoipa::path(tag = "referrals", params(ReferralQuery, PageQuery), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = ReferralPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/referrals")]
pub(super) async fn list_referrals(portal: web::Data<Portal>, caller: Caller, list: List<ReferralQuery>) -> Answer {
    let ReferralQuery { status, since, overdue } = list.filter;
    let status = code("status", status.as_deref(), ReferralStatus::from_code)?;
    let found = referral::list(&portal, &caller.0, ReferralQuestion { status, since, overdue }, &list.page).await?;
    page::<ReferralSummary>(&found, list.fields.as_deref())
}

/// The licence channel of a referred application, step by step, with day limits and the law behind them.
#[utoipa::path(tag = "referrals", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = ReferralView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/referral")]
pub(super) async fn read_referral(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    let view = referral::read(&portal, &caller.0, id.0).await?;
    Ok(versioned(&view, view.version))
}

/// Record a step that has happened.
#[utoipa::path(tag = "referrals", request_body = RecordStep, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = ReferralView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/referral/steps")]
pub(super) async fn record_referral_step(
    portal: web::Data<Portal>,
    id: Id<FilingId>,
    command: Command<RecordStep>,
) -> Answer {
    Ok(answered(referral::record(&portal, &command.context, id.0, command.body).await?))
}

/// End a referral: licensed, refused, or free after all, which begins a new draft for the company.
#[utoipa::path(tag = "referrals", request_body = CloseReferral, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = ReferralView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/referral/close")]
pub(super) async fn close_referral(
    portal: web::Data<Portal>,
    id: Id<FilingId>,
    command: Command<CloseReferral>,
) -> Answer {
    Ok(answered(referral::close(&portal, &command.context, id.0, command.body).await?))
}
