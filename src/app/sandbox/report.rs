//! What a sandbox has seen of a client: for whoever builds it, beside its own log.

use domain::PartnerId;
use serde::Serialize;
use storage::partners::{UseFilter, uses_of};
use utoipa::ToSchema;

use super::clock::{SandboxClockView, clock};
use crate::app::page::MOST;
use crate::app::partner::{UseView, flush_uses};
use crate::app::{Actor, AppError, Context, Portal};

/// What the sandbox has seen of the client that asks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SandboxReport {
    /// The client.
    pub client_id: PartnerId,
    /// What the clock shows.
    pub clock: SandboxClockView,
    /// What it called, how often and with which outcome, the newest hour first, a hundred lines at most.
    pub uses: Vec<UseView>,
}

/// What the sandbox has seen of the client that asks; any of its tokens will do.
pub async fn report(portal: &Portal, context: &Context) -> Result<SandboxReport, AppError> {
    let clock = clock(portal)?;
    let Actor::Partner(client) = &context.actor else { return Err(AppError::Forbidden("forbidden")) };
    let client_id = client.id;
    flush_uses(portal).await?;
    let uses = portal
        .database
        .read(move |connection| Ok::<_, AppError>(uses_of(connection, client_id, UseFilter::default(), None, MOST)?))
        .await?;
    Ok(SandboxReport { client_id, clock, uses: uses.into_iter().map(UseView::from).collect() })
}
