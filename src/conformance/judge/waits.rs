//! Waiting: as long as the portal says, and longer each time where it says nothing.

use std::time::Duration;

use super::{Conduct, Found};
use crate::conformance::seen::Exchange;

/// Clocks and networks are not exact.
const TOLERANCE: Duration = Duration::from_millis(50);
/// Who comes again sooner has not waited.
const LEAST: Duration = Duration::from_millis(50);

/// After 429 the same is not asked again before `Retry-After` is over; and then it is.
pub(super) fn as_told(of: &Conduct<'_>) -> Found {
    let mut waited = Vec::new();
    for refusal in of.own().filter(|one| one.status == 429) {
        let Some(told) = refusal.retry_after.map(Duration::from_secs) else { continue };
        let Some(next) = of.next_like(refusal) else {
            return Found::Bad(format!("{} was not sent again after 429", refusal.name()));
        };
        let wait = next.arrived.saturating_sub(refusal.answered);
        let said = format!("{} after a 429 that asked for {}", seconds(wait), seconds(told));
        if wait + TOLERANCE < told {
            return Found::Bad(format!("{} was sent again {said}", refusal.name()));
        }
        waited.push(said);
    }
    if waited.is_empty() { Found::Nothing } else { Found::Good(format!("sent again {}", waited.join(", "))) }
}

/// After 503 the same is asked again, and each time later than the time before.
pub(super) fn longer(of: &Conduct<'_>) -> Found {
    let mut said = Vec::new();
    for (place, first) in of.own.iter().enumerate().filter(|(_, one)| one.status == 503) {
        let before = of.own.iter().take(place).rev().find(|one| one.repeats(first));
        if before.is_some_and(|before| before.status == 503) {
            continue;
        }
        let tries = tries(of, first);
        let answered = tries.last().is_some_and(|last| last.status != 503);
        let waits: Vec<Duration> = tries
            .windows(2)
            .filter_map(|pair| match pair {
                [one, next] => Some(next.arrived.saturating_sub(one.answered)),
                _ => None,
            })
            .collect();
        let spelled = waits.iter().map(|wait| seconds(*wait)).collect::<Vec<_>>().join(", ");
        match waits.as_slice() {
            [] => return Found::Bad(format!("{} was not sent again after 503", first.name())),
            [_] if !answered => return Found::Bad(format!("{} was given up after two tries", first.name())),
            // Once is no row of waits.
            [_] => {}
            all if all.iter().any(|wait| *wait < LEAST) || !grow(all) => {
                return Found::Bad(format!("{} was sent again after {spelled}", first.name()));
            }
            _ => said.push(format!("waited {spelled}")),
        }
    }
    if said.is_empty() { Found::Nothing } else { Found::Good(said.join("; ")) }
}

/// A request and every further try of it, up to the first that is answered otherwise than with 503.
fn tries<'a>(of: &Conduct<'a>, first: &Exchange) -> Vec<&'a Exchange> {
    let mut tries = Vec::new();
    for one in of.own().filter(|one| one.arrived >= first.arrived && one.repeats(first)) {
        tries.push(one);
        if one.status != 503 {
            break;
        }
    }
    tries
}

/// Whether waits grow. Chance belongs in them, so that they are compared as a whole: those that follow are on average half as long
/// again as the first.
fn grow(waits: &[Duration]) -> bool {
    match waits {
        [first, second] => second > first,
        [first, later @ ..] => {
            let count = u32::try_from(later.len()).unwrap_or(u32::MAX).max(1);
            later.iter().sum::<Duration>() / count > *first * 3 / 2
        }
        [] => false,
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
