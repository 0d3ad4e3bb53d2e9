//! The middle and the spread of values, as those in the middle show them: a few that are wrong do not move them.
//!
//! Modified z-scores after B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers (ASQC 1993): the distance from the median in
//! standard deviations, of which the median absolute deviation is an estimate.

use super::logarithm::logarithm;

/// One standard deviation for one median absolute deviation of normal values, in ten-thousandths.
const OF_MAD: i128 = 14_826;
/// One standard deviation for the distance between median and ninetieth percentile of normal values, in ten-thousandths.
const OF_P90: i128 = 7_803;
/// What scores are counted in.
pub(super) const SCORE_ONE: i64 = 10_000;

/// On which scale distances are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// As they are.
    Linear,
    /// By their logarithm to base 2: for values that differ by factors.
    Logarithm,
}

impl Scale {
    fn of(self, value: i64) -> i64 {
        match self {
            Self::Linear => value,
            Self::Logarithm => logarithm(u64::try_from(value).unwrap_or_default()),
        }
    }

    /// The name in evidence.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Logarithm => "logarithm",
        }
    }
}

/// The middle and the spread of some values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Robust {
    /// How many there are.
    pub(super) count: usize,
    /// The median; of an even number the lower of the two in the middle.
    pub(super) median: i64,
    /// The median of the distances from it, on the scale.
    pub(super) mad: i64,
    scale: Scale,
    /// One standard deviation on the scale, in ten-thousandths.
    deviation: i128,
}

impl Robust {
    /// Of these values, which are sorted on the way. None where there are none, or where nine of ten are the same: then there is no
    /// telling how far is far.
    pub(super) fn of(values: &mut [i64], scale: Scale) -> Option<Self> {
        values.sort_unstable();
        let median = middle(values)?;
        let center = scale.of(median);
        let mut distances: Vec<i64> = values.iter().map(|value| (scale.of(*value) - center).abs()).collect();
        distances.sort_unstable();
        let mad = middle(&distances)?;
        // Where most are the median itself, the ninetieth percentile (nearest rank) tells how far the others go.
        let p90 = *values.get((values.len() * 9).div_ceil(10).saturating_sub(1))?;
        let deviation = if mad > 0 { i128::from(mad) * OF_MAD } else { i128::from(scale.of(p90) - center) * OF_P90 };
        (deviation > 0).then_some(Self { count: values.len(), median, mad, scale, deviation })
    }

    /// How many standard deviations a value is away from the median, in ten-thousandths.
    pub(super) fn score(&self, value: i64) -> i64 {
        let distance = i128::from((self.scale.of(value) - self.scale.of(self.median)).abs());
        i64::try_from(distance * i128::from(SCORE_ONE) * i128::from(SCORE_ONE) / self.deviation).unwrap_or(i64::MAX)
    }
}

fn middle(sorted: &[i64]) -> Option<i64> {
    sorted.get(sorted.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_middle_is_not_moved_by_what_is_wrong() {
        let mut values = [9, 10, 11, 12, 10, 11, 8, 1_000_000];
        let robust = Robust::of(&mut values, Scale::Linear).unwrap();
        assert_eq!((robust.count, robust.median, robust.mad), (8, 10, 1));
        assert_eq!([robust.score(10), robust.score(11), robust.score(9)], [0, 6_744, 6_744]);
        assert!(robust.score(1_000_000) > 600_000 * SCORE_ONE);
    }

    #[test]
    fn factors_count_alike_in_both_directions_on_the_logarithmic_scale() {
        let mut values = [1_024, 2_048, 4_096, 4_096, 8_192, 16_384, 512];
        let robust = Robust::of(&mut values, Scale::Logarithm).unwrap();
        assert_eq!((robust.median, robust.mad), (4_096, 1_024));
        assert_eq!(robust.score(4_096 * 8), robust.score(4_096 / 8));
    }

    #[test]
    fn where_most_are_the_same_the_others_tell_how_far_is_far() {
        let mut mostly = [12, 12, 12, 12, 12, 12, 24, 24, 24, 36];
        let robust = Robust::of(&mut mostly, Scale::Linear).unwrap();
        assert_eq!((robust.median, robust.mad, robust.score(24)), (12, 0, 12_815));
        assert_eq!(Robust::of(&mut [12; 30], Scale::Linear), None);
        assert_eq!(Robust::of(&mut [], Scale::Linear), None);
    }

    proptest! {
        #[test]
        fn the_order_of_values_does_not_matter_and_further_away_scores_higher(
            values in prop::collection::vec(1..1_000_000_i64, 1..60),
            one in 1..2_000_000_i64,
        ) {
            for scale in [Scale::Linear, Scale::Logarithm] {
                let (mut forwards, mut backwards) = (values.clone(), values.clone());
                backwards.reverse();
                let robust = Robust::of(&mut forwards, scale);
                prop_assert_eq!(robust, Robust::of(&mut backwards, scale));
                if let Some(robust) = robust.filter(|robust| one > robust.median) {
                    prop_assert!(robust.score(one + 1) >= robust.score(one));
                }
            }
        }
    }
}
