//! Signed tree heads.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::merkle::Hash;

use super::read::hash;
use crate::schema::journal_heads;
use crate::text::utc;
use crate::{Connection, Result};

/// A signed statement of what the journal contained.
#[derive(Debug, Clone)]
pub struct Head {
    /// Number of entries.
    pub tree_size: i64,
    /// Root over them.
    pub root: Hash,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
    /// Which key signed.
    pub key_id: String,
    /// Ed25519 over the head's text, base64url.
    pub signature: String,
}

type HeadRow = (i64, Vec<u8>, NaiveDateTime, String, String);

/// Keeps a head; signing the same size twice keeps the first.
pub fn save_head(connection: &mut Connection, head: &Head) -> Result<()> {
    let known: i64 =
        journal_heads::table.filter(journal_heads::tree_size.eq(head.tree_size)).count().get_result(connection)?;
    if known == 0 {
        diesel::insert_into(journal_heads::table)
            .values((
                journal_heads::tree_size.eq(head.tree_size),
                journal_heads::root.eq(head.root.as_bytes().to_vec()),
                journal_heads::signed_at.eq(head.signed_at.naive_utc()),
                journal_heads::key_id.eq(&head.key_id),
                journal_heads::signature.eq(&head.signature),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// The head over the most entries.
pub fn latest_head(connection: &mut Connection) -> Result<Option<Head>> {
    let row: Option<HeadRow> =
        journal_heads::table.order(journal_heads::tree_size.desc()).first(connection).optional()?;
    row.map(read_head).transpose()
}

/// The first head that covers the entry at `seq` and was signed at that time or later.
pub fn first_head_over(connection: &mut Connection, seq: i64, signed_from: DateTime<Utc>) -> Result<Option<Head>> {
    let row: Option<HeadRow> = journal_heads::table
        .filter(journal_heads::tree_size.ge(seq).and(journal_heads::signed_at.ge(signed_from.naive_utc())))
        .order(journal_heads::tree_size)
        .first(connection)
        .optional()?;
    row.map(read_head).transpose()
}

/// The head over exactly so many entries.
pub fn head_of(connection: &mut Connection, tree_size: i64) -> Result<Option<Head>> {
    let row: Option<HeadRow> = journal_heads::table.find(tree_size).first(connection).optional()?;
    row.map(read_head).transpose()
}

/// At most `limit` heads over more than `tree_size` entries, smallest first.
pub fn heads_after(connection: &mut Connection, tree_size: i64, limit: i64) -> Result<Vec<Head>> {
    let rows: Vec<HeadRow> = journal_heads::table
        .filter(journal_heads::tree_size.gt(tree_size))
        .order(journal_heads::tree_size)
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(read_head).collect()
}

pub(super) fn all(connection: &mut Connection) -> Result<Vec<Head>> {
    let rows: Vec<HeadRow> = journal_heads::table.order(journal_heads::tree_size).load(connection)?;
    rows.into_iter().map(read_head).collect()
}

fn read_head((tree_size, root, signed_at, key_id, signature): HeadRow) -> Result<Head> {
    Ok(Head { tree_size, root: hash(&root)?, signed_at: utc(signed_at), key_id, signature })
}
