//! Facts in groups: which facts a question counts, the group of each, and what is added up over it.
//!
//! All of it is one pass, a run of facts at a time: which of them pass, the key of each, and then each addend in a loop of its own.
//! What is known of a run never leaves the nearest memory, and nothing is kept of a fact. Only where so many keys are possible that
//! sums for all of them would be too many, a pass before it finds those that occur.

use super::chosen::{Chosen, Slots};
use super::grid::{Grid, Place};
use super::lists::Lists;
use super::numbering::{Numbers, Seen};
use super::reading::Reading;
use super::tally::{Added, Sum, Tally, Wanted, Weights};
use super::threads::shared;
use super::view::View;
use crate::cube::{Facts, Field, Part, Segment};
use crate::question::Refusal;

/// Facts of a run.
const RUN: usize = 2048;
/// At most so many keys have sums whether they occur or not; and no more than there are facts, or than so few that it does not matter.
const DENSE: usize = 1 << 18;
const ALWAYS_DENSE: usize = 64;
/// So few keys that one fact often meets the key of the one before. They have several sums each, which take turns: adding to one sum
/// again and again, a processor waits each time until it has written the one before.
const FEW: usize = 512;
const LANES: usize = 4; // a power of two

/// The facts that a question counts, in groups.
pub(super) struct Groups {
    /// The axes.
    pub(super) grid: Grid,
    /// Where each group stands, in the order in which they are shown.
    pub(super) places: Vec<Place>,
    /// What was added up.
    pub(super) wanted: Wanted,
    /// Of each addend, the sum of each group.
    pub(super) sums: Vec<Vec<i128>>,
    /// Of each spread, the values in each group.
    pub(super) lists: Vec<Lists>,
    /// Facts whose currency had no rate.
    pub(super) without_rate: u64,
}

impl Groups {
    /// Groups the facts of a view by some dimensions, and adds up over each group. `number` is that of the view among those for which
    /// the dimensions were read.
    ///
    /// # Errors
    /// Where there are more groups than `limit`.
    pub(super) fn of(
        view: &View<'_>,
        number: usize,
        readings: &[&Reading],
        wanted: Wanted,
        limit: usize,
        threads: usize,
    ) -> Result<Self, Refusal> {
        let sizes: Vec<usize> = readings.iter().map(|reading| reading.size()).collect();
        let grid = Grid::new(&sizes).ok_or(Refusal::TooManyCells { cells: u64::MAX, limit })?;
        let allowed = |cells: usize| {
            if cells > limit { Err(Refusal::TooManyCells { cells: cells as u64, limit }) } else { Ok(()) }
        };
        let (parts, possible) = (view.parts(), grid.possible());
        let facts: usize = parts.iter().map(|part| part.facts).sum();
        let dense = possible <= DENSE.min(facts.max(ALWAYS_DENSE));
        let lanes = if dense && possible <= FEW { LANES } else { 1 };
        let columns = readings.iter().enumerate().map(|(axis, reading)| {
            let step = grid.stride(axis) * lanes;
            (reading.field, reading.places[number].iter().map(|place| step * *place as usize).collect::<Vec<usize>>())
        });
        let pass = Pass { view, parts, columns: columns.collect(), possible, lanes };

        let numbers = if dense {
            Numbers::Own(possible * lanes)
        } else {
            let numbers = pass.numbers(facts, threads);
            allowed(numbers.len())?;
            numbers
        };
        let added = pass.added(&wanted, &numbers, threads);
        allowed(added.groups.len())?;
        let places: Vec<Place> = added.groups.iter().map(|group| grid.place(numbers.key(*group))).collect();
        Ok(Self { grid, places, wanted, sums: added.sums, lists: added.lists, without_rate: added.without_rate })
    }
}

/// A pass over the facts of a view.
struct Pass<'a> {
    view: &'a View<'a>,
    parts: Vec<&'a Part>,
    /// What each code of a column adds to the key.
    columns: Vec<(Field, Vec<usize>)>,
    /// Keys that are possible.
    possible: usize,
    /// Sums of a key.
    lanes: usize,
}

impl<'a> Pass<'a> {
    /// The keys that occur, numbered.
    fn numbers(&self, facts: usize, threads: usize) -> Numbers {
        let seen = shared(&self.parts, threads, |parts| {
            let mut seen = Seen::new(self.possible, facts);
            for chosen in parts.flat_map(|part| self.chosen(part)) {
                if let Slots::Each(keys) = &chosen.slots {
                    seen.note(keys);
                }
            }
            seen
        });
        Numbers::of(seen)
    }

    /// What there is to be added up.
    fn added(&self, wanted: &Wanted, numbers: &Numbers, threads: usize) -> Added {
        let moved = self.parts.iter().fold(0_u64, |sum, part| sum.saturating_add(part.segment.moved()));
        if i64::try_from(moved).is_ok() {
            self.added_in::<i64>(wanted, numbers, threads)
        } else {
            self.added_in::<i128>(wanted, numbers, threads)
        }
    }

    fn added_in<S: Sum>(&self, wanted: &Wanted, numbers: &Numbers, threads: usize) -> Added {
        let weights = Weights::of(wanted);
        let tallies = shared(&self.parts, threads, |parts| {
            let mut tally = Tally::<S>::new(wanted, numbers.len());
            for mut chosen in parts.flat_map(|part| self.chosen(part)) {
                if let Slots::Each(keys) = &mut chosen.slots {
                    numbers.translate(keys);
                }
                tally.add(wanted, &weights, &chosen);
            }
            tally
        });
        Tally::together(tallies, self.lanes)
    }

    /// The facts of a part that are counted, run by run, each with its key for its slot.
    fn chosen(&self, part: &'a Part) -> impl Iterator<Item = Chosen<'a>> {
        (0..part.facts).step_by(RUN).map(move |begin| {
            let segment: &Segment = &part.segment;
            let facts = self.view.choose(segment, begin..part.facts.min(begin + RUN));
            let slots = if self.possible == 1 { Slots::One } else { Slots::Each(self.keys(segment, &facts)) };
            Chosen { segment, facts, slots }
        })
    }

    fn keys(&self, segment: &Segment, facts: &Facts) -> Vec<usize> {
        let mut keys: Vec<usize> = (0..facts.len()).map(|at| at & (self.lanes - 1)).collect();
        for (field, steps) in &self.columns {
            segment.codes(*field).each(facts, keys.iter_mut(), |key, code| *key += steps[code]);
        }
        keys
    }
}
