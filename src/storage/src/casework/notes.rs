//! Notes of the desk for itself: added, never changed, never shown to the company.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::{FilingId, UserId};

use crate::schema::notes;
use crate::text::utc;
use crate::{Connection, Result};

/// A note.
#[derive(Debug, Clone)]
pub struct Note {
    /// Id.
    pub id: String,
    /// Whose: a user's id.
    pub author: String,
    /// The words.
    pub text: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Adds a note.
pub fn insert_note(
    connection: &mut Connection,
    filing: FilingId,
    author: UserId,
    (id, text): (&str, &str),
    at: DateTime<Utc>,
) -> Result<()> {
    diesel::insert_into(notes::table)
        .values((
            notes::id.eq(id),
            notes::filing_id.eq(filing.to_string()),
            notes::author_id.eq(author.to_string()),
            notes::text.eq(text),
            notes::created_at.eq(at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// An application's notes, newest first, after the one with id `before`.
pub fn notes_before(
    connection: &mut Connection,
    filing: FilingId,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<Note>> {
    let mut query = notes::table.filter(notes::filing_id.eq(filing.to_string())).into_boxed();
    if let Some(before) = before {
        query = query.filter(notes::id.lt(before.to_owned()));
    }
    let rows: Vec<(String, String, String, NaiveDateTime)> = query
        .order(notes::id.desc())
        .limit(limit)
        .select((notes::id, notes::author_id, notes::text, notes::created_at))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, author, text, at)| Note { id, author, text, created_at: utc(at) }).collect())
}
