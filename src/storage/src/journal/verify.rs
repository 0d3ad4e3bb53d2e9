//! Checks the whole journal: every row against its leaf, the sequence, the tree against every signed head.

use diesel::prelude::*;
use domain::merkle::{Frontier, leaf_hash};

use super::heads::{Head, all};
use super::read::rows_after;
use crate::schema::journal_frontier;
use crate::{Connection, Result};

/// Rows read at a time.
const CHUNK: i64 = 10_000;

/// A journal that holds together.
#[derive(Debug, Clone)]
pub struct Verified {
    /// Entries checked.
    pub entries: i64,
    /// Heads whose root and signature agree.
    pub heads: usize,
    /// Root over all entries, hex.
    pub root: String,
}

/// The first thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// The first entry that is known to be bad.
    pub seq: i64,
    /// What is wrong with it.
    pub why: String,
}

/// Walks the journal from its beginning. `signature_holds` checks a head with the public key.
pub fn verify(
    connection: &mut Connection,
    signature_holds: impl Fn(&Head) -> bool,
) -> Result<std::result::Result<Verified, Discrepancy>> {
    let heads = all(connection)?;
    let mut waiting = heads.iter().peekable();
    let mut frontier = Frontier::default();
    let mut last = 0;
    loop {
        let rows = rows_after(connection, last, CHUNK)?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let expected = last + 1;
            if row.seq != expected {
                return Ok(Err(bad(expected, format!("is missing; the next entry is {}", row.seq))));
            }
            let leaf = leaf_hash(row.canonical().as_bytes());
            if leaf.as_bytes() != row.leaf.as_slice() {
                return Ok(Err(bad(expected, "does not agree with its leaf: it was altered".into())));
            }
            frontier.append(leaf);
            last = expected;
            while let Some(head) = waiting.next_if(|head| head.tree_size == last) {
                if head.root != frontier.root() {
                    return Ok(Err(bad(
                        last,
                        format!(
                            "or an earlier one was rewritten: the tree of {last} entries differs from its signed head"
                        ),
                    )));
                }
                if !signature_holds(head) {
                    return Ok(Err(bad(
                        last,
                        format!("closes a tree of {last} entries whose head has a false signature"),
                    )));
                }
            }
        }
    }
    if let Some(head) = waiting.next() {
        return Ok(Err(bad(last + 1, format!("is missing: a signed head covers {} entries", head.tree_size))));
    }
    let (size, nodes): (i64, Vec<u8>) =
        journal_frontier::table.find(1).select((journal_frontier::size, journal_frontier::nodes)).first(connection)?;
    if size != last {
        return Ok(Err(bad(
            last.min(size) + 1,
            format!("is missing: the frontier counts {size} entries, the journal has {last}"),
        )));
    }
    if super::append::frontier(size, &nodes)?.root() != frontier.root() {
        return Ok(Err(bad(last, "or an earlier one was rewritten: the frontier has another root".into())));
    }
    Ok(Ok(Verified { entries: last, heads: heads.len(), root: frontier.root().to_string() }))
}

fn bad(seq: i64, why: String) -> Discrepancy {
    Discrepancy { seq, why }
}
