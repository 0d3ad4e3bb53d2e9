//! What becomes of a contract after its registration: one in four is amended, royalties are settled from year to year, one in
//! seventeen ends or rests before its time.

use chrono::{DateTime, Datelike, Months, NaiveDate, TimeDelta, Utc};
use domain::clock::shanghai_date;
use domain::contract::Mode;
use domain::filing::ClosureEffect;

use crate::chance::{About, Chance};
use crate::price::rounded;
use crate::road::{Road, open_hours};
use crate::terms::{Terms, before};

/// A later event of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    /// Its application.
    pub road: Road,
    /// What it changes.
    pub change: Change,
}

/// What an event changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Other terms, agreed on a day.
    Amended {
        /// The day of the agreement.
        agreed_on: NaiveDate,
        /// What holds from then on.
        terms: Box<Terms>,
    },
    /// A later royalty base.
    Settled {
        /// Day on which it formed.
        formed_on: NaiveDate,
        /// The base, in minor units.
        base_minor: i64,
    },
    /// Suspended or terminated.
    Closed {
        /// Which of the two.
        effect: ClosureEffect,
        /// Since when.
        since: NaiveDate,
    },
}

/// What is planned, before it is known in which order it comes.
enum Planned {
    Amendment,
    Settlement { formed_on: NaiveDate, base_minor: i64 },
    Closure(ClosureEffect),
}

/// What happens to a contract up to a day, in order.
pub(crate) fn drawn(seed: u64, number: u64, terms: &Terms, registered: DateTime<Utc>, until: NaiveDate) -> Vec<Later> {
    let mut chance = Chance::new(seed, About::Later, number);
    let mut planned = plan(&mut chance, terms, shanghai_date(registered));
    planned.retain(|(at, _)| shanghai_date(*at) <= until);
    planned.sort_by_key(|(at, _)| *at);
    // Nothing follows a closure.
    let closed = planned.iter().position(|(_, what)| matches!(what, Planned::Closure(_)));
    planned.truncate(closed.map_or(planned.len(), |place| place + 1));
    let mut standing = terms.clone();
    planned
        .into_iter()
        .map(|(at, what)| {
            let after = match what {
                Planned::Settlement { formed_on, .. } => formed_on,
                Planned::Amendment | Planned::Closure(_) => shanghai_date(registered) + TimeDelta::days(30),
            };
            let road = Road::to(&mut chance, at, after);
            let agreed_on = before(road.submitted_on(), chance.between(3, 25));
            let change = match what {
                Planned::Amendment => {
                    amend(&mut chance, &mut standing);
                    Change::Amended { agreed_on, terms: Box::new(standing.clone()) }
                }
                Planned::Settlement { formed_on, base_minor } => Change::Settled { formed_on, base_minor },
                Planned::Closure(effect) => Change::Closed { effect, since: agreed_on },
            };
            Later { road, change }
        })
        .collect()
}

fn plan(chance: &mut Chance, terms: &Terms, registered: NaiveDate) -> Vec<(DateTime<Utc>, Planned)> {
    let mut planned = Vec::new();
    let mut after = |chance: &mut Chance, first: i64, last: i64, what: Planned| {
        let day = registered + TimeDelta::days(chance.between(first, last));
        planned.push((open_hours(chance, day), what));
    };
    if chance.in_thousand(250) {
        after(chance, 75, 800, Planned::Amendment);
        if chance.in_thousand(200) {
            after(chance, 90, 1_400, Planned::Amendment);
        }
    }
    if chance.in_thousand(60) {
        let effect = chance.pick(&[(ClosureEffect::Termination, 4), (ClosureEffect::Suspension, 1)]);
        after(chance, 120, 1_500, Planned::Closure(effect));
    }
    let Some(royalty) = terms.royalty.filter(|_| chance.in_thousand(750)) else { return planned };
    let mut base = royalty.first_base_minor;
    for year in 0..4_u32 {
        // Bases form with the books of each year, from that of registration on.
        let first = NaiveDate::from_ymd_opt(registered.year(), 12, 31).unwrap_or(registered);
        let formed_on = first.checked_add_months(Months::new(12 * year)).unwrap_or(first);
        base = rounded(chance.log_normal(base + base / 20, 300)).max(1);
        if formed_on >= terms.valid_until {
            break;
        }
        // One in fifteen is late.
        let wait = if chance.in_thousand(65) { chance.between(75, 160) } else { chance.between(15, 55) };
        let at = open_hours(chance, formed_on + TimeDelta::days(wait));
        planned.push((at, Planned::Settlement { formed_on, base_minor: base }));
    }
    planned
}

/// Another price, more time, or another mode.
fn amend(chance: &mut Chance, terms: &mut Terms) {
    let what = chance.pick(&[('p', 60), ('t', 25), ('b', 10), ('m', 5)]);
    if what == 'p' || what == 'b' {
        let percent = if chance.in_thousand(700) { chance.between(104, 170) } else { chance.between(55, 96) };
        terms.priced(rounded(terms.total_minor / 100 * percent).max(1));
    }
    if what == 't' || what == 'b' {
        let months = chance.pick(&[(12, 6), (24, 3), (36, 1)]);
        terms.valid_until = terms.valid_until.checked_add_months(Months::new(months)).unwrap_or(terms.valid_until);
    }
    if what == 'm' {
        terms.mode = match terms.mode {
            Mode::KnowHow => Mode::ConsultingService,
            Mode::ConsultingService => Mode::KnowHow,
            Mode::JointProduction => Mode::Equipment,
            other => other,
        };
    }
}
