//! Adding entries.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use diesel::prelude::*;
use domain::Audience;
use domain::filing::canonical_json;
use domain::merkle::{Frontier, Hash, leaf_hash, subtree_root};
use serde_json::Value;

use super::audience::AudienceRow;
use super::read::{EntryRow, hash};
use crate::direct::directly;
use crate::prepared::Prepared;
use crate::schema::{journal_frontier, journal_tiles};
use crate::{Connection, Result, StorageError, dialect};

/// Leaves under one tile, and tiles under one tile of the next level.
pub(super) const TILE_WIDTH: i64 = 256;

/// Where an entry came to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From 1.
    pub seq: i64,
    /// The hash under which the tree has it.
    pub leaf: Hash,
}

/// What can only be written once its entry has a place, such as a credential that commits to it. It runs right after the append, in
/// the same transaction, and under the frontier's lock.
#[derive(Clone)]
pub struct Seal(Arc<Sealing>);

type Sealing = dyn Fn(&mut Connection, Place) -> Result<()> + Send + Sync;

impl Seal {
    /// A seal that does this.
    pub fn new(write: impl Fn(&mut Connection, Place) -> Result<()> + Send + Sync + 'static) -> Self {
        Self(Arc::new(write))
    }

    /// A seal that does this, and then what the next one does.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        Self::new(move |connection, place| {
            (self.0)(connection, place)?;
            (next.0)(connection, place)
        })
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Seal")
    }
}

/// What happened, before it has a place in the journal.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// When, in whole milliseconds.
    pub at: DateTime<Utc>,
    /// Who: `user:<id>`, `partner:<id>` or `system`.
    pub actor: String,
    /// What, such as `filing.submitted`.
    pub kind: &'static str,
    /// About what: the id of a filing, company, user …
    pub subject: String,
    /// The facts; sensitive values as digests or references.
    pub body: Value,
    /// Who is told of it, each once.
    pub told: Vec<Audience>,
    /// What is to be written once it has a place.
    pub seal: Option<Seal>,
}

/// The text whose bytes are the leaf: the entry as canonical JSON (RFC 8785), with its members in their order; `body` is canonical.
pub(super) fn canonical(seq: i64, at: DateTime<Utc>, actor: &str, kind: &str, subject: &str, body: &str) -> String {
    // A text can always be written as JSON, and into a String.
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let (actor, kind, subject) = (quoted(actor), quoted(kind), quoted(subject));
    let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let mut text = String::with_capacity(body.len() + 256);
    let _ =
        write!(text, r#"{{"actor":{actor},"at":"{at}","body":{body},"kind":{kind},"seq":{seq},"subject":{subject}}}"#);
    text
}

/// Appends entries in their order, moves the frontier, and lets their seals write; answers the place of the last. Must be the last
/// of its transaction, since it locks the frontier.
pub fn append(connection: &mut Connection, entries: &[NewEntry]) -> Result<i64> {
    let (before, nodes) = dialect::lock_frontier(connection)?;
    let mut frontier = frontier(before, &nodes)?;
    let mut seq = before;
    let mut rows = Vec::with_capacity(entries.len());
    let mut places = Vec::with_capacity(entries.len());
    let mut told = Vec::new();
    for entry in entries {
        seq += 1;
        let body = canonical_json(&entry.body);
        let leaf = leaf_hash(canonical(seq, entry.at, &entry.actor, entry.kind, &entry.subject, &body).as_bytes());
        frontier.append(leaf);
        places.push((entry, Place { seq, leaf }));
        told.extend(entry.told.iter().map(|audience| AudienceRow { audience: audience.to_string(), seq }));
        rows.push(EntryRow {
            seq,
            at: entry.at.naive_utc(),
            actor: entry.actor.clone(),
            kind: entry.kind.to_owned(),
            subject: entry.subject.clone(),
            body,
            leaf: leaf.as_bytes().to_vec(),
        });
    }
    dialect::insert_entries(connection, &rows)?;
    if !told.is_empty() {
        dialect::insert_audience(connection, &told)?;
    }
    let edge = (journal_frontier::size.eq(seq), journal_frontier::nodes.eq(bytes_of(&frontier)));
    let moved = Prepared(diesel::update(journal_frontier::table.find(1)).set(edge));
    directly!(connection, |inner| moved.execute(inner))?;
    for size in (before + 1..=seq).filter(|size| size % TILE_WIDTH == 0) {
        close_tiles(connection, size)?;
    }
    for (entry, place) in places {
        if let Some(Seal(write)) = &entry.seal {
            write(connection, place)?;
        }
    }
    Ok(seq)
}

/// Writes the roots of the subtrees that the entry at `size` has completed.
fn close_tiles(connection: &mut Connection, size: i64) -> Result<()> {
    let mut level = 0;
    let mut width = TILE_WIDTH;
    while size % width == 0 {
        let position = size / width - 1;
        let root = subtree_root(&tile_children(connection, level, position)?);
        level += 1;
        diesel::insert_into(journal_tiles::table)
            .values((
                journal_tiles::level.eq(level),
                journal_tiles::position.eq(position),
                journal_tiles::root.eq(root.as_bytes().to_vec()),
            ))
            .execute(connection)?;
        width *= TILE_WIDTH;
    }
    Ok(())
}

/// The hashes under the tile at `position` of the level above `level`: leaves for level 0, else roots of tiles.
fn tile_children(connection: &mut Connection, level: i32, position: i64) -> Result<Vec<Hash>> {
    super::read::hashes(connection, level, position * TILE_WIDTH, TILE_WIDTH)
}

/// Creates the empty frontier on a new database.
pub fn set_up(connection: &mut Connection) -> Result<()> {
    let known: i64 = journal_frontier::table.count().get_result(connection)?;
    if known == 0 {
        diesel::insert_into(journal_frontier::table)
            .values((
                journal_frontier::id.eq(1),
                journal_frontier::size.eq(0_i64),
                journal_frontier::nodes.eq(Vec::<u8>::new()),
            ))
            .execute(connection)?;
    }
    Ok(())
}

pub(super) fn frontier(size: i64, nodes: &[u8]) -> Result<Frontier> {
    let nodes = nodes.chunks(32).map(hash).collect::<Result<Vec<_>>>()?;
    let size = u64::try_from(size).map_err(|error| StorageError::Corrupt(error.to_string()))?;
    Frontier::from_parts(size, nodes)
        .ok_or_else(|| StorageError::Corrupt("the journal's frontier does not fit its size".into()))
}

fn bytes_of(frontier: &Frontier) -> Vec<u8> {
    frontier.nodes().iter().flat_map(|node| node.as_bytes().iter().copied()).collect()
}
