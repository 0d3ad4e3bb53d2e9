//! With which period a figure's growth compares it: as the cube counts it (`pivot/growth.rs`), so that both figures are told.

use crate::question::period::{filtered, months};
use crate::{Dimension, Measure, Query};

/// How many months before lies what the growth of cells by these axes (bits) compares with; none where they have no period.
pub(super) fn earlier(query: &Query, measure: Measure, kept: u8) -> Option<i32> {
    let axes = query.dimensions().enumerate().filter(|(axis, _)| (kept >> axis) & 1 == 1);
    let shown = axes.filter(|(_, dimension)| dimension.is_time()).map(|(_, dimension)| months(dimension)).min();
    let period = shown.or_else(|| filtered(&query.filters))?;
    match measure {
        Measure::YearOnYear(_) => Some(months(Dimension::Year)),
        Measure::MonthOnMonth(_) => Some(period),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Base, pairs};

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
            let query = Query::parse(&pairs(question)).unwrap().0;
            let found = (earlier(&query, yoy, kept), earlier(&query, mom, kept));
            assert_eq!(found, (year_before, period_before), "{question} {kept:b}");
        }
    }
}
