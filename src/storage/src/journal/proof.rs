//! Proofs over the stored tree: tiles make them cost a few hundred hashes, however long the journal, and a few questions.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::merkle::{Hash, Range, consistency_path, inclusion_path, subtree_root};

use super::append::TILE_WIDTH;
use super::read::hashes;
use crate::{Connection, Result, StorageError};

/// Hashes that lead from the entry at `index` (from 0) to the root over `size` entries.
pub fn inclusion_proof(connection: &mut Connection, index: u64, size: u64) -> Result<Vec<Hash>> {
    Tree::of(connection).roots(inclusion_path(index, size))
}

/// Hashes that show that the journal of `size` entries extends the one of `earlier`.
pub fn consistency_proof(connection: &mut Connection, earlier: u64, size: u64) -> Result<Vec<Hash>> {
    Tree::of(connection).roots(consistency_path(earlier, size))
}

/// The root over the first `size` entries.
pub fn root_of(connection: &mut Connection, size: u64) -> Result<Hash> {
    Tree::of(connection).root((0, size))
}

/// The stored tree, as one proof reads it: all that lies under a tile at once, and that once. What a proof is made of lies close
/// together on each level, around the entry and at the tree's edge.
struct Tree<'a> {
    connection: &'a mut Connection,
    under: HashMap<(i32, i64), Vec<Hash>>,
}

impl<'a> Tree<'a> {
    fn of(connection: &'a mut Connection) -> Self {
        Self { connection, under: HashMap::new() }
    }

    fn roots(&mut self, ranges: Vec<Range>) -> Result<Vec<Hash>> {
        ranges.into_iter().map(|range| self.root(range)).collect()
    }

    /// The hash of the subtree over `length` leaves from `start`, built from as many whole tiles as it has.
    ///
    /// RFC 6962 splits at the largest power of two, so every tile that lies whole in such a range is a subtree of it: the root over
    /// tiles, the last of them possibly ragged, is the root over their leaves.
    fn root(&mut self, (start, length): Range) -> Result<Hash> {
        let width = TILE_WIDTH.unsigned_abs();
        let (mut level, mut tile) = (0, 1);
        while length >= tile * width && start.is_multiple_of(tile * width) {
            tile *= width;
            level += 1;
        }
        let (first, whole) = (start / tile, length / tile);
        let mut parts = (first..first + whole).map(|place| self.hash(level, place)).collect::<Result<Vec<_>>>()?;
        let rest = length - whole * tile;
        if rest > 0 {
            parts.push(self.root((start + whole * tile, rest))?);
        }
        Ok(subtree_root(&parts))
    }

    /// One hash of a level: a leaf on level 0, the root of a tile above.
    fn hash(&mut self, level: i32, place: u64) -> Result<Hash> {
        let width = TILE_WIDTH.unsigned_abs();
        let tile = signed(place / width);
        let under = match self.under.entry((level, tile)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unread) => {
                unread.insert(hashes(self.connection, level, tile.saturating_mul(TILE_WIDTH), TILE_WIDTH)?)
            }
        };
        let within = usize::try_from(place % width).ok();
        within
            .and_then(|within| under.get(within).copied())
            .ok_or_else(|| StorageError::Corrupt("the journal's tree has a gap".into()))
    }
}

/// Sizes of a journal fit `i64`, the type of its column.
fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
