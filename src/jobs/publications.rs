//! What the research centre publishes by the calendar. What that is, and when it is due, is the research centre's.

use crate::app::research::publish_due;
use crate::app::{AppError, Portal};

/// Publishes what is due and is not there yet.
pub(super) async fn run_due(portal: &Portal) -> Result<(), AppError> {
    let published = publish_due(portal).await?;
    if published > 0 {
        tracing::info!(published, "the research centre published what was due");
    }
    Ok(())
}
