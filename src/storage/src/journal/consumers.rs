//! Readers of the journal: each keeps a cursor, and a lease so that several portals may run.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::prepared::Prepared;
use crate::schema::{consumers, dead_letters};
use crate::{Connection, Result};

/// A reader's turn.
#[derive(Debug, Clone)]
pub struct Lease {
    /// The last entry that is done.
    pub seq: i64,
    /// How often the next one has failed.
    pub attempts: i32,
}

/// Whether the journal has entries that a reader has not done.
pub fn is_behind(connection: &mut Connection, name: &str) -> Result<bool> {
    Ok(super::read::size(connection)? > cursor(connection, name)?)
}

/// Takes the reader's turn until `now + 60 s`, unless another instance has it.
pub fn lease(connection: &mut Connection, name: &str, holder: &str, now: DateTime<Utc>) -> Result<Option<Lease>> {
    lease_for(connection, name, holder, now, Duration::seconds(60))
}

/// The same for another time.
pub fn lease_for(
    connection: &mut Connection,
    name: &str,
    holder: &str,
    now: DateTime<Utc>,
    time: Duration,
) -> Result<Option<Lease>> {
    let row: Option<(i64, i32, Option<String>, Option<NaiveDateTime>)> = consumers::table
        .select((consumers::seq, consumers::attempts, consumers::leased_by, consumers::leased_until))
        .filter(consumers::name.eq(name))
        .first(connection)
        .optional()?;
    let until = (now + time).naive_utc();
    let Some((seq, attempts, leased_by, leased_until)) = row else {
        diesel::insert_into(consumers::table)
            .values((
                consumers::name.eq(name),
                consumers::seq.eq(0_i64),
                consumers::attempts.eq(0),
                consumers::leased_by.eq(Some(holder)),
                consumers::leased_until.eq(Some(until)),
            ))
            .execute(connection)?;
        return Ok(Some(Lease { seq: 0, attempts: 0 }));
    };
    let taken = leased_by.is_some_and(|other| other != holder) && leased_until.is_some_and(|end| end > now.naive_utc());
    if taken {
        return Ok(None);
    }
    let leased = (consumers::leased_by.eq(Some(holder)), consumers::leased_until.eq(Some(until)));
    Prepared(diesel::update(consumers::table.find(name)).set(leased)).execute(connection)?;
    Ok(Some(Lease { seq, attempts }))
}

/// Whether a turn that was taken has run out: whoever had it was interrupted, since who is done gives it back by [`advance`].
pub fn ran_out(connection: &mut Connection, name: &str, now: DateTime<Utc>) -> Result<bool> {
    let until: Option<Option<NaiveDateTime>> =
        consumers::table.find(name).select(consumers::leased_until).first(connection).optional()?;
    Ok(until.flatten().is_some_and(|end| end <= now.naive_utc()))
}

/// Up to where a reader has come; 0 for one that has not begun.
pub fn cursor(connection: &mut Connection, name: &str) -> Result<i64> {
    let seq: Option<i64> = consumers::table.find(name).select(consumers::seq).first(connection).optional()?;
    Ok(seq.unwrap_or(0))
}

/// Moves the cursor: everything up to `seq` is done, and the turn with it.
pub fn advance(connection: &mut Connection, name: &str, seq: i64) -> Result<()> {
    let done = (consumers::seq.eq(seq), consumers::attempts.eq(0), consumers::leased_until.eq(None::<NaiveDateTime>));
    Prepared(diesel::update(consumers::table.find(name)).set(done)).execute(connection)?;
    Ok(())
}

/// Notes that the entry at `seq` failed; after `most` attempts it is set aside, so that the others flow.
pub fn give_up(
    connection: &mut Connection,
    name: &str,
    seq: i64,
    most: i32,
    error: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let attempts: i32 = consumers::table.find(name).select(consumers::attempts).first(connection)?;
    if attempts + 1 < most {
        diesel::update(consumers::table.find(name)).set(consumers::attempts.eq(attempts + 1)).execute(connection)?;
        return Ok(false);
    }
    diesel::insert_into(dead_letters::table)
        .values((
            dead_letters::consumer.eq(name),
            dead_letters::seq.eq(seq),
            dead_letters::error.eq(error),
            dead_letters::failed_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    advance(connection, name, seq)?;
    Ok(true)
}
