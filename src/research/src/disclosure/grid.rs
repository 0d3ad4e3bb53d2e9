//! The cells that a table may have, counted through: every combination of keys that occur, whether a fact is there or not.

use domain::reference::StrategicFields;

use crate::question::period::{first_month, of_month};
use crate::{Axis, Codes, Dimension};

/// Every combination of the keys of some axes, each with a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    axes: Vec<Axis>,
    strides: Vec<usize>,
    len: usize,
}

impl Grid {
    pub fn new(axes: Vec<Axis>) -> Self {
        let mut len = 1;
        let mut strides = vec![0; axes.len()];
        for (axis, stride) in axes.iter().zip(&mut strides).rev() {
            *stride = len;
            len *= axis.keys.len();
        }
        Self { axes, strides, len }
    }

    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// How many combinations there are; one where there are no axes.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// The number of a combination.
    pub fn index(&self, codes: &Codes) -> usize {
        self.strides.iter().zip(codes).map(|(stride, code)| stride * *code as usize).sum()
    }

    /// Which key of an axis a combination has.
    pub fn code(&self, index: usize, axis: usize) -> usize {
        index / self.strides[axis] % self.axes[axis].keys.len()
    }

    /// The combination that differs in one axis.
    pub fn with(&self, index: usize, axis: usize, code: usize) -> usize {
        index - self.code(index, axis) * self.strides[axis] + code * self.strides[axis]
    }
}

/// A bit for each combination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub fn new(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)])
    }

    pub fn has(&self, index: usize) -> bool {
        self.0.get(index / 64).is_some_and(|word| (word >> (index % 64)) & 1 == 1)
    }

    pub fn set(&mut self, index: usize) {
        if let Some(word) = self.0.get_mut(index / 64) {
            *word |= 1 << (index % 64);
        }
    }

    /// Those that are set, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(place, word)| {
            let word = *word;
            (0..64).filter(move |bit| (word >> bit) & 1 == 1).map(move |bit| place * 64 + bit)
        })
    }
}

/// The key of the coarser dimension that a key is gathered in; none where there is no coarser one within a year.
pub(super) fn parent(dimension: Dimension, key: &str, fields: &StrategicFields) -> Option<(Dimension, String)> {
    match dimension {
        Dimension::Month => {
            let month = first_month(Dimension::Month, key)?;
            Some((Dimension::Quarter, of_month(Dimension::Quarter, month)))
        }
        Dimension::Industry => fields.of_industry(key).map(|field| (Dimension::StrategicField, field.code.clone())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::reference::ReferenceData;

    use super::*;

    #[test]
    fn every_combination_has_a_number_of_its_own() {
        let axis = |dimension, keys: &[&str]| Axis { dimension, keys: keys.iter().map(|key| (*key).into()).collect() };
        let grid = Grid::new(vec![
            axis(Dimension::Direction, &["import", "export"]),
            axis(Dimension::Country, &["DE", "JP", "US"]),
        ]);
        assert_eq!(grid.len(), 6);
        let index = grid.index(&[1, 2, 0, 0]);
        assert_eq!((index, grid.code(index, 0), grid.code(index, 1)), (5, 1, 2));
        assert_eq!(grid.with(index, 1, 0), grid.index(&[1, 0, 0, 0]));
        assert_eq!(Grid::new(Vec::new()).len(), 1);
        assert_eq!(Grid::new(vec![axis(Dimension::Country, &[])]).len(), 0);
        let mut bits = Bits::new(130);
        for index in [0, 64, 129] {
            bits.set(index);
        }
        assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 64, 129]);
        assert!(bits.has(64) && !bits.has(65) && !bits.has(1000));
    }

    #[test]
    fn months_are_gathered_in_quarters_and_industries_in_fields() {
        let fields = ReferenceData::shipped().unwrap().strategic_fields;
        assert_eq!(parent(Dimension::Month, "2024-05", &fields), Some((Dimension::Quarter, "2024-Q2".into())));
        assert_eq!(parent(Dimension::Industry, "27", &fields), Some((Dimension::StrategicField, "biomedicine".into())));
        assert_eq!(parent(Dimension::Country, "DE", &fields), None);
    }
}
