//! Amounts: drawn in US cents, told in the currency of the contract, in figures as people agree on them.

use domain::contract::Mode;
use domain::money::{Currency, CurrencyCode};

use crate::chance::Chance;

/// Code, decimals of the smallest unit, and roughly how many smallest units there are for a thousand US cents.
const CURRENCIES: [(&str, u8, i64); 12] = [
    ("USD", 2, 1_000),
    ("EUR", 2, 880),
    ("JPY", 0, 1_250),
    ("GBP", 2, 740),
    ("KRW", 0, 12_500),
    ("HKD", 2, 7_800),
    ("CHF", 2, 940),
    ("SEK", 2, 9_100),
    ("SGD", 2, 1_350),
    ("TWD", 2, 31_000),
    ("CAD", 2, 1_320),
    ("AUD", 2, 1_440),
];
/// Logarithmic deviation to base 2, thousandths: 1.9 to base e, so that the mean is about six times the median.
const SPREAD: i64 = 2_741;
/// USD 1,000 and USD 600 million, in cents.
const LIMITS: (i64, i64) = (100_000, 60_000_000_000);

/// The price of a contract, in US cents. Imports have a mean of USD 2 to 3 million, exports of half a million.
pub(crate) fn drawn(chance: &mut Chance, import: bool, mode: Mode) -> i64 {
    chance.log_normal(usual(import, mode), SPREAD).clamp(LIMITS.0, LIMITS.1)
}

/// The median of such prices, in US cents.
pub(crate) const fn usual(import: bool, mode: Mode) -> i64 {
    let median = if import { 36_000_000 } else { 7_600_000 };
    let percent = match mode {
        Mode::Equipment => 400,
        Mode::JointProduction => 250,
        Mode::Patent => 150,
        Mode::KnowHow => 115,
        Mode::ConsultingService => 70,
        Mode::Software => 55,
        Mode::Trademark | Mode::Other => 45,
    };
    median * percent / 100
}

/// The part of a price that is paid for technology, thousandths. Over everything it is about two thirds.
pub(crate) fn technology_share(chance: &mut Chance, mode: Mode) -> i64 {
    match mode {
        Mode::Equipment => chance.between(150, 350),
        Mode::JointProduction => chance.between(300, 600),
        Mode::KnowHow => chance.between(500, 850),
        Mode::ConsultingService => chance.between(600, 1_000),
        Mode::Patent | Mode::Software => chance.between(750, 1_000),
        Mode::Trademark => 1_000,
        Mode::Other => chance.between(500, 900),
    }
}

/// The currency with this code.
pub(crate) fn currency(code: &'static str) -> Currency {
    let minor_units = CURRENCIES.iter().find(|(known, ..)| *known == code).map_or(2, |(_, digits, _)| *digits);
    Currency { code: CurrencyCode::parse(code).unwrap_or(CurrencyCode::USD), minor_units }
}

/// US cents as smallest units of a currency, three leading digits.
pub(crate) fn in_currency(us_cents: i64, currency: Currency) -> i64 {
    let rate = CURRENCIES.iter().find(|(known, ..)| *known == currency.code.as_str()).map_or(1_000, |(.., rate)| *rate);
    rounded(us_cents / 1_000 * rate)
}

/// Three leading digits of an amount, the rest zeros.
pub(crate) fn rounded(minor: i64) -> i64 {
    let unit = (3..=minor.max(1).ilog10()).fold(1, |unit, _| unit * 10);
    minor / unit * unit
}

/// A share of an amount, thousandths, without the last three digits.
pub(crate) const fn share_of(minor: i64, thousandths: i64) -> i64 {
    minor / 1_000 * thousandths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_such_as_people_agree_on() {
        assert_eq!([rounded(123_456_789), rounded(999), rounded(1_000), rounded(7)], [123_000_000, 999, 1_000, 7]);
        assert_eq!(in_currency(100_000_000, currency("JPY")), 125_000_000);
        assert_eq!((currency("JPY").minor_units, currency("EUR").minor_units), (0, 2));
        assert_eq!(share_of(123_000_000, 667), 82_041_000);
    }
}
