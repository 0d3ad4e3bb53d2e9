//! Changing an endpoint, and removing it.

use domain::{EndpointId, EventType};
use serde::Deserialize;
use serde_json::json;
use storage::webhooks::{delete_endpoint, store_endpoint};
use utoipa::ToSchema;
use validator::Validate;

use super::create::{described, once_each};
use super::reach::target;
use super::view::{EndpointView, entry};
use super::whose::{to_change, whose};
use crate::app::authorise::Scope;
use crate::app::command::Done;
use crate::app::{Answered, AppError, Context, Portal};

/// What is to change of an endpoint; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChangeEndpoint {
    /// Its address. What waits goes there too.
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500)]
    pub url: Option<String>,
    /// The events that it wants; all when there is none.
    #[validate(length(max = 100))]
    #[schema(max_items = 100)]
    pub types: Option<Vec<EventType>>,
    /// What it is, in its owner's words; nothing takes them away.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub description: Option<String>,
}

/// Changes an endpoint, if `read_version` is still the current one.
pub async fn change(
    portal: &Portal,
    context: &Context,
    id: EndpointId,
    read_version: i32,
    change: ChangeEndpoint,
) -> Result<Answered, AppError> {
    let side = whose(context, Scope::WebhooksWrite)?;
    // Whose it is comes first: a stranger learns nothing of what else is wrong.
    portal.database.read(move |connection| super::whose::found(connection, side, id).map(drop)).await?;
    let target = match &change.url {
        Some(url) => Some(target(portal, context, url).await?),
        None => None,
    };
    let keys = portal.keys.clone();
    portal
        .execute(context, move |connection, now| {
            let (mut endpoint, system) = to_change(connection, side, id)?;
            if endpoint.version != read_version {
                return Err(AppError::Stale);
            }
            if let Some(target) = &target {
                target.as_str().clone_into(&mut endpoint.url);
            }
            if let Some(types) = change.types {
                endpoint.types = once_each(&types);
            }
            if change.description.is_some() {
                endpoint.description = described(change.description);
            }
            endpoint.version += 1;
            store_endpoint(connection, &endpoint)?;
            let host = target.as_ref().map(|target| target.host().to_owned());
            let record = entry("webhook.changed", &endpoint, json!({ "host": host, "types": endpoint.types }));
            let version = endpoint.version;
            Ok(Done::json(200, &EndpointView::of(&keys, endpoint, &system, now)?, record)?.version(version))
        })
        .await
}

/// Removes an endpoint, with all that was or is to be delivered to it.
pub async fn remove(portal: &Portal, context: &Context, id: EndpointId) -> Result<Answered, AppError> {
    let side = whose(context, Scope::WebhooksWrite)?;
    portal
        .execute(context, move |connection, _| {
            let (endpoint, _) = to_change(connection, side, id)?;
            delete_endpoint(connection, id)?;
            Ok(Done::empty(entry("webhook.removed", &endpoint, json!({}))))
        })
        .await
}
