//! From entries of the journal to deliveries: who hears of what, and in which words.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::event::Event;
use domain::webhook::{DeliveryStatus, TRIAL};
use domain::{Audience, EndpointId};
use serde_json::{Value, json};
use storage::Connection;
use storage::journal::{Entry, audience_of};
use storage::partners::Partner;
use storage::webhooks::{Delivery, Endpoint, receivers};

use crate::app::AppError;
use crate::app::authorise::Scope;

/// Name of the reader that queues deliveries.
pub(crate) const READER: &str = "webhooks";

/// What entries call for.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    /// To be sent.
    pub(crate) deliveries: Vec<Delivery>,
    /// Endpoints with something new to do.
    pub(crate) woken: BTreeSet<EndpointId>,
}

/// What these entries, which follow each other, call for.
pub(crate) fn queue_of(connection: &mut Connection, entries: &[Entry], now: DateTime<Utc>) -> Result<Queue, AppError> {
    let mut queue = Queue::default();
    queue.woken.extend(entries.iter().filter_map(endpoint_of));
    let receivers: Vec<_> = receivers(connection)?.into_iter().filter(|(_, system)| hears(system)).collect();
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(queue) };
    if receivers.is_empty() {
        return Ok(queue);
    }
    let told = audience_of(connection, first.seq, last.seq)?;
    for (endpoint, system) in &receivers {
        let audiences = audiences(system);
        let told_as = |seq| {
            let told = told.get(&seq)?;
            audiences.iter().copied().find(|audience| told.contains(&audience.to_string()))
        };
        for entry in entries.iter().filter(|entry| entry.seq > endpoint.since_seq) {
            let to_be_tried = entry.kind == "webhook.tested" && endpoint_of(entry) == Some(endpoint.id);
            let delivery = if to_be_tried {
                let data = json!({ "endpoint_id": endpoint.id });
                Some(delivery(endpoint, entry, (TRIAL, entry.seq.to_string(), data), now))
            } else {
                told_as(entry.seq).and_then(|audience| delivery_of(endpoint, entry, audience, now))
            };
            queue.woken.extend(delivery.as_ref().map(|_| endpoint.id));
            queue.deliveries.extend(delivery);
        }
    }
    Ok(queue)
}

/// The endpoint that an entry is about, if it is about one.
fn endpoint_of(entry: &Entry) -> Option<EndpointId> {
    if entry.kind.starts_with("webhook.") { EndpointId::parse(&entry.subject) } else { None }
}

/// The delivery of an entry of which the endpoint's system is told; none when the endpoint does not want it.
pub(super) fn delivery_of(
    endpoint: &Endpoint,
    entry: &Entry,
    audience: Audience,
    now: DateTime<Utc>,
) -> Option<Delivery> {
    let event = Event::of(entry.seq, entry.at, &entry.kind, &entry.subject, &entry.body)?;
    if !endpoint.types.is_empty() && !endpoint.types.contains(&event.what) {
        return None;
    }
    let event = event.told_to(audience);
    // What a company is told keeps its order within the application; an institution knows of the contract alone.
    let lane = match (audience, event.contract_id) {
        (Audience::Partner(_), Some(contract)) => contract.to_string(),
        _ => entry.subject.clone(),
    };
    Some(delivery(endpoint, entry, (event.what.code(), lane, json!(event)), now))
}

fn delivery(
    endpoint: &Endpoint,
    entry: &Entry,
    (kind, lane, data): (&str, String, Value),
    now: DateTime<Utc>,
) -> Delivery {
    Delivery {
        endpoint_id: endpoint.id,
        seq: entry.seq,
        kind: kind.to_owned(),
        lane,
        payload: json!({ "type": kind, "timestamp": entry.at, "data": data }).to_string(),
        status: DeliveryStatus::Waiting,
        attempts: 0,
        next_at: Some(now),
        first_at: None,
        created_at: now,
        log: Vec::new(),
    }
}

/// As whom a system is told of what happens: as the company for which it acts, which is told more, or else as itself.
pub(super) fn audiences(system: &Partner) -> Vec<Audience> {
    system.company_id.map(Audience::Company).into_iter().chain([Audience::Partner(system.id)]).collect()
}

/// Whether a system is to hear of anything: it is in use, and was granted webhooks.
pub(super) fn hears(system: &Partner) -> bool {
    let granted = |scope: &Scope| matches!(scope, Scope::WebhooksRead | Scope::WebhooksWrite);
    system.disabled_by.is_none() && system.scopes.iter().any(granted)
}
