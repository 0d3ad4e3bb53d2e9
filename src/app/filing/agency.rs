//! What an agent does under a mandate: noted with the application, and named in the journal entry.

use chrono::{DateTime, Utc};
use domain::clock::shanghai_date;
use domain::mandate::{MandateStatus, standing};
use domain::{FilingId, MandateId};
use serde_json::json;
use storage::Connection;
use storage::mandates::{mandate, touch};

use crate::app::AppError;
use crate::app::command::Record;

/// Names the mandate in a record about an application, if there is one. Asked once more in the transaction itself: what is
/// committed after a mandate ended was not done under it, also where another portal has ended it.
pub(crate) fn under(
    connection: &mut Connection,
    held: Option<MandateId>,
    filing: FilingId,
    now: DateTime<Utc>,
    mut record: Record,
) -> Result<Record, AppError> {
    let Some(id) = held else { return Ok(record) };
    let given = mandate(connection, id)?.ok_or(AppError::NotFound)?;
    if standing(given.ends_on, given.ended_at.is_some(), shanghai_date(now)) != MandateStatus::Live {
        return Err(AppError::NotFound);
    }
    touch(connection, id, filing)?;
    if let Some(body) = record.body.as_object_mut() {
        body.insert("mandate".into(), json!(id));
    }
    Ok(record)
}
