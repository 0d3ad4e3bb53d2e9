//! Counts each decision in the service figures.

use storage::journal::Entry;

use super::reader::Reader;
use crate::app::service::{READER, count_decision, is_decision};
use crate::app::{AppError, Portal};

/// The reader behind the service page.
pub(super) struct ServiceFigures;

impl Reader for ServiceFigures {
    const NAME: &'static str = READER;

    async fn handle(&self, portal: &Portal, entry: &Entry) -> Result<(), AppError> {
        if !is_decision(&entry.kind) {
            return Ok(());
        }
        let (reference, entry) = (portal.reference(), entry.clone());
        portal.database.write(move |connection| count_decision(connection, &reference, &entry)).await
    }
}
