//! Desks and routing rules.

use actix_web::{get, put, web};
use domain::routing::RoutingTable;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::app::{Portal, routing};
use crate::web::answer::{Answer, answered, json, versioned};
use crate::web::extract::{Caller, Edit};
use crate::web::openapi::DeskList;
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
