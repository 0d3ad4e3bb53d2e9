//! From sums to the values of measures.

use super::addend::Addend;
use super::concentration::herfindahl;
use super::grid::{Kept, Place};
use super::growth::Growth;
use super::lattice::Lattice;
use super::quotient::quotient;
use crate::figures::Value;
use crate::question::{Base, Dimension, Measure, ShareOf, Spread};

/// Everything that was added up for a question.
pub(super) struct Counted {
    /// The facts themselves.
    pub(super) facts: Lattice,
    /// Those so many months earlier, for growth.
    pub(super) earlier: Vec<(i32, Lattice)>,
    /// The facts by one dimension more, for concentration.
    pub(super) finer: Vec<(Dimension, Lattice)>,
    /// The dimensions, and which of them are rows; the others are columns.
    pub(super) dimensions: Vec<Dimension>,
    pub(super) rows: Kept,
    pub(super) growth: Growth,
}

impl Counted {
    /// The value of a measure in each group by these axes.
    pub(super) fn values(&self, measure: Measure, kept: Kept) -> Vec<Value> {
        let base = |base: Base| self.facts.sums(kept, Addend::Base(base));
        let known = |base: Base| self.known(base, kept);
        let digits = measure.digits();
        let fixed = |units: Option<i128>| units.map_or(Value::Undefined, |units| Value::Fixed { units, digits });
        let over = |parts: &[i128], wholes: &[i128], digits: u8| -> Vec<Value> {
            parts.iter().zip(wholes).map(|(part, whole)| fixed(quotient(*part, *whole, digits))).collect()
        };
        match measure {
            Measure::Sum(of) if digits == 0 => known(of).map(count).collect(),
            Measure::Sum(of) => known(of).map(fixed).collect(),
            Measure::FeeShare => over(base(Base::TechnologyFeeUsd), base(Base::AmountUsd), digits),
            Measure::Share(of, whole) => {
                let wholes = self.wholes(of, whole, kept);
                known(of)
                    .zip(wholes)
                    .map(|(part, whole)| fixed(part.and_then(|part| quotient(part, whole, digits))))
                    .collect()
            }
            Measure::Mean(of) => {
                let (sums, values) = (Addend::Spread(of), Addend::Values(of));
                over(self.facts.sums(kept, sums), self.facts.sums(kept, values), decimals(of))
            }
            Measure::Median(of) => self.quantiles(of, kept, 50).into_iter().map(fixed).collect(),
            Measure::P90(of) => self.quantiles(of, kept, 90).into_iter().map(fixed).collect(),
            Measure::YearOnYear(of) | Measure::MonthOnMonth(of) => {
                self.growths(measure, of, kept).into_iter().map(fixed).collect()
            }
            Measure::Rank(of) => self.ranks(of, kept),
            Measure::Hhi(of, over) => self.concentrations(of, over, kept).into_iter().map(count).collect(),
        }
    }

    /// The sum of each group. None where it is of amounts and there are facts, but no rate for any of them: what is not known is not 0.
    fn known(&self, of: Base, kept: Kept) -> impl Iterator<Item = Option<i128>> {
        let is_converted = matches!(of, Base::AmountUsd | Base::TechnologyFeeUsd) && !self.facts.is_empty();
        let rated = if is_converted { self.facts.sums(kept, Addend::Rated) } else { &[] };
        let is_known = move |group: usize, sum: i128| sum != 0 || rated.get(group).is_none_or(|rated| *rated > 0);
        let sums = self.facts.sums(kept, Addend::Base(of)).iter().enumerate();
        sums.map(move |(group, sum)| is_known(group, *sum).then_some(*sum))
    }

    /// Of each group what its share is of.
    fn wholes(&self, of: Base, whole: ShareOf, kept: Kept) -> Vec<i128> {
        let whole = match whole {
            ShareOf::Total => 0,
            ShareOf::Row => kept & self.rows,
            ShareOf::Column => kept & !self.rows,
        };
        let sums = self.facts.sums(whole, Addend::Base(of));
        self.facts.parents(kept, whole).into_iter().map(|parent| sums[parent as usize]).collect()
    }

