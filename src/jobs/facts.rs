//! Writes a fact for each registered event.

use storage::journal::Entry;
use storage::register::insert_fact;

use super::reader::Reader;
use crate::app::research::fact_of;
use crate::app::{AppError, Portal};

/// The reader behind research.
pub(super) struct Facts;

impl Reader for Facts {
    const NAME: &'static str = "facts";

    async fn handle(&self, portal: &Portal, entry: &Entry) -> Result<(), AppError> {
        if entry.kind != "filing.registered" {
            return Ok(());
        }
        let (reference, entry) = (portal.reference(), entry.clone());
        portal
            .database
            .write(move |connection| {
                if let Some(fact) = fact_of(connection, &reference, &entry)? {
                    insert_fact(connection, &fact)?;
                }
                Ok::<_, AppError>(())
            })
            .await
    }
}
