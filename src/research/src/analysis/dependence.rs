//! Dependence of strategic fields on their sources: how much comes from the first country, how concentrated the sources are, and how
//! many countries and suppliers there are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::table::count;
use super::{Column, Period, Row, Table};
use crate::{Answer, Base, Cell, Dimension, Filter, Margins, Measure, Query, ShareOf, Unit, Value};

/// Each field: its sums and its concentration.
pub fn fields(filters: &[Filter], period: Period) -> Query {
    let concentration = Measure::Hhi(Base::AmountUsd, Dimension::Country);
    ask(&[], vec![Measure::Sum(Base::Contracts), Measure::Sum(Base::AmountUsd), concentration], filters, period)
}

/// Each field's sources with their shares.
pub fn sources(filters: &[Filter], period: Period) -> Query {
    let share = Measure::Share(Base::AmountUsd, ShareOf::Row);
    ask(&[Dimension::Country], vec![Measure::Sum(Base::AmountUsd), share], filters, period)
}

/// Each field's suppliers, which are not for everyone.
pub fn suppliers(filters: &[Filter], period: Period) -> Query {
    ask(&[Dimension::Counterparty], vec![Measure::Sum(Base::Contracts)], filters, period)
}

fn ask(columns: &[Dimension], measures: Vec<Measure>, filters: &[Filter], period: Period) -> Query {
    Query {
        rows: vec![Dimension::StrategicField],
        columns: columns.to_vec(),
        measures,
        filters: filters.iter().cloned().chain([period.filter()]).collect(),
        margins: Margins::None,
        ..Query::default()
    }
}

/// What is known of the sources of a field.
#[derive(Debug, Clone, Copy, Default)]
struct Sources<'a> {
    /// The first country with its amount and share.
    first: Option<(&'a str, i128, Value)>,
    countries: usize,
    /// One of them is withheld, so that nothing can be said of the first.
    withheld: bool,
}

/// The fields as a table, from the answers to [`fields`], [`sources`] and, for those who may know, [`suppliers`].
pub fn table(fields: &Answer, sources: &Answer, suppliers: Option<&Answer>) -> Table {
    let mut of_field: BTreeMap<&str, Sources<'_>> = BTreeMap::new();
    for cell in sources.cells.iter() {
        if let [field, country] = sources.keys(cell).collect::<Vec<_>>().as_slice() {
            add(of_field.entry(*field).or_default(), country, cell);
        }
    }
    let mut supplied: BTreeMap<&str, usize> = BTreeMap::new();
    for cell in suppliers.into_iter().flat_map(|answer| answer.cells.iter()) {
        if let ([Value::Count(contracts)], Some(answer)) = (cell.values, suppliers)
            && *contracts > 0
        {
            *supplied.entry(answer.keys(cell).next().unwrap_or_default()).or_default() += 1;
        }
    }
    let row = |cell: Cell<'_>| {
        let field = fields.keys(cell).next()?;
        let found = of_field.get(field).copied().unwrap_or_default();
        let (country, share) = found.first.map_or(("", Value::Undefined), |(country, _, share)| (country, share));
        let of_sources = if found.withheld { [Value::Suppressed; 2] } else { [share, count(found.countries)] };
        let of_suppliers = suppliers.map(|_| count(supplied.get(field).copied().unwrap_or_default()));
        let values = cell.values.iter().copied().chain(of_sources).chain(of_suppliers).collect();
        let country = if found.withheld { "" } else { country };
        Some(Row { keys: vec![Arc::from(field), Arc::from(country)], values })
    };
    let rows = fields.cells.iter().filter_map(row).collect();
    let rest = 2 + usize::from(suppliers.is_some());
    let totals = fields.totals.iter().copied().chain(std::iter::repeat_n(Value::Undefined, rest)).collect();
    Table { dimensions: dimensions(), measures: measures(suppliers.is_some()), rows, totals }
}

fn add<'a>(found: &mut Sources<'a>, country: &'a str, cell: Cell<'_>) {
    match cell.values {
        [Value::Suppressed, _] => found.withheld = true,
        [Value::Fixed { units, .. }, share] if *units > 0 => {
            found.countries += 1;
            if found.first.is_none_or(|(_, most, _)| *units > most) {
                found.first = Some((country, *units, *share));
            }
        }
        _ => {}
    }
}

fn dimensions() -> Vec<Column> {
    vec![
        Column::of(Dimension::StrategicField),
        Column::own("top_country", ["首位来源地", "First source"]).with_keys_of(Dimension::Country),
    ]
}

fn measures(with_suppliers: bool) -> Vec<Column> {
    let suppliers = Column::measured("suppliers", ["技术供方数", "Suppliers"], Unit::Count);
    let all = [
        Column::sum(Base::Contracts, Unit::Count),
        Column::sum(Base::AmountUsd, Unit::Usd),
        Column::measured("concentration", ["来源地集中度", "Concentration of sources"], Unit::Index),
        Column::measured("top_share", ["首位来源地占比", "Share of the first source"], Unit::Ratio),
        Column::measured("countries", ["来源地数", "Sources"], Unit::Count),
    ];
    all.into_iter().chain(with_suppliers.then_some(suppliers)).collect()
}
