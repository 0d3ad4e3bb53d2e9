//! Writes a fact for each registered event.

use storage::journal::Entry;
use storage::register::insert_fact;

use super::reader::Reader;
use crate::app::research::fact_of;
use crate::app::{AppError, Portal};

/// The entries that facts are made of.
const REGISTERED: &str = "filing.registered";
/// Entries whose facts are written together.
const FEW: usize = 16;

/// The reader behind research.
pub(super) struct Facts;

impl Reader for Facts {
    const NAME: &'static str = "facts";

    async fn handle(&self, portal: &Portal, entry: &Entry) -> Result<(), AppError> {
        write_facts(portal, vec![entry.clone()]).await
    }

    /// A few in one transaction: fewer commits, without keeping the writer from commands for long.
    async fn handle_turn(&self, portal: &Portal, entries: &[Entry]) -> (usize, Result<(), AppError>) {
        let mut done = 0;
        for few in entries.chunks(FEW) {
            if few.iter().any(|entry| entry.kind == REGISTERED) && write_facts(portal, few.to_vec()).await.is_err() {
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
    let reference = portal.reference();
    portal
        .database
        .write(move |connection| {
            for entry in entries.iter().filter(|entry| entry.kind == REGISTERED) {
                if let Some(fact) = fact_of(connection, &reference.data, entry)? {
                    insert_fact(connection, &fact)?;
                }
            }
            Ok::<_, AppError>(())
        })
        .await
}
