//! Counts each registered event and each return, and brings the figures in memory up to it.

use storage::journal::Entry;

use super::reader::{Reader, take_turn};
use crate::app::research::{READER, catch_up, count_entry, counts, finish_rebuild};
use crate::app::{AppError, Portal};

/// Entries whose facts are written together.
const FEW: usize = 16;

/// The reader behind research.
pub(super) struct Facts;

impl Reader for Facts {
    const NAME: &'static str = READER;

    async fn handle(&self, portal: &Portal, entry: &Entry) -> Result<(), AppError> {
        write_facts(portal, vec![entry.clone()]).await
    }

    /// A few in one transaction: fewer commits, without keeping the writer from commands for long.
    async fn handle_turn(&self, portal: &Portal, entries: &[Entry]) -> (usize, Result<(), AppError>) {
        let mut done = 0;
        for few in entries.chunks(FEW) {
            if few.iter().any(|entry| counts(&entry.kind)) && write_facts(portal, few.to_vec()).await.is_err() {
                // One after the other, so that the one that fails is known.
                for entry in few {
                    if let Err(error) = self.handle(portal, entry).await {
                        return (done, Err(error));
                    }
                    done += 1;
                }
            } else {
                done += few.len();
            }
        }
        (done, Ok(()))
    }
}

async fn write_facts(portal: &Portal, entries: Vec<Entry>) -> Result<(), AppError> {
    let figures = portal.figures.clone();
    portal
        .database
        .write(move |connection| entries.iter().try_for_each(|entry| count_entry(connection, &figures, entry)))
        .await
}

/// Reads on until nothing is left to count, so that the first to ask need not wait, and goes on with what was interrupted.
pub(super) async fn count_on(portal: &Portal, instance: &str) -> Result<(), AppError> {
    while take_turn(&Facts, portal, instance).await? {}
    catch_up(portal).await?;
    finish_rebuild(portal).await
}
