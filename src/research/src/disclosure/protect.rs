//! Which cells of a table have to be withheld, given what coarser tables withhold. The choice of a hypercube is in `hypercube`;
//! why nothing can be computed back is proved in `docs/disclosure.md`.

use domain::reference::StrategicFields;

use super::grid::{Bits, Grid, parent};
use super::pattern::{Below, Pattern};
use super::rule::{Rule, weight};
use crate::{Axis, ContributorCell, ContributorTable, Dimension};

/// No cell with a fact.
const VACANT: usize = usize::MAX;

/// The pattern of a table, given those of all tables directly coarser.
///
/// 1. What lies below a withheld cell is withheld.
/// 2. A cell that breaks the rule is withheld together with the other corners of a hypercube.
/// 3. What is withheld of a line, and so is told together by subtraction, must fulfil the rule together, and be more contracts than
///    there are cells; else more of the line is withheld, where there is more.
pub fn protect(table: &ContributorTable, coarser: &[&Pattern], rule: &Rule, fields: &StrategicFields) -> Pattern {
    let mut work = Work::new(table, coarser, rule, fields);
    work.inherit();
    work.protect_cells();
    work.protect_lines();
    work.finish()
}

/// A table while its pattern is being made.
pub(super) struct Work<'a> {
    pub(super) grid: Grid,
    pub(super) rule: &'a Rule,
    pub(super) withheld: Bits,
    cells: &'a [ContributorCell],
    /// For each combination of keys its cell, or `VACANT`.
    places: Vec<usize>,
    weights: Vec<i128>,
    coarser: Vec<Below<'a>>,
    /// For each axis and each of its keys: the keys of the same coarser key, itself among them.
    pub(super) siblings: Vec<Vec<Vec<usize>>>,
}

impl<'a> Work<'a> {
    pub fn new(table: &'a ContributorTable, coarser: &[&'a Pattern], rule: &'a Rule, fields: &StrategicFields) -> Self {
        let grid = Grid::new(table.axes.clone());
        let mut places = vec![VACANT; grid.len()];
        for (place, cell) in table.cells.iter().enumerate() {
            places[grid.index(&cell.codes)] = place;
        }
        Self {
            withheld: Bits::new(grid.len()),
            cells: &table.cells,
            places,
            weights: table.cells.iter().map(weight).collect(),
            coarser: coarser.iter().map(|pattern| Below::new(&grid, pattern, fields)).collect(),
            siblings: siblings(&grid, fields),
            grid,
            rule,
        }
    }

    pub(super) fn cell(&self, index: usize) -> Option<&'a ContributorCell> {
        self.cells.get(self.places[index])
    }

    pub(super) fn weight(&self, index: usize) -> i128 {
        self.weights.get(self.places[index]).copied().unwrap_or_default()
    }

    /// Whether everyone knows that nothing is there: a corner there would protect nothing that cannot be negative.
    pub(super) fn is_known_vacant(&self, index: usize) -> bool {
        self.places[index] == VACANT
            && !self.withheld.has(index)
            && self.coarser.iter().any(|below| below.is_nothing(&self.grid, index))
    }

    /// Withholds what lies below a withheld cell.
    pub fn inherit(&mut self) {
        for index in 0..self.grid.len() {
            if self.coarser.iter().any(|below| below.is_withheld(&self.grid, index)) {
                self.withheld.set(index);
            }
        }
    }

    /// Withholds each cell that breaks the rule, with a hypercube.
    pub fn protect_cells(&mut self) {
        for index in 0..self.grid.len() {
            let breaks = self.cell(index).is_some_and(|cell| !self.rule.holds([cell]));
            if breaks && !self.withheld.has(index) && !self.withhold_hypercube(index, None) {
                self.withheld.set(index);
            }
        }
    }

    /// Withholds more of each line of which too little is withheld, until no line is left.
    pub fn protect_lines(&mut self) {
        loop {
            let mut changed = false;
            for axis in 0..self.grid.axes().len() {
                for index in 0..self.grid.len() {
                    let siblings = &self.siblings[axis][self.grid.code(index, axis)];
                    if siblings.first() == Some(&self.grid.code(index, axis)) {
                        let line: Vec<usize> = siblings.iter().map(|code| self.grid.with(index, axis, *code)).collect();
                        changed |= self.protect_line(axis, &line);
                    }
                }
            }
            if !changed {
                break;
            }
        }
    }

    /// Withholds more of a line until what is withheld of it is enough together, as long as there is more to withhold. A line that
    /// is withheld as a whole is its coarser cell, which was judged before.
    fn protect_line(&mut self, axis: usize, line: &[usize]) -> bool {
        let mut changed = false;
        loop {
            let hidden: Vec<usize> = line.iter().copied().filter(|index| self.withheld.has(*index)).collect();
            let whole = hidden.is_empty() || hidden.len() == line.len();
            if whole || self.is_enough(&hidden) {
                return changed;
            }
            let mut open: Vec<usize> = line.iter().copied().filter(|index| self.is_told(*index)).collect();
            open.sort_unstable_by_key(|index| (self.weight(*index), *index));
            if !open.into_iter().any(|index| self.withhold_hypercube(index, Some((axis, &hidden)))) {
                return changed;
            }
            changed = true;
        }
    }

    /// Whether cells of a line may be told together. In a table of one dimension everybody knows that each of them has a fact.
    fn is_enough(&self, hidden: &[usize]) -> bool {
        let cells: Vec<&ContributorCell> = hidden.iter().filter_map(|index| self.cell(*index)).collect();
        let is_counted = self.grid.axes().len() == 1 && !self.rule.leaves_counts_open(cells.iter().copied());
        self.rule.holds(cells) && !is_counted
    }

    fn is_told(&self, index: usize) -> bool {
        self.places[index] != VACANT && !self.withheld.has(index)
    }

    pub fn finish(self) -> Pattern {
        let mut occupied = Bits::new(self.grid.len());
        (0..self.grid.len()).filter(|index| self.places[*index] != VACANT).for_each(|index| occupied.set(index));
        Pattern { grid: self.grid, withheld: self.withheld, occupied }
    }
}

/// For each axis and each of its keys: the keys that are gathered in the same coarser key.
fn siblings(grid: &Grid, fields: &StrategicFields) -> Vec<Vec<Vec<usize>>> {
    let of_axis = |axis: &Axis| {
        let parents: Vec<Option<(Dimension, String)>> =
            axis.keys.iter().map(|key| parent(axis.dimension, key, fields)).collect();
        let same = |one: &Option<(Dimension, String)>| -> Vec<usize> {
            (0..parents.len()).filter(|other| parents[*other] == *one).collect()
        };
        parents.iter().map(same).collect()
    };
    grid.axes().iter().map(of_axis).collect()
}
