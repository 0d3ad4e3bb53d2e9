//! Webhooks: endpoints of third-party systems, and what is delivered to them.

use actix_web::{delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use domain::webhook::{DeliveryStatus, TRIAL};
use domain::{EndpointId, EventType, PartnerId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery, code, in_use, time};
use crate::app::Portal;
use crate::app::webhook::{
    self, ChangeEndpoint, DeliveryRequest, DeliveryView, EndpointView, NewEndpoint, QueuedView, ReplayBody,
};
use crate::web::answer::{Answer, answered, page, versioned};
use crate::web::extract::{Caller, Command, Edit, Id, Nothing};
use crate::web::openapi::{DeliveryPage, WebhookPage};
use crate::web::problem::Problem;

/// Which endpoints.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct WebhookQuery {
    /// Only those of this system.
    #[param(format = Uuid)]
    partner: Option<String>,
    /// `active`, or `disabled` for whatever reason.
    #[param(pattern = "^(active|disabled)$")]
    status: Option<String>,
}

/// Which deliveries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DeliveryQuery {
    /// `waiting`, `delivered` or `dead`.
    #[param(inline, value_type = Option<DeliveryStatus>)]
    status: Option<String>,
    /// Only events of this type.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Only those queued since then.
    #[serde(default, deserialize_with = "time")]
    since: Option<DateTime<Utc>>,
}

/// Endpoints, newest first: a system's own, those of a company's systems, or those of public bodies.
#[utoipa::path(tag = "webhooks", params(WebhookQuery, PageQuery), security(("bearer" = []), ("oauth2" = ["webhooks:read"])), responses(
    (status = 200, body = WebhookPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/webhooks")]
pub(super) async fn list_webhooks(portal: web::Data<Portal>, caller: Caller, list: List<WebhookQuery>) -> Answer {
    let of = code("partner", list.filter.partner.as_deref(), PartnerId::parse)?;
    let in_use = code("status", list.filter.status.as_deref(), in_use)?;
    let found = webhook::endpoints(&portal, &caller.0, of, in_use, &list.page).await?;
    page::<EndpointView>(&found, list.fields.as_deref())
}

/// Register an endpoint. The answer shows its secret, once.
#[utoipa::path(tag = "webhooks", request_body = NewEndpoint, params(("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["webhooks:write"])), responses(
    (status = 201, body = EndpointView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/webhooks")]
pub(super) async fn register_webhook(portal: web::Data<Portal>, command: Command<NewEndpoint>) -> Answer {
    Ok(answered(webhook::create(&portal, &command.context, command.body).await?))
}

/// One endpoint with its public keys.
#[utoipa::path(tag = "webhooks", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["webhooks:read"])), responses(
    (status = 200, body = EndpointView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/webhooks/{id}")]
pub(super) async fn read_webhook(portal: web::Data<Portal>, caller: Caller, id: Id<EndpointId>) -> Answer {
    let view = webhook::endpoint(&portal, &caller.0, id.0).await?;
    Ok(versioned(&view, view.version))
}

/// Change an endpoint: its address, its types of events, what it is called.
#[utoipa::path(tag = "webhooks", request_body = ChangeEndpoint, params(("id" = String, Path), ("If-Match" = String, Header)), security(("bearer" = []), ("oauth2" = ["webhooks:write"])), responses(
    (status = 200, body = EndpointView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[patch("/webhooks/{id}")]
pub(super) async fn change_webhook(
    portal: web::Data<Portal>,
    id: Id<EndpointId>,
    edit: Edit<ChangeEndpoint>,
) -> Answer {
    Ok(answered(webhook::change(&portal, &edit.context, id.0, edit.version, edit.body).await?))
}

/// Remove an endpoint, with all that was or is to be delivered to it.
#[utoipa::path(tag = "webhooks", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["webhooks:write"])), responses(
    (status = 204, description = "Removed"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[delete("/webhooks/{id}")]
pub(super) async fn unregister_webhook(portal: web::Data<Portal>, caller: Caller, id: Id<EndpointId>) -> Answer {
    Ok(answered(webhook::remove(&portal, &caller.0, id.0).await?))
}

/// Give an endpoint other keys. The answer shows its new secret, once; the keys before sign too for a day.
#[utoipa::path(tag = "webhooks", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["webhooks:write"])), responses(
    (status = 200, body = EndpointView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/webhooks/{id}/rotate")]
pub(super) async fn rotate_webhook(portal: web::Data<Portal>, id: Id<EndpointId>, command: Command<Nothing>) -> Answer {
    Ok(answered(webhook::rotate(&portal, &command.context, id.0).await?))
}

/// Send an event of the type `endpoint.test`.
#[utoipa::path(tag = "webhooks", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["webhooks:write"])), responses(
    (status = 200, body = QueuedView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/webhooks/{id}/test")]
pub(super) async fn test_webhook(portal: web::Data<Portal>, id: Id<EndpointId>, command: Command<Nothing>) -> Answer {
    Ok(answered(webhook::try_out(&portal, &command.context, id.0).await?))
}

/// Switch an endpoint on. What waits is tried at once; what happened meanwhile is replayed from `since_seq`.
#[utoipa::path(tag = "webhooks", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["webhooks:write"])), responses(
    (status = 200, body = EndpointView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/webhooks/{id}/enable")]
pub(super) async fn enable_webhook(portal: web::Data<Portal>, id: Id<EndpointId>, command: Command<Nothing>) -> Answer {
    Ok(answered(webhook::enable(&portal, &command.context, id.0).await?))
}

/// Switch an endpoint off. What waits stays; what happens from now on is not queued.
#[utoipa::path(tag = "webhooks", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["webhooks:write"])), responses(
    (status = 200, body = EndpointView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/webhooks/{id}/disable")]
pub(super) async fn disable_webhook(
    portal: web::Data<Portal>,
    id: Id<EndpointId>,
    command: Command<Nothing>,
) -> Answer {
    Ok(answered(webhook::disable(&portal, &command.context, id.0).await?))
}

/// What was sent to an endpoint or is to be, newest first, with every try.
#[utoipa::path(tag = "webhooks", params(("id" = String, Path), DeliveryQuery, PageQuery), security(("bearer" = []), ("oauth2" = ["webhooks:read"])), responses(
    (status = 200, body = DeliveryPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/webhooks/{id}/deliveries")]
pub(super) async fn list_deliveries(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<EndpointId>,
    list: List<DeliveryQuery>,
) -> Answer {
    let DeliveryQuery { status, kind, since } = list.filter;
    let known = |text: &str| (text == TRIAL || EventType::from_code(text).is_some()).then(|| text.to_owned());
    let request = DeliveryRequest {
        status: code("status", status.as_deref(), DeliveryStatus::from_code)?,
        kind: code("type", kind.as_deref(), known)?,
        since,
    };
    let found = webhook::deliveries(&portal, &caller.0, id.0, request, &list.page).await?;
    page::<DeliveryView>(&found, list.fields.as_deref())
}

/// Send deliveries once more: some, all that were given up, or every event after a place of the journal. At most a thousand at once.
#[utoipa::path(tag = "webhooks", request_body = ReplayBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["webhooks:write"])), responses(
    (status = 200, body = QueuedView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/webhooks/{id}/replay")]
pub(super) async fn replay_webhook(
    portal: web::Data<Portal>,
    id: Id<EndpointId>,
    command: Command<ReplayBody>,
) -> Answer {
    Ok(answered(webhook::replay(&portal, &command.context, id.0, command.body).await?))
}
