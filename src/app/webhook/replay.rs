//! Sending once more what was sent or given up, what was missed, and an event that means nothing, to try an endpoint out.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::EndpointId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::Connection;
use storage::journal::{size, told_after};
use storage::partners::Partner;
use storage::webhooks::{Endpoint, Requeue, queue_deliveries, requeue};
use utoipa::ToSchema;
use validator::Validate;

use super::queue::{audiences, delivery_of};
use super::view::entry;
use super::whose::{to_change, whose};
use crate::app::authorise::Scope;
use crate::app::command::Done;
use crate::app::{Answered, AppError, Context, Portal};

/// Deliveries that one request queues at most.
const MOST: i64 = 1_000;

/// What is to be sent once more: one of the three.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReplayBody {
    /// Deliveries of these entries of the journal.
    #[validate(length(min = 1, max = 1_000))]
    #[schema(min_items = 1, max_items = 1000)]
    pub seqs: Option<Vec<i64>>,
    /// Everything that was given up.
    pub dead: Option<bool>,
    /// Every event after this place of the journal, also those that were never queued.
    #[validate(range(min = 0))]
    #[schema(minimum = 0)]
    pub after: Option<i64>,
}

/// What was queued.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QueuedView {
    /// How many deliveries.
    pub queued: usize,
    /// Where to go on, when there is more than is queued at once.
    pub next_after: Option<i64>,
}

/// Lets deliveries wait again, each with a fresh three days; at most a thousand at once. Those who receive one twice tell by its
/// `webhook-id`.
pub async fn replay(
    portal: &Portal,
    context: &Context,
    id: EndpointId,
    body: ReplayBody,
) -> Result<Answered, AppError> {
    let side = whose(context, Scope::WebhooksWrite)?;
    let (asked, reader) = (json!({ "seqs": body.seqs, "dead": body.dead, "after": body.after }), context.clone());
    portal
        .execute(context, move |connection, now| {
            let (endpoint, system) = to_change(connection, side, id)?;
            let view = match (body.seqs, body.dead, body.after) {
                (Some(seqs), None, None) => again(connection, &endpoint, Requeue::Of(seqs), now)?,
                (None, Some(true), None) => again(connection, &endpoint, Requeue::Dead, now)?,
                (None, None, Some(after)) => since(connection, &endpoint, &system, after, now)?,
                _ => {
                    let message =
                        reader.say("请在 seqs、dead、after 中给出一项。", "Give one of seqs, dead and after.");
                    return Err(AppError::field("", "replay_unclear", message));
                }
            };
            let mut facts = asked;
            if let Some(facts) = facts.as_object_mut() {
                facts.insert("queued".into(), view.queued.into());
            }
            Done::json(200, &view, entry("webhook.replayed", &endpoint, facts))
        })
        .await
}

fn again(
    connection: &mut Connection,
    endpoint: &Endpoint,
    which: Requeue,
    now: DateTime<Utc>,
) -> Result<QueuedView, AppError> {
    Ok(QueuedView { queued: requeue(connection, endpoint.id, which, now, MOST)?, next_after: None })
}

/// Queues every event after a place: what was never queued is, and what was is once more.
fn since(
    connection: &mut Connection,
    endpoint: &Endpoint,
    system: &Partner,
    after: i64,
    now: DateTime<Utc>,
) -> Result<QueuedView, AppError> {
    let up_to = size(connection)?;
    let mut entries = BTreeMap::new();
    for audience in audiences(system) {
        for entry in told_after(connection, audience, after, up_to, MOST)? {
            entries.entry(entry.seq).or_insert((entry, audience));
        }
    }
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let full = entries.len() >= most;
    let taken: Vec<_> = entries.into_values().take(most).collect();
    let last = taken.last().map(|(entry, _)| entry.seq);
    let wanted: Vec<_> =
        taken.iter().filter_map(|(entry, audience)| delivery_of(endpoint, entry, *audience, now)).collect();
    let places = wanted.iter().map(|delivery| delivery.seq).collect();
    // What waits already is counted too: it will come.
    queue_deliveries(connection, &wanted)?;
    requeue(connection, endpoint.id, Requeue::Of(places), now, MOST)?;
    Ok(QueuedView { queued: wanted.len(), next_after: last.filter(|_| full) })
}

/// Sends an event of the type `endpoint.test`. It is queued when the journal is read, as every event is.
pub async fn try_out(portal: &Portal, context: &Context, id: EndpointId) -> Result<Answered, AppError> {
    let side = whose(context, Scope::WebhooksWrite)?;
    portal
        .execute(context, move |connection, _| {
            let (endpoint, _) = to_change(connection, side, id)?;
            if endpoint.disabled.is_some() {
                return Err(AppError::Conflict { code: "illegal_state", state: Some("disabled".into()) });
            }
            let record = entry("webhook.tested", &endpoint, json!({}));
            Done::json(200, &QueuedView { queued: 1, next_after: None }, record)
        })
        .await
}
