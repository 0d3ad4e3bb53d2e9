//! Webhooks: only the portal's are taken, and each event is acted on once.

use std::time::Duration;

use super::Found;
use crate::conformance::seen::{Delivery, Exchange, SentAs};

/// What a client does so long after an event it does because of it, as far as it is about the same.
const BECAUSE: Duration = Duration::from_secs(15);

/// What the portal did not sign, or not now, is refused.
pub(super) fn checked(deliveries: &[Delivery]) -> Found {
    let (mut forged, mut old) = (0, 0);
    for delivery in deliveries {
        let what = match delivery.sent_as {
            SentAs::Forged => {
                forged += 1;
                "whose signature was false"
            }
            SentAs::Old => {
                old += 1;
                "that was signed an hour before"
            }
            SentAs::Genuine | SentAs::Repeated => continue,
        };
        if let Some(status) = delivery.status.filter(|_| delivery.is_taken()) {
            return Found::Bad(format!("answered {status} to a webhook {what}"));
        }
    }
    match forged + old {
        0 => Found::Nothing,
        _ => Found::Good(format!(
            "refused {forged} with a false signature and {old} with an old one, and took the portal's"
        )),
    }
}

/// What comes twice is taken twice, and acted on once.
pub(super) fn once(exchanges: &[&Exchange], deliveries: &[Delivery]) -> Found {
    let sent = |how: SentAs| deliveries.iter().filter(move |delivery| delivery.sent_as == how);
    let mut count = 0;
    for repeated in sent(SentAs::Repeated) {
        if let Some(status) = repeated.status.filter(|_| !repeated.is_taken()) {
            return Found::Bad(format!("answered {status} to a webhook that came a second time"));
        }
        let first = sent(SentAs::Genuine).find(|delivery| delivery.id == repeated.id).unwrap_or(repeated);
        if let Some(act) = second_act(exchanges, first, repeated) {
            return Found::Bad(format!("{} was asked for twice because of an event that came twice", act.name()));
        }
        count += 1;
    }
    let refused = sent(SentAs::Genuine).filter(|delivery| !delivery.is_taken()).find_map(|delivery| delivery.status);
    match (count, refused) {
        (0, Some(status)) => Found::Bad(format!("answered {status} to a webhook of the portal")),
        (0, None) => Found::Nothing,
        _ => Found::Good(format!("took {count} webhooks a second time, and nothing was asked for twice")),
    }
}

/// What was asked for because of an event, and once more, under another key, because of its repetition.
fn second_act<'a>(exchanges: &[&'a Exchange], first: &Delivery, again: &Delivery) -> Option<&'a Exchange> {
    let is_act = |one: &&Exchange| {
        let about = || first.about.iter().any(|id| one.path.contains(id.as_str()));
        one.key.is_some() && one.body != 0 && one.is_success() && about()
    };
    let acts: Vec<&Exchange> = exchanges.iter().copied().filter(is_act).collect();
    let because = |one: &Exchange, of: &Delivery| one.arrived >= of.sent && one.arrived <= again.sent + BECAUSE;
    let is_second = |one: &&&Exchange| {
        let same = |other: &&Exchange| other.repeats(one) && other.key != one.key && other.arrived < one.arrived;
        because(one, again) && acts.iter().any(|other| same(other) && because(other, first))
    };
    acts.iter().find(is_second).copied()
}
