//! The axes of what is handed on: with the keys that occur, and no others.

use std::sync::Arc;

use super::grid::{Kept, Place, keeps};
use super::reading::Reading;
use crate::figures::{Axis, Codes};
use crate::question::MAXIMUM_DIMENSIONS;

/// Axes with the keys that occur.
pub(super) struct Labels {
    pub(super) axes: Vec<Axis>,
    /// Of each axis, the place among these keys of each place that was counted by.
    codes: Vec<Vec<u32>>,
}

impl Labels {
    /// The axes of groups at these places.
    pub(super) fn of(readings: &[&Reading], places: &[Place]) -> Self {
        let (axes, codes) = readings.iter().enumerate().map(|(axis, reading)| occurring(reading, axis, places)).unzip();
        Self { axes, codes }
    }

    /// The codes of a group by some of the axes.
    pub(super) fn codes(&self, place: &Place, kept: Kept) -> Codes {
        let mut codes = [0; MAXIMUM_DIMENSIONS];
        for (axis, (code, known)) in codes.iter_mut().zip(&self.codes).enumerate() {
            if keeps(kept, axis) {
                *code = known[place[axis] as usize];
            }
        }
        codes
    }
}

fn occurring(reading: &Reading, axis: usize, places: &[Place]) -> (Axis, Vec<u32>) {
    let mut occurs = vec![false; reading.size()];
    for place in places {
        occurs[place[axis] as usize] = true;
    }
    let mut codes = vec![0; reading.size()];
    let mut keys = Vec::new();
    for (at, key) in reading.axis.keys.iter().enumerate().filter(|(at, _)| occurs[*at]) {
        codes[at] = u32::try_from(keys.len()).unwrap_or(u32::MAX);
        keys.push(Arc::clone(key));
    }
    (Axis { dimension: reading.axis.dimension, keys }, codes)
}
