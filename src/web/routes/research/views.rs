//! Questions to the figures that people keep.

use actix_web::{delete, get, post, put, web};
use domain::ResearchViewId;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::Portal;
use crate::app::research::{self, ResearchViewBody, ResearchViewView, ResearchViews};
use crate::web::answer::{Answer, answered, json};
use crate::web::extract::{Caller, Command, Edit, Id};
use crate::web::problem::Problem;

pub(super) fn mount(config: &mut ServiceConfig) {
    config
        .service(list_research_views)
        .service(save_research_view)
        .service(change_research_view)
        .service(remove_research_view);
}

/// One's own questions to the figures, and those that others share.
#[utoipa::path(tag = "research", security(("bearer" = [])), responses(
    (status = 200, body = ResearchViews), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/views")]
pub(super) async fn list_research_views(portal: web::Data<Portal>, caller: Caller) -> Answer {
    Ok(json(&research::research_views(&portal, &caller.0).await?))
}

/// Keep a question to the figures under a name.
#[utoipa::path(tag = "research", request_body = ResearchViewBody, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 201, body = ResearchViewView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/research/views")]
pub(super) async fn save_research_view(portal: web::Data<Portal>, command: Command<ResearchViewBody>) -> Answer {
    Ok(answered(research::save_research_view(&portal, &command.context, command.body).await?))
}

/// Replace a kept question of one's own.
#[utoipa::path(tag = "research", request_body = ResearchViewBody, params(("id" = String, Path), ("If-Match" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = ResearchViewView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[put("/research/views/{id}")]
pub(super) async fn change_research_view(
    portal: web::Data<Portal>,
    id: Id<ResearchViewId>,
    edit: Edit<ResearchViewBody>,
) -> Answer {
    Ok(answered(research::change_research_view(&portal, &edit.context, id.0, edit.version, edit.body).await?))
}

/// Remove a kept question of one's own.
#[utoipa::path(tag = "research", params(("id" = String, Path)), security(("bearer" = [])), responses(
    (status = 204, description = "Removed"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[delete("/research/views/{id}")]
pub(super) async fn remove_research_view(portal: web::Data<Portal>, id: Id<ResearchViewId>, caller: Caller) -> Answer {
    Ok(answered(research::remove_research_view(&portal, &caller.0, id.0).await?))
}
