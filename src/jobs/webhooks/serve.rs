//! Serving one endpoint: a few lanes at a time, each with its deliveries in their order.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::EndpointId;
use storage::webhooks::{Delivery, Endpoint, due, endpoint, next_due_after};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::settle::settle;
use super::{Hooks, REST};
use crate::app::AppError;

/// Lanes of an endpoint that are tried at a time; one while its last try failed.
const LANES: usize = 4;
/// The longest sleep: the portal's clock may be set meanwhile.
const SLEEP: Duration = Duration::from_mins(1);

/// Tries what is due for an endpoint. With `wake`, goes on until the endpoint is gone; without, until nothing is due.
pub(super) async fn serve(hooks: &Arc<Hooks>, id: EndpointId, wake: Option<&Notify>) -> Result<(), AppError> {
    let mut lanes = JoinSet::new();
    let mut busy: Vec<String> = Vec::new();
    loop {
        let Some(found) = look(hooks, id, busy.clone()).await? else { return Ok(()) };
        for delivery in found.due {
            busy.push(delivery.lane.clone());
            lanes.spawn(deliver(hooks.clone(), found.endpoint.clone(), delivery));
        }
        if lanes.is_empty() && wake.is_none() {
            return Ok(());
        }
        tokio::select! {
            Some(ended) = lanes.join_next() => {
                let lane: String = ended.map_err(AppError::internal)?;
                busy.retain(|other| *other != lane);
            }
            () = woken(wake) => {}
            () = until(hooks, found.next_at.filter(|_| wake.is_some())) => {}
        }
    }
}

async fn woken(wake: Option<&Notify>) {
    match wake {
        Some(wake) => wake.notified().await,
        None => std::future::pending().await,
    }
}

async fn until(hooks: &Hooks, time: Option<DateTime<Utc>>) {
    match time {
        Some(time) => {
            let left = (time - hooks.portal.now()).to_std().unwrap_or_default();
            tokio::time::sleep(left.min(SLEEP)).await;
        }
        None => std::future::pending().await,
    }
}

/// An endpoint as it is now, and what it is to be sent.
struct Found {
    endpoint: Endpoint,
    due: Vec<Delivery>,
    /// When something else will be due.
    next_at: Option<DateTime<Utc>>,
}

/// None when the endpoint is gone. One that is switched off, or whose system is, has nothing due.
async fn look(hooks: &Hooks, id: EndpointId, busy: Vec<String>) -> Result<Option<Found>, AppError> {
    let now = hooks.portal.now();
    hooks
        .portal
        .database
        .read(move |connection| {
            let Some(endpoint) = endpoint(connection, id)? else { return Ok(None) };
            let system = storage::partners::partner(connection, endpoint.partner_id)?;
            if endpoint.disabled.is_some() || system.is_none_or(|system| system.disabled_by.is_some()) {
                return Ok(Some(Found { endpoint, due: Vec::new(), next_at: None }));
            }
            let most = if endpoint.failing_since.is_some() { 1 } else { LANES };
            let free = most.saturating_sub(busy.len());
            let due =
                if free == 0 { Vec::new() } else { due(connection, id, &busy, now, i64::try_from(free).unwrap_or(1))? };
            let next_at = next_due_after(connection, id, now)?;
            Ok(Some(Found { endpoint, due, next_at }))
        })
        .await
}

/// Tries a delivery and keeps how that ended; answers its lane.
async fn deliver(hooks: Arc<Hooks>, endpoint: Endpoint, delivery: Delivery) -> String {
    let lane = delivery.lane.clone();
    let places = if endpoint.failing_since.is_some() { &hooks.failing } else { &hooks.well };
    let Ok(_place) = places.acquire().await else { return lane };
    let ended = match hooks.sender.send(&hooks.portal, &endpoint, &delivery).await {
        Ok(sent) => settle(&hooks.portal, &endpoint, delivery, sent).await,
        Err(error) => Err(error),
    };
    if let Err(error) = ended {
        // It still waits, and is tried again: not at once, since the trouble is ours.
        tracing::error!(endpoint = %endpoint.id, %error, "what became of a delivery could not be kept");
        tokio::time::sleep(REST).await;
    }
    lane
}
