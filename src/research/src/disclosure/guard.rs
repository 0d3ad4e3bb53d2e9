//! The road of a question from those who do not see everything: what may be asked, and an answer of which the withheld cells are
//! taken away.

use std::collections::HashMap;
use std::sync::Arc;

use domain::reference::{DisclosurePolicies, DisclosurePolicy, StrategicFields};

use super::lattice::table_of;
use super::patterns::Patterns;
use super::register::Register;
use super::subject::Subject;
use super::veil::{Veil, too_many};
use super::withheld::{Part, Withheld, is_public};
use super::years::{Closed, FieldEditions, Year};
use crate::{Answer, Base, Dimension, Disclosure, Limits, Margins, Measure, Query, Refusal, Snapshot};

/// Answers questions of those who do not see everything.
///
/// An answer follows from the facts of closed years and from reference data alone. It does not depend on who asks, nor on what
/// was asked before: whoever puts all answers together learns no withheld figure.
pub struct Guard<'a> {
    snapshot: &'a Snapshot,
    policies: &'a DisclosurePolicies,
    fields: &'a StrategicFields,
    editions: &'a FieldEditions,
    patterns: &'a Patterns,
}

impl<'a> Guard<'a> {
    /// A guard over a snapshot.
    pub fn new(
        snapshot: &'a Snapshot,
        policies: &'a DisclosurePolicies,
        fields: &'a StrategicFields,
        patterns: &'a Patterns,
    ) -> Self {
        Self { snapshot, policies, fields, editions: &[], patterns }
    }

    /// With every edition of the strategic fields that there was, oldest first: a year is published by the fields in force when
    /// it closed and by no others, since the difference of two ways to gather industries could be a withheld industry.
    #[must_use]
    pub fn with_editions(self, editions: &'a FieldEditions) -> Self {
        Self { editions, ..self }
    }

    /// The answer, over closed years, with what is withheld marked.
    ///
    /// Refused where a dimension or a measure is not published or there are too many of them, filters counted (a year, and what a finer
    /// dimension tells anyway, are not), and where the cube refuses.
    pub fn answer(&self, query: &Query, limits: &Limits, threads: usize) -> Result<Answer, Refusal> {
        let closed = Closed::of(self.snapshot, self.fields);
        let newest = closed.newest().unwrap_or(i32::MAX);
        let Some(policy) = self.policies.of_year(newest) else { return Err(Refusal::TooDetailed { limit: 0 }) };
        let tables = Register(&closed.snapshot);
        let years = closed.years(self.snapshot, self.policies, self.fields, self.editions);
        let keys: Vec<Vec<Arc<str>>> =
            query.dimensions().map(|dimension| closed.snapshot.keys(dimension, self.fields)).collect();
        let withheld = self.withheld(query, &keys, years, &tables);
        permit(&withheld, policy)?;

        let open = closed.snapshot.answer(&with_sums(query), self.fields, limits, threads).map_err(uncounted)?;
        let without_rate = self.without_rate(query, &closed, &open, threads)?;
        let veil = Veil::new(withheld, &open, closed.is_all_open(&query.filters));
        let (mut answer, hidden) = veil.over(&keys, *limits)?;
        answer.as_of = self.snapshot.as_of();
        answer.latest_month = self.snapshot.latest_month();
        answer.without_rate = without_rate;
        answer.disclosure = Some(Disclosure { policy: policy.from_year, withheld: hidden });
        Ok(answer)
    }

    fn withheld<'b>(
        &'b self,
        query: &'b Query,
        keys: &[Vec<Arc<str>>],
        years: Vec<Year<'b>>,
        tables: &'b Register<'b>,
    ) -> Withheld<'b> {
        let dimensions = query.dimensions().collect();
        let places = |keys: &Vec<Arc<str>>| keys.iter().cloned().zip(0..).collect::<HashMap<Arc<str>, u32>>();
        let places = keys.iter().map(places).collect();
        let (fields, patterns) = (self.fields, self.patterns);
        Withheld { query, dimensions, places, years, fields, tables, patterns, known: HashMap::new() }
    }

    /// Whether facts of closed years have no rate, 1 or 0: how many would be a figure that nothing protects, and of a part even
    /// whether there are any.
    fn without_rate(&self, query: &Query, closed: &Closed, open: &Answer, threads: usize) -> Result<u64, Refusal> {
        if query.filters.is_empty() {
            return Ok(open.without_rate.min(1));
        }
        let all = Query { margins: Margins::None, ..Query::default() };
        Ok(closed.snapshot.answer(&all, self.fields, &Limits::default(), threads)?.without_rate.min(1))
    }
}

/// Whether protected figures are given of these measures, by these dimensions, and by so many.
fn permit(withheld: &Withheld<'_>, policy: &DisclosurePolicy) -> Result<(), Refusal> {
    let query = withheld.query;
    let over: Vec<Dimension> = query.measures.iter().copied().filter_map(over).collect();
    let filtered = query.filters.iter().map(crate::Filter::dimension);
    let asked: Vec<Dimension> = query.dimensions().chain(filtered).collect();
    if let Some(dimension) = asked.iter().chain(&over).find(|dimension| !is_public(**dimension, policy)) {
        return Err(Refusal::NotPublic(*dimension));
    }
    if let Some(measure) = query.measures.iter().find(|measure| !measure.is_public()) {
        return Err(Refusal::MeasureNotPublic(*measure));
    }
    let limit = policy.max_dimensions as usize;
    let everything = Part::of(u8::MAX, Subject::Trade);
    // Without a closed year, as much is refused as the dimensions alone tell.
    let lasting = asked.iter().copied().filter(|dimension| !dimension.is_time());
    let named: Vec<Dimension> = query.dimensions().chain(lasting).collect();
    for over in over.into_iter().map(Some).chain([None]) {
        let named: Vec<Dimension> = named.iter().copied().chain(over).collect();
        let tables = withheld.years.iter().filter_map(|year| withheld.table(Part { over, ..everything }, year.number));
        if tables.chain([table_of(&named)]).any(|table| table.dimensions().len() > limit) {
            return Err(Refusal::TooDetailed { limit });
        }
    }
    Ok(())
}

/// A refusal that does not tell how many cells have a fact.
fn uncounted(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::TooManyCells { limit, .. } => too_many(limit),
        other => other,
    }
}

/// The dimension that a measure looks at the parts of.
pub(super) const fn over(measure: Measure) -> Option<Dimension> {
    match measure {
        Measure::Hhi(_, over) => Some(over),
        _ => None,
    }
}

/// The question with the sums by which cells are ranked: ranks are made anew, among the cells that are told.
fn with_sums(query: &Query) -> Query {
    let mut asked = Query { order: None, top: None, ..query.clone() };
    for base in query.measures.iter().copied().filter_map(ranked) {
        if !asked.measures.contains(&Measure::Sum(base)) {
            asked.measures.push(Measure::Sum(base));
        }
    }
    asked
}

/// What a measure ranks by.
pub(super) const fn ranked(measure: Measure) -> Option<Base> {
    match measure {
        Measure::Rank(base) => Some(base),
        _ => None,
    }
}
