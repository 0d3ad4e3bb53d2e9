//! The desks' queue: its pages, what was done with, who has how much to do, the questions that people keep, and giving work to someone.

use actix_web::{delete, get, post, put, web};
use chrono::NaiveDate;
use domain::FilingId;
use domain::contract::Direction;
use domain::filing::{FilingKind, FilingStatus};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery, code, day, search};
use crate::app::filing::FilingView;
use crate::app::review::{
    self, AssignBody, AssignManyBody, AssignedView, Due, FinishedItem, FinishedRequest, QueueItem, QueueRequest,
    SavedViewView, SavedViews, ViewBody, Whose, WorkloadView, queue,
};
use crate::app::{AppError, Portal};
use crate::web::answer::{Answer, answered, json, page};
use crate::web::extract::{Caller, Command, Edit, Id};
use crate::web::openapi::{FinishedPage, QueuePage};
use crate::web::problem::Problem;

/// What to narrow the queue to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct QueueQuery {
    /// One of one's own desks.
    desk: Option<String>,
    /// A state, such as `submitted`.
    #[param(inline, value_type = Option<FilingStatus>)]
    state: Option<String>,
    /// A kind, such as `registration`.
    #[param(inline, value_type = Option<FilingKind>)]
    kind: Option<String>,
    /// `import` or `export`.
    #[param(inline, value_type = Option<Direction>)]
    direction: Option<String>,
    /// The other side's country, ISO 3166-1 alpha-2.
    country: Option<String>,
    /// Industry division, GB/T 4754.
    industry: Option<String>,
    /// `overdue`, `today` or `later`.
    #[param(pattern = "^(overdue|today|later)$")]
    due: Option<String>,
    /// Only what is due before this day.
    #[serde(default, deserialize_with = "day")]
    due_before: Option<NaiveDate>,
    /// `me`, `none`, or the id of a person.
    #[param(pattern = "^(me|none|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$")]
    assignee: Option<String>,
    /// Only what I have claimed: the same as `assignee=me`.
    mine: Option<bool>,
    /// Only with warnings, or only without.
    warnings: Option<bool>,
    /// Only where screening met the catalogue, or only where it did not.
    catalogue: Option<bool>,
    /// Words in number, names, company, parties or keywords; all of them must be there.
    q: Option<String>,
}

impl QueueQuery {
    fn request(self) -> Result<QueueRequest, AppError> {
        let assignee = code("assignee", self.assignee.as_deref(), Whose::from_code)?;
        Ok(QueueRequest {
            desk: self.desk,
            state: code("state", self.state.as_deref(), FilingStatus::from_code)?,
            kind: code("kind", self.kind.as_deref(), FilingKind::from_code)?,
            direction: code("direction", self.direction.as_deref(), Direction::from_code)?,
            country: self.country,
            industry: self.industry,
            due: code("due", self.due.as_deref(), Due::from_code)?,
            due_before: self.due_before,
            assignee: if self.mine == Some(true) { Some(Whose::Mine) } else { assignee },
            warnings: self.warnings,
            catalogue: self.catalogue,
            search: search(self.q),
        })
    }
}

/// What lies at one's desks, soonest due first.
#[utoipa::path(tag = "review", params(QueueQuery, PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = QueuePage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/queue")]
pub(super) async fn read_queue(portal: web::Data<Portal>, caller: Caller, list: List<QueueQuery>) -> Answer {
    let found = queue(&portal, &caller.0, list.filter.request()?, &list.page).await?;
    page::<QueueItem>(&found, list.fields.as_deref())
}

/// Which finished applications.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FinishedQuery {
    /// How it ended: `registered`, `refused`, `referred`, `withdrawn` or `lapsed`.
    #[param(inline, value_type = Option<FilingStatus>)]
    state: Option<String>,
    /// Exactly this contract number.
    number: Option<String>,
}

/// What one's desks have done with, newest first.
#[utoipa::path(tag = "review", params(FinishedQuery, PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = FinishedPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/finished-filings")]
pub(super) async fn list_finished(portal: web::Data<Portal>, caller: Caller, list: List<FinishedQuery>) -> Answer {
    let FinishedQuery { state, number } = list.filter;
    let state = code("state", state.as_deref(), FilingStatus::from_code)?;
    let request = FinishedRequest { state, number: search(number) };
    page::<FinishedItem>(&review::finished(&portal, &caller.0, request, &list.page).await?, list.fields.as_deref())
}

/// How much everyone at one's desks has to do, and has done within 30 days.
#[utoipa::path(tag = "review", security(("bearer" = [])), responses(
    (status = 200, body = WorkloadView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/queue/workload")]
pub(super) async fn read_workload(portal: web::Data<Portal>, caller: Caller) -> Answer {
    Ok(json(&review::workload(&portal, &caller.0).await?))
}

/// Give an application to one of the desk's reviewers, whether or not somebody has it already.
#[utoipa::path(tag = "review", request_body = AssignBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/assign")]
pub(super) async fn assign_filing(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<AssignBody>) -> Answer {
    Ok(answered(review::assign(&portal, &command.context, id.0, command.body).await?))
}

/// Give many applications to one reviewer. What cannot be given is told, and keeps nothing else back.
#[utoipa::path(tag = "review", request_body = AssignManyBody, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = AssignedView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/queue/assign")]
pub(super) async fn assign_filings(portal: web::Data<Portal>, command: Command<AssignManyBody>) -> Answer {
    Ok(json(&review::assign_many(&portal, &command.context, command.body).await?))
}

/// One's own questions to the queue, and those shared with one's desks.
#[utoipa::path(tag = "review", security(("bearer" = [])), responses(
    (status = 200, body = SavedViews), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/queue/views")]
pub(super) async fn list_views(portal: web::Data<Portal>, caller: Caller) -> Answer {
    Ok(json(&review::views(&portal, &caller.0).await?))
}

/// Keep a question to the queue under a name.
#[utoipa::path(tag = "review", request_body = ViewBody, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 201, body = SavedViewView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/queue/views")]
pub(super) async fn save_view(portal: web::Data<Portal>, command: Command<ViewBody>) -> Answer {
    Ok(answered(review::save_view(&portal, &command.context, command.body).await?))
}

/// Replace a kept question.
#[utoipa::path(tag = "review", request_body = ViewBody, params(("id" = String, Path), ("If-Match" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = SavedViewView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[put("/queue/views/{id}")]
pub(super) async fn change_view(portal: web::Data<Portal>, id: web::Path<String>, edit: Edit<ViewBody>) -> Answer {
    Ok(answered(review::change_view(&portal, &edit.context, id.into_inner(), edit.version, edit.body).await?))
}

/// Remove a kept question.
#[utoipa::path(tag = "review", params(("id" = String, Path)), security(("bearer" = [])), responses(
    (status = 204, description = "Removed"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[delete("/queue/views/{id}")]
pub(super) async fn remove_view(portal: web::Data<Portal>, id: web::Path<String>, caller: Caller) -> Answer {
    Ok(answered(review::remove_view(&portal, &caller.0, id.into_inner()).await?))
}
