//! The logarithm to base 2, in integers.

/// Binary places of the result.
const PLACES: u32 = 10;
/// What the result counts in: 1 is this many.
pub(super) const ONE: i64 = 1 << PLACES;

/// The logarithm to base 2 of a number from 1, in 1024ths, rounded down; that of 1 for 0.
pub(super) fn logarithm(number: u64) -> i64 {
    let number = number.max(1);
    let whole = number.ilog2();
    // From 1 to below 2, with 63 binary places. Squaring doubles the logarithm, and its next place is whether 2 is reached.
    let mut mantissa = u128::from(number) << (63 - whole);
    let mut result = i64::from(whole);
    for _ in 0..PLACES {
        mantissa = (mantissa * mantissa) >> 63;
        let reached = (mantissa >> 64) > 0;
        mantissa >>= u32::from(reached);
        result = 2 * result + i64::from(reached);
    }
    result
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn powers_are_exact_and_others_rounded_down() {
        for power in 0..64 {
            assert_eq!(logarithm(1 << power), i64::from(power) * ONE);
        }
        // log2 3 = 1.58496…, log2 10 = 3.32192…
        assert_eq!([logarithm(0), logarithm(3), logarithm(10), logarithm(u64::MAX)], [0, 1_623, 3_401, 65_535]);
    }

    proptest! {
        #[test]
        fn it_rises_and_turns_products_into_sums(one in 1..u32::MAX, other in 1..u32::MAX) {
            let (one, other) = (u64::from(one), u64::from(other));
            prop_assert!(logarithm(one) <= logarithm(one + 1));
            let sum = logarithm(one) + logarithm(other);
            prop_assert!((sum..=sum + 2).contains(&logarithm(one * other)));
        }
    }
}
