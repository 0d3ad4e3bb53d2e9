//! What facts must have in common to be counted.

use std::fmt;

use super::Dimension;

/// A condition on one dimension. A query has at most one of each dimension; all of them must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// `country:DE,US`: one of these. A value that no fact has selects nothing and is no error here;
    /// which values there are is reference data.
    OneOf(Dimension, Vec<String>),
    /// `!country:US`: none of these.
    NoneOf(Dimension, Vec<String>),
    /// `month:2024-01..2024-12`: from the first to the last, both counted. Of month, quarter and year only; their codes stand in
    /// the order of time.
    Between(Dimension, String, String),
}

impl Filter {
    /// What it is about.
    pub const fn dimension(&self) -> Dimension {
        match self {
            Self::OneOf(dimension, _) | Self::NoneOf(dimension, _) | Self::Between(dimension, ..) => *dimension,
        }
    }

    /// Whether a value of its dimension passes.
    pub fn admits(&self, value: &str) -> bool {
        match self {
            Self::OneOf(_, values) => values.iter().any(|known| known == value),
            Self::NoneOf(_, values) => values.iter().all(|known| known != value),
            Self::Between(_, first, last) => (first.as_str()..=last.as_str()).contains(&value),
        }
    }
}

impl fmt::Display for Filter {
    /// The one spelling: values sorted, each once.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, values) = match self {
            Self::OneOf(_, values) => ("", values),
            Self::NoneOf(_, values) => ("!", values),
            Self::Between(dimension, first, last) => return write!(formatter, "{}:{first}..{last}", dimension.code()),
        };
        let mut values: Vec<&str> = values.iter().map(String::as_str).collect();
        values.sort_unstable();
        values.dedup();
        write!(formatter, "{sign}{}:{}", self.dimension().code(), values.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_admits_what_it_says() {
        let one = Filter::OneOf(Dimension::Country, vec!["DE".into(), "US".into()]);
        let none = Filter::NoneOf(Dimension::Country, vec!["US".into()]);
        let between = Filter::Between(Dimension::Month, "2024-01".into(), "2024-12".into());
        assert!(one.admits("US") && !one.admits("FR"));
        assert!(none.admits("FR") && !none.admits("US"));
        assert!(between.admits("2024-01") && between.admits("2024-12") && !between.admits("2025-01"));
        assert_eq!(between.dimension(), Dimension::Month);
        let texts = [one, none, between].map(|filter| filter.to_string());
        assert_eq!(texts, ["country:DE,US", "!country:US", "month:2024-01..2024-12"]);
    }
}
