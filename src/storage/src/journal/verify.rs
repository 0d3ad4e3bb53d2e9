//! Checks the whole journal: every row against its leaf, the sequence, the tree against every signed head.
//!
//! Most of the work is each row's own, so that several parts may be read and hashed at once; the tree is built from them in order.

use std::iter::Peekable;
use std::vec::IntoIter;

use diesel::dsl::max;
use diesel::prelude::*;
use domain::merkle::{Frontier, Hash, leaf_hash};

use super::heads::{Head, all};
use super::read::rows_between;
use crate::schema::{journal, journal_frontier};
use crate::{Connection, Result};

/// Rows read at a time.
const PART: i64 = 4_096;

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

/// Consecutive entries that agree with their leaves, up to the first that does not.
#[derive(Debug)]
pub struct Part {
    after: i64,
    /// The first that is there.
    first: Option<i64>,
    leaves: Vec<Hash>,
    bad: Option<Discrepancy>,
}

impl Part {
    /// Reads the entries after `after`, as many as one part has, and checks each by itself.
    pub fn read(connection: &mut Connection, after: i64) -> Result<Self> {
        let rows = rows_between(connection, after, after.saturating_add(PART))?;
        let first = rows.first().map(|row| row.seq);
        let mut part = Self { after, first, leaves: Vec::with_capacity(rows.len()), bad: None };
        for (expected, row) in (after + 1..).zip(rows) {
            if row.seq != expected {
                part.bad = Some(bad(expected, format!("is missing; the next entry is {}", row.seq)));
                break;
            }
            let leaf = leaf_hash(row.canonical().as_bytes());
            if leaf.as_bytes() != row.leaf.as_slice() {
                part.bad = Some(bad(expected, "does not agree with its leaf: it was altered".into()));
                break;
            }
            part.leaves.push(leaf);
        }
        Ok(part)
    }
}

/// A journal on the way through its parts.
#[derive(Debug)]
pub struct Walk {
    /// Entries that there are.
    last: i64,
    /// The frontier that is stored: its size and its nodes.
    stored: (i64, Vec<u8>),
    heads: usize,
    waiting: Peekable<IntoIter<Head>>,
    frontier: Frontier,
    passed: i64,
}

impl Walk {
    /// Begins at the first entry. What is entered from now on is not looked at.
    pub fn begin(connection: &mut Connection) -> Result<Self> {
        // Before the journal's end is looked for: none of them reaches beyond it.
        let heads = all(connection)?;
        let last = journal::table.select(max(journal::seq)).single_value();
        let (size, nodes, last): (i64, Vec<u8>, Option<i64>) = journal_frontier::table
            .find(1)
            .select((journal_frontier::size, journal_frontier::nodes, last))
            .first(connection)?;
        Ok(Self {
            last: last.unwrap_or(0),
            stored: (size, nodes),
            heads: heads.len(),
            waiting: heads.into_iter().peekable(),
            frontier: Frontier::default(),
            passed: 0,
        })
    }

    /// After which entries the parts begin that are to be read, in order.
    pub fn parts(&self) -> impl Iterator<Item = i64> + use<> {
        let last = self.last;
        std::iter::successors(Some(0_i64), |after| after.checked_add(PART)).take_while(move |after| *after < last)
    }

    /// Takes the next part. `signature_holds` checks a head with the public key.
    pub fn pass(
        &mut self,
        part: Part,
        signature_holds: impl Fn(&Head) -> bool,
    ) -> std::result::Result<(), Discrepancy> {
        if let Some(first) = part.first.filter(|_| part.after != self.passed) {
            return Err(bad(self.passed + 1, format!("is missing; the next entry is {first}")));
        }
        for leaf in part.leaves {
            self.frontier.append(leaf);
            self.passed += 1;
            let last = self.passed;
            while let Some(head) = self.waiting.next_if(|head| head.tree_size == last) {
                if head.root != self.frontier.root() {
                    let why = "or an earlier one was rewritten: the tree";
                    return Err(bad(last, format!("{why} of {last} entries differs from its signed head")));
                }
                if !signature_holds(&head) {
                    return Err(bad(last, format!("closes a tree of {last} entries whose head has a false signature")));
                }
            }
        }
        part.bad.map_or(Ok(()), Err)
    }

    /// After the last part: whether the journal ends where heads and frontier say.
    pub fn end(mut self) -> Result<std::result::Result<Verified, Discrepancy>> {
        let (passed, (size, nodes)) = (self.passed, self.stored);
        if let Some(head) = self.waiting.next() {
            return Ok(Err(bad(passed + 1, format!("is missing: a signed head covers {} entries", head.tree_size))));
        }
        if size != passed {
            let why = format!("is missing: the frontier counts {size} entries, the journal has {passed}");
            return Ok(Err(bad(passed.min(size) + 1, why)));
        }
        let root = self.frontier.root();
        if super::append::frontier(size, &nodes)?.root() != root {
            return Ok(Err(bad(passed, "or an earlier one was rewritten: the frontier has another root".into())));
        }
        Ok(Ok(Verified { entries: passed, heads: self.heads, root: root.to_string() }))
    }
}

/// Walks the journal from its beginning, one part after the other on one connection.
pub fn verify(
    connection: &mut Connection,
    signature_holds: impl Fn(&Head) -> bool,
) -> Result<std::result::Result<Verified, Discrepancy>> {
    let mut walk = Walk::begin(connection)?;
    for after in walk.parts() {
        if let Err(bad) = walk.pass(Part::read(connection, after)?, &signature_holds) {
            return Ok(Err(bad));
        }
    }
    walk.end()
}

fn bad(seq: i64, why: String) -> Discrepancy {
    Discrepancy { seq, why }
}
