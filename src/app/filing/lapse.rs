//! A returned application that nobody corrects lapses, after as many days as it was returned with.

use domain::filing::{Action, next};
use domain::reminder::lapses_at;
use serde_json::json;
use storage::filings::{Returned, last_return, lock_filing, returned_filings, store_filing};

use crate::app::command::{Record, record};
use crate::app::{AppError, Portal};

/// Ends every application that was returned longer ago than a company has to correct it; says how many.
pub(crate) async fn lapse_uncorrected(portal: &Portal) -> Result<usize, AppError> {
    let now = portal.now();
    let late = move |last: &Returned| now > lapses_at(last.returned_at, last.correction_days);
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
                let Some(last) = last_return(connection, id)?.filter(late) else { continue };
                let Ok(status) = next(filing.status, Action::Lapse, None) else { continue };
                filing.status = status;
                filing.version += 1;
                filing.updated_at = now;
                store_filing(connection, &filing)?;
                let body = json!({ "days": last.correction_days });
                let entry = Record { kind: "filing.lapsed", subject: id.to_string(), body };
                record(connection, now, "system", &entry)?;
                lapsed += 1;
            }
            Ok(lapsed)
        })
        .await
}
