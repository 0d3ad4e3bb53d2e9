//! The detectors of data verification against an invented market: all that was planted is found, and of what was not next to nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use domain::ContractId;
use domain::money::{Money, to_usd_cents};
use domain::quality::{Detection, Detector, Observation};
use domain::reference::ExchangeRates;
use domain::statistics::Month;
use invented::{Anomaly, Market, exchange_rates};

#[test]
fn all_that_was_planted_is_found_and_little_else() {
    let day = |text: &str| text.parse().unwrap();
    let market =
        Market { seed: 20_061_201, from: day("2006-12-01"), to: day("2026-11-27"), contracts: 16_000, companies: 400 };
    let rates = exchange_rates(market.seed, Month::of(market.from), Month::of(market.to).plus(1), "");
    let rates = ExchangeRates::read(&rates).unwrap();
    let mut detection = Detection::default();
    let mut planted: HashMap<ContractId, Anomaly> = HashMap::new();
    for (seq, event) in (1..).zip(market.events()) {
        let life = &event.life;
        let particulars = life.particulars().swap_remove(event.event);
        let total = Money { currency: particulars.currency, minor: particulars.total_minor };
        let rate = rates.usd_rate(total.currency.code, particulars.registered_on).unwrap();
        let name = life.application(event.event).contract.name.unwrap();
        let usd_cents = to_usd_cents(total, rate).unwrap();
        detection.observe(&Observation { seq, particulars: &particulars, usd_cents, name: &name });
        planted.extend(life.planted.map(|anomaly| (life.contract, anomaly)));
    }
    let kinds: BTreeSet<Anomaly> = planted.values().copied().collect();
    assert_eq!(kinds.len(), 6, "one of each is planted at least: {kinds:?}");

    let found: HashSet<(ContractId, Detector)> =
        detection.finish().into_iter().map(|found| (found.contract, found.detector)).collect();
    let of = |anomaly: Anomaly| Detector::from_code(anomaly.code()).unwrap();
    for (contract, anomaly) in &planted {
        assert!(found.contains(&(*contract, of(*anomaly))), "{anomaly:?} of {contract} was not found");
    }
    let right = |(contract, detector): &&(ContractId, Detector)| {
        planted.get(contract).is_some_and(|anomaly| of(*anomaly) == *detector)
    };
    let wrong: HashSet<ContractId> = found.iter().filter(|one| !right(one)).map(|(contract, _)| *contract).collect();
    // Fewer than five in a thousand.
    assert!(wrong.len() < 80, "{} contracts are in question that nothing was planted in", wrong.len());
}
