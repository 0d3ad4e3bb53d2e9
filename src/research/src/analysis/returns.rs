//! Returns of applications: for which reasons, in which month, by which desk, and how they compare with what was registered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::statistics::{FactKind, Month};

use super::table::{count, ratio};
use super::texts::Texts;
use super::{Column, Note, Period, Row, Special, Table};
use crate::{Answer, Base, Dimension, Filter, Margins, Measure, Query, Unit, Value};

/// The key of the items for which a desk found its own words.
const OWN_WORDS: &str = "own_words";

/// Every item of every return.
#[derive(Debug, Clone, Default)]
pub struct ReturnTable {
    newest: i64,
    items: Vec<Item>,
    /// Desks, kinds and reasons, each kept once.
    texts: Texts,
}

/// An item of a return, as it is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReturnItem<'a> {
    /// The journal entry of the return.
    pub seq: i64,
    /// Its month.
    pub month: Month,
    /// The desk that returned.
    pub desk: &'a str,
    /// What kind of fault.
    pub kind: &'a str,
    /// A code of the library of reasons; none where the desk found its own words.
    pub reason: Option<&'a str>,
}

#[derive(Debug, Clone)]
struct Item {
    seq: i64,
    month: Month,
    desk: Arc<str>,
    kind: Arc<str>,
    reason: Arc<str>,
}

impl ReturnTable {
    /// No returns yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The newest journal entry that is counted.
    pub const fn newest(&self) -> i64 {
        self.newest
    }

    /// Adds an item, in the order of the journal.
    pub fn append(&mut self, item: &ReturnItem<'_>) {
        self.newest = self.newest.max(item.seq);
        let (desk, kind) = (self.texts.kept(item.desk), self.texts.kept(item.kind));
        let reason = self.texts.kept(item.reason.unwrap_or(OWN_WORDS));
        self.items.push(Item { seq: item.seq, month: item.month, desk, kind, reason });
    }

    /// The items of a period, of what happened up to the journal entry `seq`.
    fn at<'a>(&'a self, seq: i64, period: Period, filters: &'a [Filter]) -> impl Iterator<Item = &'a Item> {
        let counts = move |item: &&Item| {
            item.seq <= seq && period.holds(item.month) && filters.iter().all(|filter| filter.admits(&item.desk))
        };
        self.items.iter().filter(counts)
    }
}

/// What was registered, by which [`returns`] compares; none for reasons.
pub fn registrations(special: Special, filters: &[Filter], period: Period) -> Option<Query> {
    let by = match special {
        Special::ReturnsByMonth => Dimension::Month,
        Special::ReturnsByDesk => Dimension::Desk,
        _ => return None,
    };
    let registered = Filter::OneOf(Dimension::Kind, vec![FactKind::Registration.code().to_owned()]);
    Some(Query {
        rows: vec![by],
        measures: vec![Measure::Sum(Base::Contracts)],
        filters: filters.iter().cloned().chain([registered, period.filter()]).collect(),
        margins: Margins::None,
        ..Query::default()
    })
}

/// Which filters of a question returns know: those on desks.
///
/// # Errors
/// For another filter.
pub fn known_filters(filters: &[Filter]) -> Result<(), Note> {
    let other = filters.iter().map(Filter::dimension).find(|dimension| *dimension != Dimension::Desk);
    other.map_or(Ok(()), |dimension| Err(Note::NoFilter(dimension)))
}

/// Items by reason, of what happened up to the journal entry `seq`. Filters are [`known_filters`].
pub fn reasons(returns: &ReturnTable, seq: i64, filters: &[Filter], period: Period) -> Table {
    let (mut groups, mut whole): (BTreeMap<[&Arc<str>; 2], Tally>, Tally) = Default::default();
    for item in returns.at(seq, period, filters) {
        groups.entry([&item.reason, &item.kind]).or_default().add(item);
        whole.add(item);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.items));
    let row = |(keys, tally): ([&Arc<str>; 2], Tally)| Row {
        keys: keys.map(Arc::clone).into(),
        values: tally.values().into(),
    };
    Table {
        dimensions: vec![
            Column::own("reason", ["退回原因", "Reason"]),
            Column::own("fault", ["类别", "Kind of fault"]),
        ],
        measures: vec![ITEMS, RETURNS],
        rows: groups.into_iter().map(row).collect(),
        totals: whole.values().into(),
    }
}

/// Returns by what [`registrations`] was asked by, beside what was registered.
pub fn returns(returns: &ReturnTable, seq: i64, filters: &[Filter], period: Period, registered: &Answer) -> Table {
    let by = registered.axes.first().map_or(Dimension::Month, |axis| axis.dimension);
    let (mut groups, mut whole): (BTreeMap<Arc<str>, (Tally, i64)>, Tally) = Default::default();
    for cell in registered.cells.iter() {
        let key = registered.keys(cell).next().unwrap_or_default();
        groups.entry(Arc::from(key)).or_default().1 = contracts(cell.values);
    }
    for item in returns.at(seq, period, filters) {
        let key = if by == Dimension::Desk { item.desk.clone() } else { Arc::from(item.month.to_string()) };
        groups.entry(key).or_default().0.add(item);
        whole.add(item);
    }
    let values = |tally: &Tally, contracts: i64| {
        let [items, returns] = tally.values();
        let rate = ratio(i64::try_from(tally.returns.len()).unwrap_or(i64::MAX), contracts);
        vec![returns, items, Value::Count(contracts), rate]
    };
    let rows = groups
        .iter()
        .map(|(key, (tally, contracts))| Row { keys: vec![key.clone()], values: values(tally, *contracts) });
    Table {
        dimensions: vec![Column::of(by)],
        measures: vec![RETURNS, ITEMS, REGISTRATIONS, RATE],
        rows: rows.collect(),
        totals: values(&whole, contracts(&registered.totals)),
    }
}

const ITEMS: Column = Column::measured("items", ["退回事项数", "Items"], Unit::Count);
const RETURNS: Column = Column::measured("returns", ["退回次数", "Returns"], Unit::Count);
const REGISTRATIONS: Column = Column::measured("registrations", ["登记数", "Registrations"], Unit::Count);
const RATE: Column =
    Column::measured("returns_per_registration", ["每件登记的退回次数", "Returns per registration"], Unit::Ratio);

/// Items, and the returns that they are of.
#[derive(Debug, Default)]
struct Tally {
    items: usize,
    returns: BTreeSet<i64>,
}

impl Tally {
    fn add(&mut self, item: &Item) {
        self.items += 1;
        self.returns.insert(item.seq);
    }

    fn values(&self) -> [Value; 2] {
        [count(self.items), count(self.returns.len())]
    }
}

fn contracts(values: &[Value]) -> i64 {
    match values {
        [Value::Count(contracts)] => *contracts,
        _ => 0,
    }
}
