//! Who is told of the entries of the journal: as it is kept, against what is decided anew.

use std::collections::BTreeSet;

use storage::Connection;
use storage::journal::{Entry, audience_of, size};

use super::Discrepancy;
use crate::app::AppError;
use crate::app::audience::{Lookup, of_entry};

const CODE: &str = "audience_differs";

/// Checks consecutive entries.
pub(super) fn check(
    connection: &mut Connection,
    entries: &[Entry],
    found: &mut Vec<Discrepancy>,
) -> Result<(), AppError> {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(()) };
    let mut kept = audience_of(connection, first.seq, last.seq)?;
    let mut lookup = Lookup::of(connection, entries)?;
    for entry in entries {
        let told = kept.remove(&entry.seq).unwrap_or_default();
        let expected: BTreeSet<String> = of_entry(&mut lookup, entry)?.iter().map(ToString::to_string).collect();
        if told != expected {
            let why = format!("those who are told of it are {told:?} and not {expected:?}");
            found.push(Discrepancy::new(CODE, &entry.seq, why));
        }
    }
    Ok(())
}

/// Nobody is told of an entry that does not exist.
pub(super) fn check_ends(connection: &mut Connection, last: i64, found: &mut Vec<Discrepancy>) -> Result<(), AppError> {
    let mut beyond = audience_of(connection, i64::MIN, 0)?;
    beyond.extend(audience_of(connection, last + 1, i64::MAX)?);
    // Asked last: what was entered meanwhile exists.
    let size = size(connection)?;
    let invented = beyond.keys().filter(|seq| !(1..=size).contains(*seq));
    found.extend(invented.map(|seq| Discrepancy::new(CODE, seq, "there is no such entry of the journal")));
    Ok(())
}
