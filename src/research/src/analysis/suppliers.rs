//! Suppliers for investment promotion: who brings which technology to which industry, since when, to how many companies, and
//! whether they are established here.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::reference::StrategicFields;
use domain::statistics::Month;

use super::table::count;
use super::{Column, Licences, PatentTable, Period, Row, Table};
use crate::{Answer, Base, Cell, Dimension, Filter, Margins, Measure, Order, Query, Unit, Value};

/// How many pairs of a supplier and an industry are listed.
const MOST: u32 = 100;
/// For so many months a supplier is a newcomer.
const NEW_MONTHS: i32 = 24;
/// How many IPC subclasses are named of a pair.
const CLASSES: usize = 3;

/// Which suppliers are looked for. What does not hold of a supplier leaves it out before the largest are listed, so that small ones
/// are found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sought {
    /// Only those that are new.
    pub newcomers: bool,
    /// Only those that have no related company here.
    pub not_established: bool,
}

impl Sought {
    /// Reads codes by comma, each once or more; the first that is none, where one is not.
    ///
    /// # Errors
    /// With what is no such code.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut sought = Self::default();
        for code in text.split(',') {
            match code {
                "newcomer" => sought.newcomers = true,
                "not_established" => sought.not_established = true,
                other => return Err(other.to_owned()),
            }
        }
        Ok(sought)
    }

    /// The codes in their one spelling; empty where every supplier is looked for.
    pub fn codes(self) -> String {
        let codes = [(self.newcomers, "newcomer"), (self.not_established, "not_established")];
        codes.iter().filter(|(is, _)| *is).map(|(_, code)| *code).collect::<Vec<_>>().join(",")
    }
}

/// What tells whom to leave out, for [`without`]: those with contracts before anybody was new, and those with contracts between
/// related parties.
pub fn left_out(sought: Sought, period: Period) -> Vec<Query> {
    let earlier = sought.newcomers.then(|| ask(&[Dimension::Counterparty], vec![before_new(period)]));
    let related = sought.not_established.then(|| ask(&[Dimension::Counterparty], vec![so_far(period), related()]));
    earlier.into_iter().chain(related).collect()
}

/// The conditions, and that it is none of the suppliers in these answers.
pub fn without(filters: &[Filter], answers: &[Answer]) -> Vec<Filter> {
    let gone: BTreeSet<&str> = answers.iter().flat_map(suppliers_of).collect();
    let of_suppliers = filters.iter().find(|filter| filter.dimension() == Dimension::Counterparty);
    let condition = match of_suppliers {
        Some(Filter::OneOf(dimension, names)) => {
            let left = names.iter().filter(|name| !gone.contains(name.as_str()));
            Filter::OneOf(*dimension, left.cloned().collect())
        }
        Some(Filter::NoneOf(dimension, names)) => {
            Filter::NoneOf(*dimension, names.iter().cloned().chain(gone.into_iter().map(str::to_owned)).collect())
        }
        _ => Filter::NoneOf(Dimension::Counterparty, gone.into_iter().map(str::to_owned).collect()),
    };
    others(filters).chain([condition]).collect()
}

/// The conditions that are not of suppliers.
fn others(filters: &[Filter]) -> impl Iterator<Item = Filter> {
    filters.iter().filter(|filter| filter.dimension() != Dimension::Counterparty).cloned()
}

/// Contracts by these, under these conditions.
fn ask(rows: &[Dimension], filters: Vec<Filter>) -> Query {
    Query {
        rows: rows.to_vec(),
        measures: vec![Measure::Sum(Base::Contracts)],
        filters,
        margins: Margins::None,
        ..Query::default()
    }
}

fn up_to(last: Month) -> Filter {
    Filter::Between(Dimension::Month, Month::from_1970(0).to_string(), last.to_string())
}

/// Everything up to the end of the period.
fn so_far(period: Period) -> Filter {
    up_to(period.to)
}

/// The months before those whose suppliers are new.
fn before_new(period: Period) -> Filter {
    up_to(period.to.plus(-NEW_MONTHS))
}

fn related() -> Filter {
    Filter::OneOf(Dimension::RelatedParties, vec!["true".to_owned()])
}

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
/// period; how the technology moves; the months of their contracts up to its end, whatever the filters; which of them had contracts
/// before anybody was new; and which of them have contracts with related parties. Nothing where there are none.
pub fn more(listed: &Answer, filters: &[Filter], period: Period) -> Vec<Query> {
    let names: BTreeSet<&str> = listed.cells.iter().filter_map(|cell| listed.keys(cell).next()).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let concerned = Filter::OneOf(Dimension::Counterparty, names.into_iter().map(str::to_owned).collect());
    let in_period: Vec<Filter> = others(filters).chain([concerned.clone(), period.filter()]).collect();
    vec![
        ask(&[Dimension::Counterparty, Dimension::Industry, Dimension::Company], in_period.clone()),
        ask(&[Dimension::Counterparty, Dimension::Industry, Dimension::Mode], in_period),
        ask(&[Dimension::Counterparty, Dimension::Month], vec![concerned.clone(), so_far(period)]),
        ask(&[Dimension::Counterparty], vec![concerned.clone(), before_new(period)]),
        ask(&[Dimension::Counterparty], vec![concerned, so_far(period), related()]),
    ]
}

/// IPC subclasses by supplier and industry, as they are told.
pub type Technology = BTreeMap<(String, String), String>;

