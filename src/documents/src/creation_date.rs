//! The date that goes into a PDF's metadata. It comes from the document, never from the clock, so that bytes can be compared.

use serde::Serialize;
use typst::foundations::Datetime;

/// A day of the calendar, as `datetime` of the templates takes it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Day {
    year: i32,
    month: u8,
    day: u8,
}

/// The date that a text begins with, `YYYY-MM-DD`; none when it begins with something else.
pub(crate) fn creation_date(text: &str) -> Option<Day> {
    let mut parts = text.get(..10)?.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    Datetime::from_ymd(year, month, day).map(|_| Day { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_and_anything_else_is_none() {
        let day = || Some(Day { year: 2026, month: 10, day: 9 });
        assert_eq!(creation_date("2026-10-09"), day());
        assert_eq!(creation_date("2026-10-09 14:30"), day());
        for text in ["", "2026-13-01", "2026-02-29", "2026年10月9日", "tomorrow!!"] {
            assert_eq!(creation_date(text), None, "{text}");
        }
    }
}
