//! The tables of a calendar year from the coarsest to the finest. Each is protected below the coarser ones and changes none of
//! them, so patterns are made when they are asked for, in any order, with the same result.

use std::iter;
use std::sync::Arc;

use domain::reference::{DisclosurePolicy, StrategicFields};

use super::patterns::Patterns;
use super::protect::protect;
use super::rule::Rule;
use super::subject::Subject;
use crate::{ContributorTable, Dimension, Refusal, TableKey};

/// Where tables come from.
pub(super) trait Tables {
    /// Who contributes to a table of a calendar year. Every cell that has a fact is in it; for other subjects than trade, every
    /// cell that has something of the subject.
    fn table(
        &self,
        key: &TableKey,
        year: i32,
        subject: Subject,
        fields: &StrategicFields,
    ) -> Result<ContributorTable, Refusal>;
}

/// The tables of a calendar year.
pub(super) struct Lattice<'a> {
    pub tables: &'a dyn Tables,
    pub patterns: &'a Patterns,
    pub year: i32,
    pub policy: &'a DisclosurePolicy,
    pub fields: &'a StrategicFields,
}

impl Lattice<'_> {
    /// The pattern of a table.
    pub fn pattern(&self, key: &TableKey, subject: Subject) -> Result<Arc<super::Pattern>, Refusal> {
        if let Some(known) = self.patterns.known(self, key, subject) {
            return Ok(known);
        }
        let mut coarser = Vec::new();
        for key in coarser_keys(key) {
            coarser.push(self.pattern(&key, subject)?);
        }
        if subject != Subject::Trade {
            coarser.push(self.pattern(key, Subject::Trade)?);
        }
        let coarser: Vec<&super::Pattern> = coarser.iter().map(AsRef::as_ref).collect();
        let table = self.tables.table(key, self.year, subject, self.fields)?;
        let pattern = protect(&table, &coarser, &Rule::of(self.policy, subject), self.fields);
        Ok(self.patterns.keep(self, key, subject, pattern))
    }
}

/// The dimensions whose values a dimension's values are gathered in, the nearest first.
pub(super) fn ancestors(dimension: Dimension) -> impl Iterator<Item = Dimension> {
    iter::successors(dimension.parent(), |coarser| coarser.parent())
}

/// The table that tells these dimensions: a dimension beside a finer one of its own kind adds nothing.
pub(super) fn table_of(dimensions: &[Dimension]) -> TableKey {
    let is_told_by_another =
        |coarse: &Dimension| dimensions.iter().any(|fine| ancestors(*fine).any(|ancestor| ancestor == *coarse));
    TableKey::new(dimensions.iter().filter(|dimension| !is_told_by_another(dimension)).copied())
}

/// The tables directly coarser: one dimension raised, or left out where it has nothing coarser within a year.
pub(super) fn coarser_keys(key: &TableKey) -> Vec<TableKey> {
    let dimensions = key.dimensions();
    let without = |place: usize| {
        let kept = dimensions.iter().enumerate().filter(move |(other, _)| *other != place).map(|(_, kept)| *kept);
        table_of(&kept.chain(dimensions[place].parent()).collect::<Vec<_>>())
    };
    let mut keys: Vec<TableKey> = (0..dimensions.len()).map(without).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_lies_below_those_with_a_dimension_less_or_raised() {
        use Dimension::{Country, Industry, Month, Quarter, StrategicField, Year};
        let key = |dimensions: &[Dimension]| TableKey::new(dimensions.iter().copied());
        assert_eq!(table_of(&[Month, Quarter, Year, Country]), key(&[Month, Country]));
        assert_eq!(table_of(&[StrategicField, Industry, Year]), key(&[Industry]));
        let coarser = coarser_keys(&key(&[Month, Industry]));
        assert_eq!(coarser, [key(&[Month, StrategicField]), key(&[Quarter, Industry])]);
        assert_eq!(coarser_keys(&key(&[Quarter])), [key(&[])]);
        assert!(coarser_keys(&key(&[])).is_empty());
    }
}
