//! The facts as they were at a moment. Cloning it is cheap and asking it locks nothing; how it answers is in `pivot`.

use std::sync::Arc;

use domain::CompanyId;
use domain::reference::StrategicFields;
use domain::statistics::Month;

use super::dictionary::Texts;
use super::field::Field;
use super::segment::Segment;
use super::{FactRow, in_order, texts};
use crate::question::Dimension;

/// The facts up to a journal entry.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub(super) parts: Vec<Part>,
    pub(super) texts: [Arc<Texts>; Field::ALL.len()],
}

/// As many facts of a segment, from its first, as are counted; at least one.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) segment: Arc<Segment>,
    pub(crate) facts: usize,
}

impl Snapshot {
    /// The journal seq of the newest fact; 0 when there is none.
    pub fn as_of(&self) -> i64 {
        self.newest().map_or(0, |(segment, fact)| segment.seq(fact))
    }

    /// The month of the newest fact.
    pub fn latest_month(&self) -> Option<Month> {
        let (segment, fact) = self.newest()?;
        Month::parse(self.texts(Field::Month).text(segment.codes(Field::Month).at(fact)))
    }

    /// The facts up to this journal entry: what a snapshot taken then would answer.
    #[must_use]
    pub fn at(&self, seq: i64) -> Self {
        let part = |part: &Part| {
            let facts = part.segment.up_to(seq).min(part.facts);
            (facts > 0).then(|| Part { segment: Arc::clone(&part.segment), facts })
        };
        Self { parts: self.parts.iter().filter_map(part).collect(), texts: self.texts.clone() }
    }

    /// The different values of a dimension among the facts, in the order in which they are shown.
    pub fn keys(&self, dimension: Dimension, fields: &StrategicFields) -> Vec<Arc<str>> {
        let texts = texts(self, dimension, fields, 0);
        let mut occurs = vec![false; texts.len()];
        for part in &self.parts {
            let column = part.segment.codes(Field::of(dimension));
            for fact in 0..part.facts {
                occurs[column.at(fact) as usize] = true;
            }
        }
        let keys = texts.iter().zip(occurs).filter(|(_, occurs)| *occurs).map(|(text, _)| Arc::clone(text));
        in_order(dimension, keys.collect(), fields)
    }

    /// Each fact, in the order of the journal.
    pub fn facts(&self) -> impl Iterator<Item = FactRow<'_>> {
        self.parts.iter().flat_map(move |part| (0..part.facts).map(move |fact| FactRow::of(self, &part.segment, fact)))
    }

    /// The facts of a month, of one company or of all, in the order of the journal. Nothing but two columns is read of the others, and
    /// nothing of segments without the month.
    pub fn facts_in(&self, month: Month, company: Option<CompanyId>) -> impl Iterator<Item = FactRow<'_>> {
        // A month or a company that no fact has has no code, and no fact is of it.
        let month = self.texts(Field::Month).code(&month.to_string());
        let company = company.map(|company| self.texts(Field::Company).code(&company.to_string()));
        let parts =
            self.parts.iter().filter(move |part| month.is_some_and(|month| part.segment.months().contains(&month)));
        parts.flat_map(move |part| {
            let (months, companies) = (part.segment.codes(Field::Month), part.segment.codes(Field::Company));
            let facts = (0..part.facts).filter(move |fact| Some(months.at(*fact)) == month);
            let facts = facts.filter(move |fact| company.is_none_or(|company| Some(companies.at(*fact)) == company));
            facts.map(move |fact| FactRow::of(self, &part.segment, fact))
        })
    }

    /// The segments with the facts that are counted.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The texts of a column by their codes.
    pub(crate) fn texts(&self, field: Field) -> &Texts {
        &self.texts[field as usize]
    }

    fn newest(&self) -> Option<(&Segment, usize)> {
        let part = self.parts.last()?;
        Some((&part.segment, part.facts - 1))
    }
}
