//! From the particulars of an event to its facts. The same function counts an event when it happens and when everything is
//! counted again, so that both are the same to the byte.
//!
//! Facts are deltas: their sum is what the contract counts for. A registration adds its contract. An amendment adds the
//! difference, converted by the rate of its own month, while what was counted before keeps the rate of its time; in another
//! currency, or where it was not converted before, the whole is converted. Where there is no rate, what is counted stays. A
//! contract never counts for less than nothing, however rates have moved. An event after which figures find the contract elsewhere
//! takes the whole away where it was and adds it where it is. A closure adds nothing: what was registered was registered.

use thiserror::Error;

use super::{Fact, FactKind, Particulars, Place, RateEditions, RateUsed, RoyaltyTerms, Standing};
use crate::money::{CurrencyCode, Money, MoneyError, to_usd_cents};

/// Why an event has no facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FoldError {
    /// It is about a contract that was never counted.
    #[error("an event of a contract that was not registered")]
    NotRegistered,
    /// A contract is registered once.
    #[error("a contract was registered twice")]
    RegisteredTwice,
    /// An amount in US cents is too large to be kept.
    #[error("an amount cannot be converted: {0}")]
    Amount(#[from] MoneyError),
}

/// The one or two facts of the event of a journal entry, and what its contract counts for afterwards. `standing` is what it counted
/// for before; none for a registration.
///
/// # Errors
/// [`FoldError`] where the event cannot follow, or an amount is too large.
pub fn fold(
    standing: Option<&Standing>,
    seq: i64,
    particulars: &Particulars,
    rates: &RateEditions,
) -> Result<(Vec<Fact>, Standing), FoldError> {
    let event = Event { seq, particulars, rates };
    match (particulars.kind, standing) {
        (FactKind::Registration, None) => event.registration(),
        (FactKind::Registration, Some(_)) => Err(FoldError::RegisteredTwice),
        (_, None) => Err(FoldError::NotRegistered),
        (FactKind::Amendment | FactKind::Settlement, Some(before)) => event.change(before),
        (FactKind::Closure, Some(before)) => {
            let rate = event.rate_of(before);
            let fact = event.fact(1, &before.place, before.currency, before.royalty);
            let fact = Fact { rate, standing_usd_cents: before.counted_usd, ..fact };
            Ok((vec![fact], Standing { rate, ..before.clone() }))
        }
    }
}

struct Event<'a> {
    seq: i64,
    particulars: &'a Particulars,
    rates: &'a RateEditions,
}

