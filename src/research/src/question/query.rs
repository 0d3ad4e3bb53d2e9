//! A question to the figures. Its text, both ways, is not here.

use super::{Base, Dimension, Filter, Measure};

/// How many dimensions rows and columns may name together: more make tables that nobody reads and everybody waits for.
pub const MAXIMUM_DIMENSIONS: usize = 4;
/// How many measures one answer may have.
pub const MAXIMUM_MEASURES: usize = 12;
/// How many values one filter may name.
pub const MAXIMUM_FILTER_VALUES: usize = 500;

/// A question to the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Dimensions down the table.
    pub rows: Vec<Dimension>,
    /// Dimensions across the table.
    pub columns: Vec<Dimension>,
    /// What to count.
    pub measures: Vec<Measure>,
    /// What must hold of a fact.
    pub filters: Vec<Filter>,
    /// Which totals to add.
    pub margins: Margins,
    /// By what to order cells; by their keys where nothing is said.
    pub order: Option<Order>,
    /// Only so many cells from the first; margins and totals stay of everything.
    pub top: Option<u32>,
}

/// Which totals come with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Margins {
    /// Over each set of the dimensions.
    #[default]
    All,
    /// The grand total only.
    None,
}

impl Margins {
    /// The code in queries.
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::None => "none",
        }
    }

    /// The value with this code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::All, Self::None].into_iter().find(|margins| margins.code() == code)
    }
}

/// By what cells are ordered; equal ones by their keys, undefined and withheld ones last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// One of the query's measures.
    pub measure: Measure,
    /// The largest first: `-amount_usd`.
    pub descending: bool,
}

impl Default for Query {
    /// The whole register: contracts and amounts.
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            columns: Vec::new(),
            measures: vec![Measure::Sum(Base::Contracts), Measure::Sum(Base::AmountUsd)],
            filters: Vec::new(),
            margins: Margins::default(),
            order: None,
            top: None,
        }
    }
}

impl Query {
    /// Every dimension that the answer is grouped by: rows, then columns.
    pub fn dimensions(&self) -> impl Iterator<Item = Dimension> {
        self.rows.iter().chain(&self.columns).copied()
    }

    /// The filter on a dimension, if there is one.
    pub fn filter(&self, dimension: Dimension) -> Option<&Filter> {
        self.filters.iter().find(|filter| filter.dimension() == dimension)
    }
}
