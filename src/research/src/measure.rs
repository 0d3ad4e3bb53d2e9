//! The measures: what is counted, and how a sum becomes the text of an answer. Summing over facts is in `group`.

use domain::language::Language;
use serde::{Deserialize, Serialize};

use crate::group::Sums;

/// Something that a query asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Contracts registered.
    Contracts,
    /// The sum of contract totals, US dollars.
    AmountUsd,
    /// The sum of technology fees, US dollars.
    TechnologyFeeUsd,
    /// Technology fees over contract totals; none when the total is zero.
    TechnologyFeeShare,
    /// The plain mean of the royalty rates agreed at registration, per cent; none when no contract has one.
    MeanRoyaltyRate,
    /// The plain mean of working days from submission to registration of new contracts.
    MeanDaysToRegister,
}

impl Measure {
    /// Every measure, in the order in which people are offered them.
    pub const ALL: [Self; 6] = [
        Self::Contracts,
        Self::AmountUsd,
        Self::TechnologyFeeUsd,
        Self::TechnologyFeeShare,
        Self::MeanRoyaltyRate,
        Self::MeanDaysToRegister,
    ];

    /// The code in queries and answers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Contracts => "contracts",
            Self::AmountUsd => "amount_usd",
            Self::TechnologyFeeUsd => "technology_fee_usd",
            Self::TechnologyFeeShare => "technology_fee_share",
            Self::MeanRoyaltyRate => "mean_royalty_rate",
            Self::MeanDaysToRegister => "mean_days_to_register",
        }
    }

    /// The measure with this code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.code() == code)
    }

    /// The name that people read.
    pub const fn name(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Contracts => ("合同数", "Contracts"),
            Self::AmountUsd => ("合同金额（美元）", "Amount (USD)"),
            Self::TechnologyFeeUsd => ("技术费（美元）", "Technology fee (USD)"),
            Self::TechnologyFeeShare => ("技术费占比", "Technology fee share"),
            Self::MeanRoyaltyRate => ("平均提成率（%）", "Mean royalty rate (%)"),
            Self::MeanDaysToRegister => ("平均登记用时（工作日）", "Mean working days to register"),
        };
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// The unit's code: `count`, `usd`, `ratio` (1 is the whole), `percent` or `working_days`.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Contracts => "count",
            Self::AmountUsd | Self::TechnologyFeeUsd => "usd",
            Self::TechnologyFeeShare => "ratio",
            Self::MeanRoyaltyRate => "percent",
            Self::MeanDaysToRegister => "working_days",
        }
    }

    /// Whether the cells of an answer add up to its total.
    pub const fn is_additive(self) -> bool {
        matches!(self, Self::Contracts | Self::AmountUsd | Self::TechnologyFeeUsd)
    }

    /// The value of these sums as decimal text; exact where additive, rounded half to even otherwise.
    pub(crate) fn value_of(self, sums: &Sums) -> Option<String> {
        match self {
            Self::Contracts => Some(sums.contracts.to_string()),
            Self::AmountUsd => Some(decimal_text(sums.amount, 2)),
            Self::TechnologyFeeUsd => Some(decimal_text(sums.technology_fee, 2)),
            Self::TechnologyFeeShare => quotient(sums.technology_fee, sums.amount, 4),
            // Millionths of one are ten-thousandths of a per cent.
            Self::MeanRoyaltyRate => rounded(sums.royalty_rate, sums.royalty_rates).map(|rate| decimal_text(rate, 4)),
            Self::MeanDaysToRegister => quotient(sums.days, sums.registrations, 2),
        }
    }
}

/// `numerator / denominator` with so many digits after the point.
fn quotient(numerator: i128, denominator: i128, digits: u32) -> Option<String> {
    let scaled = numerator.checked_mul(10_i128.pow(digits))?;
    rounded(scaled, denominator).map(|value| decimal_text(value, digits))
}

/// The quotient rounded half to even, as statistics and money are elsewhere; none when there is nothing to divide by.
fn rounded(numerator: i128, denominator: i128) -> Option<i128> {
    let floor = numerator.checked_div_euclid(denominator)?;
    let twice_remainder = numerator.rem_euclid(denominator) * 2;
    let up = match twice_remainder.cmp(&denominator.abs()) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => floor % 2 != 0,
        std::cmp::Ordering::Greater => true,
    };
    // `div_euclid` by a negative number rounds up, so its remainder is taken off, not added.
    Some(if up { floor + denominator.signum() } else { floor })
}

/// An integer of so many decimal digits as text: `decimal_text(-5, 2)` is `-0.05`.
fn decimal_text(value: i128, digits: u32) -> String {
    let unit = 10_u128.pow(digits);
    let (sign, size) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
    let width = digits as usize;
    format!("{sign}{}.{:0width$}", size / unit, size % unit)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_sign_and_zeros() {
        assert_eq!(decimal_text(0, 2), "0.00");
        assert_eq!(decimal_text(-5, 2), "-0.05");
        assert_eq!(decimal_text(125_000_000, 2), "1250000.00");
    }

    #[test]
    fn quotients_round_half_to_even_on_both_sides_of_zero() {
        let cases = [
            (1, 2, 0),
            (3, 2, 2),
            (5, 2, 2),
            (-1, 2, 0),
            (-3, 2, -2),
            (-5, 2, -2),
            (7, 3, 2),
            (-7, 3, -2),
            (8, 3, 3),
            (-8, 3, -3),
        ];
        for (numerator, denominator, expected) in cases {
            assert_eq!(rounded(numerator, denominator), Some(expected));
            assert_eq!(rounded(-numerator, -denominator), Some(expected));
        }
        assert_eq!(rounded(1, 0), None);
    }

    #[test]
    fn codes_are_spelt_alike_everywhere() {
        for measure in Measure::ALL {
            assert_eq!(Measure::from_code(measure.code()), Some(measure));
            assert_eq!(serde_json::to_value(measure).unwrap(), measure.code());
        }
    }
}
