//! Reading entries and the hashes under the tree.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::filing::canonical_json;
use domain::merkle::Hash;
use serde_json::Value;

use crate::direct::directly;
use crate::schema::{journal, journal_frontier, journal_tiles};
use crate::text::{from_json, utc};
use crate::{Connection, Result, StorageError};

/// One entry as it stands in the journal.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Place in the journal, from 1.
    pub seq: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: String,
    /// What happened.
    pub kind: String,
    /// About what.
    pub subject: String,
    /// The facts.
    pub body: Value,
    /// The leaf that stands in the row.
    pub leaf: Hash,
}

impl Entry {
    /// The text whose bytes hash to the leaf.
    pub fn canonical(&self) -> String {
        let body = canonical_json(&self.body);
        super::append::canonical(self.seq, self.at, &self.actor, &self.kind, &self.subject, &body)
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = journal, treat_none_as_default_value = false)]
pub(crate) struct EntryRow {
    pub(super) seq: i64,
    pub(super) at: NaiveDateTime,
    pub(super) actor: String,
    pub(super) kind: String,
    pub(super) subject: String,
    pub(super) body: String,
    pub(super) leaf: Vec<u8>,
}

impl EntryRow {
    /// The text whose bytes hash to the leaf, from the row as it stands: bodies are kept in their canonical form.
    pub(super) fn canonical(&self) -> String {
        super::append::canonical(self.seq, utc(self.at), &self.actor, &self.kind, &self.subject, &self.body)
    }
}

impl TryFrom<EntryRow> for Entry {
    type Error = StorageError;

    fn try_from(row: EntryRow) -> Result<Self> {
        Ok(Self {
            seq: row.seq,
            at: utc(row.at),
            actor: row.actor,
            kind: row.kind,
            subject: row.subject,
            body: from_json(&row.body)?,
            leaf: hash(&row.leaf)?,
        })
    }
}

pub(super) fn hash(bytes: &[u8]) -> Result<Hash> {
    <[u8; 32]>::try_from(bytes)
        .map(Hash)
        .map_err(|_| StorageError::Corrupt("a hash of the journal is not 32 bytes".into()))
}

/// Number of entries.
pub fn size(connection: &mut Connection) -> Result<i64> {
    let size = journal_frontier::table.find(1).select(journal_frontier::size);
    Ok(directly!(connection, |inner| size.first(inner))?)
}

/// The entry at `seq`.
pub fn by_seq(connection: &mut Connection, seq: i64) -> Result<Option<Entry>> {
    let row: Option<EntryRow> = directly!(connection, |inner| journal::table.find(seq).first(inner)).optional()?;
    row.map(Entry::try_from).transpose()
}

/// Everything about one subject, oldest first.
pub fn about(connection: &mut Connection, subject: &str) -> Result<Vec<Entry>> {
    let rows: Vec<EntryRow> =
        journal::table.filter(journal::subject.eq(subject)).order(journal::seq).load(connection)?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// The newest entry about one subject.
pub fn last_about(connection: &mut Connection, subject: &str) -> Result<Option<Entry>> {
    let entries = journal::table.filter(journal::subject.eq(subject)).order(journal::seq.desc());
    let row: Option<EntryRow> = entries.first(connection).optional()?;
    row.map(Entry::try_from).transpose()
}

/// At most `limit` entries, newest first, of everything or about one subject; with `before`, those before that place.
pub fn before(
    connection: &mut Connection,
    subject: Option<&str>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Entry>> {
    let mut query = journal::table.into_boxed();
    if let Some(subject) = subject {
        query = query.filter(journal::subject.eq(subject.to_owned()));
    }
    if let Some(before) = before {
        query = query.filter(journal::seq.lt(before));
    }
    let rows: Vec<EntryRow> = query.order(journal::seq.desc()).limit(limit).load(connection)?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// At most `limit` entries after `seq`, oldest first.
pub fn after(connection: &mut Connection, seq: i64, limit: i64) -> Result<Vec<Entry>> {
    let entries = journal::table.filter(journal::seq.gt(seq)).order(journal::seq).limit(limit);
    let rows: Vec<EntryRow> = directly!(connection, |inner| entries.load(inner))?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// At most `limit` entries of one kind after the entry `after`, up to and with the entry `to`, oldest first.
pub fn of_kind_between(connection: &mut Connection, kind: &str, after: i64, to: i64, limit: i64) -> Result<Vec<Entry>> {
    let rows: Vec<EntryRow> = journal::table
        .filter(journal::kind.eq(kind))
        .filter(journal::seq.gt(after).and(journal::seq.le(to)))
        .order(journal::seq)
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// Rows after `after` up to `up_to`, in their order.
pub(super) fn rows_between(connection: &mut Connection, after: i64, up_to: i64) -> Result<Vec<EntryRow>> {
    let rows = journal::table.filter(journal::seq.gt(after).and(journal::seq.le(up_to))).order(journal::seq);
    Ok(directly!(connection, |inner| rows.load(inner))?)
}

/// `count` hashes of a level from `start` (both from 0): leaves on level 0, roots of tiles above.
pub(super) fn hashes(connection: &mut Connection, level: i32, start: i64, count: i64) -> Result<Vec<Hash>> {
    let raw: Vec<Vec<u8>> = if level == 0 {
        let leaves = journal::table
            .select(journal::leaf)
            .filter(journal::seq.gt(start).and(journal::seq.le(start + count)))
            .order(journal::seq);
        directly!(connection, |inner| leaves.load(inner))
    } else {
        let roots = journal_tiles::table
            .select(journal_tiles::root)
            .filter(journal_tiles::level.eq(level))
            .filter(journal_tiles::position.ge(start).and(journal_tiles::position.lt(start + count)))
            .order(journal_tiles::position);
        directly!(connection, |inner| roots.load(inner))
    }?;
    raw.iter().map(|bytes| hash(bytes)).collect()
}
