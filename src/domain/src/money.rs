//! Money as integers of the smallest unit, read from decimal text and written back to it; never a float.
//! Which currencies there are, and the monthly rates, is data in [`crate::reference`].

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Three capital letters (ISO 4217).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CurrencyCode([u8; 3]);

impl CurrencyCode {
    /// The US dollar, in which statistics are published.
    pub const USD: Self = Self(*b"USD");

    /// Reads three capital letters.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default() // always ASCII
    }
}

impl fmt::Display for CurrencyCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl TryFrom<String> for CurrencyCode {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a currency code of three capital letters")
    }
}

impl From<CurrencyCode> for String {
    fn from(code: CurrencyCode) -> Self {
        code.as_str().to_owned()
    }
}

/// A currency and how many decimals its smallest unit has: 2 for USD, 0 for JPY, 3 for KWD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Currency {
    /// ISO 4217.
    pub code: CurrencyCode,
    /// Decimals of the smallest unit, 0 to 4.
    pub minor_units: u8,
}

/// An amount in the smallest unit of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// The currency.
    pub currency: Currency,
    /// How many smallest units (cents).
    pub minor: i64,
}

impl Money {
    /// Reads decimal text at the currency's precision.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        parse_decimal(text, currency.minor_units).map(|minor| Self { currency, minor })
    }

    /// Nothing, in this currency.
    pub const fn zero(currency: Currency) -> Self {
        Self { currency, minor: 0 }
    }

    /// The amount with exactly its currency's decimals, without the currency: `1250000.00`.
    pub fn decimal_text(&self) -> String {
        decimal_text(self.minor, self.currency.minor_units)
    }
}

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Not plain decimal text: a sign, an exponent, separators, leading zeros, full-width digits …
    #[error("not a plain decimal number such as 1250000.00")]
    Syntax,
    /// More decimals than the smallest unit has.
    #[error("at most {allowed} decimals are possible")]
    Precision {
        /// How many decimals are possible.
        allowed: u8,
    },
    /// More than can be kept.
    #[error("the number is too large")]
    TooLarge,
}

/// Whether this is plain decimal text, `^(0|[1-9]\d{0,14})(\.\d+)?$`: the question that the edge asks of any amount.
pub fn is_decimal_text(text: &str) -> bool {
    split_decimal(text).is_some()
}

/// Reads non-negative decimal text as an integer of 10^-`digits`. Zeros after the last possible decimal are refused
/// too: they claim a precision that the unit does not have.
pub fn parse_decimal(text: &str, digits: u8) -> Result<i64, MoneyError> {
    let (whole, fraction) = split_decimal(text).ok_or(MoneyError::Syntax)?;
    if fraction.len() > usize::from(digits) {
        return Err(MoneyError::Precision { allowed: digits });
    }
    let padding = usize::from(digits) - fraction.len();
    let units = whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat_n(b'0', padding));
    units
        .map(|digit| i64::from(digit - b'0'))
        .try_fold(0_i64, |value, digit| value.checked_mul(10)?.checked_add(digit))
        .ok_or(MoneyError::TooLarge)
}

/// Writes an integer of 10^-`digits` with exactly that many decimals.
pub fn decimal_text(minor: i64, digits: u8) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let width = usize::from(digits) + 1;
    let text = format!("{:0width$}", minor.unsigned_abs());
    let (whole, fraction) = text.split_at(text.len() - usize::from(digits));
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

fn split_decimal(text: &str) -> Option<(&str, &str)> {
    let (whole, fraction) = match text.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (text, ""),
    };
    let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let leads_well = whole == "0" || (!whole.is_empty() && whole.len() <= 15 && !whole.starts_with('0'));
    (leads_well && digits_only(whole) && digits_only(fraction)).then_some((whole, fraction))
}

/// US dollars for one unit of a currency, in hundred-millionths (10^-8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Rate(i64);

impl Rate {
    /// Decimals that a rate may have.
    pub const DIGITS: u8 = 8;
    /// One dollar for one dollar.
    pub const ONE: Self = Self(100_000_000);

    /// Reads a rate above zero, such as `0.00671234`.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        match parse_decimal(text, Self::DIGITS)? {
            0 => Err(MoneyError::Syntax),
            rate => Ok(Self(rate)),
        }
    }
}

