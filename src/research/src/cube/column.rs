//! One column of a segment: a small number of each fact, in as few bytes as the largest of them takes.

use super::facts::Facts;

/// A small number of each fact.
#[derive(Debug)]
pub(crate) enum Column {
    /// All below 2^8.
    Byte(Vec<u8>),
    /// All below 2^16.
    Short(Vec<u16>),
    /// Any.
    Long(Vec<u32>),
}

impl Column {
    /// A column of these numbers.
    pub(crate) fn of(numbers: impl Iterator<Item = u32> + Clone) -> Self {
        // Each fits where the largest does.
        match numbers.clone().max().unwrap_or(0) {
            0..=0xFF => Self::Byte(numbers.map(|number| u8::try_from(number).unwrap_or(u8::MAX)).collect()),
            0x100..=0xFFFF => Self::Short(numbers.map(|number| u16::try_from(number).unwrap_or(u16::MAX)).collect()),
            _ => Self::Long(numbers.collect()),
        }
    }

    /// The number of one fact.
    pub(crate) fn at(&self, fact: usize) -> u32 {
        match self {
            Self::Byte(numbers) => u32::from(numbers[fact]),
            Self::Short(numbers) => u32::from(numbers[fact]),
            Self::Long(numbers) => numbers[fact],
        }
    }

    /// Hands out the number of each of these facts, together with an item of its own.
    pub(crate) fn each<T>(&self, facts: &Facts, items: impl Iterator<Item = T>, mut take: impl FnMut(T, usize)) {
        match self {
            Self::Byte(numbers) => facts.each(numbers, items, |item, number| take(item, usize::from(number))),
            Self::Short(numbers) => facts.each(numbers, items, |item, number| take(item, usize::from(number))),
            Self::Long(numbers) => facts.each(numbers, items, |item, number| take(item, number as usize)),
        }
    }

    /// Bytes in memory.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Byte(numbers) => numbers.capacity(),
            Self::Short(numbers) => numbers.capacity() * 2,
            Self::Long(numbers) => numbers.capacity() * 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_as_wide_as_its_largest_number() {
        for (largest, width) in [(0xFF, 1), (0x100, 2), (0xFFFF, 2), (0x1_0000, 4), (u32::MAX, 4)] {
            let numbers = [0, largest, 1];
            let column = Column::of(numbers.iter().copied());
            assert_eq!(column.bytes(), 3 * width);
            assert_eq!([0, 1, 2].map(|fact| column.at(fact)), numbers);
            let mut taken = Vec::new();
            column.each(&Facts::These(vec![2, 1]), ["b", "a"].into_iter(), |item, number| taken.push((item, number)));
            assert_eq!(taken, [("b", 1), ("a", largest as usize)]);
        }
    }
}
