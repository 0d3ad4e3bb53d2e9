//! Some facts of a segment, and how their values are handed out. Each loop is over one kind of value and without a question inside,
//! so that it is compiled to a tight one.

use std::ops::Range;

use super::column::Column;

/// Some facts of a segment, in their order.
#[derive(Debug)]
pub(crate) enum Facts {
    /// All from one to before another.
    Run(Range<usize>),
    /// These.
    These(Vec<u16>),
}

impl Facts {
    /// How many they are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Run(run) => run.len(),
            Self::These(facts) => facts.len(),
        }
    }

    /// Hands out the value of each, together with an item of its own. There is a value for each fact of the segment.
    pub(crate) fn each<V: Copy, T>(&self, values: &[V], items: impl Iterator<Item = T>, mut take: impl FnMut(T, V)) {
        match self {
            Self::Run(run) => values[run.clone()].iter().zip(items).for_each(|(value, item)| take(item, *value)),
            Self::These(facts) => {
                facts.iter().zip(items).for_each(|(fact, item)| take(item, values[usize::from(*fact)]));
            }
        }
    }

    /// Those whose number in a column passes.
    pub(crate) fn passing(&self, column: &Column, passes: &[bool]) -> Self {
        let mut kept = vec![0; self.len()];
        let mut count = 0;
        let keep = |fact: u16, number: usize| {
            // Without a branch, which could not be foretold.
            kept[count] = fact;
            count += usize::from(passes[number]);
        };
        match self {
            // A segment has fewer.
            Self::Run(run) => column.each(self, u16::try_from(run.start).unwrap_or(u16::MAX)..u16::MAX, keep),
            Self::These(facts) => column.each(self, facts.iter().copied(), keep),
        }
        kept.truncate(count);
        Self::These(kept)
    }

    /// Of values that some facts have, in the order of the facts, those of these facts, each with its place among these.
    pub(crate) fn among(&self, some: &[(u16, i64)]) -> impl Iterator<Item = (usize, i64)> {
        let (first, end) = match self {
            Self::Run(run) => (run.start, run.end),
            Self::These(facts) => (
                facts.first().map_or(0, |fact| usize::from(*fact)),
                facts.last().map_or(0, |fact| usize::from(*fact) + 1),
            ),
        };
        let near = &some[some.partition_point(|(fact, _)| usize::from(*fact) < first)..];
        let near = near.iter().take_while(move |(fact, _)| usize::from(*fact) < end);
        near.filter_map(move |(fact, value)| Some((self.place(*fact)?, *value)))
    }

    fn place(&self, fact: u16) -> Option<usize> {
        match self {
            Self::Run(run) => usize::from(fact).checked_sub(run.start),
            Self::These(facts) => facts.binary_search(&fact).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_and_its_facts_one_by_one_are_the_same() {
        let each = |facts: &Facts| {
            let mut each = Vec::new();
            facts.each(&[0, 1, 2, 3, 4, 5, 6, 7], 0.., |_: usize, fact: usize| each.push(fact));
            each
        };
        let column = Column::of([3, 1, 4, 1, 5, 9, 2, 6].into_iter());
        let some = [(0, 10), (2, 20), (3, 30), (5, 50), (7, 70)];
        for facts in [Facts::Run(2..6), Facts::These(vec![2, 3, 4, 5])] {
            assert_eq!((facts.len(), each(&facts)), (4, vec![2, 3, 4, 5]));
            let mut taken = Vec::new();
            facts.each(&[0, 10, 20, 30, 40, 50, 60, 70], 0.., |item, value| taken.push((item, value)));
            assert_eq!(taken, [(0, 20), (1, 30), (2, 40), (3, 50)]);
            assert_eq!(facts.among(&some).collect::<Vec<_>>(), [(0, 20), (1, 30), (3, 50)]);
            let odd: Vec<bool> = (0..10).map(|number| number % 2 == 1).collect();
            let odd = facts.passing(&column, &odd);
            assert_eq!(each(&odd), [3, 4, 5]);
            assert_eq!(odd.among(&some).collect::<Vec<_>>(), [(0, 30), (2, 50)]);
            let none = odd.passing(&column, &[false; 10]);
            assert_eq!((none.len(), none.among(&some).count()), (0, 0));
        }
    }
}
