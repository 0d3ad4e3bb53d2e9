//! Showing events to the detectors, one after the other, and what they found once all were shown.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::sequence::{Impossible, impossible};
use super::{Found, duplicate, late, outlier, sequence};
use crate::contract::{Direction, Mode};
use crate::money::Currency;
use crate::statistics::{FactKind, Particulars};
use crate::{CompanyId, ContractId};

/// A registered event as detectors are shown it.
#[derive(Debug, Clone, Copy)]
pub struct Observation<'a> {
    /// The journal entry.
    pub seq: i64,
    /// What was registered.
    pub particulars: &'a Particulars,
    /// The whole contract after it, in US cents; 0 where its currency had no rate.
    pub usd_cents: i64,
    /// The contract's name.
    pub name: &'a str,
}

/// What detectors keep of an event.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) seq: i64,
    pub(super) contract: ContractId,
    pub(super) kind: FactKind,
    pub(super) company: CompanyId,
    pub(super) counterparty: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) direction: Direction,
    pub(super) mode: Mode,
    pub(super) industry: Arc<str>,
    pub(super) registered_on: NaiveDate,
    pub(super) submitted_on: NaiveDate,
    pub(super) late_days: u16,
    pub(super) currency: Currency,
    pub(super) total_minor: i64,
    pub(super) usd_cents: i64,
    /// The royalty rate in millionths; 0 where there is none.
    pub(super) rate: i64,
    pub(super) months: u16,
    /// The day on which the base formed that it settles.
    pub(super) formed_on: Option<NaiveDate>,
    pub(super) impossible: Vec<Impossible>,
}

/// An event with the one before it of the same contract. Detectors look for what an event says anew, so that one thing that is odd is
/// found once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) event: &'a Event,
    pub(super) before: Option<&'a Event>,
}

/// A search over the whole register. Memory grows with the number of events, some two hundred bytes each.
#[derive(Debug, Default)]
pub struct Detection {
    events: Vec<Event>,
    texts: HashSet<Arc<str>>,
}

impl Detection {
    /// Shows an event; each once, in any order.
    pub fn observe(&mut self, observation: &Observation<'_>) {
        let Observation { seq, particulars, usd_cents, name } = *observation;
        let place = &particulars.place;
        let event = Event {
            seq,
            contract: particulars.contract,
            kind: particulars.kind,
            company: place.company,
            counterparty: self.text(&place.counterparty),
            name: self.text(name),
            direction: place.direction,
            mode: place.mode,
            industry: self.text(&place.industry),
            registered_on: particulars.registered_on,
            submitted_on: particulars.submitted_on,
            late_days: particulars.filed_late_days,
            currency: particulars.currency,
            total_minor: particulars.total_minor,
            usd_cents,
            rate: particulars.royalty.map_or(0, |royalty| royalty.rate.millionths),
            months: particulars.months(),
            formed_on: particulars.settlement.map(|settlement| settlement.formed_on),
            impossible: impossible(particulars),
        };
        self.events.push(event);
    }

    /// The same text, kept once.
    fn text(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        let text: Arc<str> = text.into();
        self.texts.insert(text.clone());
        text
    }

    /// Everything that is odd, in the order of the journal.
    pub fn finish(mut self) -> Vec<Found> {
        self.events.sort_unstable_by_key(|event| event.seq);
        let mut last: HashMap<ContractId, &Event> = HashMap::new();
        let told: Vec<Told<'_>> =
            self.events.iter().map(|event| Told { event, before: last.insert(event.contract, event) }).collect();
        let mut found = Vec::new();
        outlier::find(&told, &mut found);
        duplicate::find(&self.events, &mut found);
        sequence::find(&told, &mut found);
        late::find(&self.events, &mut found);
        found.sort_unstable_by_key(|one| (one.seq, one.detector));
        found
    }
}
