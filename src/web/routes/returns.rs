//! The library of return reasons, its statistics, grounds of refusal, and many decisions in one go.

use actix_web::{get, post, put, web};
use domain::filing::FilingKind;
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery, Parameters, code};
use crate::app::Portal;
use crate::app::review::{
    self, DecidableFilter, DecidableItem, DecideManyBody, DecidedView, GroundsView, NewReason, ReasonBody, ReasonView,
    ReasonsView, StatisticsRequest, StatisticsView,
};
use crate::web::answer::{Answer, answered, json, page};
use crate::web::extract::{Caller, Command, Edit};
use crate::web::openapi::DecidablePage;
use crate::web::problem::Problem;

/// Which reasons.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ReasonQuery {
    /// Also those that are no longer offered.
    retired: Option<bool>,
}

/// The reasons from which a reviewer composes a return.
#[utoipa::path(tag = "review", params(ReasonQuery), security(("bearer" = [])), responses(
    (status = 200, body = ReasonsView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/return-reasons")]
pub(super) async fn list_return_reasons(
    portal: web::Data<Portal>,
    caller: Caller,
    query: Parameters<ReasonQuery>,
) -> Answer {
    Ok(json(&review::return_reasons(&portal, &caller.0, query.0.retired.unwrap_or(false)).await?))
}

/// Every version of one reason, newest first.
#[utoipa::path(tag = "review", params(("code" = String, Path)), security(("bearer" = [])), responses(
    (status = 200, body = ReasonsView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/return-reasons/{code}/versions")]
pub(super) async fn list_reason_versions(portal: web::Data<Portal>, caller: Caller, code: web::Path<String>) -> Answer {
    Ok(json(&review::versions_of_reason(&portal, &caller.0, code.into_inner()).await?))
}

/// Add a reason to the library.
#[utoipa::path(tag = "review", request_body = NewReason, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 201, body = ReasonView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/return-reasons")]
pub(super) async fn add_return_reason(portal: web::Data<Portal>, command: Command<NewReason>) -> Answer {
    Ok(answered(review::add_reason(&portal, &command.context, command.body).await?))
}

/// Change what a reason says, or retire it: a new version.
#[utoipa::path(tag = "review", request_body = ReasonBody, params(("code" = String, Path), ("If-Match" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = ReasonView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[put("/return-reasons/{code}")]
pub(super) async fn change_return_reason(
    portal: web::Data<Portal>,
    code: web::Path<String>,
    edit: Edit<ReasonBody>,
) -> Answer {
    Ok(answered(review::change_reason(&portal, &edit.context, code.into_inner(), edit.version, edit.body).await?))
}

/// Which returns to count.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StatisticsQuery {
    /// One of one's own desks.
    desk: Option<String>,
    /// First month, `YYYY-MM`; a year ago when absent.
    #[param(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from: Option<String>,
    /// Last month, `YYYY-MM`; this month when absent.
    #[param(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    to: Option<String>,
}

/// How often applications were returned, and why: by reason, paper, field, desk and month.
#[utoipa::path(tag = "review", params(StatisticsQuery), security(("bearer" = [])), responses(
    (status = 200, body = StatisticsView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/return-statistics")]
pub(super) async fn read_return_statistics(
    portal: web::Data<Portal>,
    caller: Caller,
    query: Parameters<StatisticsQuery>,
) -> Answer {
    let StatisticsQuery { desk, from, to } = query.0;
    let request = StatisticsRequest { desk, from, to };
    Ok(json(&review::statistics(&portal, &caller.0, request).await?))
}

/// On which grounds registration is refused, and what a company may do against it.
#[utoipa::path(tag = "review", security(("bearer" = [])), responses(
    (status = 200, body = GroundsView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/refusal-grounds")]
pub(super) async fn list_refusal_grounds(portal: web::Data<Portal>, caller: Caller) -> Answer {
    Ok(json(&review::grounds(&portal, &caller.0)?))
}

/// Which of them.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DecidableQuery {
    /// Only at this desk, by its code.
    desk: Option<String>,
    /// What is applied for.
    #[param(inline, value_type = Option<FilingKind>)]
    kind: Option<String>,
}

/// What one may register together: recommended by somebody else, with nothing found at submission that a person must look at.
#[utoipa::path(tag = "review", params(DecidableQuery, PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = DecidablePage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/decisions")]
pub(super) async fn list_decidable(portal: web::Data<Portal>, caller: Caller, list: List<DecidableQuery>) -> Answer {
    let kind = code("kind", list.filter.kind.as_deref(), FilingKind::from_code)?;
    let filter = DecidableFilter { desk: list.filter.desk, kind };
    page::<DecidableItem>(&review::decidable(&portal, &caller.0, filter, &list.page).await?, list.fields.as_deref())
}

/// Register many in one go. Each is decided by itself; what cannot be is told, and keeps nothing else back.
#[utoipa::path(tag = "review", request_body = DecideManyBody, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = DecidedView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/decisions")]
pub(super) async fn decide_filings(portal: web::Data<Portal>, command: Command<DecideManyBody>) -> Answer {
    Ok(json(&review::decide_many(&portal, &command.context, command.body).await?))
}
