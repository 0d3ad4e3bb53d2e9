//! When a delivery that failed is tried again.

use chrono::{DateTime, Duration, Utc};

/// How long after its first try a delivery is tried again.
pub const PATIENCE: Duration = Duration::hours(72);
/// The longest that an endpoint may ask us to wait.
const MOST_ASKED: Duration = Duration::hours(24);

/// Seconds between one try and the next; the last holds for all that follow.
const WAITS: [i64; 12] =
    [5, 30, 2 * 60, 10 * 60, 30 * 60, 3_600, 2 * 3_600, 4 * 3_600, 8 * 3_600, 12 * 3_600, 16 * 3_600, 24 * 3_600];

/// The next try of a delivery that has failed `tries` times, the first of them at `first`; none when it is not tried any more. `dice`
/// spreads the wait over a fifth to either side, so that what failed together does not come together. An endpoint may `ask` for
/// a longer wait.
pub fn next_attempt(
    first: DateTime<Utc>,
    now: DateTime<Utc>,
    tries: u32,
    dice: u16,
    asked: Option<Duration>,
) -> Option<DateTime<Utc>> {
    let place = usize::try_from(tries).unwrap_or(usize::MAX).saturating_sub(1).min(WAITS.len() - 1);
    let seconds = WAITS.get(place).copied().unwrap_or_default();
    let per_mille = 800 + i64::from(dice) * 400 / i64::from(u16::MAX);
    let wait = Duration::milliseconds(seconds * per_mille);
    let next = now + wait.max(asked.unwrap_or_default().min(MOST_ASKED));
    (next <= first + PATIENCE).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    /// The tries of a delivery that always fails, as seconds after the first.
    fn tries(dice: &[u16]) -> Vec<i64> {
        let mut found = vec![0];
        let mut now = at(0);
        for dice in dice.iter().cycle() {
            let count = u32::try_from(found.len()).unwrap();
            let Some(next) = next_attempt(at(0), now, count, *dice, None) else { break };
            now = next;
            found.push((now - at(0)).num_seconds());
        }
        found
    }

    #[test]
    fn waits_grow_and_end_within_three_days() {
        let middle = u16::MAX / 2 + 1;
        let expected = [0, 5, 35, 155, 755, 2_555, 6_155, 13_355, 27_755, 56_555, 99_755, 157_355, 243_755];
        let found = tries(&[middle]);
        assert_eq!(found.len(), expected.len());
        assert!(found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 10), "{found:?}");
    }

    #[test]
    fn a_wait_that_is_asked_for_is_kept_but_not_for_ever() {
        let ask = |seconds| next_attempt(at(0), at(0), 1, 0, Some(Duration::seconds(seconds))).unwrap();
        assert_eq!(ask(1), at(4), "never sooner than without asking");
        assert_eq!(ask(3_600), at(3_600));
        assert_eq!(ask(i64::from(i32::MAX)), at(24 * 3_600));
        let late = next_attempt(at(0), at(71 * 3_600), 12, 0, Some(Duration::hours(2)));
        assert_eq!(late, None, "nothing is tried after three days");
    }

    proptest! {
        #[test]
        fn every_delivery_is_tried_at_least_eight_times_and_for_at_most_three_days(
            dice in prop::collection::vec(any::<u16>(), 1..20),
        ) {
            let found = tries(&dice);
            prop_assert!((8..=16).contains(&found.len()), "{found:?}");
            prop_assert!(found.windows(2).all(|pair| pair[1] > pair[0]), "{found:?}");
            prop_assert!(*found.last().unwrap() <= PATIENCE.num_seconds());
        }

        #[test]
        fn a_wait_differs_from_its_place_by_a_fifth_at_most(tries in 0_u32..40, dice in any::<u16>()) {
            let place = usize::try_from(tries).unwrap().saturating_sub(1).min(WAITS.len() - 1);
            let next = next_attempt(at(0), at(0), tries, dice, None).unwrap();
            let milliseconds = (next - at(0)).num_milliseconds();
            prop_assert!((WAITS[place] * 800..=WAITS[place] * 1_200).contains(&milliseconds));
        }
    }
}
