//! Facts in groups: which facts a question counts, and the group of each. It is the one pass over all facts; what follows goes over
//! those that were chosen, and over groups.

use super::addend::Addend;
use super::grid::{Grid, Place};
use super::lists::Lists;
use super::numbering::{Numbers, Seen};
use super::reading::Reading;
use super::sums::Sums;
use super::threads::{on_threads, split};
use super::view::View;
use crate::cube::{Field, Part, Segment};
use crate::question::{Refusal, Spread};

/// Facts of a segment that are counted, with the group of each.
pub(super) struct Chosen<'a> {
    pub(super) segment: &'a Segment,
    pub(super) facts: Vec<u16>,
    pub(super) groups: Vec<u32>,
}

impl Chosen<'_> {
    /// What they bring into a spread, with their groups.
    pub(super) fn values(&self, of: Spread) -> impl Iterator<Item = (u32, i64)> {
        let facts = self.facts.iter().zip(&self.groups);
        facts.filter_map(move |(fact, group)| Some((*group, self.segment.spread(of, usize::from(*fact))?)))
    }
}

/// The facts that a question counts, in groups.
pub(super) struct Groups<'a> {
    /// The axes.
    pub(super) grid: Grid,
    /// Where each group stands, in the order in which they are shown.
    pub(super) places: Vec<Place>,
    /// The facts, as the threads share them.
    parts: Vec<Vec<Chosen<'a>>>,
}

impl<'a> Groups<'a> {
    /// Groups the facts of a view by some dimensions. `number` is that of the view among those for which the dimensions were read.
    ///
    /// # Errors
    /// Where there are more groups than `limit`.
    pub(super) fn of(
        view: &View<'a>,
        number: usize,
        readings: &[&Reading],
        limit: usize,
        threads: usize,
    ) -> Result<Self, Refusal> {
        let sizes: Vec<usize> = readings.iter().map(|reading| reading.size()).collect();
        let grid = Grid::new(&sizes).ok_or(Refusal::TooManyCells { cells: u64::MAX, limit })?;
        let columns: Vec<(Field, Vec<usize>)> = readings
            .iter()
            .enumerate()
            .map(|(axis, reading)| {
                let steps = reading.places[number].iter().map(|place| grid.stride(axis) * *place as usize);
                (reading.field, steps.collect())
            })
            .collect();

        let parts = view.parts();
        let facts: usize = parts.iter().map(|part| part.facts).sum();
        let noted = on_threads(split(&parts, threads), |parts| {
            let mut seen = Seen::new(grid.possible(), facts);
            let chosen = parts.iter().map(|part| choose(view, part, &columns, &mut seen)).collect::<Vec<_>>();
            (seen, chosen)
        });
        let (seen, chosen): (Vec<Seen>, Vec<Vec<Chosen<'a>>>) = noted.into_iter().unzip();
        let numbers = Numbers::of(seen);
        let cells = numbers.keys().len();
        if cells > limit {
            return Err(Refusal::TooManyCells { cells: cells as u64, limit });
        }

        let parts =
            on_threads(chosen.into_iter().enumerate().collect(), |(part, mut chosen): (usize, Vec<Chosen<'a>>)| {
                for one in &mut chosen {
                    numbers.translate(part, &mut one.groups);
                }
                chosen
            });
        let places = numbers.keys().iter().map(|key| grid.place(*key)).collect();
        Ok(Self { grid, places, parts })
    }

    /// Adds up over each group.
    pub(super) fn sums(&self, addends: &[Addend]) -> Vec<Vec<i128>> {
        let weighted: Vec<(Addend, Vec<i64>)> = addends.iter().map(|addend| (*addend, addend.weights())).collect();
        let of_part = |part: &Vec<Chosen<'a>>| {
            let sum = |(addend, weights): &(Addend, Vec<i64>)| {
                let mut sums = Sums::new(self.places.len());
                for chosen in part {
                    addend.add(weights, chosen, &mut sums);
                }
                sums.total()
            };
            weighted.iter().map(sum).collect::<Vec<Vec<i128>>>()
        };
        let mut total = vec![vec![0_i128; self.places.len()]; addends.len()];
        for sums in on_threads(self.parts.iter().collect(), of_part) {
            for (total, sums) in total.iter_mut().zip(sums) {
                total.iter_mut().zip(sums).for_each(|(total, sum)| *total += sum);
            }
        }
        total
    }

    /// The values of a spread in each group.
    pub(super) fn lists(&self, of: Spread) -> Lists {
        let values = on_threads(self.parts.iter().collect(), |part: &Vec<Chosen<'a>>| {
            part.iter().flat_map(|chosen| chosen.values(of)).collect::<Vec<_>>()
        });
        Lists::of(self.places.len(), &values)
    }
}

fn choose<'a>(view: &View<'_>, part: &'a Part, columns: &[(Field, Vec<usize>)], seen: &mut Seen) -> Chosen<'a> {
    let facts = view.choose(part);
    let mut keys = vec![0_usize; facts.len()];
    for (field, steps) in columns {
        part.segment.codes(*field).each(&facts, keys.iter_mut(), |key, code| *key += steps[code]);
    }
    let groups = seen.note(keys.into_iter());
    Chosen { segment: &part.segment, facts, groups }
}
