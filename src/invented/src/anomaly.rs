//! What is planted to be found: in three of a thousand registrations something that detectors of the research centre look for.

use chrono::TimeDelta;
use domain::contract::{Direction, PaymentMode, RoyaltyBase};
use domain::money::Percent;

use crate::chance::{About, Chance};
use crate::price::{in_currency, usual};
use crate::terms::{RoyaltyAgreed, Terms, before, last_day};

/// What is odd about a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Anomaly {
    /// An amount two thousand times what is usual: typed with digits too many.
    Amount,
    /// A royalty of nearly half.
    Rate,
    /// A duration of fifty years.
    Duration,
    /// A contract that was registered before, under another number.
    Duplicate,
    /// Signed after it took effect.
    Sequence,
    /// Filed more than a year late.
    Late,
}

impl Anomaly {
    /// The code of the detector that finds it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Amount => "amount_outlier",
            Self::Rate => "rate_outlier",
            Self::Duration => "duration_outlier",
            Self::Duplicate => "duplicate",
            Self::Sequence => "impossible_sequence",
            Self::Late => "filed_late",
        }
    }

    /// What is planted in a registration, if anything is.
    pub(crate) fn planted(seed: u64, number: u64) -> Option<Self> {
        let mut chance = Chance::new(seed, About::Planted, number);
        chance.in_thousand(3).then(|| {
            chance.pick(&[
                (Self::Amount, 1),
                (Self::Rate, 1),
                (Self::Duration, 1),
                (Self::Duplicate, 1),
                (Self::Sequence, 1),
                (Self::Late, 1),
            ])
        })
    }

    /// Plants it. A duplicate is of another contract, whose terms these are already.
    pub(crate) fn spoil(self, terms: &mut Terms) {
        match self {
            Self::Amount => {
                let usual = usual(terms.direction == Direction::Import, terms.mode);
                terms.priced(in_currency(usual.saturating_mul(2_000), terms.currency));
            }
            Self::Rate => {
                terms.payment_mode = PaymentMode::EntryFeeAndRoyalty;
                let usual = RoyaltyAgreed {
                    base: RoyaltyBase::NetSales,
                    rate: Percent { millionths: 0 },
                    first_formed_on: terms.effective_on,
                    first_base_minor: terms.total_minor,
                };
                terms.royalty =
                    Some(RoyaltyAgreed { rate: Percent { millionths: 450_000 }, ..terms.royalty.unwrap_or(usual) });
            }
            Self::Duration => terms.valid_until = last_day(terms.effective_on, 600),
            Self::Duplicate => {}
            Self::Sequence => terms.signed_on = terms.effective_on + TimeDelta::days(45),
            Self::Late => {
                terms.effective_on = before(terms.effective_on, 450);
                terms.signed_on = before(terms.signed_on, 450);
                if let Some(royalty) = &mut terms.royalty {
                    royalty.first_formed_on = terms.effective_on;
                }
            }
        }
    }
}
