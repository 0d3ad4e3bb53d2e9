//! From a query to its answer.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::iter::once;

use domain::reference::StrategicFields;

use super::addend::Addend;
use super::derived::Counted;
use super::grid::{Kept, all};
use super::groups::Groups;
use super::growth::Growth;
use super::labels::Labels;
use super::lattice::Lattice;
use super::reading::Reading;
use super::tally::Wanted;
use super::view::View;
use crate::cube::Snapshot;
use crate::figures::{Answer, Cells, Margin, Value};
use crate::question::{Base, Dimension, Limits, Margins, Measure, Order, Query, Refusal, ShareOf, Spread};

impl Snapshot {
    /// Answers a query over all its facts, on so many threads. The answer is the same on any number of them.
    ///
    /// # Errors
    /// Where the answer would have too many cells, `top` not considered, or growth has no period.
    pub fn answer(
        &self,
        query: &Query,
        fields: &StrategicFields,
        limits: &Limits,
        threads: usize,
    ) -> Result<Answer, Refusal> {
        let asked = Asked::of(query)?;
        let months = asked.months();
        let views: Vec<View<'_>> =
            once(0).chain(months.iter().copied()).map(|moved| View::new(self, fields, &query.filters, moved)).collect();
        let finer = asked.finer();
        let read = |dimension: &Dimension| Reading::new(*dimension, &views);
        let own: Vec<Reading> = asked.dimensions.iter().map(read).collect();
        let more: Vec<Reading> = finer.iter().map(read).collect();
        let own: Vec<&Reading> = own.iter().collect();

        let groups = Groups::of(&views[0], 0, &own, asked.wanted(&views[0]), limits.cells, threads)?;
        let mut counted = Counted {
            facts: Lattice::of(groups, &asked.sets(), threads),
            earlier: Vec::new(),
            finer: Vec::new(),
            dimensions: asked.dimensions.clone(),
            rows: all(query.rows.len()),
            growth: asked.growth,
        };
        for (number, (moved, view)) in (1..).zip(months.iter().zip(views.iter().skip(1))) {
            let groups = Groups::of(view, number, &own, sums(query, Measure::needs_time), usize::MAX, threads)?;
            counted.earlier.push((*moved, Lattice::of(groups, &asked.shown, threads)));
        }
        for (dimension, reading) in finer.iter().zip(&more) {
            let readings: Vec<&Reading> = own.iter().copied().chain(once(reading)).collect();
            let is_hhi = |measure: Measure| matches!(measure, Measure::Hhi(_, over) if over == *dimension);
            let groups = Groups::of(&views[0], 0, &readings, sums(query, is_hhi), usize::MAX, threads)?;
            let sets: Vec<Kept> = asked.shown.iter().flat_map(|kept| [*kept, *kept | (1 << own.len())]).collect();
            counted.finer.push((*dimension, Lattice::of(groups, &sets, threads)));
        }
        Ok(self.written(query, &asked.shown, &counted, &own))
    }

    fn written(&self, query: &Query, shown: &[Kept], counted: &Counted, own: &[&Reading]) -> Answer {
        let whole = all(own.len());
        let empty = counted.facts.is_empty();
        let labels = Labels::of(own, if empty { &[] } else { counted.facts.places(whole) });
        let values = |kept: Kept| -> Vec<Vec<Value>> {
            query.measures.iter().map(|measure| counted.values(*measure, kept)).collect()
        };
        let cells = |kept: Kept, columns: &[Vec<Value>], order: &[usize]| {
            let places = counted.facts.places(kept);
            let mut cells = Cells::with_room(query.measures.len(), order.len());
            for group in order {
                let values = columns.iter().map(|column| column[*group]);
                cells.push(labels.codes(&places[*group], kept), values);
            }
            cells
        };
        let every = |kept: Kept| -> Vec<usize> {
            let groups = if empty { 0 } else { counted.facts.places(kept).len() };
            (0..groups).collect()
        };

        let columns = values(whole);
        let mut order = every(whole);
        if let Some(Order { measure, descending }) = query.order
            && let Some(column) = query.measures.iter().position(|asked| *asked == measure)
        {
            order.sort_by(|one, other| compare(columns[column][*one], columns[column][*other], descending));
        }
        order.truncate(query.top.map_or(usize::MAX, |top| top as usize));

        let coarser = shown.iter().copied().filter(|kept| *kept != 0 && *kept != whole);
        let margins = coarser.map(|kept| Margin { kept, cells: cells(kept, &values(kept), &every(kept)) }).collect();
        Answer {
            as_of: self.as_of(),
            latest_month: self.latest_month(),
            cells: cells(whole, &columns, &order),
            margins,
            totals: values(0).iter().map(|column| column[0]).collect(),
            without_rate: counted.facts.without_rate(),
            disclosure: None,
            axes: labels.axes,
            measures: query.measures.clone(),
        }
    }
}

