//! The date that goes into a PDF's metadata. It comes from the document, never from the clock, so that bytes can be compared.

use typst::foundations::Datetime;

/// The date that a text begins with, `YYYY-MM-DD`; none when it begins with something else.
pub(crate) fn creation_date(text: &str) -> Option<Datetime> {
    let mut parts = text.get(..10)?.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Datetime::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_and_anything_else_is_none() {
        assert_eq!(creation_date("2026-10-09"), Datetime::from_ymd(2026, 10, 9));
        assert_eq!(creation_date("2026-10-09 14:30"), Datetime::from_ymd(2026, 10, 9));
        for text in ["", "2026-13-01", "2026年10月9日", "tomorrow!!"] {
            assert_eq!(creation_date(text), None, "{text}");
        }
    }
}
