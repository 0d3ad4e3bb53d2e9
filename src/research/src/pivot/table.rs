//! What others decide and detect by: the contributors of a table's cells, and the values of a spread.

use std::sync::Arc;

use domain::reference::StrategicFields;

use super::addend::Addend;
use super::grid::all;
use super::groups::Groups;
use super::labels::Labels;
use super::lattice::Lattice;
use super::reading::Reading;
use super::tally::Wanted;
use super::view::View;
use crate::cube::Snapshot;
use crate::figures::{ContributorCell, ContributorTable, TableKey};
use crate::question::{Base, Dimension, Filter, MAXIMUM_DIMENSIONS, Spread};

const CONTRACTS: Addend = Addend::Base(Base::Contracts);
const AMOUNT: Addend = Addend::Base(Base::AmountUsd);
const TECHNOLOGY_FEE: Addend = Addend::Base(Base::TechnologyFeeUsd);

impl Snapshot {
    /// The cells of a table in a calendar year that have a fact, with who contributes to each. A company's number is its own in this
    /// table only.
    pub fn table(&self, key: &TableKey, year: i32, fields: &StrategicFields) -> ContributorTable {
        let filters = [Filter::OneOf(Dimension::Year, vec![format!("{year:04}")])];
        let view = [View::new(self, fields, &filters, 0)];
        let dimensions = key.dimensions().iter().take(MAXIMUM_DIMENSIONS).chain([&Dimension::Company]);
        let readings: Vec<Reading> = dimensions.map(|dimension| Reading::new(*dimension, &view)).collect();
        let readings: Vec<&Reading> = readings.iter().collect();
        let own = readings.len() - 1;
        let mut table = ContributorTable { axes: Vec::new(), cells: Vec::new() };
        // More places than can be counted, or than there are in memory, no table has.
        let addends = vec![CONTRACTS, AMOUNT, TECHNOLOGY_FEE, Addend::Registrations];
        let wanted = Wanted { addends, spreads: Vec::new() };
        let Ok(groups) = Groups::of(&view[0], 0, &readings, wanted, usize::MAX, 1) else { return table };
        if groups.places.is_empty() {
            return table;
        }

        let (kept, by_company) = (all(own), all(own + 1));
        let lattice = Lattice::of(groups, &[kept, by_company], 1);
        let labels = Labels::of(&readings[..own], lattice.places(kept));
        let sum = |group: usize, of: Addend| lattice.sums(kept, of)[group];
        table.cells = (0..)
            .zip(lattice.places(kept))
            .map(|(group, place)| ContributorCell {
                codes: labels.codes(place, kept),
                sums: [CONTRACTS, AMOUNT, TECHNOLOGY_FEE].map(|of| sum(group, of)),
                registrations: u32::try_from(sum(group, Addend::Registrations)).unwrap_or(u32::MAX),
                by_company: Vec::new(),
            })
            .collect();
        let net = lattice.sums(by_company, AMOUNT).iter().zip(lattice.sums(by_company, TECHNOLOGY_FEE));
        let companies = lattice.places(by_company).iter().map(|place| place[own]);
        for ((cell, company), (amount, fee)) in lattice.parents(by_company, kept).iter().zip(companies).zip(net) {
            table.cells[*cell as usize].by_company.push((company, [*amount, *fee]));
        }
        table.axes = labels.axes;
        table
    }

    /// The values of a spread by some dimensions, in the order of their keys: of registrations that pass the filters. Rates are in
    /// millionths of one, amounts in US cents; groups without a value are left out. By at most [`MAXIMUM_DIMENSIONS`].
    pub fn spread(
        &self,
        of: Spread,
        by: &[Dimension],
        filters: &[Filter],
        fields: &StrategicFields,
    ) -> Vec<(Vec<Arc<str>>, Vec<i64>)> {
        let view = [View::new(self, fields, filters, 0)];
        let dimensions = by.iter().take(MAXIMUM_DIMENSIONS);
        let readings: Vec<Reading> = dimensions.map(|dimension| Reading::new(*dimension, &view)).collect();
        let readings: Vec<&Reading> = readings.iter().collect();
        let wanted = Wanted { addends: Vec::new(), spreads: vec![of] };
        let Ok(groups) = Groups::of(&view[0], 0, &readings, wanted, usize::MAX, 1) else { return Vec::new() };
        let Some(lists) = groups.lists.first() else { return Vec::new() };
        let values = groups.places.iter().enumerate().map(|(group, place)| {
            let keys = readings.iter().zip(place).map(|(reading, code)| Arc::clone(&reading.axis.keys[*code as usize]));
            (keys.collect(), lists.list(group).to_vec())
        });
        values.filter(|(_, list)| !list.is_empty()).collect()
    }
}
