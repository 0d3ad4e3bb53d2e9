//! The hypercube that protects a cell: the cell, a corner opposite it in every axis, and all corners between. A change of the
//! cell that the corners take up with alternating signs shows in no sum over any axis (the hypercube method: Repsilber 1994,
//! Giessing and Repsilber 2002).

use super::protect::Work;
use crate::Codes;

/// How many neighbours are tried along each axis, by the number of axes: the best ones, so that a table of many cells is
/// protected in good time.
const TRIED: [usize; 5] = [0, 64, 16, 6, 4];

/// A cell beside another one along an axis. The better ones come first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Neighbour {
    known_vacant: bool,
    /// Whether it and the cell break the rule together.
    breaks: bool,
    told: bool,
    weight: i128,
    code: usize,
}

/// What a hypercube costs. The least is chosen; places decide between equals, so that the choice is always the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    known_vacant: usize,
    breaks: usize,
    /// Whether a corner of either sign is too small to keep the cell open by as much as the policy wants.
    tight: bool,
    told: usize,
    weight: i128,
    opposite: Codes,
}

impl Work<'_> {
    /// Withholds the best hypercube of a cell; with `within`, one whose neighbour along that axis is one of those. False, and
    /// nothing is withheld, where there is none: some axis has no other key in the same coarser key, and so the coarser table
    /// tells the same cell.
    pub(super) fn withhold_hypercube(&mut self, index: usize, within: Option<(usize, &[usize])>) -> bool {
        let axes = self.grid.axes().len();
        let neighbours: Vec<Vec<Neighbour>> = (0..axes).map(|axis| self.neighbours(index, axis, within)).collect();
        let combinations: usize = neighbours.iter().map(Vec::len).product();
        let best = (0..combinations)
            .map(|number| {
                let chosen = choice(&neighbours, number);
                let corners = self.corners(index, &chosen);
                (self.cost(index, &chosen, &corners), corners)
            })
            .min_by(|(one, _), (other, _)| one.cmp(other));
        let Some((_, corners)) = best else { return false };
        for corner in corners {
            self.withheld.set(corner);
        }
        true
    }

    fn neighbours(&self, index: usize, axis: usize, within: Option<(usize, &[usize])>) -> Vec<Neighbour> {
        let own = self.grid.code(index, axis);
        let wanted = |beside: usize| within.is_none_or(|(line, cells)| line != axis || cells.contains(&beside));
        let mut neighbours: Vec<Neighbour> = self.siblings[axis][own]
            .iter()
            .filter(|code| **code != own)
            .map(|code| (*code, self.grid.with(index, axis, *code)))
            .filter(|(_, beside)| wanted(*beside))
            .map(|(code, beside)| Neighbour {
                known_vacant: self.is_known_vacant(beside),
                breaks: !self.rule.holds(self.cell(index).into_iter().chain(self.cell(beside))),
                told: !self.withheld.has(beside),
                weight: self.weight(beside),
                code,
            })
            .collect();
        neighbours.sort_unstable();
        neighbours.truncate(TRIED.get(self.grid.axes().len()).copied().unwrap_or(1));
        neighbours
    }

    /// All corners: the cell first; the sign of a corner is the parity of its number.
    fn corners(&self, index: usize, chosen: &[&Neighbour]) -> Vec<usize> {
        let mut corners = vec![index];
        for (axis, neighbour) in chosen.iter().enumerate() {
            for place in 0..corners.len() {
                corners.push(self.grid.with(corners[place], axis, neighbour.code));
            }
        }
        corners
    }

    fn cost(&self, index: usize, chosen: &[&Neighbour], corners: &[usize]) -> Cost {
        let own = self.weight(index);
        let mut open = [true; 2];
        let (mut known_vacant, mut told, mut weight) = (0, 0, 0);
        for (number, corner) in corners.iter().enumerate() {
            let corner_weight = self.weight(*corner);
            open[usize::from(number.count_ones() % 2 == 1)] &= self.rule.covers(corner_weight, own);
            known_vacant += usize::from(self.is_known_vacant(*corner));
            if !self.withheld.has(*corner) {
                told += 1;
                weight += corner_weight;
            }
        }
        let mut opposite = Codes::default();
        for (place, neighbour) in opposite.iter_mut().zip(chosen) {
            *place = u32::try_from(neighbour.code).unwrap_or(u32::MAX);
        }
        let breaks = chosen.iter().filter(|neighbour| neighbour.breaks).count();
        Cost { known_vacant, breaks, tight: open == [false; 2], told, weight, opposite }
    }
}

/// The combination of neighbours with a number, one of each axis.
fn choice(neighbours: &[Vec<Neighbour>], mut number: usize) -> Vec<&Neighbour> {
    let mut chosen = Vec::with_capacity(neighbours.len());
    for of_axis in neighbours {
        chosen.push(&of_axis[number % of_axis.len()]);
        number /= of_axis.len();
    }
    chosen
}
