//! Chance that is the same for the same seed: SplitMix64, and what is drawn with it. Integers only, so that no machine rounds
//! otherwise than another.

/// What chance is asked about, so that one question's answers do not move another's.
#[derive(Debug, Clone, Copy)]
pub(crate) enum About {
    Company = 1,
    Partner = 2,
    Life = 3,
    Later = 4,
    Patents = 5,
    Rates = 6,
    Planted = 7,
}

/// A stream of numbers.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

/// One in fixed-point numbers of 16 binary places.
pub(crate) const ONE: i64 = 1 << 16;

impl Chance {
    /// The stream of one thing.
    pub(crate) const fn new(seed: u64, about: About, number: u64) -> Self {
        Self(mixed(mixed(seed ^ ((about as u64) << 56)) ^ number))
    }

    /// Any number.
    pub(crate) const fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    /// A number from 0, below `end`; 0 where that is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        u64::try_from((u128::from(self.any()) * u128::from(end)) >> 64).unwrap_or_default()
    }

    /// A number of a range, both ends counted.
    pub(crate) fn between(&mut self, first: i64, last: i64) -> i64 {
        let width = u64::try_from(last - first + 1).unwrap_or_default();
        first + i64::try_from(self.below(width)).unwrap_or_default()
    }

    /// True so many times in a thousand.
    pub(crate) fn in_thousand(&mut self, times: u64) -> bool {
        self.below(1_000) < times
    }

    /// One of these, each as often as its weight says.
    pub(crate) fn pick<T: Copy, const N: usize>(&mut self, from: &[(T, u64); N]) -> T {
        let place = self.weighted(from.iter().map(|(_, weight)| *weight));
        from.get(place).unwrap_or(&from[0]).0
    }

    /// The place of a weight, each as often as it says.
    pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (place, weight) in weights.enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
        }
        0
    }

    /// A place from 0, below `end`, of which the first are drawn most: the logarithm is uniform, as in Zipf's law.
    pub(crate) fn rank(&mut self, end: u64) -> u64 {
        let end = end.max(1);
        let share = i64::try_from(self.below(1 << 16)).unwrap_or_default();
        let place = power_of_two(logarithm(end) * share / ONE) >> 16;
        u64::try_from(place).unwrap_or_default().clamp(1, end) - 1
    }

    /// A positive number, log-normal around its median; `spread` is the deviation of its logarithm to base 2, in thousandths.
    pub(crate) fn log_normal(&mut self, median: i64, spread: i64) -> i64 {
        let factor = power_of_two(self.normal() * spread / 1_000);
        i64::try_from(i128::from(median) * i128::from(factor) / i128::from(ONE)).unwrap_or(i64::MAX)
    }

    /// A normal deviate in fixed point: the sum of twelve uniform ones has variance 1.
    fn normal(&mut self) -> i64 {
        let mut sum = 0;
        for _ in 0..3 {
            let four = self.any();
            sum +=
                (0..4_u32).map(|part| i64::try_from((four >> (16 * part)) & 0xFFFF).unwrap_or_default()).sum::<i64>();
        }
        sum - 6 * ONE
    }
}

/// Two to the power of a fixed-point exponent, within three thousandths; at most 2^40.
pub(crate) const fn power_of_two(exponent: i64) -> i64 {
    let (whole, part) = (exponent.div_euclid(ONE), exponent.rem_euclid(ONE));
    let mantissa = ONE + ((part * (43_024 + ((22_512 * part) >> 16))) >> 16);
    if whole > 40 {
        ONE << 40
    } else if whole >= 0 {
        mantissa << whole
    } else if whole > -17 {
        mantissa >> -whole
    } else {
        0
    }
}

/// The logarithm to base 2 of a number from 1, in fixed point, within a tenth.
fn logarithm(number: u64) -> i64 {
    let whole = number.ilog2();
    let rest = u128::from(number - (1 << whole)) << 16 >> whole;
    i64::from(whole) * ONE + i64::try_from(rest).unwrap_or_default()
}

const fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_on_every_machine() {
        let mut chance = Chance(0);
        // The first numbers of the reference implementation of SplitMix64 for seed 0.
        assert_eq!([chance.any(), chance.any()], [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4]);
        let other = Chance::new(7, About::Life, 1).any();
        assert_eq!(Chance::new(7, About::Life, 1).any(), other);
        assert_ne!(Chance::new(7, About::Later, 1).any(), other);
        assert_ne!(Chance::new(8, About::Life, 1).any(), other);
    }

    #[test]
    fn powers_and_logarithms_are_near_enough() {
        assert_eq!([power_of_two(0), power_of_two(ONE), power_of_two(-ONE)], [ONE, 2 * ONE, ONE / 2]);
        assert!((power_of_two(ONE / 2) - 92_682).abs() < 300, "{}", power_of_two(ONE / 2));
        assert_eq!([power_of_two(100 * ONE), power_of_two(-100 * ONE)], [ONE << 40, 0]);
        assert_eq!([logarithm(1), logarithm(2), logarithm(1_024)], [0, ONE, 10 * ONE]);
    }

    #[test]
    fn draws_keep_their_proportions() {
        let mut chance = Chance::new(1, About::Life, 0);
        let thousand = 0..10_000;
        let hits = thousand.clone().filter(|_| chance.in_thousand(250)).count();
        assert!((2_300..2_700).contains(&hits), "{hits}");
        let picked = thousand.clone().filter(|_| chance.pick(&[('a', 3), ('b', 1)]) == 'a').count();
        assert!((7_200..7_800).contains(&picked), "{picked}");
        let firsts = thousand.clone().filter(|_| chance.rank(400) == 0).count();
        assert!((900..1_500).contains(&firsts), "{firsts}");
        assert!(thousand.clone().all(|_| chance.rank(3) < 3 && (5..=9).contains(&chance.between(5, 9))));
        let mut sizes: Vec<i64> = thousand.map(|_| chance.log_normal(1_000_000, 2_741)).collect();
        sizes.sort_unstable();
        let mean: i64 = sizes.iter().sum::<i64>() / 10_000;
        assert!((900_000..1_100_000).contains(&sizes[5_000]), "{}", sizes[5_000]);
        assert!((4_000_000..8_000_000).contains(&mean), "{mean}");
    }
}
