//! Questions with the moment and the digest of their answer, for citation.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::schema::permalinks;
use crate::text::utc;
use crate::{Connection, Result};

/// A question that was cited. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permalink {
    /// Its id, which follows from what it asks.
    pub id: String,
    /// The question in its one spelling.
    pub question: String,
    /// The journal entry up to which is counted.
    pub as_of: i64,
    /// Whose figures: `cleared` or `protected`.
    pub audience: String,
    /// SHA-256 of the answer, hex.
    pub digest: String,
    /// Who cited it first, as the journal writes it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

type PermalinkRow = (String, String, i64, String, String, String, NaiveDateTime);

/// A permalink by its id.
pub fn permalink(connection: &mut Connection, id: &str) -> Result<Option<Permalink>> {
    let row = permalinks::table.find(id).first::<PermalinkRow>(connection).optional()?;
    Ok(row.map(|(id, question, as_of, audience, digest, created_by, created_at)| Permalink {
        id,
        question,
        as_of,
        audience,
        digest,
        created_by,
        created_at: utc(created_at),
    }))
}

/// When somebody made their permalinks after a moment, oldest first.
pub fn made_since(connection: &mut Connection, created_by: &str, since: DateTime<Utc>) -> Result<Vec<DateTime<Utc>>> {
    let times: Vec<NaiveDateTime> = permalinks::table
        .filter(permalinks::created_by.eq(created_by).and(permalinks::created_at.gt(since.naive_utc())))
        .order(permalinks::created_at.asc())
        .select(permalinks::created_at)
        .load(connection)?;
    Ok(times.into_iter().map(utc).collect())
}

/// Keeps a permalink; one with this id stays as it is. Answers the one that is kept.
pub fn insert_permalink(connection: &mut Connection, new: &Permalink) -> Result<Permalink> {
    if let Some(known) = permalink(connection, &new.id)? {
        return Ok(known);
    }
    diesel::insert_into(permalinks::table)
        .values((
            permalinks::id.eq(&new.id),
            permalinks::question.eq(&new.question),
            permalinks::as_of.eq(new.as_of),
            permalinks::audience.eq(&new.audience),
            permalinks::digest.eq(&new.digest),
            permalinks::created_by.eq(&new.created_by),
            permalinks::created_at.eq(new.created_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(new.clone())
}
