//! Suppliers for investment promotion: who brings which technology to which industry, since when, to how many companies, and
//! whether they are established here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::statistics::Month;

use super::table::count;
use super::{Column, Period, Row, Table};
use crate::{Answer, Base, Cell, Dimension, Filter, Margins, Measure, Order, Query, Unit, Value};

/// How many pairs of a supplier and an industry are listed.
const MOST: u32 = 100;
/// For so many months a supplier is a newcomer.
const NEW_MONTHS: i32 = 24;

/// The suppliers with the largest amounts in the period, by industry.
pub fn question(filters: &[Filter], period: Period) -> Query {
    Query {
        rows: vec![Dimension::Counterparty, Dimension::Country, Dimension::Industry],
        measures: vec![Measure::Sum(Base::AmountUsd), Measure::Sum(Base::Contracts)],
        filters: filters.iter().cloned().chain([period.filter()]).collect(),
        margins: Margins::None,
        order: Some(Order { measure: Measure::Sum(Base::AmountUsd), descending: true }),
        top: Some(MOST),
        ..Query::default()
    }
}

/// What else must be known of those suppliers, in the order that [`table`] takes the answers in: the companies that they serve in the
/// period; the months of their contracts up to its end, whatever the filters; and which of them have contracts with related
/// parties. Nothing where there are none.
pub fn more(listed: &Answer, filters: &[Filter], period: Period) -> Vec<Query> {
    let names: BTreeSet<&str> = listed.cells.iter().filter_map(|cell| listed.keys(cell).next()).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let concerned = Filter::OneOf(Dimension::Counterparty, names.into_iter().map(str::to_owned).collect());
    let narrowed = filters.iter().filter(|filter| filter.dimension() != Dimension::Counterparty).cloned();
    let so_far = Filter::Between(Dimension::Month, Month::from_1970(0).to_string(), period.to.to_string());
    let related = Filter::OneOf(Dimension::RelatedParties, vec!["true".to_owned()]);
    let ask = |rows: &[Dimension], filters: Vec<Filter>| Query {
        rows: rows.to_vec(),
        measures: vec![Measure::Sum(Base::Contracts)],
        filters,
        margins: Margins::None,
        ..Query::default()
    };
    vec![
        ask(
            &[Dimension::Counterparty, Dimension::Industry, Dimension::Company],
            narrowed.chain([concerned.clone(), period.filter()]).collect(),
        ),
        ask(&[Dimension::Counterparty, Dimension::Month], vec![concerned.clone(), so_far.clone()]),
        ask(&[Dimension::Counterparty], vec![concerned, so_far, related]),
    ]
}

/// The suppliers as a table, from the answers to [`question`] and to [`more`].
pub fn table(listed: &Answer, more: &[Answer], period: Period) -> Table {
    let [companies, months, related] = more else {
        return Table { dimensions: dimensions(), measures: measures(), rows: Vec::new(), totals: totals(listed) };
    };
    let mut served: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for keys in with_contracts(companies) {
        if let [supplier, industry, _] = keys.as_slice() {
            *served.entry((*supplier, *industry)).or_default() += 1;
        }
    }
    let mut known: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for keys in with_contracts(months) {
        if let [supplier, month] = keys.as_slice() {
            let (first, last) = known.entry(*supplier).or_insert((*month, *month));
            *first = (*first).min(*month);
            *last = (*last).max(*month);
        }
    }
    let established: BTreeSet<&str> = with_contracts(related).filter_map(|keys| keys.first().copied()).collect();
    let row = |cell: Cell<'_>| {
        let mut keys: Vec<&str> = listed.keys(cell).collect();
        let (supplier, industry) = (*keys.first()?, *keys.last()?);
        let (first, last) = known.get(supplier).copied().unwrap_or_default();
        let is_new = Month::parse(first).is_some_and(|first| first > period.to.plus(-NEW_MONTHS));
        keys.extend([first, last, yes(is_new), yes(established.contains(supplier))]);
        let companies = served.get(&(supplier, industry)).copied().unwrap_or_default();
        let values = sums(cell.values).into_iter().chain([count(companies)]).collect();
        Some(Row { keys: keys.into_iter().map(Arc::from).collect(), values })
    };
    let rows = listed.cells.iter().filter_map(row).collect();
    Table { dimensions: dimensions(), measures: measures(), rows, totals: totals(listed) }
}

/// The keys of cells in which a contract stands.
fn with_contracts(answer: &Answer) -> impl Iterator<Item = Vec<&str>> {
    let some = |cell: &Cell<'_>| matches!(cell.values, [Value::Count(contracts), ..] if *contracts > 0);
    answer.cells.iter().filter(some).map(move |cell| answer.keys(cell).collect())
}

fn yes(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

/// Contracts before amounts, as everywhere; the question is ordered by amounts.
fn sums(values: &[Value]) -> [Value; 2] {
    match values {
        [amount, contracts, ..] => [*contracts, *amount],
        _ => [Value::Undefined; 2],
    }
}

fn totals(listed: &Answer) -> Vec<Value> {
    sums(&listed.totals).into_iter().chain([Value::Undefined]).collect()
}

fn dimensions() -> Vec<Column> {
    vec![
        Column::of(Dimension::Counterparty),
        Column::of(Dimension::Country),
        Column::of(Dimension::Industry),
        Column::own("first_month", ["首次登记", "First contract"]),
        Column::own("last_month", ["最近登记", "Latest contract"]),
        Column::own("newcomer", ["新进入者", "Newcomer"]),
        Column::own("established", ["已在苏州有关联企业", "Has a related company here"]),
    ]
}

fn measures() -> Vec<Column> {
    vec![
        Column::sum(Base::Contracts, Unit::Count),
        Column::sum(Base::AmountUsd, Unit::Usd),
        Column::measured("companies", ["服务企业数", "Companies served"], Unit::Count),
    ]
}
