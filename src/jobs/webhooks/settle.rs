//! Keeping how a try ended: when the next one is, and whether the endpoint is still served.

use domain::webhook::{Attempt, DeliveryOutcome, DeliveryStatus, DisabledWhy, MOST_LOGGED, next_attempt};
use storage::webhooks::{Delivery, Endpoint, note_failure, note_success};

use super::send::Sent;
use crate::app::webhook::switch_off;
use crate::app::{AppError, Portal, random_u16};

/// Keeps it.
pub(super) async fn settle(
    portal: &Portal,
    endpoint: &Endpoint,
    mut delivery: Delivery,
    sent: Sent,
) -> Result<(), AppError> {
    metrics::counter!("webhook_tries_total", "outcome" => sent.outcome.code()).increment(1);
    let (id, now) = (endpoint.id, portal.now());
    let delivered = sent.outcome == DeliveryOutcome::Delivered;
    let first = *delivery.first_at.get_or_insert(now);
    delivery.attempts += 1;
    delivery.log.push(Attempt { at: now, outcome: sent.outcome, status: sent.status, ms: sent.ms });
    let excess = delivery.log.len().saturating_sub(MOST_LOGGED);
    delivery.log.drain(..excess);
    let tries = u32::try_from(delivery.attempts).unwrap_or_default();
    delivery.next_at = if delivered { None } else { next_attempt(first, now, tries, random_u16()?, sent.asked) };
    delivery.status = match (delivered, delivery.next_at) {
        (true, _) => DeliveryStatus::Delivered,
        (false, Some(_)) => DeliveryStatus::Waiting,
        (false, None) => DeliveryStatus::Dead,
    };
    let given_up = delivery.status == DeliveryStatus::Dead;
    let failing_since = portal
        .database
        .write(move |connection| {
            storage::webhooks::settle(connection, &delivery)?;
            if delivered {
                note_success(connection, id)?;
                return Ok(None);
            }
            Ok::<_, AppError>(note_failure(connection, id, now)?)
        })
        .await?;
    if sent.outcome == DeliveryOutcome::Gone {
        switch_off(portal, id, DisabledWhy::Gone).await
    } else if given_up && failing_since.is_some_and(|since| since <= first) {
        // Nothing arrived since its first try.
        switch_off(portal, id, DisabledWhy::Failing).await
    } else {
        Ok(())
    }
}
