//! What a contract counts for at a moment: where it stands in the figures, and with how much. It is read from its facts alone,
//! so that whoever goes on from there needs nothing else.

use super::{Fact, Particulars, Place, RateUsed, RoyaltyTerms};
use crate::money::CurrencyCode;

/// The smallest contract of each size class, in US cents, in rising order.
const SIZE_CLASSES: [i64; 5] = [0, 100_000 * CENTS, 1_000_000 * CENTS, 10_000_000 * CENTS, 50_000_000 * CENTS];
const CENTS: i64 = 100;

/// The size class of a contract of so many US cents, from 0: under 100,000 dollars, from there to 1, 10 and 50 million, and more.
pub fn size_class(usd_cents: i64) -> usize {
    SIZE_CLASSES.iter().rposition(|from| *from <= usd_cents).unwrap_or(0)
}

/// What a contract counts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub(super) place: Place,
    /// The rate by which its amount was converted last; none where it stands in a currency that had none.
    pub(super) rate: Option<RateUsed>,
    pub(super) counted_usd: i64,
    pub(super) counted_fee_usd: i64,
    pub(super) currency: CurrencyCode,
    pub(super) total_minor: i64,
    pub(super) technology_fee_minor: i64,
    pub(super) royalty: Option<RoyaltyTerms>,
}

impl Standing {
    /// What these facts of one contract, in the order of the journal, have made it; none from none.
    pub fn of(facts_of_contract: &[Fact]) -> Option<Self> {
        let last = facts_of_contract.iter().rfind(|fact| fact.part == 1)?;
        let sum = |of: fn(&Fact) -> i64| facts_of_contract.iter().map(of).fold(0, i64::saturating_add);
        // A contract that changed its currency was taken away in the one before.
        let same = facts_of_contract.iter().filter(|fact| fact.currency == last.currency);
        let minor = |of: fn(&Fact) -> i64| same.clone().map(of).fold(0, i64::saturating_add);
        Some(Self {
            place: last.place.clone(),
            rate: last.rate,
            counted_usd: sum(|fact| fact.amount_usd_cents),
            counted_fee_usd: sum(|fact| fact.technology_fee_usd_cents),
            currency: last.currency,
            total_minor: minor(|fact| fact.amount_minor),
            technology_fee_minor: minor(|fact| fact.technology_fee_minor),
            royalty: last.royalty_base.zip(last.royalty_rate).map(|(base, rate)| RoyaltyTerms { base, rate }),
        })
    }

    /// The whole contract in US cents, each change by the rate of its month.
    pub const fn usd_cents(&self) -> i64 {
        self.counted_usd
    }

    /// Where it stands.
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// The standing after an event by which the contract counts for so much.
    pub(super) fn after(
        particulars: &Particulars,
        rate: Option<RateUsed>,
        counted_usd: i64,
        counted_fee_usd: i64,
    ) -> Self {
        Self {
            place: particulars.place.clone(),
            rate,
            counted_usd,
            counted_fee_usd,
            currency: particulars.currency.code,
            total_minor: particulars.total_minor,
            technology_fee_minor: particulars.technology_fee_minor,
            royalty: particulars.royalty,
        }
    }

    /// Whether figures find the contract elsewhere than before: what it is grouped by, or is added up in, has changed.
    pub(super) fn moved_from(&self, before: &Self) -> bool {
        let base = |standing: &Self| standing.royalty.map(|royalty| royalty.base);
        self.place != before.place
            || size_class(self.counted_usd) != size_class(before.counted_usd)
            || self.rate.is_some() != before.rate.is_some()
            || self.currency != before.currency
            || base(self) != base(before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_class_begins_at_its_own_amount() {
        let classes = [-1, 0, 9_999_999, 10_000_000, 99_999_999, 100_000_000, 1_000_000_000, 5_000_000_000, i64::MAX];
        assert_eq!(classes.map(size_class), [0, 0, 0, 1, 1, 2, 3, 4, 4]);
    }
}
