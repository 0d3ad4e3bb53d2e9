//! The payment ledger of a registered contract (付汇、收汇): what was paid, what may still be paid, and which entry may follow.
//! What may be paid at all is in [`terms`](PaymentTerms), what a bank asks before it pays in [`check`](answers); who may record it is
//! not decided here.
//!
//! The ledger only grows. A payment that was recorded wrongly is answered by a reversal, which is an entry of its own.

mod check;
mod party;
mod terms;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use thiserror::Error;

use crate::ids::PaymentId;
use crate::money::Money;
use crate::registered::ContractStatus;
use crate::terms::terms;
pub use check::{
    Agreement, AskedPayment, CheckedContract, PaymentAnswer, PaymentAnswers, PaymentQuestion, PaymentRemark, answers,
};
pub use party::AskedParty;
pub use terms::{PaymentTerms, Unclear};

terms! {
    /// What an entry of the ledger is.
    PaymentKind {
        /// 付款
        Payment = "payment",
        /// 冲销: takes one payment back, all of it.
        Reversal = "reversal",
    }
}

/// An institution's own reference of a payment: 1 to 64 visible ASCII characters, so that it is one text everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentReference(String);

impl PaymentReference {
    /// Most characters that a reference has.
    pub const MOST: usize = 64;

    /// Reads a reference as it is; nothing is trimmed or folded.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=Self::MOST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An entry, as far as the figures depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Its id.
    pub id: PaymentId,
    /// What was paid, or is taken back.
    pub amount: Money,
    /// The payment that this entry takes back; none for a payment.
    pub reverses: Option<PaymentId>,
}

/// A payment that is to be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposed {
    /// How much.
    pub amount: Money,
    /// The day on which the money went.
    pub paid_on: NaiveDate,
}

/// How a contract stands with its payments; all in the currency of the version in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// The whole price as registered; for a royalty, an estimate.
    pub registered: Money,
    /// What may be paid by what is registered today.
    pub payable: Money,
    /// What was paid and not taken back.
    pub paid: Money,
    /// What may still be paid. Nothing, where an amendment has lowered what may be paid below what was paid.
    pub remaining: Money,
}

/// Why a payment is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The contract is suspended or terminated: nothing is paid under it. Money that went before is for the desk to clear
    /// up, since the register cannot tell it from money that went after.
    #[error("the contract is {}", .0.code())]
    NotInForce(ContractStatus),
    /// Another currency than the contract's.
    #[error("the contract is in {}", .0.currency.code)]
    Currency(Money),
    /// There are payments in the currency that the contract had before an amendment. They cannot be set off without the
    /// rate on which the parties agreed: the institution takes them back and records them in the new currency.
    #[error("earlier payments are in a currency that the contract no longer has")]
    FormerCurrency,
    /// Nothing, or less.
    #[error("a payment is more than nothing")]
    NotPositive,
    /// A day that has not come.
    #[error("the day has not come")]
    InFuture,
    /// Before the contract took effect.
    #[error("the contract took effect on {0}")]
    BeforeEffect(NaiveDate),
    /// After the last day of validity. A bank pays against a document that is valid (外汇管理条例 Art. 12 and 14); what was paid
    /// while it was may be recorded later.
    #[error("the contract was valid until {0}")]
    AfterValidity(NaiveDate),
    /// More than what may still be paid.
    #[error("more than what may still be paid")]
    Overpaid(Figures),
}

/// Why a payment is not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReversalRefusal {
    /// No payment of this ledger has this id; a reversal is not one.
    #[error("there is no such payment")]
    Unknown,
    /// It was taken back before, and is only once.
    #[error("the payment was taken back already")]
    Reversed,
}

/// The ledger of one contract.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    payments: Vec<LedgerEntry>,
    reversed: BTreeSet<PaymentId>,
}

impl Ledger {
    /// The ledger that these entries make, in whatever order they come.
    pub fn of(entries: &[LedgerEntry]) -> Self {
        Self {
            payments: entries.iter().filter(|entry| entry.reverses.is_none()).copied().collect(),
            reversed: entries.iter().filter_map(|entry| entry.reverses).collect(),
        }
    }

    /// How a contract with these terms stands.
    pub fn figures(&self, terms: &PaymentTerms) -> Figures {
        let PaymentTerms { registered, payable, .. } = *terms;
        let same = self.standing().filter(|payment| payment.amount.currency == payable.currency);
        let paid = same.fold(0_i64, |sum, payment| sum.saturating_add(payment.amount.minor));
        let remaining = payable.minor.saturating_sub(paid).max(0);
        let money = |minor| Money { minor, ..payable };
        Figures { registered, payable, paid: money(paid), remaining: money(remaining) }
    }

    /// Whether this payment may be recorded today.
    pub fn may_pay(&self, terms: &PaymentTerms, payment: Proposed, today: NaiveDate) -> Result<(), Refusal> {
        let PaymentTerms { payable, status, effective_on, valid_until, .. } = *terms;
        if status != ContractStatus::InForce {
            return Err(Refusal::NotInForce(status));
        }
        if payment.amount.currency != payable.currency {
            return Err(Refusal::Currency(payable));
        }
        if self.standing().any(|earlier| earlier.amount.currency != payable.currency) {
            return Err(Refusal::FormerCurrency);
        }
        if payment.amount.minor <= 0 {
            return Err(Refusal::NotPositive);
        }
        if payment.paid_on > today {
            return Err(Refusal::InFuture);
        }
        if payment.paid_on < effective_on {
            return Err(Refusal::BeforeEffect(effective_on));
        }
        if payment.paid_on > valid_until {
            return Err(Refusal::AfterValidity(valid_until));
        }
        let figures = self.figures(terms);
        if payment.amount.minor > figures.remaining.minor { Err(Refusal::Overpaid(figures)) } else { Ok(()) }
    }

    /// Whether this payment may be taken back: once, whatever has become of the contract.
    pub fn may_reverse(&self, id: PaymentId) -> Result<(), ReversalRefusal> {
        if self.payments.iter().all(|payment| payment.id != id) {
            return Err(ReversalRefusal::Unknown);
        }
        if self.is_reversed(id) { Err(ReversalRefusal::Reversed) } else { Ok(()) }
    }

    /// Whether a payment was taken back.
    pub fn is_reversed(&self, id: PaymentId) -> bool {
        self.reversed.contains(&id)
    }

    /// The payments that were not taken back.
    fn standing(&self) -> impl Iterator<Item = &LedgerEntry> {
        self.payments.iter().filter(|payment| !self.is_reversed(payment.id))
    }
}
