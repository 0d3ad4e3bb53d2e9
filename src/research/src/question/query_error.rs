//! Why a query's text was refused.

use std::fmt;

use domain::language::Language;

use super::query::{MAXIMUM_DIMENSIONS, MAXIMUM_FILTER_VALUES, MAXIMUM_MEASURES};
use super::{Base, Dimension};

/// A query that was refused: the parameter at fault and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{parameter}: {problem}")]
pub struct QueryError {
    /// The name of the query parameter: `rows`, `columns`, `measures`, `filter`, `margins`, `order`, `top` or `as_of`; `query` where
    /// there is no such parameter.
    pub parameter: &'static str,
    /// What is wrong with it.
    pub problem: QueryProblem,
}

impl QueryError {
    /// What is wrong and how to mend it, for people.
    pub fn message(&self, language: Language) -> String {
        self.problem.message(language)
    }

    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self.problem {
            QueryProblem::ContradictoryPeriod { .. } => "contradictory_period",
            _ => "invalid_query",
        }
    }
}

/// What can be wrong with a query's parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryProblem {
    /// There is no such parameter.
    UnknownParameter(String),
    /// There is no such dimension.
    UnknownDimension(String),
    /// There is no such measure.
    UnknownMeasure(String),
    /// A dimension or measure is named twice, or a parameter is given twice.
    Repeated(String),
    /// Rows and columns together name too many dimensions.
    TooManyDimensions,
    /// Too many measures.
    TooManyMeasures,
    /// A filter names too many values.
    TooManyValues,
    /// A filter is not of the form `dimension:value,value`.
    FilterSyntax(String),
    /// A value that its dimension has not.
    UnknownValue {
        /// The dimension.
        dimension: Dimension,
        /// The value.
        value: String,
    },
    /// A period that is none, such as month 13.
    NoPeriod(String),
    /// A period that ends before it begins.
    ContradictoryPeriod {
        /// Its beginning.
        first: String,
        /// Its end.
        last: String,
    },
    /// Not `all` or `none`.
    Margins(String),
    /// Not a measure that is asked for.
    Order(String),
    /// Not a whole number from 1.
    Top(String),
    /// Not a whole number.
    AsOf(String),
    /// Nothing that suppliers are looked for by.
    Supplier(String),
}

impl QueryProblem {
    fn message(&self, language: Language) -> String {
        match language {
            Language::Zh => self.in_chinese(),
            Language::En => self.in_english(),
        }
    }

    fn in_chinese(&self) -> String {
        match self {
            Self::UnknownParameter(name) => format!("没有参数“{name}”。"),
            Self::UnknownDimension(code) => format!("没有维度“{code}”。可用维度：{}。", dimensions()),
            Self::UnknownMeasure(code) => format!("没有指标“{code}”。可用指标：{}。", measures()),
            Self::Repeated(code) => format!("“{code}”重复，请只写一次。"),
            Self::TooManyDimensions => format!("行和列合计最多 {MAXIMUM_DIMENSIONS} 个维度。"),
            Self::TooManyMeasures => format!("指标最多 {MAXIMUM_MEASURES} 个。"),
            Self::TooManyValues => format!("一个筛选条件最多 {MAXIMUM_FILTER_VALUES} 个值。"),
            Self::FilterSyntax(text) => format!("筛选条件“{text}”应写成“维度:值,值”，例如 country:DE,US。"),
            Self::UnknownValue { dimension, value } => {
                format!("“{}”没有代码“{value}”。", dimension.name(Language::Zh))
            }
            Self::NoPeriod(text) => format!("“{text}”不是时期，请写成 2026、2026-Q4 或 2026-11。"),
            Self::ContradictoryPeriod { first, last } => format!("时期的起点 {first} 晚于终点 {last}。"),
            Self::Margins(text) => format!("margins 应为 all 或 none，而不是“{text}”。"),
            Self::Order(text) => format!("只能按所选指标排序，而不是“{text}”。"),
            Self::Top(text) => format!("top 应为不小于 1 的整数，而不是“{text}”。"),
            Self::AsOf(text) => format!("统计时点应为整数，而不是“{text}”。"),
            Self::Supplier(text) => format!("供方条件可用 newcomer、not_established，而不是“{text}”。"),
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::UnknownParameter(name) => format!("There is no parameter “{name}”."),
            Self::UnknownDimension(code) => {
                format!("There is no dimension “{code}”. Use one of: {}.", dimensions())
            }
            Self::UnknownMeasure(code) => format!("There is no measure “{code}”. Use one of: {}.", measures()),
            Self::Repeated(code) => format!("“{code}” is named more than once. Name it once."),
            Self::TooManyDimensions => {
                format!("Rows and columns together may name {MAXIMUM_DIMENSIONS} dimensions at most.")
            }
            Self::TooManyMeasures => format!("An answer may have {MAXIMUM_MEASURES} measures at most."),
            Self::TooManyValues => format!("A filter may name {MAXIMUM_FILTER_VALUES} values at most."),
            Self::FilterSyntax(text) => {
                format!("Write the filter “{text}” as dimension:value,value, for example country:DE,US.")
            }
            Self::UnknownValue { dimension, value } => {
                format!(
                    "“{value}” is no code of {} ({}).",
                    dimension.name(Language::En).to_lowercase(),
                    dimension.code()
                )
            }
            Self::NoPeriod(text) => format!("“{text}” is no period; write 2026, 2026-Q4 or 2026-11."),
            Self::ContradictoryPeriod { first, last } => {
                format!("The period begins with {first}, after its end {last}.")
            }
            Self::Margins(text) => format!("margins is all or none, not “{text}”."),
            Self::Order(text) => format!("Order by one of the measures asked for, not by “{text}”."),
            Self::Top(text) => format!("top is a whole number from 1, not “{text}”."),
            Self::AsOf(text) => format!("as_of is a whole number, not “{text}”."),
            Self::Supplier(text) => format!("supplier is newcomer, not_established or both, not “{text}”."),
        }
    }
}

impl fmt::Display for QueryProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.in_english())
    }
}

fn dimensions() -> String {
    Dimension::ALL.map(Dimension::code).join(", ")
}

/// The sums, and one example of each form that derives from them.
fn measures() -> String {
    let sums: Vec<&str> = Base::ALL.iter().map(|base| base.code()).collect();
    let derived = "technology_fee_share, mean_royalty_rate, median_royalty_rate, p90_royalty_rate, share:amount_usd, \
         yoy:amount_usd, mom:amount_usd, rank:amount_usd, hhi:amount_usd:country";
    format!("{}, {derived}", sums.join(", "))
}
