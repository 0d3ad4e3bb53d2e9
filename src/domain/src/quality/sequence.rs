//! Days and amounts that cannot be, each alone or beside another.

use std::collections::HashMap;

use chrono::{Datelike, Months, NaiveDate};
use serde_json::{Value, json};

use super::observation::Told;
use super::{Detector, Found};
use crate::ContractId;
use crate::money::Money;
use crate::statistics::Particulars;
use crate::terms::terms;

/// A base may form after the contract has ended, with the books of its last year.
const AFTER_END: Months = Months::new(12);
/// Years from one settled base to the next from which on some are missing: bases form with the books of each year (the Measures, Art. 7).
const YEARS_APART: i32 = 3;

terms! {
    /// What cannot be.
    Impossibility {
        /// It took effect before it was signed.
        EffectBeforeSignature = "effect_before_signature",
        /// It ended before it took effect.
        EndBeforeEffect = "end_before_effect",
        /// A patent had expired when it took effect.
        PatentExpired = "patent_expired",
        /// The technology costs more than the whole.
        FeeAboveTotal = "fee_above_total",
        /// A royalty base formed before it took effect.
        BaseBeforeEffect = "base_before_effect",
        /// A royalty base formed more than a year after it had ended.
        BaseAfterEnd = "base_after_end",
        /// Two years or more without a royalty base between two that were settled.
        BasesMissing = "bases_missing",
    }
}

/// Something that cannot be, with the two days or amounts that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Impossible {
    what: Impossibility,
    first: String,
    second: String,
}

impl Impossible {
    fn days(what: Impossibility, first: NaiveDate, second: NaiveDate) -> Self {
        Self { what, first: first.to_string(), second: second.to_string() }
    }

    fn json(&self) -> Value {
        json!({ "code": self.what, "first": self.first, "second": self.second })
    }
}

/// What cannot be of an event alone.
pub(super) fn impossible(of: &Particulars) -> Vec<Impossible> {
    let mut found = Vec::new();
    let mut before = |what: Impossibility, one: NaiveDate, other: NaiveDate| {
        if one < other {
            found.push(Impossible::days(what, one, other));
        }
    };
    before(Impossibility::EffectBeforeSignature, of.effective_on, of.signed_on);
    before(Impossibility::EndBeforeEffect, of.valid_until, of.effective_on);
    if let Some(expired) = of.patents.iter().filter_map(|patent| patent.expires_on).min() {
        before(Impossibility::PatentExpired, expired, of.effective_on);
    }
    if let Some(formed_on) = of.settlement.map(|settlement| settlement.formed_on) {
        before(Impossibility::BaseBeforeEffect, formed_on, of.effective_on);
        if let Some(last) = of.valid_until.checked_add_months(AFTER_END) {
            before(Impossibility::BaseAfterEnd, last, formed_on);
        }
    }
    if of.technology_fee_minor > of.total_minor {
        let amount = |minor| Money { currency: of.currency, minor }.decimal_text();
        let (first, second) = (amount(of.technology_fee_minor), amount(of.total_minor));
        found.push(Impossible { what: Impossibility::FeeAboveTotal, first, second });
    }
    found
}

pub(super) fn find(told: &[Told<'_>], found: &mut Vec<Found>) {
    let mut settled: HashMap<ContractId, NaiveDate> = HashMap::new();
    for Told { event, before } in told {
        let known: &[Impossible] = before.map_or(&[], |before| before.impossible.as_slice());
        let mut odd: Vec<Impossible> = event.impossible.iter().filter(|one| !known.contains(one)).cloned().collect();
        if let Some(formed_on) = event.formed_on {
            let earlier = settled.insert(event.contract, formed_on);
            let missing = earlier.filter(|earlier| formed_on.year() - earlier.year() >= YEARS_APART);
            odd.extend(missing.map(|earlier| Impossible::days(Impossibility::BasesMissing, earlier, formed_on)));
        }
        if !odd.is_empty() {
            let problems: Vec<Value> = odd.iter().map(Impossible::json).collect();
            let evidence = json!({ "problems": problems });
            found.push(Found { detector: Detector::Sequence, contract: event.contract, seq: event.seq, evidence });
        }
    }
}
