//! Why a query's text was refused.

use std::fmt;

use domain::language::Language;

use crate::dimension::Dimension;
use crate::measure::Measure;
use crate::query::MAXIMUM_DIMENSIONS;

/// A query that was refused: the parameter at fault and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{parameter}: {}", .problem.message(Language::En))]
pub struct QueryError {
    /// The name of the query parameter: `rows`, `columns`, `measures` or `filter`.
    pub parameter: &'static str,
    /// What is wrong with it.
    pub problem: QueryProblem,
}

impl QueryError {
    /// What is wrong and how to mend it, for people.
    pub fn message(&self, language: Language) -> String {
        self.problem.message(language)
    }
}

/// What can be wrong with a query's parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryProblem {
    /// There is no such dimension.
    UnknownDimension(String),
    /// There is no such measure.
    UnknownMeasure(String),
    /// A dimension or measure is named twice.
    Repeated(&'static str),
    /// Rows and columns together name too many dimensions.
    TooManyDimensions,
    /// A filter is not of the form `dimension:value,value`.
    FilterSyntax(String),
}

impl QueryProblem {
    fn message(&self, language: Language) -> String {
        let dimensions = || listed(Dimension::ALL.iter().map(|dimension| dimension.code()));
        let measures = || listed(Measure::ALL.iter().map(|measure| measure.code()));
        match (self, language) {
            (Self::UnknownDimension(code), Language::Zh) => {
                format!("没有维度“{code}”。可用维度：{}。", dimensions())
            }
            (Self::UnknownDimension(code), Language::En) => {
                format!("There is no dimension “{code}”. Use one of: {}.", dimensions())
            }
            (Self::UnknownMeasure(code), Language::Zh) => {
                format!("没有指标“{code}”。可用指标：{}。", measures())
            }
            (Self::UnknownMeasure(code), Language::En) => {
                format!("There is no measure “{code}”. Use one of: {}.", measures())
            }
            (Self::Repeated(code), Language::Zh) => format!("“{code}”重复，请只写一次。"),
            (Self::Repeated(code), Language::En) => {
                format!("“{code}” is named more than once. Name it once.")
            }
            (Self::TooManyDimensions, Language::Zh) => {
                format!("行和列合计最多 {MAXIMUM_DIMENSIONS} 个维度。")
            }
            (Self::TooManyDimensions, Language::En) => {
                format!("Rows and columns together may name {MAXIMUM_DIMENSIONS} dimensions at most.")
            }
            (Self::FilterSyntax(text), Language::Zh) => {
                format!("筛选条件“{text}”应写成“维度:值,值”，例如 country:DE,US。")
            }
            (Self::FilterSyntax(text), Language::En) => {
                format!("Write the filter “{text}” as dimension:value,value, for example country:DE,US.")
            }
        }
    }
}

impl fmt::Display for QueryProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message(Language::En))
    }
}

fn listed(codes: impl Iterator<Item = &'static str>) -> String {
    codes.collect::<Vec<_>>().join(", ")
}
