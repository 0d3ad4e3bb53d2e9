//! One dimension of the cube: every fact's value as a code into a dictionary.

use std::collections::HashMap;

use crate::dimension::Dimension;

/// The values of one dimension, fact by fact.
#[derive(Debug, Clone, Default)]
pub(crate) struct Column {
    codes: Vec<u32>,
    values: Vec<String>,
    code_of: HashMap<String, u32>,
}

impl Column {
    /// Adds the next fact's value.
    pub(crate) fn push(&mut self, value: &str) {
        let code = self.code_of.get(value).copied().unwrap_or_else(|| {
            // One value needs at least one fact, and 2^32 facts do not fit in memory.
            let code = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
            self.values.push(value.to_owned());
            self.code_of.insert(value.to_owned(), code);
            code
        });
        self.codes.push(code);
    }

    /// Every fact's code, in the order of facts.
    pub(crate) fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The number of different values.
    pub(crate) fn cardinality(&self) -> usize {
        self.values.len()
    }

    /// The value of a code.
    pub(crate) fn value(&self, code: u32) -> &str {
        self.values.get(code as usize).map_or("", String::as_str)
    }

    /// For each code, whether its value is one of these.
    pub(crate) fn membership(&self, wanted: &[String]) -> Vec<bool> {
        self.values.iter().map(|value| wanted.contains(value)).collect()
    }

    /// Codes in the order in which their values are shown.
    fn codes_in_order(&self, dimension: Dimension) -> Vec<u32> {
        let mut order: Vec<(usize, &str, u32)> = (0_u32..)
            .zip(&self.values)
            .map(|(code, value)| (dimension.place_of(value), value.as_str(), code))
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(_, _, code)| code).collect()
    }

    /// The different values in the order in which they are shown.
    pub(crate) fn values_in_order(&self, dimension: Dimension) -> Vec<String> {
        self.codes_in_order(dimension).into_iter().map(|code| self.value(code).to_owned()).collect()
    }

    /// For each code, its place in that order.
    pub(crate) fn ranks(&self, dimension: Dimension) -> Vec<u32> {
        let mut ranks = vec![0; self.values.len()];
        for (rank, code) in (0_u32..).zip(self.codes_in_order(dimension)) {
            if let Some(slot) = ranks.get_mut(code as usize) {
                *slot = rank;
            }
        }
        ranks
    }
}