impl Event<'_> {
    fn registration(&self) -> Result<(Vec<Fact>, Standing), FoldError> {
        let (of, rate) = (self.particulars, self.rate(self.particulars.currency.code));
        let (usd, fee_usd) = (self.usd(of.total_minor, rate)?, self.usd(of.technology_fee_minor, rate)?);
        let fact = Fact {
            contracts: 1,
            amount_minor: of.total_minor,
            technology_fee_minor: of.technology_fee_minor,
            amount_usd_cents: usd,
            technology_fee_usd_cents: fee_usd,
            standing_usd_cents: usd,
            ..self.fact(1, &of.place, of.currency.code, of.royalty)
        };
        Ok((vec![fact], Standing::after(of, rate, usd, fee_usd)))
    }

    /// An amendment, also one that settles a royalty base.
    fn change(&self, before: &Standing) -> Result<(Vec<Fact>, Standing), FoldError> {
        let (of, rate) = (self.particulars, self.rate(self.particulars.currency.code));
        let goes_on = of.currency.code == before.currency && before.rate.is_some();
        let delta = |new: i64, old: i64, counted: i64| -> Result<i64, FoldError> {
            let delta = match rate {
                None => 0,
                Some(_) if goes_on => self.usd(minus(new, old)?, rate)?,
                Some(_) => minus(self.usd(new, rate)?, counted)?,
            };
            Ok(delta.max(counted.saturating_neg()))
        };
        let usd = delta(of.total_minor, before.total_minor, before.counted_usd)?;
        let fee_usd = delta(of.technology_fee_minor, before.technology_fee_minor, before.counted_fee_usd)?;
        let after = Standing::after(of, rate, plus(before.counted_usd, usd)?, plus(before.counted_fee_usd, fee_usd)?);
        let added = Fact {
            royalty_due_usd_cents: self.royalty_due(rate)?,
            standing_usd_cents: after.counted_usd,
            ..self.fact(1, &after.place, after.currency, after.royalty)
        };
        if !after.moved_from(before) {
            let fact = Fact {
                amount_minor: minus(after.total_minor, before.total_minor)?,
                technology_fee_minor: minus(after.technology_fee_minor, before.technology_fee_minor)?,
                amount_usd_cents: usd,
                technology_fee_usd_cents: fee_usd,
                ..added
            };
            return Ok((vec![fact], after));
        }
        let taken = Fact {
            contracts: -1,
            amount_minor: minus(0, before.total_minor)?,
            technology_fee_minor: minus(0, before.technology_fee_minor)?,
            rate: self.rate_of(before),
            amount_usd_cents: minus(0, before.counted_usd)?,
            technology_fee_usd_cents: minus(0, before.counted_fee_usd)?,
            standing_usd_cents: before.counted_usd,
            ..self.fact(0, &before.place, before.currency, before.royalty)
        };
        let added = Fact {
            contracts: 1,
            amount_minor: after.total_minor,
            technology_fee_minor: after.technology_fee_minor,
            amount_usd_cents: after.counted_usd,
            technology_fee_usd_cents: after.counted_fee_usd,
            ..added
        };
        Ok((vec![taken, added], after))
    }

    /// A fact of this event that adds nothing yet.
    fn fact(&self, part: u8, place: &Place, currency: CurrencyCode, royalty: Option<RoyaltyTerms>) -> Fact {
        let of = self.particulars;
        Fact {
            seq: self.seq,
            part,
            kind: of.kind,
            contract: of.contract,
            registered_on: of.registered_on,
            place: place.clone(),
            contracts: 0,
            currency,
            amount_minor: 0,
            technology_fee_minor: 0,
            rate: self.rate(currency),
            amount_usd_cents: 0,
            technology_fee_usd_cents: 0,
            royalty_due_usd_cents: 0,
            royalty_rate: royalty.map(|royalty| royalty.rate),
            royalty_base: royalty.map(|royalty| royalty.base),
            days_to_register: of.working_days,
            returns: of.returns,
            months: of.months(),
            filed_late_days: of.filed_late_days,
            standing_usd_cents: 0,
        }
    }

    fn rate(&self, currency: CurrencyCode) -> Option<RateUsed> {
        self.rates.used(self.seq, currency, self.particulars.registered_on)
    }

    /// The rate of what is counted already: none where it was counted without one, so that it is found where it stands, and the
    /// former one where there is none any more.
    fn rate_of(&self, before: &Standing) -> Option<RateUsed> {
        before.rate.map(|former| self.rate(before.currency).unwrap_or(former))
    }

    /// US cents; 0 where the currency had no rate.
    fn usd(&self, minor: i64, rate: Option<RateUsed>) -> Result<i64, FoldError> {
        let money = Money { currency: self.particulars.currency, minor };
        Ok(rate.map_or(Ok(0), |used| to_usd_cents(money, used.rate))?)
    }

    /// The share of the base that was settled, rounded in the contract's currency and then in cents.
    fn royalty_due(&self, rate: Option<RateUsed>) -> Result<i64, FoldError> {
        let of = self.particulars;
        let Some((royalty, settled)) = of.royalty.zip(of.settlement) else { return Ok(0) };
        let base = Money { currency: of.currency, minor: settled.base_minor };
        self.usd(royalty.rate.of(base)?.minor, rate)
    }
}

fn plus(one: i64, other: i64) -> Result<i64, FoldError> {
    one.checked_add(other).ok_or(FoldError::Amount(MoneyError::TooLarge))
}

fn minus(one: i64, other: i64) -> Result<i64, FoldError> {
    one.checked_sub(other).ok_or(FoldError::Amount(MoneyError::TooLarge))
}

#[cfg(test)]
#[path = "fold_tests.rs"]
mod tests;
