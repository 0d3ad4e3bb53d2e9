//! The month of a figure.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A calendar month, in Suzhou: `2026-11` as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(i32);

impl Month {
    /// The month of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.year() * 12 + i32::try_from(day.month0()).unwrap_or_default())
    }

    /// Reads `YYYY-MM`; anything else is no month.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return None;
        }
        NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1).map(Self::of)
    }

    /// Its year.
    pub const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// Its number in the year, 1 to 12.
    pub const fn number(self) -> i32 {
        self.0.rem_euclid(12) + 1
    }

    /// The quarter of the year that it belongs to, 1 to 4.
    pub const fn quarter(self) -> i32 {
        self.0.rem_euclid(12) / 3 + 1
    }

    /// So many months later; earlier for a negative number.
    #[must_use]
    pub const fn plus(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    /// Months since January 1970.
    pub const fn since_1970(self) -> i32 {
        self.0 - 1970 * 12
    }

    /// The month so many months after January 1970.
    pub const fn from_1970(months: i32) -> Self {
        Self(1970 * 12 + months)
    }

    /// Its first day; none outside the calendar's range.
    pub fn first_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year(), u32::try_from(self.number()).ok()?, 1)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year(), self.number())
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a month such as 2026-11")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_written_and_counted() {
        let month = Month::parse("2026-11").unwrap();
        assert_eq!((month.year(), month.number(), month.quarter()), (2026, 11, 4));
        assert_eq!(month.to_string(), "2026-11");
        assert_eq!(month.plus(2).to_string(), "2027-01");
        assert_eq!(month.plus(-11).to_string(), "2025-12");
        assert_eq!(Month::from_1970(month.since_1970()), month);
        assert_eq!(Month::of("2026-11-30".parse().unwrap()), month);
        assert_eq!(month.first_day(), "2026-11-01".parse().ok());
        assert_eq!(serde_json::to_value(month).unwrap(), "2026-11");
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in ["2026-13", "2026-00", "2026-1", "26-01", "2026-011", "+026-01", "2026/01", ""] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }
}
