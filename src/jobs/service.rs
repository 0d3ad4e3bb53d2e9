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
        count(portal, vec![entry.clone()]).await
    }

    /// The decisions of a turn in one transaction: fewer commits where there is much to count.
    async fn handle_turn(&self, portal: &Portal, entries: &[Entry]) -> (usize, Result<(), AppError>) {
        let decisions: Vec<Entry> = entries.iter().filter(|entry| is_decision(&entry.kind)).cloned().collect();
        if decisions.is_empty() || count(portal, decisions).await.is_ok() {
            return (entries.len(), Ok(()));
        }
        // One after the other, so that the one that fails is known.
        for (done, entry) in entries.iter().enumerate() {
            if let Err(error) = self.handle(portal, entry).await {
                return (done, Err(error));
            }
        }
        (entries.len(), Ok(()))
    }
}

async fn count(portal: &Portal, decisions: Vec<Entry>) -> Result<(), AppError> {
    let reference = portal.reference();
    portal
        .database
        .write(move |connection| decisions.iter().try_for_each(|entry| count_decision(connection, &reference, entry)))
        .await
}
