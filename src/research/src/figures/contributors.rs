//! Who contributes to the cells of a table, by which disclosure control decides. Deciding is not here.

use super::{Axis, Codes};
use crate::question::Dimension;

/// A table that may be published for a calendar year: its dimensions without the year, each once, in the order of
/// [`Dimension::ALL`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableKey(Vec<Dimension>);

impl TableKey {
    /// The table of these dimensions, in whatever order they come.
    pub fn new(dimensions: impl IntoIterator<Item = Dimension>) -> Self {
        let mut dimensions: Vec<Dimension> =
            dimensions.into_iter().filter(|dimension| *dimension != Dimension::Year).collect();
        dimensions.sort_unstable();
        dimensions.dedup();
        Self(dimensions)
    }

    /// Its dimensions.
    pub fn dimensions(&self) -> &[Dimension] {
        &self.0
    }
}

/// The cells of a table that have a fact, with who contributes to each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContributorTable {
    /// The table's dimensions with the keys that occur, in the order in which they are shown.
    pub axes: Vec<Axis>,
    /// In the order of their codes.
    pub cells: Vec<ContributorCell>,
}

/// A cell with its contributors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContributorCell {
    /// Its place on each axis.
    pub codes: Codes,
    /// Contracts, amount and technology fee (US cents).
    pub sums: [i128; 3],
    /// Registrations among its facts.
    pub registrations: u32,
    /// Of each company that contributes, in no order that means anything: amount and technology fee, US cents, each net.
    pub by_company: Vec<(u32, [i128; 2])>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_one_however_its_dimensions_come() {
        let table = TableKey::new([Dimension::Mode, Dimension::Year, Dimension::Country, Dimension::Mode]);
        assert_eq!(table.dimensions(), [Dimension::Country, Dimension::Mode]);
        assert_eq!(table, TableKey::new([Dimension::Country, Dimension::Mode]));
    }
}
