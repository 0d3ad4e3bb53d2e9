//! An answer, before it is written down in one format or another.

use std::sync::Arc;

use domain::statistics::Month;

use super::Value;
use crate::question::{Dimension, MAXIMUM_DIMENSIONS, Measure};

/// A place on each axis of an answer; unused ones are 0.
pub type Codes = [u32; MAXIMUM_DIMENSIONS];

/// A dimension of an answer with the keys that occur in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// Which.
    pub dimension: Dimension,
    /// Its keys in the order in which they are shown; [`Codes`] are places in it.
    pub keys: Vec<Arc<str>>,
}

impl Axis {
    /// The key at a place.
    pub fn key(&self, code: u32) -> &str {
        self.keys.get(code as usize).map_or("", AsRef::as_ref)
    }
}

/// Cells with as many values each, in the order in which they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells {
    width: usize,
    codes: Vec<Codes>,
    values: Vec<Value>,
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Its place on each axis.
    pub codes: &'a Codes,
    /// Its value of each measure.
    pub values: &'a [Value],
}

impl Cells {
    /// No cells yet, of so many values each.
    pub fn new(width: usize) -> Self {
        Self { width, codes: Vec::new(), values: Vec::new() }
    }

    /// The same with room for so many cells, so that none is moved while others are added.
    pub fn with_room(width: usize, cells: usize) -> Self {
        Self { width, codes: Vec::with_capacity(cells), values: Vec::with_capacity(cells * width) }
    }

    /// Adds a cell. Values beyond the width are left out, missing ones are undefined.
    pub fn push(&mut self, codes: Codes, values: impl IntoIterator<Item = Value>) {
        self.codes.push(codes);
        self.values.extend(values.into_iter().take(self.width));
        self.values.resize(self.codes.len() * self.width, Value::Undefined);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Each cell, in order.
    pub fn iter(&self) -> impl Iterator<Item = Cell<'_>> {
        let values = self.values.chunks_exact(self.width.max(1));
        self.codes.iter().zip(values).map(|(codes, values)| Cell { codes, values })
    }
}

/// Totals over some of the dimensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Margin {
    /// The dimensions that are kept: bit `n` for the answer's axis `n`. Codes of the others are 0.
    pub kept: u8,
    /// The totals, in the order of what is kept.
    pub cells: Cells,
}

/// What was withheld of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disclosure {
    /// The first year of the policy's edition that the newest year of the answer is under.
    pub policy: i32,
    /// How many cells have a value that is withheld, margins counted.
    pub withheld: usize,
}

/// The answer to a query: a cell for each group that has a fact, in a stable order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The journal seq up to which facts are counted; 0 when there are none.
    pub as_of: i64,
    /// The month of the newest fact counted: it, its quarter and its year may not be complete yet.
    pub latest_month: Option<Month>,
    /// What cells are grouped by: the query's rows, then its columns.
    pub axes: Vec<Axis>,
    /// What each cell has a value of.
    pub measures: Vec<Measure>,
    /// The groups.
    pub cells: Cells,
    /// Totals over the dimensions, the coarsest first; the grand total is in `totals`. None where they were not asked for.
    pub margins: Vec<Margin>,
    /// Each measure over everything that passed the filters.
    pub totals: Vec<Value>,
    /// Facts counted whose currency had no rate: their amounts are missing. For those who do not see everything, 1 where closed years
    /// have any, however many.
    pub without_rate: u64,
    /// What was withheld; none for those who see everything.
    pub disclosure: Option<Disclosure>,
}

impl Answer {
    /// The dimensions of the answer.
    pub fn dimensions(&self) -> impl Iterator<Item = Dimension> {
        self.axes.iter().map(|axis| axis.dimension)
    }

    /// The keys of a cell, one a dimension.
    pub fn keys<'a>(&'a self, cell: Cell<'a>) -> impl Iterator<Item = &'a str> {
        self.axes.iter().zip(cell.codes).map(|(axis, code)| axis.key(*code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_a_value_of_each_measure() {
        let mut cells = Cells::new(2);
        cells.push([1, 0, 0, 0], [Value::Count(1)]);
        cells.push([2, 0, 0, 0], [Value::Count(2), Value::Suppressed, Value::Count(9)]);
        let values: Vec<&[Value]> = cells.iter().map(|cell| cell.values).collect();
        assert_eq!(values, [&[Value::Count(1), Value::Undefined][..], &[Value::Count(2), Value::Suppressed][..]]);
        assert!(cells.len() == 2 && !cells.is_empty());
    }
}
