//! The calendar of working days.

use actix_web::{get, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::Parameters;
use crate::app::Portal;
use crate::app::calendar::{self, CalendarDetail, CalendarDiff, LoadCalendar};
use crate::web::answer::{Answer, answered, json};
use crate::web::extract::{Caller, Command};
use crate::web::problem::Problem;

/// Which days.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CalendarQuery {
    /// Days of this year; of the current one when absent.
    year: Option<i32>,
}

/// The calendar in force.
#[utoipa::path(tag = "calendar", params(CalendarQuery), security(("bearer" = [])), responses(
    (status = 200, body = CalendarDetail), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/calendar")]
pub(super) async fn read_calendar(
    portal: web::Data<Portal>,
    caller: Caller,
    query: Parameters<CalendarQuery>,
) -> Answer {
    Ok(json(&calendar::read(&portal, &caller.0, query.0.year).await?))
}

/// Try an edition: days and years that would change, and open applications that would be due on another day.
#[utoipa::path(tag = "calendar", request_body = LoadCalendar, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CalendarDiff), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/calendar/check")]
pub(super) async fn check_calendar(portal: web::Data<Portal>, command: Command<LoadCalendar>) -> Answer {
    Ok(json(&calendar::check(&portal, &command.context, command.body).await?))
}

/// Put an edition in force; due days of open applications follow in the same transaction.
#[utoipa::path(tag = "calendar", request_body = LoadCalendar, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CalendarDetail), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/calendar")]
pub(super) async fn load_calendar(portal: web::Data<Portal>, command: Command<LoadCalendar>) -> Answer {
    Ok(answered(calendar::load(&portal, &command.context, command.body).await?))
}
