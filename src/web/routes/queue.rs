//! The desks' queue.

use actix_web::{get, web};
use chrono::NaiveDate;
use domain::filing::FilingStatus;
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{PageQuery, Parameters, code, search};
use crate::app::Portal;
use crate::app::review::{QueueRequest, queue};
use crate::web::answer::{Answer, json};
use crate::web::extract::Caller;
use crate::web::openapi::QueuePage;
use crate::web::problem::Problem;

/// What to narrow the queue to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct QueueQuery {
    /// One of one's own desks.
    desk: Option<String>,
    /// A state, such as `submitted`.
    state: Option<String>,
    /// Only what is due before this day.
    due_before: Option<NaiveDate>,
    /// Only what I have claimed.
    mine: Option<bool>,
    /// Text in number, name or company.
    q: Option<String>,
}

/// What lies at one's desks, soonest due first.
#[utoipa::path(tag = "review", params(QueueQuery, PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = QueuePage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/queue")]
pub(super) async fn read_queue(
    portal: web::Data<Portal>,
    caller: Caller,
    (query, page): Parameters<QueueQuery>,
) -> Answer {
    let query = query.into_inner();
    let request = QueueRequest {
        desk: query.desk.filter(|desk| !desk.is_empty()),
        state: code("state", query.state.as_deref(), FilingStatus::from_code)?,
        due_before: query.due_before,
        mine: query.mine.unwrap_or(false),
        search: search(query.q),
    };
    Ok(json(&queue(&portal, &caller.0, request, &page.into_inner().into()).await?))
}
