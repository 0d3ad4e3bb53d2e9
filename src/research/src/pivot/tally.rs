//! What one thread adds up, and how what all of them have added up becomes one.

use std::ops::AddAssign;

use super::addend::Addend;
use super::chosen::Chosen;
use super::lists::{Lists, Run};
use crate::cube::Mark;
use crate::question::Spread;

/// A whole number that sums are kept in: 64 bits where all facts together have no larger sum, which takes half the time, or 128.
pub(super) trait Sum: Copy + Default + Send + AddAssign + From<i64> + Into<i128> {}

impl Sum for i64 {}
impl Sum for i128 {}

/// What is to be added up.
pub(super) struct Wanted {
    pub(super) addends: Vec<Addend>,
    /// Of which the values are wanted, one by one.
    pub(super) spreads: Vec<Spread>,
}

/// What marks weigh, by their numbers.
pub(super) struct Weights {
    addends: Vec<Vec<i64>>,
    spreads: Vec<Vec<i64>>,
    without_rate: Vec<i64>,
}

impl Weights {
    /// Those for what is wanted.
    pub(super) fn of(wanted: &Wanted) -> Self {
        Self {
            addends: wanted.addends.iter().map(|addend| addend.weights()).collect(),
            spreads: wanted.spreads.iter().map(|spread| Addend::Values(*spread).weights()).collect(),
            // Events, and so not what they take away elsewhere.
            without_rate: Mark::table(|mark| i64::from(mark.is_added() && !mark.has_rate())),
        }
    }
}

/// What was added up over some facts, slot by slot. A group has one slot, or several that lie together.
pub(super) struct Tally<S> {
    occurs: Vec<bool>,
    /// Of each addend.
    sums: Vec<Vec<S>>,
    /// Of each spread, run by run as they came: to gather them would be to copy them.
    values: Vec<Vec<Run>>,
    without_rate: i64,
}

/// What was added up over all facts.
pub(super) struct Added {
    /// The numbers of the groups that have a fact, in order.
    pub(super) groups: Vec<usize>,
    /// Of each addend, the sum of each of these.
    pub(super) sums: Vec<Vec<i128>>,
    /// Of each spread, the lists of values of each of these.
    pub(super) lists: Vec<Lists>,
    /// Events whose currency had no rate.
    pub(super) without_rate: u64,
}

impl<S: Sum> Tally<S> {
    /// Nothing yet, of so many slots.
    pub(super) fn new(wanted: &Wanted, slots: usize) -> Self {
        Self {
            occurs: vec![false; slots],
            sums: wanted.addends.iter().map(|_| vec![S::default(); slots]).collect(),
            values: wanted.spreads.iter().map(|_| Vec::new()).collect(),
            without_rate: 0,
        }
    }

    /// Adds the facts that were chosen.
    pub(super) fn add(&mut self, wanted: &Wanted, weights: &Weights, chosen: &Chosen<'_>) {
        chosen.note(&mut self.occurs);
        for ((addend, weights), sums) in wanted.addends.iter().zip(&weights.addends).zip(&mut self.sums) {
            addend.add(weights, chosen, sums);
        }
        for ((spread, weights), values) in wanted.spreads.iter().zip(&weights.spreads).zip(&mut self.values) {
            let (mut run, mut count) = (vec![(0, 0); chosen.facts.len()], 0);
            chosen.each_value(*spread, weights, |slot, value, counts| {
                // Without a branch, which could not be foretold.
                run[count] = (slot, value);
                count += usize::from(counts);
            });
            run.truncate(count);
            values.push(run);
        }
        if !chosen.segment.all_rated() {
            self.without_rate += chosen.weight(&weights.without_rate);
        }
    }

    /// All of them as one; a group has so many slots.
    pub(super) fn together(tallies: Vec<Self>, lanes: usize) -> Added {
        let Some(all) = tallies.into_iter().reduce(Self::and) else {
            return Added { groups: Vec::new(), sums: Vec::new(), lists: Vec::new(), without_rate: 0 };
        };
        let slots = all.occurs.chunks_exact(lanes).enumerate();
        let groups: Vec<usize> = slots.filter(|(_, occurs)| occurs.contains(&true)).map(|(group, _)| group).collect();
        let sum = |lanes: &[S]| lanes.iter().map(|sum| Into::<i128>::into(*sum)).sum::<i128>();
        let sums =
            |sums: &Vec<S>| groups.iter().map(|group| sum(&sums[group * lanes..][..lanes])).collect::<Vec<i128>>();

        let mut of_slot = vec![0_usize; all.occurs.len()];
        for (place, group) in groups.iter().enumerate() {
            of_slot[group * lanes..][..lanes].fill(place);
        }
        Added {
            sums: all.sums.iter().map(sums).collect(),
            lists: all.values.iter().map(|runs| Lists::of(groups.len(), &of_slot, runs)).collect(),
            without_rate: u64::try_from(all.without_rate).unwrap_or(0),
            groups,
        }
    }

    fn and(mut self, other: Self) -> Self {
        self.occurs.iter_mut().zip(other.occurs).for_each(|(both, one)| *both |= one);
        for (sums, more) in self.sums.iter_mut().zip(other.sums) {
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
        for (values, more) in self.values.iter_mut().zip(other.values) {
            values.extend(more);
        }
        self.without_rate += other.without_rate;
        self
    }
}
