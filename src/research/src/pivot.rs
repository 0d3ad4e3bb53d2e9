//! The answer to a query. How it is written down is in `output`.

use crate::dimension::Dimension;
use crate::measure::Measure;

/// One group of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The group's value of each dimension of the answer.
    pub keys: Vec<String>,
    /// The group's value of each measure of the answer, as decimal text; `None` where it is undefined.
    pub values: Vec<Option<String>>,
}

/// The answer to a query: a cell for each group that has a fact, in a stable order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pivot {
    /// The journal seq of the newest fact in the answer; 0 when there is none.
    pub as_of: i64,
    /// What the cells are grouped by: the query's rows, then its columns.
    pub dimensions: Vec<Dimension>,
    /// What each cell counts.
    pub measures: Vec<Measure>,
    /// The groups, ordered by the first dimension, then the second, and so on.
    pub cells: Vec<Cell>,
    /// Each measure over all groups together (means and shares are of the whole, not of the cells).
    pub totals: Vec<Option<String>>,
}
