//! Periods as queries and answers write them: `2026`, `2026-Q4` and `2026-11`.

use domain::statistics::Month;

use super::{Dimension, Filter};

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

/// How many months the finest filter on time reaches, from its first to its last. One that only leaves periods out tells none.
pub(crate) fn filtered(filters: &[Filter]) -> Option<i32> {
    let of_time = filters.iter().filter(|filter| filter.dimension().is_time());
    let telling = of_time.filter(|filter| !matches!(filter, Filter::NoneOf(..)));
    let filter = telling.min_by_key(|filter| filter.dimension())?;
    let dimension = filter.dimension();
    let month = |text: &String| first_month(dimension, text).map(Month::since_1970);
    let (first, last) = match filter {
        Filter::Between(_, first, last) => (month(first)?, month(last)?),
        Filter::OneOf(_, values) | Filter::NoneOf(_, values) => {
            (values.iter().filter_map(month).min()?, values.iter().filter_map(month).max()?)
        }
    };
    Some(last - first + months(dimension))
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
