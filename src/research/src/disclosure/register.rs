//! The tables of closed years, as the cube counts them.

use std::collections::HashMap;
use std::sync::Arc;

use domain::reference::StrategicFields;

use super::lattice::Tables;
use super::subject::Subject;
use crate::{
    Base, Codes, ContributorCell, ContributorTable, Dimension, Filter, Limits, Margins, Measure, Query, Refusal,
    Snapshot, Spread, TableKey, Value,
};

/// Tables of the closed years of a snapshot.
pub(super) struct Register<'a>(pub &'a Snapshot);

/// What companies contribute to cells, by the cell's keys: amounts and how many contracts.
type Contributions = HashMap<Vec<Arc<str>>, Vec<Contribution>>;

struct Contribution {
    company: u32,
    amounts: [i128; 2],
    registrations: u32,
}

impl Tables for Register<'_> {
    fn table(
        &self,
        key: &TableKey,
        year: i32,
        subject: Subject,
        fields: &StrategicFields,
    ) -> Result<ContributorTable, Refusal> {
        let trade = self.0.table(key, year, fields);
        match subject {
            Subject::Trade => Ok(trade),
            Subject::Sum(base) => Ok(with(trade, self.sums(key, year, base, fields)?)),
            Subject::Spread(spread) => Ok(with(trade, self.spreads(key, year, spread, fields))),
        }
    }
}

impl Register<'_> {
    fn sums(&self, key: &TableKey, year: i32, base: Base, fields: &StrategicFields) -> Result<Contributions, Refusal> {
        let query = Query {
            rows: by_company(key),
            measures: vec![Measure::Sum(base)],
            filters: vec![of_year(year)],
            margins: Margins::None,
            ..Query::default()
        };
        let answer = self.0.answer(&query, fields, &Limits { cells: usize::MAX }, 1)?;
        let mut companies = Companies::default();
        let mut contributions = Contributions::new();
        for cell in answer.cells.iter() {
            let amount = match cell.values.first() {
                Some(Value::Count(count)) => i128::from(*count),
                Some(Value::Fixed { units, .. }) => *units,
                Some(Value::Undefined | Value::Suppressed) | None => 0,
            };
            if amount != 0 {
                let keys: Vec<Arc<str>> = answer.keys(cell).map(Arc::from).collect();
                companies.add(&mut contributions, keys, [amount; 2], 0);
            }
        }
        Ok(contributions)
    }

    fn spreads(&self, key: &TableKey, year: i32, spread: Spread, fields: &StrategicFields) -> Contributions {
        let mut companies = Companies::default();
        let mut contributions = Contributions::new();
        for (keys, values) in self.0.spread(spread, &by_company(key), &[of_year(year)], fields) {
            let count = i128::try_from(values.len()).unwrap_or(i128::MAX);
            let sum: i128 = values.iter().map(|value| i128::from(*value)).sum();
            // Amounts add up, and may be one company's; of the rates and days of contracts it is the contracts that count.
            let first = if spread == Spread::AmountUsd { sum } else { count };
            let registrations = u32::try_from(values.len()).unwrap_or(u32::MAX);
            companies.add(&mut contributions, keys, [first, count], registrations);
        }
        contributions
    }
}

/// The numbers by which companies are told apart.
#[derive(Default)]
struct Companies(HashMap<Arc<str>, u32>);

impl Companies {
    /// Adds what a company contributes; the last key names it.
    fn add(&mut self, to: &mut Contributions, mut keys: Vec<Arc<str>>, amounts: [i128; 2], registrations: u32) {
        let Some(company) = keys.pop() else { return };
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        let company = *self.0.entry(company).or_insert(next);
        to.entry(keys).or_default().push(Contribution { company, amounts, registrations });
    }
}

fn by_company(key: &TableKey) -> Vec<Dimension> {
    key.dimensions().iter().copied().chain([Dimension::Company]).collect()
}

fn of_year(year: i32) -> Filter {
    Filter::OneOf(Dimension::Year, vec![format!("{year:04}")])
}

/// The table with other contributors; cells without any are left out.
fn with(trade: ContributorTable, mut contributions: Contributions) -> ContributorTable {
    let ContributorTable { axes, cells } = trade;
    let keys = |codes: &Codes| -> Vec<Arc<str>> {
        axes.iter().zip(codes).filter_map(|(axis, code)| axis.keys.get(*code as usize).cloned()).collect()
    };
    let contributed = |cell: ContributorCell| {
        let contributions = contributions.remove(&keys(&cell.codes))?;
        let registrations = contributions.iter().map(|one| one.registrations).sum();
        let by_company = contributions.into_iter().map(|one| (one.company, one.amounts)).collect();
        Some(ContributorCell { registrations, by_company, ..cell })
    };
    let cells = cells.into_iter().filter_map(contributed).collect();
    ContributorTable { axes, cells }
}
