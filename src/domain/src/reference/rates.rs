//! Monthly rates to the US dollar, in which statistics are published.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{ReferenceError, table::rows};
use crate::money::{CurrencyCode, Rate};
use crate::statistics::Month;

/// Rates by currency and first day of their month.
#[derive(Debug, Clone, Default)]
pub struct ExchangeRates {
    rates: BTreeMap<(CurrencyCode, NaiveDate), Rate>,
}

impl ExchangeRates {
    /// Reads the text of the set: also of an earlier edition, which is kept.
    pub fn read(text: &str) -> Result<Self, ReferenceError> {
        #[derive(Deserialize)]
        struct Record {
            month: String,
            currency: CurrencyCode,
            usd_per_unit: String,
        }
        let mut rates = BTreeMap::new();
        for row in rows::<Record>("exchange_rates", text)? {
            let month = format!("{}-01", row.record.month).parse().map_err(|_| row.error("a month is YYYY-MM"))?;
            let rate = Rate::parse(&row.record.usd_per_unit).map_err(|error| row.error(error.to_string()))?;
            row.require(
                rates.insert((row.record.currency, month), rate).is_none(),
                "the month of a currency occurs twice",
            )?;
        }
        Ok(Self { rates })
    }

    /// US dollars for one unit, by the rate of the month of `on`, or the last one published before it.
    pub fn usd_rate(&self, currency: CurrencyCode, on: NaiveDate) -> Option<Rate> {
        self.rate_used(currency, on).map(|(_, rate)| rate)
    }

    /// The same, with the month for which it was published.
    pub fn rate_used(&self, currency: CurrencyCode, on: NaiveDate) -> Option<(Month, Rate)> {
        if currency == CurrencyCode::USD {
            return Some((Month::of(on), Rate::ONE));
        }
        let published = self.rates.range((currency, NaiveDate::MIN)..=(currency, on)).next_back();
        published.map(|((_, month), rate)| (Month::of(*month), *rate))
    }

    /// Every rate, by currency and month.
    pub fn all(&self) -> impl Iterator<Item = (CurrencyCode, Month, Rate)> {
        self.rates.iter().map(|((currency, month), rate)| (*currency, Month::of(*month), *rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_decides_and_then_the_last_one_published() {
        let rates = ExchangeRates::read("month,currency,usd_per_unit\n2026-01,EUR,1.1\n2026-02,EUR,1.2\n").unwrap();
        let rate = |code: &str, on: &str| rates.usd_rate(CurrencyCode::parse(code).unwrap(), on.parse().unwrap());
        assert_eq!(rate("EUR", "2026-01-31"), Some(Rate::parse("1.1").unwrap()));
        assert_eq!(rate("EUR", "2026-02-01"), Some(Rate::parse("1.2").unwrap()));
        assert_eq!(rate("EUR", "2026-12-31"), Some(Rate::parse("1.2").unwrap()));
        assert_eq!(rate("EUR", "2025-12-31"), None);
        assert_eq!(rate("USD", "1999-01-01"), Some(Rate::ONE));
        assert_eq!(rate("GBP", "2026-01-31"), None);
        let used = rates.rate_used(CurrencyCode::parse("EUR").unwrap(), "2026-12-31".parse().unwrap());
        assert_eq!(used.map(|(month, _)| month.to_string()).as_deref(), Some("2026-02"));
        assert_eq!(rates.all().count(), 2);
        for bad in ["2026-13,EUR,1", "2026-01,eur,1", "2026-01,EUR,0", "2026-01,EUR,1\n2026-01,EUR,1"] {
            assert!(ExchangeRates::read(&format!("month,currency,usd_per_unit\n{bad}\n")).is_err(), "{bad}");
        }
    }
}
