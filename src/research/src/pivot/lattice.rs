//! The groups of a question and all coarser ones: what is added up over the finest is added on for cells' totals, so that every total
//! is of the same facts as its cells.

use std::collections::BTreeMap;

use super::addend::Addend;
use super::grid::{Kept, MOST_AXES, Place};
use super::groups::Groups;
use super::lists::Lists;
use super::numbering::{Numbers, Seen};
use super::threads::shared;
use crate::question::Spread;

/// Fewer groups are grouped sooner than another thread has begun.
const MANY: usize = 4096;

/// Groups by some of the axes.
pub(super) struct Grouping {
    /// Where each group stands, in order. Of no axes there is one group, even of no facts.
    pub(super) places: Vec<Place>,
    /// Of each addend the sum of each group.
    sums: Vec<Vec<i128>>,
    /// The group that each of the finest groups is in.
    of_finest: Vec<u32>,
}

/// Groupings by sets of axes.
pub(super) struct Lattice {
    addends: Vec<Addend>,
    lists: Vec<(Spread, Lists)>,
    groupings: BTreeMap<Kept, Grouping>,
    is_empty: bool,
    without_rate: u64,
}

impl Lattice {
    /// Adds up over the groups by each of these sets of axes.
    pub(super) fn of(groups: Groups, sets: &[Kept], threads: usize) -> Self {
        let threads = if groups.places.len() < MANY { 1 } else { threads };
        let group = |kept: &Kept| (*kept, Grouping::of(&groups, *kept));
        let groupings = shared(sets, threads, |sets| sets.map(group).collect::<Vec<_>>());
        Self {
            groupings: groupings.into_iter().flatten().collect(),
            is_empty: groups.places.is_empty(),
            without_rate: groups.without_rate,
            lists: groups.wanted.spreads.into_iter().zip(groups.lists).collect(),
            addends: groups.wanted.addends,
        }
    }

    /// Whether no fact was counted.
    pub(super) fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// How many of the facts have a currency without a rate.
    pub(super) fn without_rate(&self) -> u64 {
        self.without_rate
    }

    /// Where the groups by these axes stand, in order.
    pub(super) fn places(&self, kept: Kept) -> &[Place] {
        self.groupings.get(&kept).map_or(&[], |grouping| grouping.places.as_slice())
    }

    /// The sum of each group by these axes.
    pub(super) fn sums(&self, kept: Kept, of: Addend) -> &[i128] {
        let at = self.addends.iter().position(|addend| *addend == of);
        let sums = self.groupings.get(&kept).zip(at).and_then(|(grouping, at)| grouping.sums.get(at));
        sums.map_or(&[], Vec::as_slice)
    }

    /// A quantile of a spread in each group by these axes; none of one without a value.
    pub(super) fn quantiles(&self, kept: Kept, of: Spread, percent: usize) -> Vec<Option<i64>> {
        let lists = self.lists.iter().find(|(spread, _)| *spread == of).map(|(_, lists)| lists);
        let Some((lists, grouping)) = lists.zip(self.groupings.get(&kept)) else { return Vec::new() };
        lists.quantiles(grouping.places.len(), &grouping.of_finest, percent)
    }

    /// Of each group by some axes, the group by fewer of them that it is in.
    pub(super) fn parents(&self, kept: Kept, fewer: Kept) -> Vec<u32> {
        let Some((fine, coarse)) = self.groupings.get(&kept).zip(self.groupings.get(&fewer)) else { return Vec::new() };
        let mut parents = vec![0; fine.places.len()];
        for (group, parent) in fine.of_finest.iter().zip(&coarse.of_finest) {
            parents[*group as usize] = *parent;
        }
        parents
    }
}

impl Grouping {
    /// Groups the finest groups by some of the axes.
    fn of(groups: &Groups, kept: Kept) -> Self {
        let (mut places, of_finest) = by(groups, kept);
        if places.is_empty() && kept == 0 {
            places.push([0; MOST_AXES]);
        }
        let added = |finest: &Vec<i128>| {
            let mut coarse = vec![0_i128; places.len()];
            for (group, sum) in of_finest.iter().zip(finest) {
                coarse[*group as usize] += *sum;
            }
            coarse
        };
        let sums = groups.sums.iter().map(added).collect();
        Self { places, sums, of_finest }
    }
}

/// Where the groups by some of the axes stand, and which of them each of the finest groups is in.
fn by(groups: &Groups, kept: Kept) -> (Vec<Place>, Vec<u32>) {
    let (grid, finest) = (groups.grid.keeping(kept), &groups.places);
    if grid.possible() == groups.grid.possible() {
        // What is left out has one key.
        return (finest.clone(), (0..).take(finest.len()).collect());
    }
    let mut seen = Seen::new(grid.possible(), finest.len());
    let mut keys: Vec<usize> = finest.iter().map(|place| grid.key(place)).collect();
    seen.note(&keys);
    let numbers = Numbers::of(vec![seen]);
    numbers.translate(&mut keys);
    let places = (0..numbers.len()).map(|number| grid.place(numbers.key(number))).collect();
    // As many as there are facts at most.
    (places, keys.into_iter().map(|number| u32::try_from(number).unwrap_or(u32::MAX)).collect())
}
