//! The cube: facts in memory, dictionary-coded, column by column. It keeps and hands out; it does not fetch, store or authorise, and
//! how it is asked is in `pivot`.

mod column;
mod dictionary;
mod fact_row;
mod facts;
mod field;
mod segment;
mod snapshot;

use std::array;
use std::borrow::Cow;
use std::sync::Arc;

use domain::reference::StrategicFields;
use domain::statistics::{Fact, Month};

use crate::question::{Dimension, period, place_of};
use dictionary::Dictionary;
pub use fact_row::FactRow;
pub(crate) use facts::Facts;
pub(crate) use field::{Field, Mark, Number};
pub(crate) use segment::Segment;
use segment::{FACTS, Row, distance};
pub(crate) use snapshot::Part;
pub use snapshot::Snapshot;

/// Facts, kept current by adding to them.
#[derive(Debug)]
pub struct Cube {
    dictionaries: [Dictionary; Field::ALL.len()],
    full: Vec<Arc<Segment>>,
    /// The facts after the full segments: to be added to, and as they are asked.
    open: Vec<Row>,
    last: Option<Arc<Segment>>,
    facts_of_segment: usize,
}

impl Default for Cube {
    fn default() -> Self {
        Self::new()
    }
}

impl Cube {
    /// A cube without facts.
    pub fn new() -> Self {
        Self::with_segments_of(FACTS)
    }

    /// A cube whose segments have so many facts, which changes no answer; it lets tests have many segments of few facts. At least 1,
    /// at most 16,384.
    pub fn with_segments_of(facts: usize) -> Self {
        Self {
            dictionaries: array::from_fn(|_| Dictionary::default()),
            full: Vec::new(),
            open: Vec::new(),
            last: None,
            facts_of_segment: facts.clamp(1, FACTS),
        }
    }

    /// Adds facts in the order of their `seq`, an entry's two facts together. A fact at or before [`Cube::as_of`] is there already
    /// and is skipped, so that a reader of the journal may deliver it again.
    pub fn append(&mut self, facts: &[Fact]) {
        let known = self.as_of();
        let mut newest = known;
        for fact in facts.iter().filter(|fact| fact.seq > known) {
            // Out of order it could not be found again.
            if fact.seq < newest {
                continue;
            }
            newest = fact.seq;
            let far = self.open.first().is_some_and(|first| distance(first.seq, fact.seq).is_none());
            if far || self.open.len() == self.facts_of_segment {
                self.full.push(Arc::new(Segment::of(&self.open)));
                self.open.clear();
            }
            let row = self.row(fact);
            self.open.push(row);
        }
        if newest > known {
            self.last = Some(Arc::new(Segment::of(&self.open)));
        }
    }

    /// The journal seq of the newest fact; 0 when there is none.
    pub fn as_of(&self) -> i64 {
        // What is open is never empty once there was a fact.
        self.open.last().map_or(0, |row| row.seq)
    }

    /// How many facts there are.
    pub fn len(&self) -> usize {
        self.full.iter().chain(&self.last).map(|segment| segment.len()).sum()
    }

    /// Whether there are no facts.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The facts as they are now. It takes microseconds.
    pub fn snapshot(&self) -> Snapshot {
        let part = |segment: &Arc<Segment>| Part { segment: Arc::clone(segment), facts: segment.len() };
        Snapshot {
            parts: self.full.iter().chain(&self.last).map(part).collect(),
            texts: self.dictionaries.each_ref().map(Dictionary::texts),
        }
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        let segments: usize = self.full.iter().chain(&self.last).map(|segment| segment.bytes()).sum();
        let dictionaries: usize = self.dictionaries.iter().map(Dictionary::bytes).sum();
        segments + dictionaries + self.open.capacity() * size_of::<Row>()
    }

    fn row(&mut self, fact: &Fact) -> Row {
        let mut codes = [0; Field::ALL.len()];
        for ((code, field), dictionary) in codes.iter_mut().zip(Field::ALL).zip(&mut self.dictionaries) {
            *code = dictionary.code(&field.text(fact));
        }
        Row {
            seq: fact.seq,
            codes,
            numbers: Number::ALL.map(|number| number.of(fact)),
            amount: fact.amount_usd_cents,
            technology_fee: fact.technology_fee_usd_cents,
            royalty_due: fact.royalty_due_usd_cents,
        }
    }
}

/// The text of a dimension for each code of its column, with all facts moved so many months later.
pub(crate) fn texts<'a>(
    snapshot: &'a Snapshot,
    dimension: Dimension,
    fields: &StrategicFields,
    moved: i32,
) -> Cow<'a, [Arc<str>]> {
    let known = snapshot.texts(Field::of(dimension)).all();
    if dimension == Dimension::StrategicField {
        let field = |industry: &Arc<str>| match fields.of_industry(industry) {
            Some(field) => Arc::from(field.code.as_str()),
            None => Arc::clone(industry),
        };
        known.iter().map(field).collect()
    } else if dimension.is_time() {
        let period = |text: &Arc<str>| match Month::parse(text) {
            Some(month) => Arc::from(period::of_month(dimension, month.plus(moved))),
            None => Arc::clone(text),
        };
        known.iter().map(period).collect()
    } else {
        Cow::Borrowed(known)
    }
}

/// Values of a dimension in the order in which they are shown, each once.
pub(crate) fn in_order(dimension: Dimension, mut keys: Vec<Arc<str>>, fields: &StrategicFields) -> Vec<Arc<str>> {
    let place = |key: &str| match dimension {
        Dimension::StrategicField => fields.all().iter().position(|field| field.code == key).unwrap_or(usize::MAX),
        _ => place_of(dimension, key),
    };
    keys.sort_by_cached_key(|key| (place(key), Arc::clone(key)));
    keys.dedup();
    keys
}