/// The IPC subclasses that most contracts of a listed pair are about, of those registered in the period up to the journal entry `seq`.
/// Conditions that patents have no value of, such as the size of a contract, do not narrow them.
pub fn technology(
    patents: &PatentTable,
    seq: i64,
    listed: &Answer,
    (filters, fields, period): (&[Filter], &StrategicFields, Period),
) -> Technology {
    let pair = |cell| listed.keys(cell).next().zip(listed.keys(cell).last());
    let pairs: BTreeSet<(&str, &str)> = listed.cells.iter().filter_map(pair).collect();
    let narrowed: Vec<Filter> =
        filters.iter().filter(|filter| PatentTable::knows(filter.dimension())).cloned().collect();
    let versions = patents.at(seq, Licences::Registered(period), &narrowed, fields).unwrap_or_default();
    let mut found: BTreeMap<(&str, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    for version in versions {
        let pair = (version.place.counterparty.as_str(), version.place.industry.as_str());
        if !pairs.contains(&pair) {
            continue;
        }
        let of_contract: BTreeSet<&str> =
            version.patents.iter().flat_map(|held| held.classes.iter().map(|class| &**class)).collect();
        let of_pair = found.entry(pair).or_default();
        for class in of_contract {
            *of_pair.entry(class).or_default() += 1;
        }
    }
    let told = |classes: BTreeMap<&str, usize>| {
        let mut classes: Vec<(&str, usize)> = classes.into_iter().collect();
        classes.sort_by_key(|(_, contracts)| Reverse(*contracts));
        classes.iter().take(CLASSES).map(|(class, _)| *class).collect::<Vec<_>>().join(", ")
    };
    let owned = |((supplier, industry), classes): ((&str, &str), _)| {
        ((supplier.to_owned(), industry.to_owned()), told(classes))
    };
    found.into_iter().map(owned).collect()
}

/// The suppliers as a table, from the answers to [`question`] and to [`more`], and their [`technology`].
pub fn table(listed: &Answer, more: &[Answer], technology: &Technology) -> Table {
    let [companies, modes, months, earlier, related] = more else {
        return Table { dimensions: dimensions(), measures: measures(), rows: Vec::new(), totals: totals(listed) };
    };
    let mut served: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for keys in with_contracts(companies) {
        if let [supplier, industry, _] = keys.as_slice() {
            *served.entry((*supplier, *industry)).or_default() += 1;
        }
    }
    let (main_modes, known) = (most_frequent(modes), first_and_last(months));
    let (known_before, established) = (suppliers_of(earlier), suppliers_of(related));
    let row = |cell: Cell<'_>| {
        let mut keys: Vec<&str> = listed.keys(cell).collect();
        let (supplier, industry) = (*keys.first()?, *keys.last()?);
        let (first, last) = known.get(supplier).copied().unwrap_or_default();
        let main = main_modes.get(&(supplier, industry)).map_or("", |(mode, _)| *mode);
        let classes = technology.get(&(supplier.to_owned(), industry.to_owned())).map_or("", String::as_str);
        let (is_new, is_here) = (!known_before.contains(supplier), established.contains(supplier));
        keys.extend([main, classes, first, last, yes(is_new), yes(is_here)]);
        let companies = served.get(&(supplier, industry)).copied().unwrap_or_default();
        let values = sums(cell.values).into_iter().chain([count(companies)]).collect();
        Some(Row { keys: keys.into_iter().map(Arc::from).collect(), values })
    };
    let rows = listed.cells.iter().filter_map(row).collect();
    Table { dimensions: dimensions(), measures: measures(), rows, totals: totals(listed) }
}

/// By supplier and industry the mode with the most contracts, the first in the order of modes where several have as many.
fn most_frequent(modes: &Answer) -> BTreeMap<(&str, &str), (&str, i64)> {
    let mut most: BTreeMap<(&str, &str), (&str, i64)> = BTreeMap::new();
    for cell in modes.cells.iter() {
        let keys: Vec<&str> = modes.keys(cell).collect();
        if let ([supplier, industry, mode], [Value::Count(contracts), ..]) = (keys.as_slice(), cell.values) {
            let known = most.entry((*supplier, *industry)).or_insert((*mode, *contracts));
            if *contracts > known.1 {
                *known = (*mode, *contracts);
            }
        }
    }
    most
}

/// The first and the last month of each supplier.
fn first_and_last(months: &Answer) -> BTreeMap<&str, (&str, &str)> {
    let mut known: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for keys in with_contracts(months) {
        if let [supplier, month] = keys.as_slice() {
            let (first, last) = known.entry(*supplier).or_insert((*month, *month));
            *first = (*first).min(*month);
            *last = (*last).max(*month);
        }
    }
    known
}

/// The keys of cells in which a contract stands.
fn with_contracts(answer: &Answer) -> impl Iterator<Item = Vec<&str>> {
    let some = |cell: &Cell<'_>| matches!(cell.values, [Value::Count(contracts), ..] if *contracts > 0);
    answer.cells.iter().filter(some).map(move |cell| answer.keys(cell).collect())
}

/// The suppliers of an answer that has them first, of those with contracts.
fn suppliers_of(answer: &Answer) -> BTreeSet<&str> {
    with_contracts(answer).filter_map(|keys| keys.first().copied()).collect()
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
        Column::own("main_mode", ["主要方式", "Main mode"]).with_keys_of(Dimension::Mode),
        Column::own("technology", ["主要技术（IPC 小类）", "Main technology (IPC subclass)"]),
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
