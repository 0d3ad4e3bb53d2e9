//! What may be paid under a contract, by what is registered of it.
//!
//! A price that is fixed (一次总算, paid at once or by instalments; 民法典 Art. 846) may be paid up to the registered total of the
//! version in force. A royalty (提成) may be paid as far as it has come due: the entry fee, and of every base that is registered
//! its share. Each later base is settled by an amendment (the Measures, Art. 7), which is the true-up: what may be paid
//! rises with it, and banks ask for the same evidence (提成: audit report). The registered total of such a contract is what the
//! parties expected at signing. It is no ceiling: a product that sells better than expected owes more. Nor is it a
//! promise: a bank that paid up to it would pay for sales that have not happened.
//!
//! A base is paid at the rate of the version that settled it, the first one at the rate of the first version with a
//! royalty: an amendment of the rate holds from then on (rates may rise or fall by the year, 民法典 Art. 846), and what had
//! come due stays due.

use chrono::NaiveDate;
use thiserror::Error;

use crate::contract::{ContractForm, PaymentMode};
use crate::filing::SettlementForm;
use crate::money::{Currency, Money, Percent};
use crate::reference::ReferenceData;
use crate::registered::{ContractStatus, Incomplete, RegisteredContract};

/// What the register says of payments under a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentTerms {
    /// The whole price as registered; for a royalty, an estimate.
    pub registered: Money,
    /// What may be paid by what is registered today.
    pub payable: Money,
    /// Whether the contract is in force.
    pub status: ContractStatus,
    /// The first day on which something may be paid.
    pub effective_on: NaiveDate,
    /// The last one.
    pub valid_until: NaiveDate,
}

/// What may be paid cannot be told: a base is in the currency that the contract had before, or cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("what may be paid cannot be told from {pointer}")]
pub struct Unclear {
    /// JSON pointer of what stands in the way.
    pub pointer: &'static str,
}

impl From<Incomplete> for Unclear {
    fn from(incomplete: Incomplete) -> Self {
        Self { pointer: incomplete.pointer }
    }
}

const ENTRY_FEE: Unclear = Unclear { pointer: "/contract/payment/entry_fee" };
const RATE: Unclear = Unclear { pointer: "/contract/payment/royalty/rate_percent" };
const BASE: Unclear = Unclear { pointer: "/request/settlement/base_amount" };

impl PaymentTerms {
    /// Reads them from the versions of a contract, oldest first, and the later royalty bases, each with the version that
    /// settled it.
    pub fn read(
        status: ContractStatus,
        versions: &[ContractForm],
        settlements: &[(i32, SettlementForm)],
        reference: &ReferenceData,
    ) -> Result<Self, Unclear> {
        let newest = versions.last().ok_or(Unclear { pointer: "/contract" })?;
        let contract = RegisteredContract::from_form(newest, reference)?;
        let payable = match &contract.royalty {
            None => contract.total,
            Some(royalty) => {
                let first = (royalty.first_base_amount, rate(versions.iter())?);
                let later = settlements.iter().map(|(version, settled)| base(*version, settled, versions, reference));
                let due = entry_fee(newest, contract.total.currency)?;
                std::iter::once(Ok(first)).chain(later).try_fold(due, |due, base| add(due, base?))?
            }
        };
        Ok(Self {
            registered: contract.total,
            payable,
            status,
            effective_on: contract.effective_on,
            valid_until: contract.valid_until,
        })
    }
}

/// What has come due, with the share of one more base.
fn add(due: Money, (base, rate): (Money, Percent)) -> Result<Money, Unclear> {
    let share = rate.of(base).ok().filter(|share| share.currency == due.currency).ok_or(BASE)?;
    due.minor.checked_add(share.minor).map(|minor| Money { minor, ..due }).ok_or(BASE)
}

/// A later base with the rate at which it is paid, in the currency of the version that settled it.
fn base(
    version: i32,
    settled: &SettlementForm,
    versions: &[ContractForm],
    reference: &ReferenceData,
) -> Result<(Money, Percent), Unclear> {
    let so_far = usize::try_from(version).ok().and_then(|count| versions.get(..count)).ok_or(BASE)?;
    let amount = so_far.last().and_then(|form| form.amount.as_ref()).ok_or(BASE)?;
    let currency = amount.currency.as_deref().and_then(|code| reference.currency(code)).ok_or(BASE)?;
    let text = settled.base_amount.as_deref().ok_or(BASE)?;
    Ok((Money::parse(text, currency).map_err(|_| BASE)?, rate(so_far.iter().rev())?))
}

/// The rate of the first of these versions that is paid by royalty.
fn rate<'a>(mut versions: impl Iterator<Item = &'a ContractForm>) -> Result<Percent, Unclear> {
    let payment = versions
        .find_map(|form| form.payment.as_ref().filter(|payment| payment.mode.is_some_and(PaymentMode::has_royalty)));
    let named = payment.and_then(|payment| payment.royalty.as_ref()?.rate_percent.as_deref());
    named.and_then(|text| Percent::parse(text).ok()).ok_or(RATE)
}

/// The entry fee (入门费), where the contract has one.
fn entry_fee(form: &ContractForm, currency: Currency) -> Result<Money, Unclear> {
    let payment = form.payment.as_ref().filter(|payment| payment.mode == Some(PaymentMode::EntryFeeAndRoyalty));
    match payment.and_then(|payment| payment.entry_fee.as_deref()).filter(|text| !text.trim().is_empty()) {
        Some(text) => Money::parse(text, currency).map_err(|_| ENTRY_FEE),
        None => Ok(Money::zero(currency)),
    }
}
