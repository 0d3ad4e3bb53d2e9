//! Exact quotients, rounded half to even, as statistics and money are elsewhere.

use std::cmp::Ordering;

/// `numerator / denominator` in units of 10^-`digits`; none where there is nothing to divide by.
pub(super) fn quotient(numerator: i128, denominator: i128, digits: u8) -> Option<i128> {
    let numerator = numerator.checked_mul(10_i128.checked_pow(u32::from(digits))?)?;
    let floor = numerator.checked_div_euclid(denominator)?;
    let remainder = numerator.rem_euclid(denominator).unsigned_abs();
    let up = match remainder.cmp(&(denominator.unsigned_abs() - remainder)) {
        Ordering::Less => false,
        Ordering::Equal => floor % 2 != 0,
        Ordering::Greater => true,
    };
    // `div_euclid` by a negative number rounds up, so its remainder is taken off, not added.
    Some(if up { floor + denominator.signum() } else { floor })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_round_half_to_even_on_both_sides_of_zero() {
        for (numerator, denominator, expected) in [
            (1, 2, 0),
            (3, 2, 2),
            (5, 2, 2),
            (-1, 2, 0),
            (-3, 2, -2),
            (-5, 2, -2),
            (7, 3, 2),
            (-7, 3, -2),
            (8, 3, 3),
            (-8, 3, -3),
        ] {
            assert_eq!(quotient(numerator, denominator, 0), Some(expected));
            assert_eq!(quotient(-numerator, -denominator, 0), Some(expected));
        }
        assert_eq!(quotient(2, 3, 4), Some(6667));
        assert_eq!(quotient(1, 0, 4), None);
        assert_eq!(quotient(i128::MAX, 2, 1), None, "too large to be exact");
    }
}
