//! The market: how much of it there is, and its lives and events in order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::company::Company;
use crate::days::Days;
use crate::life::Life;

/// An invented market. The same members give the same lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Market {
    /// What chance begins with.
    pub seed: u64,
    /// First day on which something is registered.
    pub from: NaiveDate,
    /// Last day on which something is registered.
    pub to: NaiveDate,
    /// Contracts.
    pub contracts: u64,
    /// Companies.
    pub companies: u32,
}

impl Market {
    /// Its contracts, in the order of their registration. Memory does not grow with their number.
    pub fn lives(&self) -> Lives {
        Lives { market: *self, days: Days::new(self.from, self.to), next: 0 }
    }

    /// Everything that is registered, in its order. Memory grows with what is still to happen to contracts, a few words each.
    pub fn events(&self) -> Events {
        Events { lives: self.lives(), waiting: BinaryHeap::new() }
    }

    /// Its companies, the busiest first.
    pub fn every_company(&self) -> impl Iterator<Item = Company> + use<> {
        let Self { seed, companies, from, .. } = *self;
        (0..companies.max(1)).map(move |number| Company::new(seed, number, companies, from))
    }
}

/// Lives, in the order of registration.
#[derive(Debug, Clone)]
pub struct Lives {
    market: Market,
    days: Days,
    next: u64,
}

impl Lives {
    /// The life with a number; none outside the market.
    pub fn life(&self, number: u64) -> Option<Life> {
        if number >= self.market.contracts {
            return None;
        }
        Life::new(&self.market, &self.days, number)
    }

    /// When the next one is registered.
    fn next_at(&self) -> Option<DateTime<Utc>> {
        (self.next < self.market.contracts).then(|| self.days.at(self.next, self.market.contracts)).flatten()
    }
}

impl Iterator for Lives {
    type Item = Life;

    fn next(&mut self) -> Option<Life> {
        let life = self.life(self.next)?;
        self.next += 1;
        Some(life)
    }
}

/// Something that is registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The contract that it is about.
    pub life: Life,
    /// Which of its events: 0 is the registration.
    pub event: usize,
}

/// Everything that is registered, in its order.
#[derive(Debug, Clone)]
pub struct Events {
    lives: Lives,
    /// Later events of contracts that are registered: when, of which contract, which of its events.
    waiting: BinaryHeap<Reverse<(DateTime<Utc>, u64, usize)>>,
}

impl Iterator for Events {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        let registered = self.lives.next_at();
        if let Some(Reverse((at, number, event))) = self.waiting.peek().copied()
            && registered.is_none_or(|registered| at < registered)
        {
            self.waiting.pop();
            return self.lives.life(number).map(|life| Event { life, event });
        }
        let life = self.lives.next()?;
        let later = life.later.iter().enumerate();
        self.waiting.extend(later.map(|(place, later)| Reverse((later.road.decided, life.number, place + 1))));
        Some(Event { life, event: 0 })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::contract::{Direction, Ownership};
    use domain::money::{Money, Rate, to_usd_cents};
    use domain::reference::ReferenceData;
    use domain::registered::{RegisteredContract, RegisteredFiling, fold};
    use domain::statistics::FactKind;

    use super::*;

    fn market(contracts: u64) -> Market {
        let day = |text: &str| text.parse().unwrap();
        Market { seed: 20_061_201, from: day("2006-12-01"), to: day("2026-11-27"), contracts, companies: 400 }
    }

    #[test]
    fn the_same_market_has_the_same_lives_and_each_stands_alone() {
        let lives: Vec<Life> = market(600).lives().collect();
        assert_eq!(lives.len(), 600);
        assert!(market(600).lives().eq(lives.iter().cloned()));
        let alone = market(600).lives();
        for number in [599_usize, 3, 250] {
            assert_eq!(alone.life(u64::try_from(number).unwrap()).as_ref(), lives.get(number));
        }
        assert_eq!(alone.life(600), None);
        assert_ne!(Market { seed: 1, ..market(600) }.lives().next(), lives.first().cloned());
    }