    fn quantiles(&self, of: Spread, kept: Kept, percent: usize) -> Vec<Option<i128>> {
        let scale = 10_i128.pow(u32::from(decimals(of)));
        let values = self.facts.quantiles(kept, of, percent);
        values.into_iter().map(|value| value.map(|value| i128::from(value) * scale)).collect()
    }

    /// Of each group by how much it has grown; none where there was nothing to grow from.
    fn growths(&self, measure: Measure, of: Base, kept: Kept) -> Vec<Option<i128>> {
        let months = self.growth.months(measure, kept);
        let earlier = self.earlier.iter().find(|(moved, _)| Some(*moved) == months).map(|(_, earlier)| earlier);
        let sums = earlier.map_or(&[][..], |earlier| earlier.sums(kept, Addend::Base(of)));
        let places = earlier.map_or(&[][..], |earlier| earlier.places(kept));
        let before = |place: &Place| places.binary_search(place).ok().and_then(|at| sums.get(at)).copied();
        let now = self.known(of, kept);
        self.facts
            .places(kept)
            .iter()
            .zip(now)
            .map(|(place, now)| {
                let before = before(place).filter(|before| *before > 0)?;
                quotient(now?.checked_sub(before)?, before, 4)
            })
            .collect()
    }

    /// The place of each group in its column, the largest first; equal ones share theirs, and the next ones stay empty. What is not known
    /// has none.
    fn ranks(&self, of: Base, kept: Kept) -> Vec<Value> {
        let sums: Vec<Option<i128>> = self.known(of, kept).collect();
        let columns = self.facts.parents(kept, kept & !self.rows);
        let mut order: Vec<usize> = (0..sums.len()).filter(|group| sums[*group].is_some()).collect();
        order.sort_by_key(|group| (columns[*group], std::cmp::Reverse(sums[*group])));
        let mut ranks = vec![Value::Undefined; sums.len()];
        let (mut begin, mut rank) = (0, 0);
        for (at, group) in order.iter().enumerate() {
            let before = at.checked_sub(1).map(|at| order[at]);
            if before.is_none_or(|before| columns[before] != columns[*group]) {
                begin = at;
            }
            if before.is_none_or(|before| (columns[before], sums[before]) != (columns[*group], sums[*group])) {
                rank = at - begin + 1;
            }
            ranks[*group] = Value::Count(i64::try_from(rank).unwrap_or(i64::MAX));
        }
        ranks
    }

    fn concentrations(&self, of: Base, over: Dimension, kept: Kept) -> Vec<Option<i128>> {
        let (lattice, axis) = self.finer_by(over);
        let (parts, wholes) = (kept | (1 << axis), lattice.places(kept).len());
        let sums = lattice.sums(parts, Addend::Base(of)).iter().copied();
        herfindahl(wholes, &lattice.parents(parts, kept).into_iter().zip(sums).collect::<Vec<_>>())
    }

    /// The groups that have this dimension among theirs, and its axis there.
    fn finer_by(&self, over: Dimension) -> (&Lattice, usize) {
        let finer = self.finer.iter().find(|(dimension, _)| *dimension == over).map(|(_, finer)| finer);
        let own = self.dimensions.iter().position(|dimension| *dimension == over);
        (finer.unwrap_or(&self.facts), own.unwrap_or(self.dimensions.len()))
    }
}

/// How many decimals a mean or quantile has more than the values it is of: days and months are whole, a rate is in millionths and an
/// amount in cents already.
const fn decimals(of: Spread) -> u8 {
    match of {
        Spread::DaysToRegister | Spread::Months => 2,
        Spread::RoyaltyRate | Spread::AmountUsd => 0,
    }
}

fn count(number: Option<i128>) -> Value {
    number.and_then(|number| i64::try_from(number).ok()).map_or(Value::Undefined, Value::Count)
}
