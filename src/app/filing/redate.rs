//! When a new calendar is loaded, the queue's index of due days follows it.

use domain::clock::{due_on, shanghai_date};
use storage::filings::{lock_filing, open_filings, store_filing};

use crate::app::{AppError, Portal};

/// Sets the due day of every open application anew.
pub(crate) async fn redate_open(portal: &Portal) -> Result<(), AppError> {
    let reference = portal.reference();
    portal
        .database
        .write(move |connection| {
            for id in open_filings(connection)? {
                let Some(mut filing) = lock_filing(connection, id)? else { continue };
                let Some(submitted) = filing.submitted_at else { continue };
                filing.due_on = Some(due_on(shanghai_date(submitted), &reference.data.calendar));
                store_filing(connection, &filing)?;
            }
            Ok(())
        })
        .await
}
