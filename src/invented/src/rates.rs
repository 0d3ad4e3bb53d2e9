//! Monthly rates to the US dollar for years of which none are published here: invented, and said to be so.

use std::fmt::Write;

use domain::money::{Rate, decimal_text};
use domain::statistics::Month;

use crate::chance::{About, Chance};

/// Currencies with their rate of January 2006 and of December 2024, in 10^-8 dollars, roughly as they were.
const CURRENCIES: [(&str, i64, i64); 13] = [
    ("USD", 100_000_000, 100_000_000),
    ("EUR", 121_000_000, 104_800_000),
    ("JPY", 866_000, 650_000),
    ("GBP", 176_600_000, 126_500_000),
    ("CNY", 12_390_000, 13_740_000),
    ("HKD", 12_890_000, 12_870_000),
    ("CHF", 78_200_000, 112_200_000),
    ("KRW", 101_700, 69_600),
    ("SGD", 61_100_000, 73_900_000),
    ("SEK", 12_990_000, 9_120_000),
    ("TWD", 3_120_000, 3_070_000),
    ("CAD", 86_400_000, 70_200_000),
    ("AUD", 74_900_000, 63_400_000),
];

/// The text of a table of rates for the months from one to before another, and after them the months of a table that is known:
/// CSV, its first line a comment that says what it is.
pub fn exchange_rates(seed: u64, from: Month, before: Month, known: &str) -> String {
    let mut text =
        String::from("# 示例 Invented rates for demonstration, not published ones.\nmonth,currency,usd_per_unit\n");
    let length = i64::from(before.since_1970() - from.since_1970()).max(1);
    for (place, (code, first, last)) in (0..).zip(CURRENCIES) {
        let mut chance = Chance::new(seed, About::Rates, place);
        let mut drift = 0;
        for month in 0..length {
            let on_the_line = first + (last - first) * month / length;
            // It wanders within a tenth of the line and is drawn back to it; the dollar is a dollar.
            drift = (drift * 19 / 20 + chance.between(-18, 18)).clamp(-100, 100);
            let rate = if code == "USD" { first } else { on_the_line + on_the_line * drift / 1_000 };
            let name = from.plus(i32::try_from(month).unwrap_or_default());
            // Writing into a string cannot fail.
            let _written = writeln!(text, "{name},{code},{}", decimal_text(rate, Rate::DIGITS));
        }
    }
    let rows = known.lines().filter(|line| line.starts_with(|letter: char| letter.is_ascii_digit()));
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_has_a_rate_of_each_currency_and_what_is_known_stays() {
        let month = |text: &str| Month::parse(text).unwrap();
        let text = exchange_rates(
            1,
            month("2006-01"),
            month("2025-01"),
            "month,currency,usd_per_unit\n2025-01,EUR,1.047911\n",
        );
        assert!(text.starts_with("# 示例"));
        assert_eq!(text.lines().count(), 2 + 13 * 19 * 12 + 1);
        assert!(text.contains("\n2006-01,USD,1.00000000\n") && text.ends_with("\n2025-01,EUR,1.047911\n"));
        for line in text.lines().skip(2) {
            let rate = line.rsplit(',').next().unwrap();
            Rate::parse(rate).unwrap();
        }
    }
}
