//! Whether the portal lives, and whether it can work.

use actix_web::{HttpResponse, get, web};
use serde_json::json;

use crate::app::{Portal, journal};
use crate::web::answer::Answer;
use crate::web::problem::Problem;

/// The process answers.
#[utoipa::path(tag = "health", security(()), responses((status = 200, description = "It lives.")))]
#[get("/health/live")]
pub(super) async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(r#"{"status":"ok"}"#)
}

/// The database answers too.
#[utoipa::path(tag = "health", security(()), responses(
    (status = 200, description = "It can work."), (status = 503, body = Problem, content_type = "application/problem+json")))]
#[get("/health/ready")]
pub(super) async fn ready(portal: web::Data<Portal>) -> Answer {
    journal::check(&portal).await?;
    Ok(HttpResponse::Ok().json(json!({ "status": "ok" })))
}
