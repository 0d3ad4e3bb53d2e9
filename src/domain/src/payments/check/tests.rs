//! The answers as a table of cases, and that they say beforehand what the ledger says afterwards.

use std::sync::LazyLock;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ids::PaymentId;
use crate::money::CurrencyCode;
use crate::payments::{LedgerEntry, Proposed};

const TODAY: &str = "2026-11-22";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn currency(code: &str) -> Currency {
    Currency { code: CurrencyCode::parse(code).unwrap(), minor_units: 2 }
}

fn money(code: &str, minor: i64) -> Money {
    Money { currency: currency(code), minor }
}

/// 1 000.00 euro from Munich to Suzhou, from 8 October 2026 to the end of 2030.
static FORM: LazyLock<ContractForm> = LazyLock::new(|| {
    serde_json::from_value(serde_json::json!({
        "direction": "import", "effective_on": "2026-10-08", "valid_until": "2030-12-31",
        "supplier": { "name": "示例半导体（慕尼黑）有限公司", "country": "DE" },
        "recipient": { "name": "苏州示例微电子有限公司", "country": "CN", "uscc": "91320594MA1X0A01K7" },
        "amount": { "currency": "EUR", "total": "1000.00" },
    }))
    .unwrap()
});

fn terms() -> PaymentTerms {
    PaymentTerms {
        registered: money("EUR", 100_000),
        payable: money("EUR", 100_000),
        status: ContractStatus::InForce,
        effective_on: day("2026-10-08"),
        valid_until: day("2030-12-31"),
    }
}

fn paid(number: u128, amount: Money) -> LedgerEntry {
    LedgerEntry { id: PaymentId(Uuid::from_u128(number)), amount, reverses: None }
}

fn contract(ledger: &Ledger) -> CheckedContract<'_> {
    CheckedContract {
        certificate: CertificateStatus::Valid,
        status: ContractStatus::InForce,
        form: &FORM,
        terms: Ok(terms()),
        ledger,
        changed: false,
    }
}

fn asked(amount: i64) -> AskedPayment<'static> {
    AskedPayment {
        payer: Some(AskedParty { name: Some("苏州示例微电子有限公司"), ..AskedParty::default() }),
        payee: Some(AskedParty { country: Some("DE"), ..AskedParty::default() }),
        currency: Some(currency("EUR")),
        amount: Some(money("EUR", amount)),
        pay_on: day("2026-11-20"),
    }
}

fn said(answers: &PaymentAnswers, question: PaymentQuestion) -> Option<(Agreement, PaymentRemark)> {
    answers.all().iter().find(|answer| answer.question == question).map(|answer| (answer.outcome, answer.remark))
}

#[test]
fn a_payment_that_is_as_registered_is_answered_yes_throughout() {
    let ledger = Ledger::default();
    let answers = answers(&asked(100_000), &contract(&ledger), day(TODAY));
    let questions: Vec<PaymentQuestion> = answers.all().iter().map(|answer| answer.question).collect();
    assert_eq!(questions, PaymentQuestion::ALL);
    assert!(answers.all().iter().all(|answer| answer.remark == PaymentRemark::Agrees), "{answers:?}");
    assert_eq!((answers.outcome(), answers.may_pay()), (Agreement::Yes, true));
}

#[test]
fn what_is_not_asked_is_not_answered() {
    let ledger = Ledger::default();
    let bare = AskedPayment { payer: None, payee: None, amount: None, ..asked(0) };
    let answered = answers(&bare, &contract(&ledger), day(TODAY));
    assert_eq!((said(&answered, PaymentQuestion::Payer), said(&answered, PaymentQuestion::Payee)), (None, None));
    assert!(answered.may_pay(), "something remains");
    let spent = Ledger::of(&[paid(1, money("EUR", 100_000))]);
    let answered = answers(&bare, &contract(&spent), day(TODAY));
    let nothing = Some((Agreement::No, PaymentRemark::Overpayment));
    assert_eq!((said(&answered, PaymentQuestion::Amount), answered.may_pay()), (nothing, false));
}

