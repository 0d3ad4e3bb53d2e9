//! What a bank asks before it pays, answered question by question from what the register says.
//!
//! Four of the questions are the ledger's own: whether the certificate stands, the day, the currency and the amount. All of them are
//! answered yes exactly when the payment would be recorded, and where it would not be, one of them is answered with the code of that
//! refusal. What the parties are called, and what was registered since the bank last looked, is for the bank to weigh.

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::party::{self, AskedParty};
use super::{Ledger, PaymentTerms, Unclear};
use crate::contract::ContractForm;
use crate::money::{Currency, Money};
use crate::registered::{CertificateStatus, ContractStatus};
use crate::terms::terms;

terms! {
    /// How a question about a payment is answered.
    Agreement {
        /// It is as asked.
        Yes = "yes",
        /// It is not.
        No = "no",
        /// The register alone cannot tell: a person looks.
        Unknown = "unknown",
    }
}

terms! {
    /// What is asked about a payment.
    PaymentQuestion {
        /// 登记证: whether the certificate is the contract's newest and stands on the day of payment.
        Certificate = "certificate",
        /// 付款日期: whether the contract has taken effect by that day, and whether the day has come.
        PayOn = "pay_on",
        /// 付款方: whether who pays is who receives the technology.
        Payer = "payer",
        /// 收款方: whether who is paid is who supplies it.
        Payee = "payee",
        /// 币种: whether it is the contract's.
        Currency = "currency",
        /// 金额: whether no more is paid than may be; without an amount, whether anything remains.
        Amount = "amount",
        /// 变更: whether the contract is as it was when the bank last looked.
        Changes = "changes",
    }
}

/// The questions on which recording a payment depends.
const OF_THE_LEDGER: [PaymentQuestion; 4] =
    [PaymentQuestion::Certificate, PaymentQuestion::PayOn, PaymentQuestion::Currency, PaymentQuestion::Amount];

terms! {
    /// Why a question is answered so. Where recording the payment would be refused, the code of that refusal.
    PaymentRemark {
        /// It is as asked.
        Agrees = "agrees",
        /// The certificate was withdrawn.
        CertificateRevoked = "certificate_revoked",
        /// Another certificate took its place.
        CertificateSuperseded = "certificate_superseded",
        /// Nothing is paid while the contract is suspended.
        ContractSuspended = "contract_suspended",
        /// Nothing more is paid.
        ContractTerminated = "contract_terminated",
        /// The day of payment is after the last day of validity.
        PaidAfterValidity = "paid_after_validity",
        /// The day has not come: ask again then.
        PaidInFuture = "paid_in_future",
        /// The day of payment is before the contract took effect.
        PaidBeforeEffect = "paid_before_effect",
        /// Another currency than the contract's.
        CurrencyDiffers = "currency_differs",
        /// Earlier payments are in the currency that the contract had before.
        PaidInFormerCurrency = "paid_in_former_currency",
        /// What may be paid cannot be told from the register.
        PayableUnclear = "payable_unclear",
        /// Nothing is no payment.
        AmountNotPositive = "amount_not_positive",
        /// More than what may still be paid.
        Overpayment = "overpayment",
        /// The name is another one.
        NameDiffers = "name_differs",
        /// The name is nearly the registered one.
        NameClose = "name_close",
        /// The name is in another script than the registered one.
        NameNotComparable = "name_not_comparable",
        /// The credit code is another one.
        UsccDiffers = "uscc_differs",
        /// No credit code is registered of this party.
        UsccNotRegistered = "uscc_not_registered",
        /// The country is another one.
        CountryDiffers = "country_differs",
        /// Something was registered since.
        ChangedSince = "changed_since",
    }
}

/// The answer to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentAnswer {
    /// What was asked.
    pub question: PaymentQuestion,
    /// How it is answered.
    pub outcome: Agreement,
    /// Why.
    pub remark: PaymentRemark,
}

impl PaymentAnswer {
    pub(super) const fn yes(question: PaymentQuestion) -> Self {
        Self { question, outcome: Agreement::Yes, remark: PaymentRemark::Agrees }
    }

    pub(super) const fn no(question: PaymentQuestion, remark: PaymentRemark) -> Self {
        Self { question, outcome: Agreement::No, remark }
    }

    pub(super) const fn unknown(question: PaymentQuestion, remark: PaymentRemark) -> Self {
        Self { question, outcome: Agreement::Unknown, remark }
    }
}

/// A payment that is asked about.
#[derive(Debug, Clone, Copy)]
pub struct AskedPayment<'a> {
    /// Who pays, where that is asked.
    pub payer: Option<AskedParty<'a>>,
    /// Who is paid, where that is asked.
    pub payee: Option<AskedParty<'a>>,
    /// None for a code that is no currency.
    pub currency: Option<Currency>,
    /// How much; none asks whether anything remains.
    pub amount: Option<Money>,
    /// The day on which the money is to go.
    pub pay_on: NaiveDate,
}

/// What the register says of the certificate and its contract.
#[derive(Debug, Clone, Copy)]
pub struct CheckedContract<'a> {
    /// What was done to the certificate.
    pub certificate: CertificateStatus,
    /// Whether the contract is in force.
    pub status: ContractStatus,
    /// The version in force.
    pub form: &'a ContractForm,
    /// What may be paid, where that can be told.
    pub terms: Result<PaymentTerms, Unclear>,
    /// What was paid.
    pub ledger: &'a Ledger,
    /// Whether something was registered since the bank last looked.
    pub changed: bool,
}

/// The answers, in the order of [`PaymentQuestion::ALL`]; of the parties, those that were asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentAnswers(Vec<PaymentAnswer>);

impl PaymentAnswers {
    /// Each answer.
    pub fn all(&self) -> &[PaymentAnswer] {
        &self.0
    }

