//! Particulars of registered events: written with the decision, and never changed.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::FilingId;
use domain::statistics::Particulars;

use crate::schema::{corrections, journal, particulars, submissions};
use crate::text::{from_json, utc};
use crate::{Connection, Result};

/// Keeps the particulars of a journal entry.
pub fn insert_particulars(connection: &mut Connection, seq: i64, of: &Particulars) -> Result<()> {
    diesel::insert_into(particulars::table)
        .values((
            particulars::seq.eq(seq),
            particulars::contract_id.eq(of.contract.to_string()),
            particulars::body.eq(of.to_json()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The particulars of a journal entry, if it has any.
pub fn particulars_of(connection: &mut Connection, seq: i64) -> Result<Option<Particulars>> {
    let text: Option<String> = particulars::table.find(seq).select(particulars::body).first(connection).optional()?;
    text.as_deref().map(from_json).transpose()
}

/// When something that figures count was last registered, by the journal.
pub fn last_counted_at(connection: &mut Connection) -> Result<Option<DateTime<Utc>>> {
    let at: Option<NaiveDateTime> = particulars::table
        .inner_join(journal::table.on(journal::seq.eq(particulars::seq)))
        .order(particulars::seq.desc())
        .select(journal::at)
        .first(connection)
        .optional()?;
    Ok(at.map(utc))
}

/// At most `limit` particulars after the entry `seq`, as text, oldest first.
pub fn particulars_after(connection: &mut Connection, seq: i64, limit: i64) -> Result<Vec<(i64, String)>> {
    Ok(particulars::table
        .filter(particulars::seq.gt(seq))
        .order(particulars::seq)
        .limit(limit)
        .select((particulars::seq, particulars::body))
        .load(connection)?)
}

/// At most `limit` entries after `seq` that registered something and have no particulars: those from before there were any, and
/// reissues.
pub fn without_particulars(connection: &mut Connection, seq: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(journal::table
        .left_join(particulars::table.on(particulars::seq.eq(journal::seq)))
        .filter(journal::kind.eq("filing.registered"))
        .filter(journal::seq.gt(seq))
        .filter(particulars::seq.nullable().is_null())
        .order(journal::seq)
        .limit(limit)
        .select(journal::seq)
        .load(connection)?)
}

/// When an application was first submitted, and how often it was returned.
pub fn rounds_before(connection: &mut Connection, filing: FilingId) -> Result<(Option<DateTime<Utc>>, i64)> {
    let submitted: Option<NaiveDateTime> = submissions::table
        .filter(submissions::filing_id.eq(filing.to_string()))
        .order(submissions::number)
        .select(submissions::submitted_at)
        .first(connection)
        .optional()?;
    let returns: i64 =
        corrections::table.filter(corrections::filing_id.eq(filing.to_string())).count().get_result(connection)?;
    Ok((submitted.map(utc), returns))
}