/// A query, and what has to be counted for it.
struct Asked<'a> {
    query: &'a Query,
    dimensions: Vec<Dimension>,
    growth: Growth,
    /// The sets of axes by which figures are shown, the coarsest first: of each number of axes in the order of their bits.
    shown: Vec<Kept>,
}

impl<'a> Asked<'a> {
    fn of(query: &'a Query) -> Result<Self, Refusal> {
        let dimensions: Vec<Dimension> = query.dimensions().collect();
        let whole = all(dimensions.len());
        let mut shown: Vec<Kept> = match query.margins {
            Margins::All => (0..=whole).collect(),
            Margins::None => vec![0, whole],
        };
        shown.sort_by_key(|kept| kept.count_ones());
        shown.dedup();
        Ok(Self { query, growth: Growth::of(query)?, dimensions, shown })
    }

    /// How many months the facts have to be moved for growth.
    fn months(&self) -> Vec<i32> {
        let growing = self.query.measures.iter().filter(|measure| measure.needs_time());
        let months =
            growing.flat_map(|measure| self.shown.iter().filter_map(move |kept| self.growth.months(*measure, *kept)));
        let distinct: BTreeSet<i32> = months.collect();
        distinct.into_iter().collect()
    }

    /// The dimensions over which a concentration is taken, beyond those of the query.
    fn finer(&self) -> Vec<Dimension> {
        let over = self.query.measures.iter().filter_map(|measure| match measure {
            Measure::Hhi(_, over) => Some(*over),
            _ => None,
        });
        let distinct: BTreeSet<Dimension> = over.filter(|over| !self.dimensions.contains(over)).collect();
        distinct.into_iter().collect()
    }

    /// The sets of axes to count by: those that are shown, and those that they are compared with.
    fn sets(&self) -> Vec<Kept> {
        let rows = all(self.query.rows.len());
        let compared = |kept: Kept, measure: Measure| match measure {
            Measure::Share(_, ShareOf::Row) => kept & rows,
            Measure::Share(_, ShareOf::Column) | Measure::Rank(_) => kept & !rows,
            Measure::Hhi(_, over) => {
                self.dimensions.iter().position(|own| *own == over).map_or(kept, |axis| kept | (1 << axis))
            }
            _ => kept,
        };
        let mut sets = BTreeSet::new();
        for kept in &self.shown {
            sets.insert(*kept);
            sets.extend(self.query.measures.iter().map(|measure| compared(*kept, *measure)));
        }
        sets.into_iter().collect()
    }

    /// What the facts themselves are added up to, with the spreads of which quantiles are taken.
    fn wanted(&self, view: &View<'_>) -> Wanted {
        let mut wanted = sums(self.query, |_| true);
        let converted = [Base::AmountUsd, Base::TechnologyFeeUsd].map(Addend::Base);
        // Where every fact has a rate, it is not counted which have.
        if converted.iter().any(|addend| wanted.addends.contains(addend))
            && view.parts().iter().any(|part| !part.segment.all_rated())
        {
            wanted.addends.push(Addend::Rated);
        }
        for measure in &self.query.measures {
            if let Measure::Mean(of) = measure {
                wanted.addends.extend([Addend::Spread(*of), Addend::Values(*of)]);
            }
        }
        let of = self.query.measures.iter().filter_map(|measure| match measure {
            Measure::Median(of) | Measure::P90(of) => Some(*of),
            _ => None,
        });
        let distinct: BTreeSet<Spread> = of.collect();
        wanted.spreads.extend(distinct);
        wanted
    }
}

/// The sums that these measures of a query are made of.
fn sums(query: &Query, wanted: impl Fn(Measure) -> bool) -> Wanted {
    let mut bases = BTreeSet::new();
    for measure in query.measures.iter().filter(|measure| wanted(**measure)) {
        match measure {
            Measure::Sum(of)
            | Measure::Share(of, _)
            | Measure::YearOnYear(of)
            | Measure::MonthOnMonth(of)
            | Measure::Rank(of)
            | Measure::Hhi(of, _) => bases.extend([*of]),
            Measure::FeeShare => bases.extend([Base::TechnologyFeeUsd, Base::AmountUsd]),
            Measure::Mean(_) | Measure::Median(_) | Measure::P90(_) => {}
        }
    }
    Wanted { addends: bases.into_iter().map(Addend::Base).collect(), spreads: Vec::new() }
}

/// The order of values: those that there are not come last, whichever comes first.
fn compare(one: Value, other: Value, descending: bool) -> Ordering {
    let number = |value: Value| match value {
        Value::Count(count) => Some(i128::from(count)),
        Value::Fixed { units, .. } => Some(units),
        Value::Undefined | Value::Suppressed => None,
    };
    match (number(one), number(other)) {
        (Some(one), Some(other)) if descending => other.cmp(&one),
        (Some(one), Some(other)) => one.cmp(&other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}
