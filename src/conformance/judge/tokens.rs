//! Tokens: used for as long as they are good, and no longer.

use std::time::Duration;

use super::{Conduct, Found};
use crate::conformance::seen::Exchange;

/// Fewer requests tell nothing.
const LEAST: usize = 4;
/// Requests that were under way elsewhere in the client when a token was refused may still show it for so long.
const UNDER_WAY: Duration = Duration::from_secs(1);

fn granted<'a>(of: &Conduct<'a>) -> Vec<&'a Exchange> {
    of.own().filter(|one| one.is_for_token() && one.is_success()).collect()
}

/// A token is used until shortly before its end: no more than a third of the requests come with a token that was asked for while
/// the one before was good. A client of several programs has one for each.
pub(super) fn reused(of: &Conduct<'_>) -> Found {
    let tokens = granted(of);
    let uses = of.own().filter(|one| one.token != 0).count();
    if tokens.is_empty() || uses < LEAST {
        return Found::Nothing;
    }
    let early = tokens.windows(2).filter(|pair| matches!(pair, [before, next] if is_early(of, before, next))).count();
    let said = format!("{} tokens for {uses} requests", tokens.len());
    if early * 3 > uses {
        return Found::Bad(format!("{said}, {early} of them while the one before was good"));
    }
    Found::Good(said)
}

/// Whether a token was asked for while the one before was good for another quarter of its life, and had not been refused.
fn is_early(of: &Conduct<'_>, before: &Exchange, next: &Exchange) -> bool {
    let lives = Duration::from_secs(before.told["expires_in"].as_u64().unwrap_or_default());
    let left = (before.answered + lives).saturating_sub(next.arrived);
    let between = |time: Duration| before.answered <= time && time <= next.arrived;
    let refused = of.own().any(|one| one.token != 0 && one.status == 401 && between(one.answered));
    left > lives / 4 && !refused
}

/// A token that is refused is not shown again; one new one takes its place, and the client goes on with that.
pub(super) fn renewed(of: &Conduct<'_>) -> Found {
    let mut refusals: Vec<&Exchange> = Vec::new();
    for one in of.own().filter(|one| one.token != 0 && one.status == 401) {
        if refusals.iter().all(|known| known.token != one.token) {
            refusals.push(one);
        }
    }
    let count = refusals.len();
    match refusals.into_iter().find_map(|refusal| fault_after(of, refusal)) {
        Some(fault) => Found::Bad(fault),
        None if count == 0 => Found::Nothing,
        None => Found::Good(format!("{count} tokens were refused, and each was replaced once")),
    }
}

fn fault_after(of: &Conduct<'_>, refusal: &Exchange) -> Option<String> {
    let later = move || of.own().filter(move |one| one.arrived >= refusal.answered);
    let shown = |one: &&Exchange| one.token == refusal.token;
    let after_all = refusal.answered + UNDER_WAY;
    if let Some(again) = later().filter(shown).find(|one| one.repeats(refusal) || one.arrived > after_all) {
        return Some(format!("{} was sent with a token that had been refused with 401", again.name()));
    }
    let goes_on = later().find(|one| one.token != 0 && one.token != refusal.token && one.status != 401);
    let Some(goes_on) = goes_on else {
        return Some(format!("{} was refused with 401, and no new token was used after that", refusal.name()));
    };
    let told = of.own().filter(shown).filter(|one| one.status == 401).count();
    let asked = later().filter(|one| one.is_for_token() && one.is_success() && one.arrived < goes_on.arrived).count();
    (asked > told).then(|| format!("{asked} tokens were asked for after {} was refused with 401", refusal.name()))
}
