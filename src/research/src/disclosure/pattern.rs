//! Which cells of a table are withheld for a calendar year, and how a finer table's cells lie below a coarser one's.

use domain::reference::StrategicFields;

use super::grid::{Bits, Grid, parent};
use crate::{Axis, Codes};

/// Which cells of a table are withheld for a calendar year. Among the combinations of keys that occur in the year one may be
/// withheld although no fact is there: else what is missing would tell that it is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub(super) grid: Grid,
    pub(super) withheld: Bits,
    pub(super) occupied: Bits,
}

impl Pattern {
    /// A table of which nothing is told.
    pub(super) fn nothing_told(axes: Vec<Axis>) -> Self {
        let grid = Grid::new(axes);
        let (mut withheld, occupied) = (Bits::new(grid.len()), Bits::new(grid.len()));
        (0..grid.len()).for_each(|index| withheld.set(index));
        Self { grid, withheld, occupied }
    }

    /// Its axes, with the keys that occur in the year.
    pub fn axes(&self) -> &[Axis] {
        self.grid.axes()
    }

    /// Whether a cell is withheld.
    pub fn withholds(&self, codes: &Codes) -> bool {
        self.withheld.has(self.grid.index(codes))
    }

    /// Whether a cell is told, and is nothing: then so is all below it.
    fn tells_nothing_is_there(&self, index: usize) -> bool {
        !self.occupied.has(index) && !self.withheld.has(index)
    }
}

/// How the cells of a table lie below those of a coarser one.
pub(super) struct Below<'a> {
    pattern: &'a Pattern,
    /// For each axis of the finer table and each of its keys: what it adds to the coarser cell's number.
    steps: Vec<Vec<Option<usize>>>,
}

impl<'a> Below<'a> {
    pub fn new(finer: &Grid, pattern: &'a Pattern, fields: &StrategicFields) -> Self {
        let steps = finer.axes().iter().map(|axis| Self::steps(axis, pattern, fields)).collect();
        Self { pattern, steps }
    }

    fn steps(axis: &Axis, coarser: &Pattern, fields: &StrategicFields) -> Vec<Option<usize>> {
        let place = |dimension, key: &str| {
            let number = coarser.axes().iter().position(|axis| axis.dimension == dimension)?;
            let mut codes = Codes::default();
            let code = coarser.axes()[number].keys.iter().position(|known| **known == *key)?;
            codes[number] = u32::try_from(code).ok()?;
            Some(coarser.grid.index(&codes))
        };
        let has = |dimension| coarser.axes().iter().any(|axis| axis.dimension == dimension);
        let step = |key: &str| {
            if has(axis.dimension) {
                return place(axis.dimension, key);
            }
            match parent(axis.dimension, key, fields) {
                Some((dimension, key)) if has(dimension) => place(dimension, &key),
                _ => Some(0),
            }
        };
        axis.keys.iter().map(|key| step(key)).collect()
    }

    /// The coarser cell above a cell; none for keys that it does not know.
    fn above(&self, finer: &Grid, index: usize) -> Option<usize> {
        self.steps.iter().enumerate().map(|(axis, steps)| steps[finer.code(index, axis)]).sum()
    }

    /// Whether the cell above is withheld.
    pub fn is_withheld(&self, finer: &Grid, index: usize) -> bool {
        self.above(finer, index).is_none_or(|above| self.pattern.withheld.has(above))
    }

    /// Whether the cell above tells that nothing is there.
    pub fn is_nothing(&self, finer: &Grid, index: usize) -> bool {
        self.above(finer, index).is_some_and(|above| self.pattern.tells_nothing_is_there(above))
    }
}
