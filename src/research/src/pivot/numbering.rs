//! Numbering the keys that occur, from 0 in ascending order: so groups come out in the order in which they are shown, and as many
//! sums are kept as there are groups.
//!
//! There are two ways. Where few enough keys are possible a bit is set for each that occurs, and the number of a key is that of the
//! bits before its own. Where there are more, keys are hashed.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Keys a word of bits.
const WORD: usize = 64;

/// Keys that occur in one part of the facts.
pub(super) enum Seen {
    /// A bit each.
    Bits(Vec<u64>),
    /// Each with a number in the order of coming.
    Keys(HashMap<usize, u32, BuildHasherDefault<Mix>>),
}

impl Seen {
    /// None yet of so many that are possible; about so many will be noted.
    pub(super) fn new(possible: usize, expected: usize) -> Self {
        // A word takes as long to look through as a key takes to hash, or less.
        let words = possible.div_ceil(WORD);
        if words <= expected.max(1024) { Self::Bits(vec![0; words]) } else { Self::Keys(HashMap::default()) }
    }

    /// Notes keys, and gives each a number that [`Numbers::translate`] understands.
    pub(super) fn note(&mut self, keys: impl Iterator<Item = usize>) -> Vec<u32> {
        match self {
            Self::Bits(words) => {
                let note = |key: usize| {
                    // Looking costs less than writing again what stands there.
                    let (word, bit) = (&mut words[key / WORD], 1 << (key % WORD));
                    if *word & bit == 0 {
                        *word |= bit;
                    }
                    // Bits are few: 64 for each fact.
                    u32::try_from(key).unwrap_or(u32::MAX)
                };
                keys.map(note).collect()
            }
            Self::Keys(known) => {
                let note = |key: usize| {
                    let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                    *known.entry(key).or_insert(next)
                };
                keys.map(note).collect()
            }
        }
    }
}

/// All keys that occur, and the number of each.
pub(super) struct Numbers {
    keys: Vec<usize>,
    way: Way,
}

enum Way {
    /// The bits, and how many are set before each word.
    Bits { words: Vec<u64>, before: Vec<u32> },
    /// Of each part, the number for each of its own.
    Tables(Vec<Vec<u32>>),
}

impl Numbers {
    /// Numbers what was seen in the parts, all of which were begun alike.
    pub(super) fn of(parts: Vec<Seen>) -> Self {
        let mut words: Vec<u64> = Vec::new();
        let mut known = Vec::new();
        for part in parts {
            match part {
                Seen::Bits(bits) if words.is_empty() => words = bits,
                Seen::Bits(bits) => words.iter_mut().zip(bits).for_each(|(word, more)| *word |= more),
                Seen::Keys(keys) => known.push(keys),
            }
        }
        if known.is_empty() { Self::of_bits(words) } else { Self::of_keys(&known) }
    }

    fn of_bits(words: Vec<u64>) -> Self {
        let mut keys = Vec::new();
        let mut before = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            before.push(u32::try_from(keys.len()).unwrap_or(u32::MAX));
            let mut rest = *word;
            while rest != 0 {
                keys.push(at * WORD + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
        Self { keys, way: Way::Bits { words, before } }
    }

    fn of_keys(parts: &[HashMap<usize, u32, BuildHasherDefault<Mix>>]) -> Self {
        let mut keys: Vec<usize> = parts.iter().flat_map(HashMap::keys).copied().collect();
        keys.sort_unstable();
        keys.dedup();
        let table = |part: &HashMap<usize, u32, BuildHasherDefault<Mix>>| {
            let mut table = vec![0; part.len()];
            for (key, own) in part {
                let number = keys.binary_search(key).unwrap_or_default();
                table[*own as usize] = u32::try_from(number).unwrap_or(u32::MAX);
            }
            table
        };
        let tables = parts.iter().map(table).collect();
        Self { keys, way: Way::Tables(tables) }
    }

    /// The keys by their numbers.
    pub(super) fn keys(&self) -> &[usize] {
        &self.keys
    }

    /// Turns what [`Seen::note`] gave in a part into the numbers of the keys.
    pub(super) fn translate(&self, part: usize, noted: &mut [u32]) {
        match &self.way {
            Way::Bits { words, before } => {
                for number in noted {
                    let (word, bit) = (*number as usize / WORD, *number % 64);
                    *number = before[word] + (words[word] & !(u64::MAX << bit)).count_ones();
                }
            }
            Way::Tables(tables) => {
                let table = &tables[part];
                for number in noted {
                    *number = table[*number as usize];
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
                let mut noted = Vec::new();
                for part in &parts {
                    let mut one = begin();
                    noted.push(one.note(part.iter().copied()));
                    seen.push(one);
                }
                let numbers = Numbers::of(seen);
                prop_assert_eq!(numbers.keys(), expected.as_slice());
                for (at, (part, mut noted)) in parts.iter().zip(noted).enumerate() {
                    numbers.translate(at, &mut noted);
                    let found: Vec<usize> = noted.iter().map(|number| expected[*number as usize]).collect();
                    prop_assert_eq!(&found, part);
                }
            }
        }
    }
}
