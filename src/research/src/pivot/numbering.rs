//! Numbering keys from 0 in ascending order: so groups come out in the order in which they are shown.
//!
//! There are three ways. Where few keys are possible, each is its own number. Where there are more, those that occur are looked for
//! first and numbered without gaps, so that as many sums are kept as there are groups: by a bit for each, the number of a key being
//! that of the bits before its own, or, where bits would be too many, by hashing.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Keys a word of bits.
const WORD: usize = 64;

type Mixing = BuildHasherDefault<Mix>;

/// Keys that occur in one part of the facts.
pub(super) enum Seen {
    /// A bit each.
    Bits(Vec<u64>),
    /// Each.
    Keys(HashSet<usize, Mixing>),
}

impl Seen {
    /// None yet of so many that are possible; about so many will be noted.
    pub(super) fn new(possible: usize, expected: usize) -> Self {
        // A word takes as long to look through as a key takes to hash, or less.
        let words = possible.div_ceil(WORD);
        if words <= expected.max(1024) { Self::Bits(vec![0; words]) } else { Self::Keys(HashSet::default()) }
    }

    /// Notes keys.
    pub(super) fn note(&mut self, keys: &[usize]) {
        match self {
            Self::Bits(words) => {
                for key in keys {
                    // Looking costs less than writing again what stands there.
                    let (word, bit) = (&mut words[key / WORD], 1 << (key % WORD));
                    if *word & bit == 0 {
                        *word |= bit;
                    }
                }
            }
            Self::Keys(known) => known.extend(keys),
        }
    }
}

/// The keys that have a number, and which.
pub(super) enum Numbers {
    /// All below this one, their own.
    Own(usize),
    /// Those of the bits, with how many are set before each word.
    Bits { words: Vec<u64>, before: Vec<usize>, keys: Vec<usize> },
    /// These.
    Keys { numbers: HashMap<usize, usize, Mixing>, keys: Vec<usize> },
}

impl Numbers {
    /// Numbers what was seen in the parts, all of which were begun alike.
    pub(super) fn of(parts: Vec<Seen>) -> Self {
        let mut words: Vec<u64> = Vec::new();
        let mut known: HashSet<usize, Mixing> = HashSet::default();
        for part in parts {
            match part {
                Seen::Bits(bits) if words.is_empty() => words = bits,
                Seen::Bits(bits) => words.iter_mut().zip(bits).for_each(|(word, more)| *word |= more),
                Seen::Keys(keys) if known.is_empty() => known = keys,
                Seen::Keys(keys) => known.extend(keys),
            }
        }
        if known.is_empty() { Self::of_bits(words) } else { Self::of_keys(known) }
    }

    fn of_bits(words: Vec<u64>) -> Self {
        let mut keys = Vec::new();
        let mut before = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            before.push(keys.len());
            let mut rest = *word;
            while rest != 0 {
                keys.push(at * WORD + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
        Self::Bits { words, before, keys }
    }

    fn of_keys(known: HashSet<usize, Mixing>) -> Self {
        let mut keys: Vec<usize> = known.into_iter().collect();
        keys.sort_unstable();
        Self::Keys { numbers: keys.iter().copied().zip(0..).collect(), keys }
    }

    /// How many keys have one.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Own(keys) => *keys,
            Self::Bits { keys, .. } | Self::Keys { keys, .. } => keys.len(),
        }
    }

    /// The key that has a number.
    pub(super) fn key(&self, number: usize) -> usize {
        match self {
            Self::Own(_) => number,
            Self::Bits { keys, .. } | Self::Keys { keys, .. } => keys[number],
        }
    }

    /// Turns keys, each of which has one, into their numbers.
    pub(super) fn translate(&self, keys: &mut [usize]) {
        match self {
            Self::Own(_) => {}
            Self::Bits { words, before, .. } => {
                for key in keys {
                    let (word, bit) = (*key / WORD, *key % WORD);
                    *key = before[word] + (words[word] & !(u64::MAX << bit)).count_ones() as usize;
                }
            }
            Self::Keys { numbers, .. } => {
                for key in keys {
                    *key = numbers.get(&*key).copied().unwrap_or_default();
                }
            }
        }
    }
}

/// Mixes the bits of one number. Keys are made here, so nobody can choose them to collide.
#[derive(Debug, Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, number: usize) {
        self.0 = (self.0 ^ number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn both_ways_number_alike(parts in prop::collection::vec(prop::collection::vec(0_usize..5000, 0..300), 1..4)) {
            let mut expected: Vec<usize> = parts.concat();
            expected.sort_unstable();
            expected.dedup();
            for begin in [|| Seen::new(5000, 5000), || Seen::new(usize::MAX, 5000)] {
                let mut seen = Vec::new();
                for part in &parts {
                    let mut one = begin();
                    one.note(part);
                    seen.push(one);
                }
                let numbers = Numbers::of(seen);
                let keys: Vec<usize> = (0..numbers.len()).map(|number| numbers.key(number)).collect();
                prop_assert_eq!(&keys, &expected);
                for part in &parts {
                    let mut found = part.clone();
                    numbers.translate(&mut found);
                    let found: Vec<usize> = found.iter().map(|number| expected[*number]).collect();
                    prop_assert_eq!(&found, part);
                }
            }
        }
    }

    #[test]
    fn a_key_may_be_its_own_number() {
        let (numbers, mut keys) = (Numbers::Own(3), [2, 0, 1]);
        numbers.translate(&mut keys);
        assert_eq!((numbers.len(), keys, numbers.key(2)), (3, [2, 0, 1], 2));
    }
}
