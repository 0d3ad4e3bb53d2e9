//! Forgets what has had its time: kept answers after a day, sessions a day after their end.

use chrono::Duration;
use storage::accounts::purge_sessions;
use storage::idempotency::purge;

use crate::app::{AppError, Portal};

/// Sweeps once.
pub(super) async fn sweep(portal: &Portal) -> Result<(), AppError> {
    let before = portal.now() - Duration::hours(24);
    portal
        .database
        .write(move |connection| {
            purge(connection, before)?;
            purge_sessions(connection, before)?;
            Ok(())
        })
        .await
}
