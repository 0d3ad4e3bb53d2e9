//! Whether the portal lives, and whether it can work.

use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::{Portal, journal};
use crate::web::answer::Answer;
use crate::web::problem::Problem;

/// How it is.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Health {
    /// `ok`.
    status: &'static str,
}

/// The process answers.
#[utoipa::path(tag = "health", security(()), responses((status = 200, description = "It lives.", body = Health)))]
#[get("/health/live")]
pub(super) async fn live() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok" })
}

/// The database answers too.
#[utoipa::path(tag = "health", security(()), responses(
    (status = 200, description = "It can work.", body = Health), (status = 503, body = Problem, content_type = "application/problem+json")))]
#[get("/health/ready")]
pub(super) async fn ready(portal: web::Data<Portal>) -> Answer {
    journal::check(&portal).await?;
    Ok(HttpResponse::Ok().json(Health { status: "ok" }))
}
