//! Growth: by how many months a figure's earlier period lies before it. Disclosure control asks too, so that both figures are told.

use super::grid::{Kept, keeps};
use crate::question::{Dimension, Measure, Query, Refusal, period};

/// Months of a year.
const YEAR: i32 = 12;

/// What tells the period of a figure.
pub(crate) struct Growth {
    /// The dimensions of the question.
    dimensions: Vec<Dimension>,
    /// How many months the filters on time reach from their first to their last; none where there are none.
    filtered: Option<i32>,
}

impl Growth {
    /// What tells the periods of a question, where something does.
    pub(crate) fn new(query: &Query) -> Self {
        Self { dimensions: query.dimensions().collect(), filtered: period::filtered(&query.filters) }
    }

    /// The same for a question that is to be answered.
    ///
    /// # Errors
    /// Where growth is asked for, and nothing tells a period.
    pub(super) fn of(query: &Query) -> Result<Self, Refusal> {
        let growth = Self::new(query);
        let told = growth.filtered.is_some() || growth.dimensions.iter().any(|dimension| dimension.is_time());
        if told || !query.measures.iter().any(|measure| measure.needs_time()) {
            Ok(growth)
        } else {
            Err(Refusal::GrowthWithoutTime)
        }
    }

    /// How many months lie between the period of figures by these axes and the one it is compared with; none where they have no
    /// period. Without an axis of time the period is that of the filters, and the one before it as long.
    pub(crate) fn months(&self, measure: Measure, kept: Kept) -> Option<i32> {
        let kept = self.dimensions.iter().enumerate().filter(|(axis, _)| keeps(kept, *axis));
        let finest = kept.map(|(_, dimension)| *dimension).filter(|dimension| dimension.is_time()).min();
        let own = finest.map(period::months).or(self.filtered)?;
        match measure {
            Measure::YearOnYear(_) => Some(YEAR),
            Measure::MonthOnMonth(_) => Some(own),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Base, pairs};

    fn growth(question: &str) -> Result<Growth, Refusal> {
        Growth::of(&Query::parse(&pairs(question)).unwrap().0)
    }

    #[test]
    fn the_finest_axis_of_time_tells_the_period() {
        let growth = growth("rows=year,country&columns=month").unwrap();
        let (yoy, mom) = (Measure::YearOnYear(Base::Contracts), Measure::MonthOnMonth(Base::Contracts));
        assert_eq!([0b111, 0b001, 0b010, 0].map(|kept| growth.months(yoy, kept)), [Some(12), Some(12), None, None]);
        assert_eq!([0b111, 0b001, 0b010, 0].map(|kept| growth.months(mom, kept)), [Some(1), Some(12), None, None]);
    }

    #[test]
    fn a_figure_is_compared_with_the_period_before_its_own() {
        let (yoy, mom) = (Measure::YearOnYear(Base::Contracts), Measure::MonthOnMonth(Base::Contracts));
        for (question, kept, year_before, period_before) in [
            ("rows=year,country&columns=month", 0b111, Some(12), Some(1)),
            ("rows=year,country&columns=month", 0b001, Some(12), Some(12)),
            ("rows=year,country&columns=month", 0b010, None, None),
            ("rows=country&filter=month:2024-01..2024-06", 0b1, Some(12), Some(6)),
            ("rows=country&filter=quarter:2024-Q1,2024-Q3", 0, Some(12), Some(9)),
            ("rows=country&filter=!year:2024", 0, None, None),
        ] {
            let growth = growth(question).unwrap();
            let found = (growth.months(yoy, kept), growth.months(mom, kept));
            assert_eq!(found, (year_before, period_before), "{question} {kept:b}");
        }
    }

    #[test]
    fn without_one_the_filters_do() {
        for (filters, months) in [
            ("filter=month:2026-03", Some(1)),
            ("filter=month:2026-01..2026-06", Some(6)),
            ("filter=quarter:2026-Q1,2026-Q3", Some(9)),
            ("filter=year:2026", Some(12)),
            ("filter=year:2026&filter=quarter:2026-Q2", Some(3)),
            ("filter=!year:2026", None),
            ("filter=country:DE", None),
        ] {
            assert_eq!(growth(filters).unwrap().months(Measure::MonthOnMonth(Base::Contracts), 0), months, "{filters}");
            let asked = growth(&format!("{filters}&measures=yoy:contracts"));
            assert_eq!(asked.err(), months.is_none().then_some(Refusal::GrowthWithoutTime), "{filters}");
        }
    }
}
