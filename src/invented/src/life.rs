//! The life of a contract, from its first filing to its last event.

use chrono::{Datelike, NaiveDate};
use domain::ContractId;
use domain::clock::{shanghai_date, shanghai_midnight};
use uuid::Uuid;

use crate::anomaly::Anomaly;
use crate::chance::{About, Chance};
use crate::company::{self, Company};
use crate::days::Days;
use crate::later::{self, Change, Later};
use crate::market::Market;
use crate::partner::{self, Partner};
use crate::road::Road;
use crate::subject;
use crate::terms::{Setting, Terms};

/// How far back a duplicate's original lies at most, in contracts.
const FAR: u64 = 200;

/// A contract with everything that becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// Its number in the market, from 0, in the order of registration.
    pub number: u64,
    /// The id of its entry of the register.
    pub contract: ContractId,
    /// The company.
    pub company: Company,
    /// The party abroad.
    pub partner: Partner,
    /// What is registered first.
    pub terms: Terms,
    /// The road of the registration.
    pub road: Road,
    /// What comes later, in order.
    pub later: Vec<Later>,
    /// What was planted in it.
    pub planted: Option<Anomaly>,
}

impl Life {
    /// The life with a number, in a market with these days; none where there are no days.
    pub(crate) fn new(market: &Market, days: &Days, number: u64) -> Option<Self> {
        let decided = days.at(number, market.contracts)?;
        let planted = Anomaly::planted(market.seed, number);
        let mut chance = Chance::new(market.seed, About::Life, number);
        let road = Road::to(&mut chance, decided, NaiveDate::MIN);
        let original = original(market, number).filter(|_| planted == Some(Anomaly::Duplicate));
        // What has nothing to repeat is too large instead.
        let planted = planted.map(|planted| match (planted, original) {
            (Anomaly::Duplicate, None) => Anomaly::Amount,
            (planted, _) => planted,
        });
        let agreed_by = original.unwrap_or(number);
        let age = age(shanghai_date(days.at(agreed_by, market.contracts)?));
        let (company, partner, mut terms) = agreed(market, agreed_by, age, road.submitted_on());
        if let Some(anomaly) = planted {
            anomaly.spoil(&mut terms);
        }
        let later = if planted.is_some() {
            Vec::new()
        } else {
            later::drawn(market.seed, number, &terms, decided, days.last()?)
        };
        let contract = ContractId(identity(shanghai_date(decided), 1, number));
        Some(Self { number, contract, company, partner, terms, road, later, planted })
    }

    /// How many events it has: the registration and what comes later.
    pub const fn events(&self) -> usize {
        1 + self.later.len()
    }

    /// The road of an event, the registration being 0.
    pub fn road_of(&self, event: usize) -> &Road {
        event.checked_sub(1).and_then(|place| self.later.get(place)).map_or(&self.road, |later| &later.road)
    }

    /// What an event changes; nothing for the registration.
    pub(crate) fn change_of(&self, event: usize) -> Option<&Change> {
        event.checked_sub(1).and_then(|place| self.later.get(place)).map(|later| &later.change)
    }

    /// The terms after an event.
    pub fn terms_after(&self, event: usize) -> &Terms {
        let amended = self.later.iter().take(event).rev().find_map(|later| match &later.change {
            Change::Amended { terms, .. } => Some(terms.as_ref()),
            Change::Settled { .. } | Change::Closed { .. } => None,
        });
        amended.unwrap_or(&self.terms)
    }

    /// The version of the contract after an event: every amendment makes one, a settlement is one.
    pub fn version_after(&self, event: usize) -> i32 {
        let made = self.later.iter().take(event).filter(|later| !matches!(later.change, Change::Closed { .. }));
        1 + i32::try_from(made.count()).unwrap_or_default()
    }
}

/// Years after 2006, at most 20: as far as the trade drifts.
fn age(day: NaiveDate) -> u64 {
    u64::try_from(day.year() - 2006).unwrap_or_default().min(20)
}

/// Who agrees on what in the contract with a number, filed on a day.
fn agreed(market: &Market, number: u64, age: u64, submitted_on: NaiveDate) -> (Company, Partner, Terms) {
    let mut chance = Chance::new(market.seed ^ 1, About::Life, number);
    // From half to three quarters of exports.
    let import = chance.in_thousand(510 - 13 * age);
    let company =
        Company::new(market.seed, company::drawn(&mut chance, market.companies, age), market.companies, market.from);
    let country = partner::drawn_country(&mut chance, import, age);
    let partner = partner::drawn(market.seed, &mut chance, country, age);
    let subject = subject::drawn(&mut chance, company.trade, import, age);
    let setting = Setting { seed: market.seed, import, age, subject, country, partner: &partner, submitted_on };
    let terms = Terms::drawn(&mut chance, &setting);
    (company, partner, terms)
}

/// The number of the contract that this one repeats: some contracts earlier, itself as it should be.
fn original(market: &Market, number: u64) -> Option<u64> {
    let far = FAR.min(market.contracts / 20).max(1);
    let back = 1 + Chance::new(market.seed ^ 2, About::Planted, number).below(far);
    number.checked_sub(back).filter(|original| Anomaly::planted(market.seed, *original).is_none())
}

/// An id that sorts by its day, as those do that the portal makes (UUID version 7), and is the same for the same number.
pub(crate) fn identity(day: NaiveDate, kind: u128, number: u64) -> Uuid {
    let milliseconds = u128::try_from(shanghai_midnight(day).timestamp_millis()).unwrap_or_default();
    Uuid::from_u128(
        (milliseconds << 80) | (0x7 << 76) | (kind << 64) | (0x2 << 62) | u128::from(number & (u64::MAX >> 2)),
    )
}