impl From<Rate> for i64 {
    fn from(rate: Rate) -> Self {
        rate.0
    }
}

impl TryFrom<i64> for Rate {
    type Error = &'static str;

    fn try_from(hundred_millionths: i64) -> Result<Self, Self::Error> {
        if hundred_millionths > 0 { Ok(Self(hundred_millionths)) } else { Err("a rate is above zero") }
    }
}

/// Converts an amount to US cents: exact in 128 bits, then rounded once, half to even, so that sums of many
/// conversions do not drift upwards.
pub fn to_usd_cents(money: Money, rate: Rate) -> Result<i64, MoneyError> {
    let exact = i128::from(money.minor) * i128::from(rate.0);
    let divisor = 10_i128.pow(u32::from(money.currency.minor_units) + u32::from(Rate::DIGITS) - 2);
    divide_half_even(exact, divisor)
}

/// The quotient, rounded once, half to even.
fn divide_half_even(exact: i128, divisor: i128) -> Result<i64, MoneyError> {
    let (quotient, remainder) = (exact.div_euclid(divisor), exact.rem_euclid(divisor));
    let up = match (remainder * 2).cmp(&divisor) {
        std::cmp::Ordering::Less => 0,
        std::cmp::Ordering::Equal => quotient.rem_euclid(2),
        std::cmp::Ordering::Greater => 1,
    };
    i64::try_from(quotient + up).map_err(|_| MoneyError::TooLarge)
}

/// A percentage with up to four decimals, kept as millionths of the whole: 3.5 % is 35 000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent {
    /// Millionths of the whole.
    pub millionths: i64,
}

impl Percent {
    /// Decimals that a percentage may have.
    pub const DIGITS: u8 = 4;

