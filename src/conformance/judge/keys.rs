//! `Idempotency-Key`: one for each intent, and the same for every try of it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Conduct, Found};

/// A command whose answer was cut off is sent again under its key.
pub(super) fn repeated(of: &Conduct<'_>) -> Found {
    let mut count = 0;
    for cut in of.own().filter(|one| one.status == 0 && one.key.is_some()) {
        match of.next_like(cut) {
            None => return Found::Bad(format!("{} was not sent again when its answer was cut off", cut.name())),
            Some(again) if again.key != cut.key => {
                let name = cut.name();
                return Found::Bad(format!("{name} was sent again under another key when its answer was cut off"));
            }
            Some(_) => count += 1,
        }
    }
    if count == 0 {
        return Found::Nothing;
    }
    Found::Good(format!("{count} commands whose answer was cut off were sent again under their keys"))
}

/// A key names one intent: under it nothing else is asked of the same address.
pub(super) fn new_for_each(of: &Conduct<'_>) -> Found {
    let mut bodies: BTreeMap<(String, &str), BTreeSet<u64>> = BTreeMap::new();
    for one in of.own() {
        let Some(key) = one.key.as_deref() else { continue };
        let asked = bodies.entry((one.name(), key)).or_default();
        asked.insert(one.body);
        if asked.len() > 1 || one.told["code"] == "idempotency_mismatch" {
            return Found::Bad(format!("{} was asked for two things under one key", one.name()));
        }
    }
    if bodies.len() < 2 { Found::Nothing } else { Found::Good(format!("{} intents, each under its key", bodies.len())) }
}
