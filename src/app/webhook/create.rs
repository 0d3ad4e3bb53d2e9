//! Registering an endpoint.

use domain::webhook::MOST_ENDPOINTS;
use domain::{EndpointId, EventType, PartnerId};
use serde::Deserialize;
use serde_json::json;
use storage::Connection;
use storage::journal::size;
use storage::partners::{Partner, partner_to_change};
use storage::webhooks::{Endpoint, Whose, count_endpoints, insert_endpoint};
use utoipa::ToSchema;
use validator::Validate;

use super::queue::hears;
use super::reach::target;
use super::signing::with_secret;
use super::view::{EndpointView, entry};
use super::whose::{includes, whose};
use crate::app::authorise::Scope;
use crate::app::command::Done;
use crate::app::{Answered, AppError, Context, Portal};

/// An endpoint to be registered.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEndpoint {
    /// The system whose it is. A system that asks for itself leaves it out.
    #[serde(default)]
    pub partner_id: Option<PartnerId>,
    /// Its address: https, port 443 or 8443, on the public internet.
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500)]
    pub url: String,
    /// The events that it wants; all when there is none.
    #[serde(default)]
    #[validate(length(max = 100))]
    #[schema(max_items = 100)]
    pub types: Vec<EventType>,
    /// What it is, in its owner's words.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub description: Option<String>,
}

/// Registers an endpoint. Events from now on are delivered to it.
pub async fn create(portal: &Portal, context: &Context, body: NewEndpoint) -> Result<Answered, AppError> {
    let side = whose(context, Scope::WebhooksWrite)?;
    let target = target(portal, context, &body.url).await?;
    let (id, keys, reader) = (EndpointId(portal.new_id()), portal.keys.clone(), context.clone());
    let answered = portal
        .execute(context, move |connection, now| {
            let system = system(connection, &reader, side, body.partner_id)?;
            let most = i64::try_from(MOST_ENDPOINTS).unwrap_or(i64::MAX);
            if count_endpoints(connection, system.id)? >= most {
                let message = reader.say("每个系统最多 20 个推送地址。", "A system has at most 20 endpoints.");
                return Err(AppError::field("/url", "too_many_endpoints", message));
            }
            let endpoint = Endpoint {
                id,
                partner_id: system.id,
                url: target.as_str().to_owned(),
                description: described(body.description),
                types: once_each(&body.types),
                since_seq: size(connection)?,
                generation: 1,
                rotated_at: None,
                failing_since: None,
                disabled: None,
                created_at: now,
                version: 1,
            };
            insert_endpoint(connection, &endpoint)?;
            let record = entry("webhook.created", &endpoint, json!({ "host": target.host(), "types": endpoint.types }));
            let view = EndpointView::of(&keys, endpoint, &system, now)?;
            Ok(Done::json(201, &view, record)?.version(1).location(format!("/api/v1/webhooks/{id}")))
        })
        .await?;
    with_secret(portal, answered)
}

/// The system whose endpoint it is to be, locked, so that it does not get too many at once.
fn system(
    connection: &mut Connection,
    context: &Context,
    side: Whose,
    named: Option<PartnerId>,
) -> Result<Partner, AppError> {
    let ((Some(id), _) | (None, Whose::Partner(id))) = (named, side) else {
        let message = context.say("请指明系统。", "Name the system.");
        return Err(AppError::invalid_field("/partner_id", "missing_field", message));
    };
    let Some(system) = partner_to_change(connection, id)?.filter(|system| includes(side, system)) else {
        let message = context.say("没有这个系统。", "There is no such system.");
        return Err(AppError::field("/partner_id", "unknown_partner", message));
    };
    if !hears(&system) {
        let message = context.say(
            "该系统没有推送权限，请先授予 webhooks:read 或 webhooks:write。",
            "The system has no right to webhooks; grant it webhooks:read or webhooks:write first.",
        );
        return Err(AppError::field("/partner_id", "webhooks_not_granted", message));
    }
    Ok(system)
}

/// Types once each, in their order.
pub(super) fn once_each(wanted: &[EventType]) -> Vec<EventType> {
    EventType::ALL.iter().copied().filter(|one| wanted.contains(one)).collect()
}

/// Words, if there are any.
pub(super) fn described(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}