    /// Reads `3.5`; more than 100 is too large.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        match parse_decimal(text, Self::DIGITS)? {
            millionths @ 0..=1_000_000 => Ok(Self { millionths }),
            _ => Err(MoneyError::TooLarge),
        }
    }

    /// This share of an amount, rounded half to even to the smallest unit of its currency.
    pub fn of(self, whole: Money) -> Result<Money, MoneyError> {
        let exact = i128::from(whole.minor) * i128::from(self.millionths);
        divide_half_even(exact, 1_000_000).map(|minor| Money { minor, ..whole })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn currency(code: &str, minor_units: u8) -> Currency {
        Currency { code: CurrencyCode::parse(code).unwrap(), minor_units }
    }

    #[test]
    fn only_plain_decimal_text_is_an_amount() {
        for text in ["0", "0.00", "7", "1250000.00", "999999999999999", "0.5"] {
            assert!(is_decimal_text(text), "{text}");
        }
        for text in [
            "",
            ".",
            ".5",
            "5.",
            "-1",
            "+1",
            "1e3",
            "1,000",
            "007",
            "00",
            "1.2.3",
            " 1",
            "１２",
            "NaN",
            "1000000000000000",
            "0x1",
        ] {
            assert!(!is_decimal_text(text), "{text}");
            assert_eq!(parse_decimal(text, 2), Err(MoneyError::Syntax), "{text}");
        }
    }

    #[test]
    fn a_currency_sets_the_precision() {
        assert_eq!(Money::parse("1000.50", currency("JPY", 0)), Err(MoneyError::Precision { allowed: 0 }));
        assert_eq!(Money::parse("1000", currency("JPY", 0)).unwrap().minor, 1000);
        assert_eq!(Money::parse("1.5", currency("USD", 2)).unwrap().minor, 150);
        assert_eq!(Money::parse("1.234", currency("KWD", 3)).unwrap().minor, 1234);
        assert_eq!(Money::parse("1.000", currency("USD", 2)), Err(MoneyError::Precision { allowed: 2 }));
    }

    #[test]
    fn what_cannot_be_kept_is_refused() {
        assert_eq!(parse_decimal("999999999999999.9999", 4), Err(MoneyError::TooLarge));
        assert_eq!(parse_decimal("999999999999999.999", 3), Ok(999_999_999_999_999_999));
    }

    #[test]
    fn small_and_negative_amounts_are_written_in_full() {
        for (minor, digits, text) in
            [(5, 2, "0.05"), (-5, 2, "-0.05"), (0, 0, "0"), (1234, 3, "1.234"), (i64::MIN, 0, "-9223372036854775808")]
        {
            assert_eq!(decimal_text(minor, digits), text);
        }
    }

    #[test]
    fn halves_are_rounded_to_even() {
        let usd = |minor| Money { currency: currency("USD", 2), minor };
        let half = Rate::parse("0.5").unwrap();
        let cents: Vec<_> = [1, 2, 3, 5, 7].into_iter().map(|minor| to_usd_cents(usd(minor), half).unwrap()).collect();
        assert_eq!(cents, [0, 1, 2, 2, 4]);
    }

    #[test]
    fn yen_and_dinar_become_cents() {
        let yen = Money { currency: currency("JPY", 0), minor: 1_000_000 };
        assert_eq!(to_usd_cents(yen, Rate::parse("0.0067").unwrap()), Ok(670_000));
        let dinar = Money { currency: currency("KWD", 3), minor: 1_000 };
        assert_eq!(to_usd_cents(dinar, Rate::parse("3.25").unwrap()), Ok(325));
        let vast = Money { currency: currency("JPY", 0), minor: i64::MAX };
        assert_eq!(to_usd_cents(vast, Rate::ONE), Err(MoneyError::TooLarge));
    }

    #[test]
    fn a_rate_is_above_zero_and_a_percentage_at_most_a_hundred() {
        assert_eq!(Rate::parse("0.00"), Err(MoneyError::Syntax));
        assert_eq!(Percent::parse("3.5").unwrap().millionths, 35_000);
        assert_eq!(Percent::parse("100").unwrap().millionths, 1_000_000);
        assert_eq!(Percent::parse("100.0001"), Err(MoneyError::TooLarge));
        assert_eq!(Percent::parse("3.50001"), Err(MoneyError::Precision { allowed: 4 }));
    }

    #[test]
    fn a_share_is_rounded_half_to_even_in_the_smallest_unit() {
        for (whole, rate, share) in [
            ("400000.00", "3.5", "14000.00"),
            ("0.10", "5", "0.00"),
            ("0.30", "5", "0.02"),
            ("0.50", "5", "0.02"),
            ("0.11", "5", "0.01"),
            ("100.00", "100", "100.00"),
            ("100.00", "0", "0.00"),
        ] {
            let whole = Money::parse(whole, currency("EUR", 2)).unwrap();
            assert_eq!(Percent::parse(rate).unwrap().of(whole).unwrap().decimal_text(), share, "{rate} % of {whole:?}");
        }
        let yen = Money { currency: currency("JPY", 0), minor: 1_001 };
        assert_eq!(Percent::parse("0.15").unwrap().of(yen).unwrap().minor, 2, "1.5015 yen");
    }

    #[test]
    fn money_survives_json() {
        let money = Money { currency: currency("EUR", 2), minor: 125_000_000 };
        let json = serde_json::to_string(&money).unwrap();
        assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
        assert!(serde_json::from_str::<CurrencyCode>("\"eur\"").is_err());
    }

    proptest! {
        #[test]
        fn text_and_number_are_the_same_amount(minor in 0..=999_999_999_999_999_i64, digits in 0_u8..=4) {
            let text = decimal_text(minor, digits);
            prop_assert!(is_decimal_text(&text));
            prop_assert_eq!(parse_decimal(&text, digits), Ok(minor));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,30}", digits in 0_u8..=8) {
            let _ = parse_decimal(&text, digits);
        }

        #[test]
        fn conversion_is_off_by_at_most_half_a_cent(minor in 0..1_000_000_000_000_i64, rate in 1..1_000_000_000_i64, units in 0_u8..=3) {
            let cents = to_usd_cents(Money { currency: currency("XXX", units), minor }, Rate(rate)).unwrap();
            let scale = 10_i128.pow(u32::from(units) + 6);
            let error = (i128::from(cents) * scale - i128::from(minor) * i128::from(rate)).abs();
            prop_assert!(error * 2 <= scale);
        }
    }
}