    #[test]
    fn events_come_in_their_order_and_none_is_lost() {
        let events: Vec<Event> = market(800).events().collect();
        let at = |event: &Event| event.life.road_of(event.event).decided;
        assert!(events.windows(2).all(|two| at(&two[0]) <= at(&two[1])));
        assert_eq!(events.len(), market(800).lives().map(|life| life.events()).sum::<usize>());
        let mut seen: BTreeMap<u64, usize> = BTreeMap::new();
        for event in &events {
            let next = seen.entry(event.life.number).or_default();
            assert_eq!(event.event, *next, "of one contract, one after the other");
            *next += 1;
        }
    }

    #[test]
    fn what_is_filed_is_complete_and_says_what_statistics_know() {
        let reference = ReferenceData::shipped().unwrap();
        for life in market(500).lives() {
            assert!(life.company.name.contains("示例") && life.partner.name.contains("示例"));
            let mut filings = Vec::new();
            for (event, particulars) in life.particulars().into_iter().enumerate() {
                let application = life.application(event);
                let registered = RegisteredContract::from_form(&application.contract, &reference).unwrap();
                assert_eq!(registered.number.direction(), registered.direction);
                assert_eq!(
                    (registered.total.minor, registered.total.currency),
                    (particulars.total_minor, particulars.currency)
                );
                assert_eq!(registered.technology_fee.minor + registered.equipment_fee.minor, registered.total.minor);
                assert_eq!(registered.district, particulars.place.district);
                assert_eq!(registered.mode, particulars.place.mode);
                assert_eq!(
                    registered.royalty.map(|royalty| royalty.rate),
                    particulars.royalty.map(|royalty| royalty.rate)
                );
                assert!(application.road.submitted < application.road.decided);
                assert!(particulars.signed_on <= particulars.effective_on || life.planted.is_some());
                assert!(particulars.effective_on < particulars.submitted_on);
                let certificate = (particulars.kind != FactKind::Closure).then(|| event.to_string());
                let (kind, contract, request) = (application.kind, application.contract, application.request);
                filings.push(RegisteredFiling { kind, contract, request, certificate });
            }
            let entry = fold(&filings).unwrap().unwrap();
            assert_eq!(entry.version(), life.version_after(life.events()));
        }
    }

    /// The proportions of the published figures, roughly.
    #[test]
    fn the_market_is_as_markets_are() {
        let lives: Vec<Life> = market(20_000).lives().collect();
        let share =
            |which: &dyn Fn(&Life) -> bool| 1_000 * lives.iter().filter(|life| which(life)).count() / lives.len();
        let usd = |life: &Life| {
            let rate: i64 = match life.terms.currency.code.as_str() {
                "USD" => 100_000_000,
                "EUR" => 113_000_000,
                "JPY" => 800_000,
                _ => return None,
            };
            let money = Money { currency: life.terms.currency, minor: life.terms.total_minor };
            to_usd_cents(money, Rate::try_from(rate).ok()?).ok()
        };
        let mean = |direction: Direction| {
            let amounts: Vec<i64> = lives
                .iter()
                .filter(|life| life.terms.direction == direction && life.planted.is_none())
                .filter_map(usd)
                .collect();
            amounts.iter().sum::<i64>() / i64::try_from(amounts.len()).unwrap() / 100
        };
        assert!((1_200_000..4_000_000).contains(&mean(Direction::Import)), "{}", mean(Direction::Import));
        assert!((200_000..800_000).contains(&mean(Direction::Export)), "{}", mean(Direction::Export));
        let imports = share(&|life| life.terms.direction == Direction::Import);
        assert!((270..430).contains(&imports), "{imports}");
        let foreign = share(&|life| life.company.ownership == Ownership::ForeignInvested);
        assert!((250..650).contains(&foreign), "{foreign}");
        let amended =
            share(&|life| life.later.iter().any(|later| matches!(later.change, crate::Change::Amended { .. })));
        assert!((150..260).contains(&amended), "{amended}");
        let planted = share(&|life| life.planted.is_some());
        assert!((1..=5).contains(&planted), "{planted}");
        assert_eq!(lives.iter().map(Life::contract_number).collect::<std::collections::BTreeSet<_>>().len(), 20_000);
    }
}
