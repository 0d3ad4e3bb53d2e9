//! Contracts that seem to be registered twice: of the same parties, for about the same price, under names alike, within two years.

use std::collections::{BTreeMap, HashMap};

use chrono::Months;
use serde_json::{Value, json};

use super::observation::Event;
use super::{Detector, Found};
use crate::likeness::Likeness;
use crate::money::Money;
use crate::statistics::FactKind;

/// Further apart, the same parties may well agree on the same again.
const WITHIN: Months = Months::new(24);
/// One part in so many that prices may differ by.
const NEAR: i64 = 100;
/// Contracts that one is compared with: more of one price between two parties than there are.
const MOST_COMPARED: usize = 50;

pub(super) fn find(events: &[Event], found: &mut Vec<Found>) {
    let mut between: HashMap<_, Vec<&Event>> = HashMap::new();
    for event in events.iter().filter(|event| event.kind == FactKind::Registration && event.total_minor > 0) {
        let parties = (event.company, &event.counterparty, event.direction, event.currency.code);
        between.entry(parties).or_default().push(event);
    }
    for contracts in between.into_values().filter(|contracts| contracts.len() > 1) {
        found.extend(among(contracts));
    }
}

/// The later ones of contracts between two parties that repeat earlier ones.
fn among(mut contracts: Vec<&Event>) -> Vec<Found> {
    contracts.sort_unstable_by_key(|event| (event.total_minor, event.seq));
    let named: Vec<(&Event, Option<Likeness>)> =
        contracts.into_iter().map(|event| (event, Likeness::of(&event.name))).collect();
    let mut repeats: BTreeMap<i64, (&Event, Vec<&Event>)> = BTreeMap::new();
    for (place, (larger, name)) in named.iter().enumerate() {
        let smaller = named.iter().take(place).rev().take(MOST_COMPARED);
        let near =
            smaller.take_while(|(smaller, _)| larger.total_minor - smaller.total_minor <= larger.total_minor / NEAR);
        for (smaller, other) in near {
            let (earlier, later) = if smaller.seq < larger.seq { (*smaller, *larger) } else { (*larger, *smaller) };
            let soon = earlier.registered_on.checked_add_months(WITHIN).is_none_or(|end| later.registered_on <= end);
            let alike = name.as_ref().zip(other.as_ref()).is_some_and(|(name, other)| name.is_like(other));
            if soon && alike {
                repeats.entry(later.seq).or_insert_with(|| (later, Vec::new())).1.push(earlier);
            }
        }
    }
    repeats.into_values().map(|(later, earlier)| repeat(later, earlier)).collect()
}

fn repeat(later: &Event, mut earlier: Vec<&Event>) -> Found {
    earlier.sort_unstable_by_key(|event| event.seq);
    let total = |event: &Event| Money { currency: event.currency, minor: event.total_minor }.decimal_text();
    let listed: Vec<Value> = earlier
        .iter()
        .map(|event| {
            json!({
                "contract_id": event.contract, "seq": event.seq, "registered_on": event.registered_on,
                "total": total(event),
            })
        })
        .collect();
    Found {
        detector: Detector::Duplicate,
        contract: later.contract,
        seq: later.seq,
        evidence: json!({ "currency": later.currency.code, "total": total(later), "earlier": listed }),
    }
}
