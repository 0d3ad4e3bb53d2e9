//! An event that is delivered once more, by the id that its webhook has; and the signatures by which it is tried whether a receiver
//! looks at them.

use domain::EndpointId;
use domain::webhook::message_id;

use crate::app::page::{MOST, PageRequest};
use crate::app::webhook::{ReplayBody, endpoints, replay, signatures};
use crate::app::{Answered, AppError, Context, Portal};

/// Delivers an event again to the endpoint that got it, under the same id, as the portal does when no answer came.
pub async fn redeliver(portal: &Portal, context: &Context, id: &str) -> Result<Answered, AppError> {
    portal.sandbox()?;
    let seq = id.split('_').nth(1).and_then(|seq| seq.parse().ok()).ok_or(AppError::NotFound)?;
    let all = PageRequest { limit: Some(MOST), cursor: None };
    let own = endpoints(portal, context, None, None, &all).await?;
    let endpoint = own.items.iter().find(|endpoint| message_id(endpoint.id, seq) == id).ok_or(AppError::NotFound)?;
    replay(portal, context, endpoint.id, ReplayBody { seqs: Some(vec![seq]), ..ReplayBody::default() }).await
}

/// The signatures of a text, as a delivery to this endpoint has them.
pub async fn sign(portal: &Portal, id: EndpointId, text: String) -> Result<String, AppError> {
    portal.sandbox()?;
    let (keys, now) = (portal.keys.clone(), portal.now());
    portal
        .database
        .read(move |connection| {
            let endpoint = storage::webhooks::endpoint(connection, id)?.ok_or(AppError::NotFound)?;
            signatures(&keys, &endpoint, &text, now)
        })
        .await
}
