//! Proofs over the stored tree: tiles make them cost a few hundred hashes, however long the journal.

use domain::merkle::{Hash, consistency_path, inclusion_path, subtree_root};

use super::append::TILE_WIDTH;
use super::read::hashes;
use crate::{Connection, Result};

/// Hashes that lead from the entry at `index` (from 0) to the root over `size` entries.
pub fn inclusion_proof(connection: &mut Connection, index: u64, size: u64) -> Result<Vec<Hash>> {
    inclusion_path(index, size).into_iter().map(|(start, length)| range_root(connection, start, length)).collect()
}

/// Hashes that show that the journal of `size` entries extends the one of `earlier`.
pub fn consistency_proof(connection: &mut Connection, earlier: u64, size: u64) -> Result<Vec<Hash>> {
    consistency_path(earlier, size).into_iter().map(|(start, length)| range_root(connection, start, length)).collect()
}

/// The root over the first `size` entries.
pub fn root_of(connection: &mut Connection, size: u64) -> Result<Hash> {
    range_root(connection, 0, size)
}

/// The hash of the subtree over `length` leaves from `start`, built from as many whole tiles as it has.
///
/// RFC 6962 splits at the largest power of two, so every tile that lies whole in such a range is a subtree of it: the root over
/// tiles, the last of them possibly ragged, is the root over their leaves.
fn range_root(connection: &mut Connection, start: u64, length: u64) -> Result<Hash> {
    let width = TILE_WIDTH.unsigned_abs();
    let mut level = 0;
    let mut tile = 1;
    while length > tile * width && start.is_multiple_of(tile * width) {
        tile *= width;
        level += 1;
    }
    let whole = length / tile;
    let mut parts = hashes(connection, level, signed(start / tile), signed(whole))?;
    let rest = length - whole * tile;
    if rest > 0 {
        parts.push(range_root(connection, start + whole * tile, rest)?);
    }
    Ok(subtree_root(&parts))
}

/// Sizes of a journal fit `i64`, the type of its column.
fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