    /// The worst of the answers: no before unknown before yes.
    pub fn outcome(&self) -> Agreement {
        let any = |outcome| self.0.iter().any(|answer| answer.outcome == outcome);
        if any(Agreement::No) {
            Agreement::No
        } else if any(Agreement::Unknown) {
            Agreement::Unknown
        } else {
            Agreement::Yes
        }
    }

    /// Whether the payment would be recorded. Names and changes do not count.
    pub fn may_pay(&self) -> bool {
        let mut of_the_ledger = self.0.iter().filter(|answer| OF_THE_LEDGER.contains(&answer.question));
        of_the_ledger.all(|answer| answer.outcome == Agreement::Yes)
    }
}

/// Answers what is asked about a payment. Under a certificate that no longer stands nothing is told of the contract.
pub fn answers(asked: &AskedPayment<'_>, contract: &CheckedContract<'_>, today: NaiveDate) -> PaymentAnswers {
    let certificate = certificate(asked, contract);
    let withheld = (contract.certificate != CertificateStatus::Valid).then_some(certificate.remark);
    let told =
        |answer: PaymentAnswer| withheld.map_or(answer, |remark| PaymentAnswer::unknown(answer.question, remark));
    let currency = currency(asked, contract);
    let (recipient, supplier) = (contract.form.recipient.as_ref(), contract.form.supplier.as_ref());
    // Whoever receives the technology pays for it, into the mainland and out of it.
    let of_the_contract = [
        Some(pay_on(asked, contract, today)),
        asked.payer.map(|party| party::answer(PaymentQuestion::Payer, party, recipient)),
        asked.payee.map(|party| party::answer(PaymentQuestion::Payee, party, supplier)),
        Some(currency),
        Some(amount(asked, contract, currency)),
    ];
    let mut all = vec![certificate];
    all.extend(of_the_contract.into_iter().flatten().map(told));
    all.push(changes(contract));
    PaymentAnswers(all)
}

fn certificate(asked: &AskedPayment<'_>, contract: &CheckedContract<'_>) -> PaymentAnswer {
    const ABOUT: PaymentQuestion = PaymentQuestion::Certificate;
    let over = contract.form.valid_until.is_some_and(|last| asked.pay_on > last);
    let remark = match (contract.certificate, contract.status) {
        (CertificateStatus::Revoked, _) => PaymentRemark::CertificateRevoked,
        (CertificateStatus::Superseded | CertificateStatus::Reissued, _) => PaymentRemark::CertificateSuperseded,
        (CertificateStatus::Valid, ContractStatus::Suspended) => PaymentRemark::ContractSuspended,
        (CertificateStatus::Valid, ContractStatus::Terminated) => PaymentRemark::ContractTerminated,
        (CertificateStatus::Valid, ContractStatus::InForce) if over => PaymentRemark::PaidAfterValidity,
        (CertificateStatus::Valid, ContractStatus::InForce) => return PaymentAnswer::yes(ABOUT),
    };
    PaymentAnswer::no(ABOUT, remark)
}

fn pay_on(asked: &AskedPayment<'_>, contract: &CheckedContract<'_>, today: NaiveDate) -> PaymentAnswer {
    const ABOUT: PaymentQuestion = PaymentQuestion::PayOn;
    if asked.pay_on > today {
        // By then the register may say something else.
        return PaymentAnswer::unknown(ABOUT, PaymentRemark::PaidInFuture);
    }
    if contract.form.effective_on.is_some_and(|first| asked.pay_on < first) {
        return PaymentAnswer::no(ABOUT, PaymentRemark::PaidBeforeEffect);
    }
    PaymentAnswer::yes(ABOUT)
}

fn currency(asked: &AskedPayment<'_>, contract: &CheckedContract<'_>) -> PaymentAnswer {
    const ABOUT: PaymentQuestion = PaymentQuestion::Currency;
    let registered = contract.form.amount.as_ref().and_then(|amount| amount.currency.as_deref());
    let Some(currency) = asked.currency.filter(|currency| Some(currency.code.as_str()) == registered) else {
        return PaymentAnswer::no(ABOUT, PaymentRemark::CurrencyDiffers);
    };
    if contract.ledger.standing().any(|payment| payment.amount.currency != currency) {
        return PaymentAnswer::no(ABOUT, PaymentRemark::PaidInFormerCurrency);
    }
    PaymentAnswer::yes(ABOUT)
}

/// Amounts in different currencies are not compared.
fn amount(asked: &AskedPayment<'_>, contract: &CheckedContract<'_>, currency: PaymentAnswer) -> PaymentAnswer {
    const ABOUT: PaymentQuestion = PaymentQuestion::Amount;
    if currency.outcome != Agreement::Yes {
        return PaymentAnswer::unknown(ABOUT, currency.remark);
    }
    let Ok(terms) = contract.terms else { return PaymentAnswer::unknown(ABOUT, PaymentRemark::PayableUnclear) };
    // Without an amount, the least there is.
    let minor = asked.amount.map_or(1, |amount| amount.minor);
    if minor <= 0 {
        PaymentAnswer::no(ABOUT, PaymentRemark::AmountNotPositive)
    } else if minor > contract.ledger.figures(&terms).remaining.minor {
        PaymentAnswer::no(ABOUT, PaymentRemark::Overpayment)
    } else {
        PaymentAnswer::yes(ABOUT)
    }
}

const fn changes(contract: &CheckedContract<'_>) -> PaymentAnswer {
    const ABOUT: PaymentQuestion = PaymentQuestion::Changes;
    if contract.changed {
        PaymentAnswer::unknown(ABOUT, PaymentRemark::ChangedSince)
    } else {
        PaymentAnswer::yes(ABOUT)
    }
}
