//! Switching an endpoint off and on: by those who look after it, and by the portal when nothing arrives there any more.

use chrono::{DateTime, Utc};
use domain::EndpointId;
use domain::webhook::DisabledWhy;
use serde_json::json;
use storage::Connection;
use storage::journal::cursor;
use storage::partners::partner_to_change;
use storage::webhooks::{Disabled, Endpoint, note_success, store_endpoint};

use super::queue::READER;
use super::view::{EndpointView, entry};
use super::whose::{to_change, whose};
use crate::app::authorise::Scope;
use crate::app::command::{Done, Record, record};
use crate::app::{Answered, AppError, Context, Portal};

/// Switches an endpoint off. What waits for it stays; what happens meanwhile is not queued.
pub async fn disable(portal: &Portal, context: &Context, id: EndpointId) -> Result<Answered, AppError> {
    let side = whose(context, Scope::WebhooksWrite)?;
    let keys = portal.keys.clone();
    portal
        .execute(context, move |connection, now| {
            let (mut endpoint, system) = to_change(connection, side, id)?;
            if endpoint.disabled.is_some() {
                return Err(AppError::Conflict { code: "illegal_state", state: Some("disabled".into()) });
            }
            let record = off(connection, &mut endpoint, DisabledWhy::Asked, now)?;
            let version = endpoint.version;
            Ok(Done::json(200, &EndpointView::of(&keys, endpoint, &system, now)?, record)?.version(version))
        })
        .await
}

/// Switches an endpoint on again. What waits is tried at once.
pub async fn enable(portal: &Portal, context: &Context, id: EndpointId) -> Result<Answered, AppError> {
    let side = whose(context, Scope::WebhooksWrite)?;
    let keys = portal.keys.clone();
    portal
        .execute(context, move |connection, now| {
            let (mut endpoint, system) = to_change(connection, side, id)?;
            if endpoint.disabled.take().is_none() {
                return Err(AppError::Conflict { code: "illegal_state", state: Some("active".into()) });
            }
            endpoint.version += 1;
            endpoint.failing_since = None;
            store_endpoint(connection, &endpoint)?;
            note_success(connection, id)?;
            let record = entry("webhook.enabled", &endpoint, json!({ "since_seq": endpoint.since_seq }));
            let version = endpoint.version;
            Ok(Done::json(200, &EndpointView::of(&keys, endpoint, &system, now)?, record)?.version(version))
        })
        .await
}

/// Switches an endpoint off at which nothing arrives any more; its owner is mailed.
pub(crate) async fn switch_off(portal: &Portal, id: EndpointId, why: DisabledWhy) -> Result<(), AppError> {
    let now = portal.now();
    let switched = portal
        .database
        .write(move |connection| {
            let Some(known) = storage::webhooks::endpoint(connection, id)? else { return Ok(false) };
            partner_to_change(connection, known.partner_id)?;
            let current = storage::webhooks::endpoint(connection, id)?;
            let Some(mut endpoint) = current.filter(|endpoint| endpoint.disabled.is_none()) else { return Ok(false) };
            let entry = off(connection, &mut endpoint, why, now)?;
            record(connection, now, "system", &entry)?;
            Ok::<_, AppError>(true)
        })
        .await?;
    if switched {
        portal.committed.send_replace(());
    }
    Ok(())
}

/// Switches off, and notes up to where events were queued: from there they are replayed.
fn off(
    connection: &mut Connection,
    endpoint: &mut Endpoint,
    why: DisabledWhy,
    now: DateTime<Utc>,
) -> Result<Record, AppError> {
    endpoint.disabled = Some(Disabled { why, at: now });
    endpoint.since_seq = endpoint.since_seq.max(cursor(connection, READER)?);
    endpoint.version += 1;
    store_endpoint(connection, endpoint)?;
    Ok(entry("webhook.disabled", endpoint, json!({ "why": why, "since_seq": endpoint.since_seq })))
}
