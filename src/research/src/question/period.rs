//! Periods as queries and answers write them: `2026`, `2026-Q4` and `2026-11`.

use domain::statistics::Month;

use super::Dimension;

/// The first month of a period of a time dimension; none where the text is no such period.
pub(crate) fn first_month(dimension: Dimension, text: &str) -> Option<Month> {
    match dimension {
        Dimension::Month => Month::parse(text),
        Dimension::Quarter => {
            let (year, quarter) = text.split_once("-Q")?;
            let month = match quarter {
                "1" => "01",
                "2" => "04",
                "3" => "07",
                "4" => "10",
                _ => return None,
            };
            Month::parse(&format!("{year}-{month}"))
        }
        Dimension::Year => Month::parse(&format!("{text}-01")),
        _ => None,
    }
}

/// The period of a time dimension that a month lies in.
pub(crate) fn of_month(dimension: Dimension, month: Month) -> String {
    match dimension {
        Dimension::Quarter => format!("{:04}-Q{}", month.year(), month.quarter()),
        Dimension::Year => format!("{:04}", month.year()),
        _ => month.to_string(),
    }
}

/// How many months a period of a time dimension has.
pub(crate) const fn months(dimension: Dimension) -> i32 {
    match dimension {
        Dimension::Quarter => 3,
        Dimension::Year => 12,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_and_written_alike() {
        for (dimension, text, first) in [
            (Dimension::Month, "2026-11", "2026-11"),
            (Dimension::Quarter, "2026-Q4", "2026-10"),
            (Dimension::Year, "2026", "2026-01"),
        ] {
            let month = first_month(dimension, text).unwrap();
            assert_eq!(month.to_string(), first);
            assert_eq!(of_month(dimension, month), text);
            assert_eq!(of_month(dimension, month.plus(months(dimension) - 1)), text);
            assert_ne!(of_month(dimension, month.plus(months(dimension))), text);
        }
    }

    #[test]
    fn what_is_no_period_is_none() {
        for (dimension, text) in [
            (Dimension::Month, "2026-13"),
            (Dimension::Month, "2026"),
            (Dimension::Quarter, "2026-Q5"),
            (Dimension::Quarter, "2026-4"),
            (Dimension::Year, "26"),
            (Dimension::Year, "2026-01"),
            (Dimension::Country, "2026"),
        ] {
            assert_eq!(first_month(dimension, text), None, "{text}");
        }
    }
}