#[test]
fn each_thing_that_stands_in_the_way_is_named_beside_the_others() {
    use Agreement::{No, Unknown};
    use PaymentQuestion as Of;
    use PaymentRemark as Why;
    let ledger = Ledger::of(&[paid(1, money("EUR", 40_000))]);
    let fair = contract(&ledger);
    let in_dollars = AskedPayment { currency: Some(currency("USD")), amount: Some(money("USD", 1)), ..asked(1) };
    let on = |date: &str| AskedPayment { pay_on: day(date), ..asked(1) };
    let stranger = Some(AskedParty { name: Some("北京另一家公司"), ..AskedParty::default() });
    let status = |status| CheckedContract { status, ..fair };
    let unclear = CheckedContract { terms: Err(Unclear { pointer: "/contract" }), ..fair };
    for (asked, contract, question, expected) in [
        (asked(60_001), fair, Of::Amount, (No, Why::Overpayment)),
        (asked(i64::MAX), fair, Of::Amount, (No, Why::Overpayment)),
        (asked(0), fair, Of::Amount, (No, Why::AmountNotPositive)),
        (in_dollars, fair, Of::Currency, (No, Why::CurrencyDiffers)),
        (in_dollars, fair, Of::Amount, (Unknown, Why::CurrencyDiffers)),
        (AskedPayment { currency: None, ..asked(1) }, fair, Of::Currency, (No, Why::CurrencyDiffers)),
        (asked(1), unclear, Of::Amount, (Unknown, Why::PayableUnclear)),
        (on("2026-11-23"), fair, Of::PayOn, (Unknown, Why::PaidInFuture)),
        (on("2026-10-07"), fair, Of::PayOn, (No, Why::PaidBeforeEffect)),
        (on("2031-01-01"), fair, Of::Certificate, (No, Why::PaidAfterValidity)),
        (AskedPayment { payer: stranger, ..asked(1) }, fair, Of::Payer, (No, Why::NameDiffers)),
        (AskedPayment { payee: stranger, ..asked(1) }, fair, Of::Payee, (No, Why::NameDiffers)),
        (asked(1), status(ContractStatus::Suspended), Of::Certificate, (No, Why::ContractSuspended)),
        (asked(1), status(ContractStatus::Terminated), Of::Certificate, (No, Why::ContractTerminated)),
        (asked(1), CheckedContract { changed: true, ..fair }, Of::Changes, (Unknown, Why::ChangedSince)),
    ] {
        let answered = answers(&asked, &contract, day(TODAY));
        assert_eq!(said(&answered, question), Some(expected), "{asked:?}");
        assert_ne!(answered.outcome(), Agreement::Yes, "{asked:?}");
    }
    let former = Ledger::of(&[paid(1, money("USD", 5))]);
    let answered = answers(&asked(1), &contract(&former), day(TODAY));
    assert_eq!(said(&answered, Of::Currency), Some((No, Why::PaidInFormerCurrency)));
    assert_eq!(said(&answered, Of::Amount), Some((Unknown, Why::PaidInFormerCurrency)));
}

#[test]
fn under_a_certificate_that_no_longer_stands_nothing_is_told_of_the_contract() {
    let ledger = Ledger::default();
    for (certificate, remark) in [
        (CertificateStatus::Superseded, PaymentRemark::CertificateSuperseded),
        (CertificateStatus::Reissued, PaymentRemark::CertificateSuperseded),
        (CertificateStatus::Revoked, PaymentRemark::CertificateRevoked),
    ] {
        let contract = CheckedContract { certificate, changed: true, ..contract(&ledger) };
        let answers = answers(&asked(1), &contract, day(TODAY));
        for answer in answers.all() {
            let expected = match answer.question {
                PaymentQuestion::Certificate => (Agreement::No, remark),
                PaymentQuestion::Changes => (Agreement::Unknown, PaymentRemark::ChangedSince),
                _ => (Agreement::Unknown, remark),
            };
            assert_eq!((answer.outcome, answer.remark), expected, "{:?}", answer.question);
        }
        assert!(!answers.may_pay());
    }
}

#[test]
fn names_and_changes_are_for_the_bank_to_weigh() {
    let ledger = Ledger::default();
    let stranger = Some(AskedParty { name: Some("北京另一家公司"), ..AskedParty::default() });
    let payment = AskedPayment { payer: stranger, ..asked(1) };
    let changed = CheckedContract { changed: true, ..contract(&ledger) };
    let answers = answers(&payment, &changed, day(TODAY));
    assert_eq!((answers.may_pay(), answers.outcome()), (true, Agreement::No));
}

proptest! {
    #[test]
    fn what_is_answered_beforehand_is_what_the_ledger_says(
        earlier in proptest::collection::vec((prop_oneof![9 => Just("EUR"), 1 => Just("USD")], 1..40_000_i64), 0..5),
        (code, minor, after) in (prop_oneof![9 => Just("EUR"), 1 => Just("USD")], -5..120_000_i64, 0..2_000_i64),
        status in proptest::sample::select(ContractStatus::ALL),
        certificate in prop_oneof![4 => Just(CertificateStatus::Valid), 1 => Just(CertificateStatus::Revoked), 1 => Just(CertificateStatus::Superseded)],
        (clear, changed, named) in any::<(bool, bool, bool)>(),
    ) {
        let entries: Vec<LedgerEntry> =
            earlier.iter().zip(1..).map(|((code, minor), number)| paid(number, money(code, *minor))).collect();
        let ledger = Ledger::of(&entries);
        let terms = if clear { Ok(PaymentTerms { status, ..terms() }) } else { Err(Unclear { pointer: "/contract" }) };
        let contract = CheckedContract { certificate, status, terms, changed, ..contract(&ledger) };
        let pay_on = day("2026-10-01") + chrono::Duration::days(after);
        let (today, amount) = (day("2031-06-01"), money(code, minor));
        let payer = named.then_some(AskedParty { name: Some("北京另一家公司"), ..AskedParty::default() });
        let payment = AskedPayment { payer, currency: Some(currency(code)), amount: Some(amount), pay_on, ..asked(0) };
        let recorded = certificate == CertificateStatus::Valid
            && terms.is_ok_and(|terms| ledger.may_pay(&terms, Proposed { amount, paid_on: pay_on }, today).is_ok());
        let answered = answers(&payment, &contract, today);
        prop_assert_eq!(answered.may_pay(), recorded, "{:?}", answered);
        prop_assert_eq!(answered.outcome() == Agreement::Yes, recorded && !named && !changed, "{:?}", answered);
    }
}
