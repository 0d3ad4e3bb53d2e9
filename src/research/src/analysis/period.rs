//! The months that an analysis is of.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use domain::statistics::Month;

use crate::{Dimension, Filter, QueryError, QueryProblem};

/// How many calendar years a series over years shows.
const YEARS: i32 = 10;
/// Years that have others of four digits before and after them.
const POSSIBLE: RangeInclusive<i32> = 1000..=9000;

/// The months that an analysis is of, first and last, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first.
    pub from: Month,
    /// The last.
    pub to: Month,
}

impl Period {
    /// The twelve months before the newest one, which may not be over.
    pub const fn last_twelve(latest: Month) -> Self {
        Self { from: latest.plus(-12), to: latest.plus(-1) }
    }

    /// The calendar year before the newest month's, which may not be over.
    pub const fn last_year(latest: Month) -> Self {
        let january = latest.plus(1 - latest.number());
        Self { from: january.plus(-12), to: january.plus(-1) }
    }

    /// Reads the ends that somebody named; the others are the usual ones, or a year away.
    ///
    /// # Errors
    /// For what is no month, and for a period that ends before it begins.
    pub fn read(from: Option<&str>, to: Option<&str>, usual: Self) -> Result<Self, QueryError> {
        let read = |parameter: &'static str, text: Option<&str>| {
            let month = |text: &str| {
                let month = Month::parse(text).filter(|month| POSSIBLE.contains(&month.year()));
                month.ok_or_else(|| QueryError { parameter, problem: QueryProblem::NoPeriod(text.to_owned()) })
            };
            text.map(month).transpose()
        };
        let period = match (read("from", from)?, read("to", to)?) {
            (None, None) => usual,
            (Some(from), None) => Self { from, to: usual.to.max(from) },
            (None, Some(to)) => Self { from: to.plus(-11), to },
            (Some(from), Some(to)) => Self { from, to },
        };
        if period.from > period.to {
            let (first, last) = (period.from.to_string(), period.to.to_string());
            return Err(QueryError { parameter: "to", problem: QueryProblem::ContradictoryPeriod { first, last } });
        }
        Ok(period)
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        self.to.plus(1).first_day().and_then(|next| next.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// Whether a month is one of it.
    pub fn holds(self, month: Month) -> bool {
        (self.from..=self.to).contains(&month)
    }

    /// The first and the last year, where it is made of whole ones.
    pub const fn whole_years(self) -> Option<(i32, i32)> {
        if self.from.number() == 1 && self.to.number() == 12 { Some((self.from.year(), self.to.year())) } else { None }
    }

    /// What must hold of a fact to be in it: by years, where it is made of whole ones.
    pub fn filter(self) -> Filter {
        match self.whole_years() {
            Some((first, last)) => years(first, last),
            None => Filter::Between(Dimension::Month, self.from.to_string(), self.to.to_string()),
        }
    }

    /// The calendar years that were over by its end, for series over years.
    pub fn years_before(self) -> Filter {
        let last = self.to.plus(1).year() - 1;
        years(last + 1 - YEARS, last)
    }
}

fn years(first: i32, last: i32) -> Filter {
    let code = |year: i32| format!("{year:04}");
    if first == last {
        Filter::OneOf(Dimension::Year, vec![code(first)])
    } else {
        Filter::Between(Dimension::Year, code(first), code(last))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    fn period(from: &str, to: &str) -> Period {
        Period { from: month(from), to: month(to) }
    }

    #[test]
    fn the_usual_period_is_over() {
        assert_eq!(Period::last_twelve(month("2026-11")), period("2025-11", "2026-10"));
        assert_eq!(Period::last_year(month("2026-11")), period("2025-01", "2025-12"));
        assert_eq!(Period::last_year(month("2026-01")), period("2025-01", "2025-12"));
        let period = period("2023-12", "2024-02");
        assert_eq!(period.last_day().to_string(), "2024-02-29");
        assert!(period.holds(month("2024-02")) && !period.holds(month("2024-03")));
    }

    #[test]
    fn what_is_not_named_is_usual() {
        let usual = period("2025-11", "2026-10");
        let read = |from, to| Period::read(from, to, usual);
        assert_eq!(read(None, None), Ok(usual));
        assert_eq!(read(Some("2024-02"), None), Ok(period("2024-02", "2026-10")));
        assert_eq!(read(Some("2027-02"), None), Ok(period("2027-02", "2027-02")));
        assert_eq!(read(None, Some("2024-02")), Ok(period("2023-03", "2024-02")));
        assert_eq!(read(Some("2024-01"), Some("2024-01")), Ok(period("2024-01", "2024-01")));
        for (from, to, parameter, code) in [
            (Some("2024-13"), None, "from", "invalid_query"),
            (None, Some("2024"), "to", "invalid_query"),
            (None, Some("0000-01"), "to", "invalid_query"),
            (Some("2024-02"), Some("2024-01"), "to", "contradictory_period"),
        ] {
            let error = read(from, to).unwrap_err();
            assert_eq!((error.parameter, error.code()), (parameter, code));
        }
    }

    #[test]
    fn whole_years_are_asked_for_as_years() {
        let year =
            |codes: &[&str]| Filter::OneOf(Dimension::Year, codes.iter().map(|code| (*code).to_owned()).collect());
        let between = |dimension, first: &str, last: &str| Filter::Between(dimension, first.into(), last.into());
        assert_eq!(period("2025-01", "2025-12").filter(), year(&["2025"]));
        assert_eq!(period("2024-01", "2025-12").filter(), between(Dimension::Year, "2024", "2025"));
        assert_eq!(period("2025-02", "2026-01").filter(), between(Dimension::Month, "2025-02", "2026-01"));
    }

    #[test]
    fn a_series_over_years_ends_with_a_year_that_is_over() {
        let years = |from, to| period(from, to).years_before();
        let between = |first: &str, last: &str| Filter::Between(Dimension::Year, first.into(), last.into());
        assert_eq!(years("2025-11", "2026-10"), between("2016", "2025"));
        assert_eq!(years("2025-01", "2025-12"), between("2016", "2025"));
    }
}
