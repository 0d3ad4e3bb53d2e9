//! Places on several axes as one number each, in the order in which they are shown.

use std::array;

use crate::question::MAXIMUM_DIMENSIONS;

/// Axes of a grid: the dimensions of a question, and one more over which a concentration is taken.
pub(super) const MOST_AXES: usize = MAXIMUM_DIMENSIONS + 1;

/// A place on each axis; 0 on those that are not kept or not there.
pub(super) type Place = [u32; MOST_AXES];

/// Which axes are kept: bit `n` for axis `n`.
pub(super) type Kept = u8;

/// Whether an axis is kept.
pub(super) const fn keeps(kept: Kept, axis: usize) -> bool {
    (kept >> axis) & 1 == 1
}

/// All of so many axes.
pub(super) const fn all(axes: usize) -> Kept {
    !(Kept::MAX << axes)
}

/// Axes with their sizes; the keys of its places grow with the first axis, then the second, and so on.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    sizes: [usize; MOST_AXES],
    strides: [usize; MOST_AXES],
    possible: usize,
}

impl Grid {
    /// A grid of axes with so many places each; none where they have more places together than can be counted.
    pub(super) fn new(sizes: &[usize]) -> Option<Self> {
        let mut grid = Self { sizes: [1; MOST_AXES], strides: [0; MOST_AXES], possible: 1 };
        for (axis, size) in sizes.iter().enumerate().rev() {
            let size = (*size).max(1);
            grid.sizes[axis] = size;
            grid.strides[axis] = grid.possible;
            grid.possible = grid.possible.checked_mul(size)?;
        }
        Some(grid)
    }

    /// The grid of some of the axes.
    pub(super) fn keeping(&self, kept: Kept) -> Self {
        let mut grid = Self { sizes: [1; MOST_AXES], strides: [0; MOST_AXES], possible: 1 };
        for axis in (0..MOST_AXES).rev().filter(|axis| keeps(kept, *axis) && self.strides[*axis] > 0) {
            grid.sizes[axis] = self.sizes[axis];
            grid.strides[axis] = grid.possible;
            grid.possible *= self.sizes[axis];
        }
        grid
    }

    /// How many places there are.
    pub(super) fn possible(&self) -> usize {
        self.possible
    }

    /// What a step on an axis adds to the key.
    pub(super) fn stride(&self, axis: usize) -> usize {
        self.strides[axis]
    }

    /// The key of a place.
    pub(super) fn key(&self, place: &Place) -> usize {
        self.strides.iter().zip(place).map(|(stride, code)| stride * *code as usize).sum()
    }

    /// The place of a key.
    pub(super) fn place(&self, key: usize) -> Place {
        let mut rest = key;
        array::from_fn(|axis| match self.strides[axis] {
            0 => 0,
            stride => {
                let code = rest / stride;
                rest %= stride;
                // As many as a dictionary has codes.
                u32::try_from(code).unwrap_or(u32::MAX)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_places_are_one_another() {
        let grid = Grid::new(&[3, 4, 5]).unwrap();
        assert_eq!(grid.possible(), 60);
        for key in 0..60 {
            assert_eq!(grid.key(&grid.place(key)), key);
        }
        assert_eq!(grid.place(59), [2, 3, 4, 0, 0]);
        let outer = grid.keeping(0b101);
        assert_eq!((outer.possible(), outer.key(&[2, 3, 4, 0, 0]), outer.place(14)), (15, 14, [2, 0, 4, 0, 0]));
        assert_eq!((all(0), all(3), all(5)), (0, 0b111, 0b1_1111));
    }

    #[test]
    fn too_many_places_are_no_grid() {
        assert!(Grid::new(&[usize::MAX, 2]).is_none());
        assert_eq!(Grid::new(&[0, 2]).map(|grid| grid.possible()), Some(2), "an axis without keys has no facts");
    }
}
