//! Concentration: the Herfindahl-Hirschman index of the parts of a whole.

use super::quotient::quotient;

/// 10^16: squares of as much, times 10^4, still are exact.
const LARGEST: i128 = 10_000_000_000_000_000;

/// The index of each of so many wholes, 0 to 10000, rounded half to even; `parts` are amounts with the whole that each belongs to.
/// None where a part is negative or the whole is 0. Of a whole above 10^16 all parts are halved as often as it takes.
pub(super) fn herfindahl(wholes: usize, parts: &[(u32, i128)]) -> Vec<Option<i128>> {
    let mut sums = vec![Some(0_i128); wholes];
    for (whole, part) in parts {
        let sum = &mut sums[*whole as usize];
        *sum = sum.filter(|_| *part >= 0).and_then(|sum| sum.checked_add(*part));
    }
    let halvings: Vec<u32> = sums.iter().map(|sum| halvings(sum.unwrap_or(0))).collect();
    let mut halved = vec![(0_i128, 0_i128); wholes];
    for (whole, part) in parts.iter().filter(|(whole, _)| sums[*whole as usize].is_some()) {
        let part = part >> halvings[*whole as usize];
        let (sum, squares) = &mut halved[*whole as usize];
        *sum += part;
        *squares += part * part;
    }
    let index =
        |(sum, (whole, squares)): (Option<i128>, (i128, i128))| sum.and_then(|_| quotient(squares, whole * whole, 4));
    sums.into_iter().zip(halved).map(index).collect()
}

fn halvings(mut sum: i128) -> u32 {
    let mut times = 0;
    while sum > LARGEST {
        sum >>= 1;
        times += 1;
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_alone_is_all_and_equal_ones_share() {
        let parts = [(0, 5), (1, 1), (1, 1), (1, 1), (2, 3), (2, -1), (3, 0), (4, 1), (4, 2)];
        let expected = [Some(10_000), Some(3_333), None, None, Some(5_556), None];
        assert_eq!(herfindahl(6, &parts), expected);
    }

    #[test]
    fn amounts_too_large_to_square_are_halved_alike() {
        let huge = i128::from(i64::MAX) * 1_000;
        assert_eq!(herfindahl(1, &[(0, huge), (0, huge)]), [Some(5_000)]);
        assert_eq!(herfindahl(1, &[(0, i128::MAX), (0, i128::MAX)]), [None]);
    }
}
