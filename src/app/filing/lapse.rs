//! A returned application that nobody corrects lapses.

use domain::filing::{Action, next};
use domain::reminder::lapses_at;
use serde_json::json;
use storage::filings::{last_return, lock_filing, returned_filings, store_filing};

use crate::app::command::{Record, record};
use crate::app::{AppError, Portal};

/// Ends every application that was returned longer ago than a company has to correct it; says how many.
pub(crate) async fn lapse_uncorrected(portal: &Portal) -> Result<usize, AppError> {
    let (now, days) = (portal.now(), portal.settings.correction_days);
    let late = move |last: &storage::filings::Returned| now > lapses_at(last.returned_at, days);
    // Looked for on a reader's connection: the search passes over many rows, and the writer is not to wait for it.
    let due = portal
        .database
        .read(move |connection| {
            let mut due = Vec::new();
            for id in returned_filings(connection)? {
                if last_return(connection, id)?.as_ref().is_some_and(late) {
                    due.push(id);
                }
            }
            Ok::<_, AppError>(due)
        })
        .await?;
    if due.is_empty() {
        return Ok(0);
    }
    portal
        .database
        .write(move |connection| {
            let mut lapsed = 0;
            for id in due {
                let Some(mut filing) = lock_filing(connection, id)? else { continue };
                let Ok(status) = next(filing.status, Action::Lapse, None) else { continue };
                filing.status = status;
                filing.version += 1;
                filing.updated_at = now;
                store_filing(connection, &filing)?;
                let entry = Record { kind: "filing.lapsed", subject: id.to_string(), body: json!({ "days": days }) };
                record(connection, now, "system", &entry)?;
                lapsed += 1;
            }
            Ok(lapsed)
        })
        .await
}
