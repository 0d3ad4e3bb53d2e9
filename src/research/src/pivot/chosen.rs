//! Facts that are counted, with the slot of each: few enough at a time that they and what is known of them stay next to the processor.

use std::iter::repeat;

use super::tally::Sum;
use crate::cube::{Facts, Number, Segment};
use crate::question::Spread;

/// Where facts are added to.
pub(super) enum Slots {
    /// All to the only one there is, so that a sum needs no memory while it grows.
    One,
    /// Each to its own.
    Each(Vec<usize>),
}

/// Facts of a segment that are counted.
pub(super) struct Chosen<'a> {
    pub(super) segment: &'a Segment,
    pub(super) facts: Facts,
    pub(super) slots: Slots,
}

impl Chosen<'_> {
    /// The slot of the fact at a place among these.
    pub(super) fn slot(&self, place: usize) -> usize {
        match &self.slots {
            Slots::One => 0,
            Slots::Each(slots) => slots[place],
        }
    }

    /// Hands out the slot of each, its value of a spread and whether that counts. `weights` are those of [`Addend::Values`].
    ///
    /// [`Addend::Values`]: super::addend::Addend::Values
    pub(super) fn each_value(&self, of: Spread, weights: &[i64], take: impl FnMut(usize, i64, bool)) {
        let mut counted = Vec::with_capacity(self.facts.len());
        let marks = self.segment.numbers(Number::Mark);
        marks.each(&self.facts, repeat(()), |(), mark| counted.push(weights[mark] != 0));
        match &self.slots {
            Slots::One => self.each_value_of(of, repeat(0).zip(counted), take),
            Slots::Each(slots) => self.each_value_of(of, slots.iter().copied().zip(counted), take),
        }
    }

    fn each_value_of(
        &self,
        of: Spread,
        slots: impl Iterator<Item = (usize, bool)>,
        mut take: impl FnMut(usize, i64, bool),
    ) {
        // A column that may lack a value holds one more than it, and 0 for none.
        let (number, above) = match of {
            Spread::AmountUsd => {
                let amounts = self.segment.amounts();
                return self.facts.each(amounts, slots, |(slot, counts), amount| take(slot, amount, counts));
            }
            Spread::RoyaltyRate => (Number::RoyaltyRate, 1),
            Spread::DaysToRegister => (Number::DaysToRegister, 0),
            Spread::Months => (Number::Months, 0),
        };
        self.segment.numbers(number).each(&self.facts, slots, |(slot, counts), number| {
            // A column holds numbers of 32 bits.
            let value = i64::try_from(number).unwrap_or(i64::MAX) - above;
            take(slot, value, counts && value >= 0);
        });
    }

    /// Notes the slots that have a fact.
    pub(super) fn note(&self, occurs: &mut [bool]) {
        match &self.slots {
            Slots::One => occurs[0] |= self.facts.len() > 0,
            Slots::Each(slots) => {
                for slot in slots {
                    occurs[*slot] = true;
                }
            }
        }
    }

    /// Adds the amounts of the facts; there is one for each fact of the segment.
    pub(super) fn add_amounts<S: Sum>(&self, amounts: &[i64], sums: &mut [S]) {
        match &self.slots {
            Slots::One => {
                let mut sum = S::default();
                self.facts.each(amounts, repeat(()), |(), amount| sum += S::from(amount));
                sums[0] += sum;
            }
            Slots::Each(slots) => {
                self.facts.each(amounts, slots.iter(), |slot, amount| sums[*slot] += S::from(amount));
            }
        }
    }

    /// Adds what the marks of the facts weigh.
    pub(super) fn add_marks<S: Sum>(&self, weights: &[i64], sums: &mut [S]) {
        match &self.slots {
            Slots::One => sums[0] += S::from(self.weight(weights)),
            Slots::Each(slots) => {
                let marks = self.segment.numbers(Number::Mark);
                marks.each(&self.facts, slots.iter(), |slot, mark| sums[*slot] += S::from(weights[mark]));
            }
        }
    }

    /// What the marks of the facts weigh together.
    pub(super) fn weight(&self, weights: &[i64]) -> i64 {
        let mut sum = 0;
        self.segment.numbers(Number::Mark).each(&self.facts, repeat(()), |(), mark| sum += weights[mark]);
        sum
    }
}
