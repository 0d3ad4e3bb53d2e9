//! Grouping and summing: facts are split dimension by dimension into groups, and each group's measures are summed exactly.

use std::collections::HashMap;

/// Up to this many possible groups a plain array finds a group; beyond it, where most would stay empty, a hash map does.
const DENSE_LIMIT: usize = 1 << 22;

/// No group yet.
const ABSENT: u32 = u32::MAX;

/// The sums of one group. Wide enough that no register can overflow them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    /// Contracts added.
    pub contracts: i64,
    /// US cents.
    pub amount: i128,
    /// US cents.
    pub technology_fee: i128,
    /// Millionths, over `royalty_rates` registrations.
    pub royalty_rate: i128,
    /// Registrations with a royalty rate.
    pub royalty_rates: i128,
    /// Working days, over `registrations`.
    pub days: i128,
    /// Registrations.
    pub registrations: i128,
}

impl Sums {
    /// Adds one fact's measures.
    pub(crate) fn add(&mut self, row: &Row) {
        self.contracts += i64::from(row.contracts);
        self.amount += i128::from(row.amount_usd_cents);
        self.technology_fee += i128::from(row.technology_fee_usd_cents);
        if let Some(rate) = row.royalty_rate_millionths {
            self.royalty_rate += i128::from(rate);
            self.royalty_rates += 1;
        }
        if let Some(days) = row.days_to_register {
            self.days += i128::from(days);
            self.registrations += 1;
        }
    }
}

/// The measures of one fact; the last two are there on registrations only, so that an amendment does not weigh in a mean twice.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub contracts: i32,
    pub amount_usd_cents: i64,
    pub technology_fee_usd_cents: i64,
    pub royalty_rate_millionths: Option<i64>,
    pub days_to_register: Option<i32>,
}

/// Facts split into groups: for each fact its group, for each group its code in every dimension so far.
#[derive(Debug)]
pub(crate) struct Groups {
    of_fact: Vec<u32>,
    codes: Vec<Vec<u32>>,
}

impl Groups {
    /// All facts in one group; no group at all when there are no facts.
    pub(crate) fn whole(facts: usize) -> Self {
        Self { of_fact: vec![0; facts], codes: if facts == 0 { Vec::new() } else { vec![Vec::new()] } }
    }

    /// Splits each group by one more dimension, given that dimension's code of each fact and how many codes it has.
    pub(crate) fn split(self, codes: impl Iterator<Item = u32>, cardinality: usize) -> Self {
        let mut finder = Finder::new(self.codes.len(), cardinality);
        let mut new_codes: Vec<Vec<u32>> = Vec::new();
        let mut of_fact = self.of_fact;
        for (group, code) in of_fact.iter_mut().zip(codes) {
            let found = finder.slot(*group, code);
            if *found == ABSENT {
                *found = u32::try_from(new_codes.len()).unwrap_or(ABSENT);
                let mut key = self.codes.get(*group as usize).cloned().unwrap_or_default();
                key.push(code);
                new_codes.push(key);
            }
            *group = *found;
        }
        Self { of_fact, codes: new_codes }
    }

    /// The sums of each group with its codes.
    pub(crate) fn sum<'a>(self, rows: impl Iterator<Item = &'a Row>) -> Vec<(Vec<u32>, Sums)> {
        let mut sums: Vec<(Vec<u32>, Sums)> = self.codes.into_iter().map(|codes| (codes, Sums::default())).collect();
        for (group, row) in self.of_fact.into_iter().zip(rows) {
            if let Some((_, sum)) = sums.get_mut(group as usize) {
                sum.add(row);
            }
        }
        sums
    }
}

/// Finds the new group of (old group, code).
enum Finder {
    Dense {
        cardinality: usize,
        slots: Vec<u32>,
        /// Where a code beyond the cardinality would go; the cube has none.
        beyond: u32,
    },
    Sparse(HashMap<(u32, u32), u32>),
}

impl Finder {
    fn new(groups: usize, cardinality: usize) -> Self {
        match groups.checked_mul(cardinality) {
            Some(size) if size <= DENSE_LIMIT => Self::Dense { cardinality, slots: vec![ABSENT; size], beyond: ABSENT },
            _ => Self::Sparse(HashMap::new()),
        }
    }

    fn slot(&mut self, group: u32, code: u32) -> &mut u32 {
        match self {
            Self::Dense { cardinality, slots, beyond } => {
                slots.get_mut(group as usize * *cardinality + code as usize).unwrap_or(beyond)
            }
            Self::Sparse(map) => map.entry((group, code)).or_insert(ABSENT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dense_and_sparse_splits_agree() {
        let codes = [3_u32, 1, 3, 0, 1];
        let dense = Groups::whole(5).split(codes.into_iter(), 4);
        let sparse = Groups::whole(5).split(codes.into_iter(), DENSE_LIMIT + 1);
        assert_eq!(dense.of_fact, [0, 1, 0, 2, 1]);
        assert_eq!(dense.of_fact, sparse.of_fact);
        assert_eq!(dense.codes, sparse.codes);
    }
}
