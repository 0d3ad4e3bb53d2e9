//! A company's applications.

use actix_web::{HttpRequest, delete, get, post, put, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::clock::shanghai_midnight;
use domain::contract::Direction;
use domain::filing::{FilingKind, FilingStatus};
use domain::{CompanyId, FilingId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery, code, codes, day, search, time};
use proof::Receipt;

use crate::app::filing::{
    self, ClockView, FilingBody, FilingFilter, FilingRequest, FilingSummary, FilingView, FindingsView, HistoryView,
    NewFiling, Submit, Withdraw,
};
use crate::app::{AppError, Portal};
use crate::web::answer::{Answer, answered, json, page, tagged};
use crate::web::extract::{Caller, Command, Edit, Id, Nothing};
use crate::web::openapi::FilingPage;
use crate::web::problem::Problem;

/// Begin a draft: of a new contract, or on a registered one. Everything in the contract may still be missing.
#[utoipa::path(tag = "filings", request_body = NewFiling, params(("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 201, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings")]
pub(super) async fn create_filing(portal: web::Data<Portal>, command: Command<NewFiling>) -> Answer {
    Ok(answered(filing::create(&portal, &command.context, command.body).await?))
}

/// Which applications.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FilingQuery {
    /// The company for which an agent reads, under its mandates; one's own when absent.
    company: Option<CompanyId>,
    /// A kind, such as `registration`.
    #[param(inline, value_type = Option<FilingKind>)]
    kind: Option<String>,
    /// States, by comma, such as `submitted,returned`.
    status: Option<String>,
    /// `import` or `export`.
    #[param(inline, value_type = Option<Direction>)]
    direction: Option<String>,
    /// The other side's country, ISO 3166-1 alpha-2.
    country: Option<String>,
    /// Exactly this contract number.
    contract_number: Option<String>,
    /// The certificate that it led to.
    certificate_number: Option<String>,
    /// Changed at this time or later.
    #[serde(default, deserialize_with = "time")]
    updated_since: Option<DateTime<Utc>>,
    /// Last submitted on this day or later, in Shanghai.
    #[serde(default, deserialize_with = "day")]
    submitted_from: Option<NaiveDate>,
    /// Last submitted on this day or earlier, in Shanghai.
    #[serde(default, deserialize_with = "day")]
    submitted_to: Option<NaiveDate>,
    /// Words in number, names, parties or keywords; all of them must be there.
    q: Option<String>,
}

impl FilingQuery {
    fn request(self) -> Result<FilingRequest, AppError> {
        let filter = FilingFilter {
            kind: code("kind", self.kind.as_deref(), FilingKind::from_code)?,
            statuses: codes("status", self.status.as_deref(), FilingStatus::from_code)?,
            direction: code("direction", self.direction.as_deref(), Direction::from_code)?,
            country: self.country,
            contract_number: self.contract_number,
            certificate_number: self.certificate_number,
            updated_since: self.updated_since,
            submitted_from: self.submitted_from.map(shanghai_midnight),
            submitted_before: self.submitted_to.and_then(|day| day.succ_opt()).map(shanghai_midnight),
        };
        Ok(FilingRequest { company: self.company, search: search(self.q), filter })
    }
}

/// The company's applications, newest first.
#[utoipa::path(tag = "filings", params(FilingQuery, PageQuery), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = FilingPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings")]
pub(super) async fn list_filings(portal: web::Data<Portal>, caller: Caller, list: List<FilingQuery>) -> Answer {
    let found = filing::list(&portal, &caller.0, list.filter.request()?, &list.page).await?;
    page::<FilingSummary>(&found, list.fields.as_deref())
}

/// Begin a draft that says what an earlier application said; papers stay with that one.
#[utoipa::path(tag = "filings", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 201, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/copy")]
pub(super) async fn copy_filing(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<Nothing>) -> Answer {
    Ok(answered(filing::copy(&portal, &command.context, id.0).await?))
}

/// One application.
#[utoipa::path(tag = "filings", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = FilingView), (status = 304, description = "What `If-None-Match` names is still the answer"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}")]
pub(super) async fn read_filing(
    portal: web::Data<Portal>,
    request: HttpRequest,
    caller: Caller,
    id: Id<FilingId>,
) -> Answer {
    let view = filing::read(&portal, &caller.0, id.0).await?;
    tagged(&request, &view, Some(view.version))
}

/// Save a draft or a returned application.
#[utoipa::path(tag = "filings", request_body = FilingBody, params(("id" = String, Path), ("If-Match" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 200, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[put("/filings/{id}")]
pub(super) async fn save_filing(portal: web::Data<Portal>, id: Id<FilingId>, edit: Edit<FilingBody>) -> Answer {
    Ok(answered(filing::save(&portal, &edit.context, id.0, edit.version, edit.body).await?))
}

/// Delete a draft that was never submitted.
#[utoipa::path(tag = "filings", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[delete("/filings/{id}")]
pub(super) async fn delete_filing(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    Ok(answered(filing::delete(&portal, &caller.0, id.0).await?))
}

/// What the checks say now, where the application would go, and which papers it needs.
#[utoipa::path(tag = "filings", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = FindingsView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/findings")]
pub(super) async fn read_findings(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    Ok(json(&filing::findings(&portal, &caller.0, id.0).await?))
}

/// The statutory clock, day by day.
#[utoipa::path(tag = "filings", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = ClockView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/clock")]
pub(super) async fn read_clock(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    Ok(json(&filing::clock(&portal, &caller.0, id.0).await?))
}

/// Everything that happened, oldest first.
#[utoipa::path(tag = "filings", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = HistoryView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/history")]
pub(super) async fn read_history(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    Ok(json(&filing::history(&portal, &caller.0, id.0).await?))
}

/// Submit: errors block, warnings need a reason each, and the clock starts.
#[utoipa::path(tag = "filings", request_body = Submit, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 201, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/submit")]
pub(super) async fn submit_filing(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<Submit>) -> Answer {
    Ok(answered(filing::submit(&portal, &command.context, id.0, command.body).await?))
}

/// Take an application back.
#[utoipa::path(tag = "filings", request_body = Withdraw, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 200, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/withdraw")]
pub(super) async fn withdraw_filing(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<Withdraw>) -> Answer {
    Ok(answered(filing::withdraw(&portal, &command.context, id.0, command.body).await?))
}

/// The receipt of the newest submission, with its proof.
#[utoipa::path(tag = "filings", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = Receipt), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/receipt")]
pub(super) async fn read_receipt(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    Ok(json(&filing::receipt(&portal, &caller.0, id.0).await?))
}
