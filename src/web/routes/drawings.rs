//! Random spot checks. What anyone needs to draw again is open to everyone.

use actix_web::{get, post, web};
use domain::{DrawingId, InspectionId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery};
use crate::app::Portal;
use crate::app::spot_check::{self, DrawingFilter, DrawingView, NewDrawing, PopulationView, ReportInspection};
use crate::web::answer::{Answer, answered, json, page};
use crate::web::extract::{Anyone, Command, Id, Nothing};
use crate::web::openapi::DrawingPage;
use crate::web::problem::Problem;

/// Which drawings.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DrawingQuery {
    /// Only from certificates of this desk, by its code.
    desk: Option<String>,
    /// Only those that were drawn, or only those that are announced.
    drawn: Option<bool>,
}

/// Drawings, newest first, without what was drawn.
#[utoipa::path(tag = "spot checks", params(DrawingQuery, PageQuery), security(()), responses(
    (status = 200, body = DrawingPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/open/drawings")]
pub(super) async fn list_drawings(portal: web::Data<Portal>, caller: Anyone, list: List<DrawingQuery>) -> Answer {
    let DrawingQuery { desk, drawn } = list.filter;
    let found = spot_check::list(&portal, &caller.0, DrawingFilter { desk, drawn }, &list.page).await?;
    page::<DrawingView>(&found, list.fields.as_deref())
}

/// One drawing: seed, pool, what was drawn, and what the checks found.
#[utoipa::path(tag = "spot checks", params(("id" = String, Path)), security(()), responses(
    (status = 200, body = DrawingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/open/drawings/{id}")]
pub(super) async fn read_drawing(portal: web::Data<Portal>, caller: Anyone, id: Id<DrawingId>) -> Answer {
    Ok(json(&spot_check::read(&portal, &caller.0, id.0).await?))
}

/// What a drawing draws from, for whoever draws again: the SHA-256 of each application's id.
#[utoipa::path(tag = "spot checks", params(("id" = String, Path)), security(()), responses(
    (status = 200, body = PopulationView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/open/drawings/{id}/population")]
pub(super) async fn read_population(portal: web::Data<Portal>, id: Id<DrawingId>) -> Answer {
    Ok(json(&spot_check::population(&portal, id.0).await?))
}

/// Announce a drawing. Its seed does not exist yet.
#[utoipa::path(tag = "spot checks", request_body = NewDrawing, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 201, body = DrawingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/drawings")]
pub(super) async fn announce_drawing(portal: web::Data<Portal>, command: Command<NewDrawing>) -> Answer {
    Ok(answered(spot_check::announce(&portal, &command.context, command.body).await?))
}

/// Draw what was announced, with the first head of the journal that was signed on the announced day or later.
#[utoipa::path(tag = "spot checks", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = DrawingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/drawings/{id}/draw")]
pub(super) async fn draw_drawing(portal: web::Data<Portal>, id: Id<DrawingId>, command: Command<Nothing>) -> Answer {
    Ok(answered(spot_check::draw(&portal, &command.context, id.0).await?))
}

/// Report what a check found, as one of the inspectors that were drawn for it.
#[utoipa::path(tag = "spot checks", request_body = ReportInspection, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = DrawingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/inspections/{id}/report")]
pub(super) async fn report_inspection(
    portal: web::Data<Portal>,
    id: Id<InspectionId>,
    command: Command<ReportInspection>,
) -> Answer {
    Ok(answered(spot_check::report(&portal, &command.context, id.0, command.body).await?))
}
