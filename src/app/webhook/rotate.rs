//! Other keys for an endpoint.

use domain::EndpointId;
use serde_json::json;
use storage::webhooks::store_endpoint;

use super::signing::with_secret;
use super::view::{EndpointView, entry};
use super::whose::{to_change, whose};
use crate::app::authorise::Scope;
use crate::app::command::Done;
use crate::app::{Answered, AppError, Context, Portal};

/// Gives an endpoint other keys. Those before sign too for a day, so that the receiver has time to learn the new ones.
pub async fn rotate(portal: &Portal, context: &Context, id: EndpointId) -> Result<Answered, AppError> {
    let side = whose(context, Scope::WebhooksWrite)?;
    let keys = portal.keys.clone();
    let answered = portal
        .execute(context, move |connection, now| {
            let (mut endpoint, system) = to_change(connection, side, id)?;
            endpoint.generation += 1;
            endpoint.rotated_at = Some(now);
            endpoint.version += 1;
            store_endpoint(connection, &endpoint)?;
            let record = entry("webhook.rotated", &endpoint, json!({ "generation": endpoint.generation }));
            let version = endpoint.version;
            Ok(Done::json(200, &EndpointView::of(&keys, endpoint, &system, now)?, record)?.version(version))
        })
        .await?;
    with_secret(portal, answered)
}
