//! Desks and routing rules.

use actix_web::{get, post, put, web};
use domain::routing::RoutingTable;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::query::{List, PageQuery};
use crate::app::routing::{DryRun, RoutingVersionView};
use crate::app::{Portal, routing};
use crate::web::answer::{Answer, answered, json, page, versioned};
use crate::web::extract::{Caller, Command, Edit};
use crate::web::openapi::{DeskList, RoutingVersionPage};
use crate::web::problem::Problem;

/// The table as edited. Its version counts itself; the one that was read stands in `If-Match`.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(transparent)]
pub(in crate::web) struct RoutingBody {
    table: RoutingTable,
}

/// Every desk.
#[utoipa::path(tag = "routing", security(("bearer" = [])), responses(
    (status = 200, body = DeskList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/desks")]
pub(super) async fn list_desks(portal: web::Data<Portal>, caller: Caller) -> Answer {
    Ok(json(&DeskList { items: routing::desks(&portal, &caller.0).await? }))
}

/// The routing table in force.
#[utoipa::path(tag = "routing", security(("bearer" = [])), responses(
    (status = 200, body = RoutingTable), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/routing-rules")]
pub(super) async fn read_routing_rules(portal: web::Data<Portal>, caller: Caller) -> Answer {
    let table = routing::rules(&portal, &caller.0).await?;
    Ok(versioned(&table, table.version))
}

/// Put a new version of the table in force.
#[utoipa::path(tag = "routing", request_body = RoutingTable, params(("If-Match" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = RoutingTable), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[put("/routing-rules")]
pub(super) async fn replace_routing_rules(portal: web::Data<Portal>, edit: Edit<RoutingBody>) -> Answer {
    Ok(answered(routing::replace(&portal, &edit.context, edit.version, edit.body.table).await?))
}

/// What another table would do with the filings of the last 90 days. Nothing is changed.
#[utoipa::path(tag = "routing", request_body = RoutingTable, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = DryRun), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/routing-rules/dry-run")]
pub(super) async fn try_routing_rules(portal: web::Data<Portal>, question: Command<RoutingBody>) -> Answer {
    Ok(json(&routing::dry_run(&portal, &question.context, question.body.table).await?))
}

/// Every version of the table, newest first: who made it when, and what was changed.
#[utoipa::path(tag = "routing", params(PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = RoutingVersionPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/routing-rules/versions")]
pub(super) async fn list_routing_versions(portal: web::Data<Portal>, caller: Caller, list: List) -> Answer {
    page::<RoutingVersionView>(&routing::versions(&portal, &caller.0, &list.page).await?, list.fields.as_deref())
}
