//! Which submission of an application someone last looked at.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::{FilingId, UserId};

use crate::schema::filing_looks;
use crate::text::utc;
use crate::{Connection, Result};

/// A look.
#[derive(Debug, Clone)]
pub struct Look {
    /// The submission that was there to see.
    pub submission: i32,
    /// Its digest.
    pub digest: String,
    /// When.
    pub seen_at: DateTime<Utc>,
}

/// Someone's last look at an application.
pub fn look(connection: &mut Connection, user: UserId, filing: FilingId) -> Result<Option<Look>> {
    let row: Option<(i32, String, NaiveDateTime)> = filing_looks::table
        .find((user.to_string(), filing.to_string()))
        .select((filing_looks::submission, filing_looks::digest, filing_looks::seen_at))
        .first(connection)
        .optional()?;
    Ok(row.map(|(submission, digest, seen_at)| Look { submission, digest, seen_at: utc(seen_at) }))
}

/// Keeps a look in place of the one before.
pub fn store_look(connection: &mut Connection, user: UserId, filing: FilingId, look: &Look) -> Result<()> {
    let place = filing_looks::table.find((user.to_string(), filing.to_string()));
    let values = (
        filing_looks::submission.eq(look.submission),
        filing_looks::digest.eq(&look.digest),
        filing_looks::seen_at.eq(look.seen_at.naive_utc()),
    );
    if diesel::update(place).set(values).execute(connection)? == 0 {
        diesel::insert_into(filing_looks::table)
            .values((
                filing_looks::user_id.eq(user.to_string()),
                filing_looks::filing_id.eq(filing.to_string()),
                values,
            ))
            .execute(connection)?;
    }
    Ok(())
}
