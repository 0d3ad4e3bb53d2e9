//! The editions of the table of rates, by their place in the journal: which rate a fact uses never depends on what is loaded later.

use chrono::NaiveDate;

use super::RateUsed;
use crate::money::CurrencyCode;
use crate::reference::ExchangeRates;

/// Editions of the table of rates.
#[derive(Debug, Clone, Default)]
pub struct RateEditions(Vec<Edition>);

#[derive(Debug, Clone)]
struct Edition {
    number: i32,
    loaded_seq: i64,
    rates: ExchangeRates,
}

impl RateEditions {
    /// Editions with their numbers and the journal entries that loaded them, 0 for what shipped; in any order.
    pub fn new(editions: Vec<(i32, i64, ExchangeRates)>) -> Self {
        let mut editions: Vec<Edition> =
            editions.into_iter().map(|(number, loaded_seq, rates)| Edition { number, loaded_seq, rates }).collect();
        editions.sort_by_key(|edition| (edition.loaded_seq, edition.number));
        Self(editions)
    }

    /// The rate for the event of a journal entry: of the newest edition that was loaded before it, for the month of `on` or the
    /// last one published before. None where that edition has none.
    pub fn used(&self, seq: i64, currency: CurrencyCode, on: NaiveDate) -> Option<RateUsed> {
        let edition = self.0.iter().rfind(|edition| edition.loaded_seq < seq)?;
        let (month, rate) = edition.rates.rate_used(currency, on)?;
        Some(RateUsed { edition: edition.number, month, rate })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Rate;

    #[test]
    fn an_edition_holds_for_what_comes_after_it() {
        let table = |rate: &str| {
            ExchangeRates::read(&format!("month,currency,usd_per_unit\n2026-01,EUR,{rate}\n2026-03,EUR,9\n")).unwrap()
        };
        let editions = RateEditions::new(vec![(1, 10, table("2")), (0, 0, table("1"))]);
        let on = "2026-02-28".parse().unwrap();
        let used = |seq, code: &str| {
            let used = editions.used(seq, CurrencyCode::parse(code).unwrap(), on)?;
            Some((used.edition, used.month.to_string(), used.rate))
        };
        let rate = |text: &str| Rate::parse(text).unwrap();
        assert_eq!(used(10, "EUR"), Some((0, "2026-01".into(), rate("1"))));
        assert_eq!(used(11, "EUR"), Some((1, "2026-01".into(), rate("2"))));
        assert_eq!(used(11, "USD"), Some((1, "2026-02".into(), Rate::ONE)));
        assert_eq!(used(11, "GBP"), None);
        assert_eq!(RateEditions::default().used(1, CurrencyCode::USD, on), None);
    }
}
