//! The ledger as tables of cases, and what holds after any sequence of payments and reversals.

use std::sync::LazyLock;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::contract::{ContractForm, PaymentMode};
use crate::filing::SettlementForm;
use crate::money::{Currency, CurrencyCode};
use crate::reference::ReferenceData;

static REFERENCE: LazyLock<ReferenceData> = LazyLock::new(|| ReferenceData::shipped().unwrap());

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn money(code: &str, minor: i64) -> Money {
    let currency = Currency { code: CurrencyCode::parse(code).unwrap(), minor_units: 2 };
    Money { currency, minor }
}

fn euro(minor: i64) -> Money {
    money("EUR", minor)
}

fn id(number: u128) -> PaymentId {
    PaymentId(Uuid::from_u128(number))
}

fn paid(number: u128, amount: Money) -> LedgerEntry {
    LedgerEntry { id: id(number), amount, reverses: None }
}

fn reversal(number: u128, of: u128, amount: Money) -> LedgerEntry {
    LedgerEntry { id: id(number), amount, reverses: Some(id(of)) }
}

/// 1 000.00 euro, payable from 8 October 2026 to the end of 2030.
fn terms() -> PaymentTerms {
    PaymentTerms {
        registered: euro(100_000),
        payable: euro(100_000),
        status: ContractStatus::InForce,
        effective_on: day("2026-10-08"),
        valid_until: day("2030-12-31"),
    }
}

fn proposed(amount: Money) -> Proposed {
    Proposed { amount, paid_on: day("2026-11-20") }
}

const TODAY: &str = "2026-11-22";

#[test]
fn what_was_taken_back_may_be_paid_again() {
    for (entries, so_far, remaining) in [
        (vec![], 0, 100_000),
        (vec![paid(1, euro(30_000))], 30_000, 70_000),
        (vec![paid(1, euro(30_000)), paid(2, euro(70_000))], 100_000, 0),
        (vec![paid(1, euro(30_000)), paid(2, euro(70_000)), reversal(3, 1, euro(30_000))], 70_000, 30_000),
        (vec![reversal(3, 1, euro(30_000)), paid(1, euro(30_000))], 0, 100_000),
    ] {
        let figures = Ledger::of(&entries).figures(&terms());
        assert_eq!((figures.paid, figures.remaining), (euro(so_far), euro(remaining)), "{entries:?}");
    }
}

#[test]
fn each_payment_that_cannot_be_is_refused_for_its_own_reason() {
    let ledger = Ledger::of(&[paid(1, euro(40_000))]);
    let suspended = PaymentTerms { status: ContractStatus::Suspended, ..terms() };
    let terminated = PaymentTerms { status: ContractStatus::Terminated, ..terms() };
    let on = |date: &str| Proposed { paid_on: day(date), ..proposed(euro(1)) };
    let ended = PaymentTerms { valid_until: day("2026-11-20"), ..terms() };
    let figures = ledger.figures(&terms());
    for (terms, payment, expected) in [
        (terms(), proposed(euro(60_000)), Ok(())),
        (terms(), proposed(euro(60_001)), Err(Refusal::Overpaid(figures))),
        (terms(), proposed(euro(i64::MAX)), Err(Refusal::Overpaid(figures))),
        (terms(), proposed(money("USD", 1)), Err(Refusal::Currency(euro(100_000)))),
        (terms(), proposed(euro(0)), Err(Refusal::NotPositive)),
        (terms(), proposed(euro(-1)), Err(Refusal::NotPositive)),
        (suspended, proposed(euro(1)), Err(Refusal::NotInForce(ContractStatus::Suspended))),
        (terminated, proposed(euro(1)), Err(Refusal::NotInForce(ContractStatus::Terminated))),
        (terms(), on("2026-11-22"), Ok(())),
        (terms(), on("2026-11-23"), Err(Refusal::InFuture)),
        (terms(), on("2026-10-08"), Ok(())),
        (terms(), on("2026-10-07"), Err(Refusal::BeforeEffect(day("2026-10-08")))),
        (ended, on("2026-11-20"), Ok(())),
        (ended, on("2026-11-21"), Err(Refusal::AfterValidity(day("2026-11-20")))),
    ] {
        assert_eq!(ledger.may_pay(&terms, payment, day(TODAY)), expected, "{payment:?}");
    }
}

#[test]
fn an_overpayment_is_refused_with_the_figures() {
    let ledger = Ledger::of(&[paid(1, euro(90_000))]);
    let Err(Refusal::Overpaid(figures)) = ledger.may_pay(&terms(), proposed(euro(10_001)), day(TODAY)) else {
        panic!("it was taken");
    };
    let Figures { registered, payable, paid, remaining } = figures;
    assert_eq!((registered, payable, paid, remaining), (euro(100_000), euro(100_000), euro(90_000), euro(10_000)));
}

#[test]
fn after_a_change_of_currency_the_earlier_payments_are_recorded_anew_first() {
    let earlier = [paid(1, money("USD", 5_000))];
    let ledger = Ledger::of(&earlier);
    assert_eq!(ledger.figures(&terms()).paid, euro(0), "dollars are not euros");
    assert_eq!(ledger.may_pay(&terms(), proposed(euro(1)), day(TODAY)), Err(Refusal::FormerCurrency));
    assert_eq!(ledger.may_reverse(id(1)), Ok(()));
    let cleared = Ledger::of(&[earlier[0], reversal(2, 1, money("USD", 5_000))]);
    assert_eq!(cleared.may_pay(&terms(), proposed(euro(1)), day(TODAY)), Ok(()));
}

#[test]
fn an_amendment_that_lowers_the_price_below_what_was_paid_leaves_nothing_to_pay() {
    let lowered = PaymentTerms { registered: euro(50_000), payable: euro(50_000), ..terms() };
    let figures = Ledger::of(&[paid(1, euro(80_000))]).figures(&lowered);
    assert_eq!((figures.payable, figures.paid, figures.remaining), (euro(50_000), euro(80_000), euro(0)));
}

#[test]
fn a_payment_is_taken_back_once_and_a_reversal_never() {
    let entries = [paid(1, euro(10)), paid(2, euro(20)), reversal(3, 1, euro(10))];
    let ledger = Ledger::of(&entries);
    assert_eq!(ledger.may_reverse(id(1)), Err(ReversalRefusal::Reversed));
    assert_eq!(ledger.may_reverse(id(2)), Ok(()));
    assert_eq!(ledger.may_reverse(id(3)), Err(ReversalRefusal::Unknown));
    assert_eq!(ledger.may_reverse(id(4)), Err(ReversalRefusal::Unknown));
}

#[test]
fn a_reference_is_visible_and_short() {
    for fair in ["1", "FT26324-000917/2", &"x".repeat(64)] {
        assert_eq!(PaymentReference::parse(fair).unwrap().as_str(), fair);
    }
    for foul in ["", " ", "FT 1", "FT1 ", "参考", "a\u{200b}", &"x".repeat(65)] {
        assert_eq!(PaymentReference::parse(foul), None, "{foul:?}");
    }
}

/// The import of the filing cases: 1 250 000.00 euro in all, entry fee and a royalty of 3.5 % on 400 000.00 so far.
fn import() -> ContractForm {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/filings.json"));
    let cases: serde_json::Value = serde_json::from_str(text).unwrap();
    let mut form: ContractForm = serde_json::from_value(cases["cases"][0]["contract"].clone()).unwrap();
    let payment = form.payment.as_mut().unwrap();
    payment.mode = Some(PaymentMode::EntryFeeAndRoyalty);
    payment.entry_fee = Some("200000.00".into());
    form
}

fn paid_by(mode: PaymentMode) -> ContractForm {
    changed(import(), |form| form.payment.as_mut().unwrap().mode = Some(mode))
}

fn at_rate(percent: &str) -> ContractForm {
    changed(import(), |form| {
        form.payment.as_mut().unwrap().royalty.as_mut().unwrap().rate_percent = Some(percent.into());
    })
}

fn changed(mut form: ContractForm, change: impl FnOnce(&mut ContractForm)) -> ContractForm {
    change(&mut form);
    form
}

fn settled(version: i32, amount: &str) -> (i32, SettlementForm) {
    (version, SettlementForm { formed_on: None, base_amount: Some(amount.into()) })
}

fn payable(versions: &[ContractForm], settlements: &[(i32, SettlementForm)]) -> Result<String, &'static str> {
    PaymentTerms::read(ContractStatus::InForce, versions, settlements, &REFERENCE)
        .map(|terms| terms.payable.decimal_text())
        .map_err(|unclear| unclear.pointer)
}

#[test]
fn a_fixed_price_may_be_paid_in_full_and_a_royalty_as_far_as_it_has_come_due() {
    for (mode, expected) in [
        (PaymentMode::LumpSum, "1250000.00"),
        (PaymentMode::Instalments, "1250000.00"),
        (PaymentMode::Royalty, "14000.00"),
        (PaymentMode::EntryFeeAndRoyalty, "214000.00"),
    ] {
        assert_eq!(payable(&[paid_by(mode)], &[]).unwrap(), expected, "{mode:?}");
    }
}

#[test]
fn each_settled_base_raises_what_may_be_paid_also_above_the_estimate() {
    let versions = vec![import(); 4];
    let bases = [settled(2, "50000.50"), settled(3, "9.50"), settled(4, "40000000.00")];
    // 3.5 % of 50 000.50 are 1 750.0175, of 9.50 are 0.3325: each is rounded by itself.
    for (count, expected) in ["214000.00", "215750.02", "215750.35", "1615750.35"].into_iter().enumerate() {
        assert_eq!(payable(&versions[..=count], &bases[..count]).unwrap(), expected, "after {count} settlements");
    }
}

#[test]
fn another_rate_holds_for_the_bases_that_are_settled_from_then_on() {
    let versions = [import(), import(), at_rate("2"), at_rate("2")];
    let bases = [settled(2, "100000.00"), settled(4, "100000.00")];
    assert_eq!(payable(&versions, &bases).unwrap(), "219500.00", "200 000 + 14 000 + 3 500 + 2 000");
}

#[test]
fn what_cannot_be_told_is_not_guessed() {
    let in_yen = changed(import(), |form| {
        let amount = form.amount.as_mut().unwrap();
        amount.currency = Some("JPY".into());
        amount.total = Some("200000000".into());
        amount.technology_fee = Some("200000000".into());
        amount.equipment_fee = None;
        let payment = form.payment.as_mut().unwrap();
        payment.entry_fee = Some("30000000".into());
        payment.royalty.as_mut().unwrap().first_base_amount = Some("60000000".into());
    });
    let base = "/request/settlement/base_amount";
    let euros = [import(), import(), in_yen.clone()];
    assert_eq!(payable(&euros, &[settled(2, "100.00")]), Err(base), "a base in euros, a contract in yen");
    assert_eq!(payable(&[import(), in_yen], &[settled(2, "100")]).unwrap(), "32100004");
    assert_eq!(payable(&[import()], &[settled(2, "100.00")]), Err(base), "settled by a version that is not there");
    assert_eq!(payable(&[], &[]), Err("/contract"));
    let unreadable = changed(import(), |form| form.payment.as_mut().unwrap().entry_fee = Some("2e5".into()));
    assert_eq!(payable(&[unreadable], &[]), Err("/contract/payment/entry_fee"));
    let vast = changed(import(), |form| form.payment.as_mut().unwrap().entry_fee = Some("999999999999999.00".into()));
    let most = vec![settled(1, "999999999999999.99"); 200];
    assert_eq!(payable(&[changed(vast, |form| set_rate(form, "100"))], &most), Err(base), "more than can be kept");
}

fn set_rate(form: &mut ContractForm, percent: &str) {
    form.payment.as_mut().unwrap().royalty.as_mut().unwrap().rate_percent = Some(percent.into());
}

#[derive(Debug, Clone)]
enum Attempt {
    Pay(i64),
    Reverse(u128),
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let one = prop_oneof![(-10..60_000_i64).prop_map(Attempt::Pay), (0..40_u128).prop_map(Attempt::Reverse)];
    proptest::collection::vec(one, 0..40)
}

proptest! {
    #[test]
    fn whatever_is_tried_no_more_is_paid_than_may_be_and_paid_is_what_stands(attempts in attempts()) {
        let mut entries: Vec<LedgerEntry> = Vec::new();
        for (number, attempt) in attempts.into_iter().enumerate() {
            let ledger = Ledger::of(&entries);
            let before = ledger.figures(&terms());
            let number = number as u128;
            match attempt {
                Attempt::Pay(minor) => {
                    let taken = ledger.may_pay(&terms(), proposed(euro(minor)), day(TODAY)).is_ok();
                    prop_assert_eq!(taken, minor > 0 && minor <= before.remaining.minor);
                    entries.extend(taken.then(|| paid(number, euro(minor))));
                }
                Attempt::Reverse(of) if ledger.may_reverse(id(of)).is_ok() => {
                    let payment = entries.iter().find(|entry| entry.id == id(of)).copied().unwrap();
                    prop_assert!(payment.reverses.is_none());
                    entries.push(reversal(number, of, payment.amount));
                }
                Attempt::Reverse(_) => {}
            }
            let figures = Ledger::of(&entries).figures(&terms());
            let taken_back = |payment: &&LedgerEntry| entries.iter().any(|other| other.reverses == Some(payment.id));
            let standing: i64 = entries
                .iter()
                .filter(|entry| entry.reverses.is_none())
                .filter(|payment| !taken_back(payment))
                .map(|payment| payment.amount.minor)
                .sum();
            prop_assert_eq!(figures.paid.minor, standing);
            prop_assert!((0..=figures.payable.minor).contains(&figures.paid.minor));
            prop_assert_eq!(figures.paid.minor + figures.remaining.minor, figures.payable.minor);
        }
    }

    #[test]
    fn another_base_never_lowers_what_may_be_paid(bases in proptest::collection::vec(0..9_000_000_i64, 0..12)) {
        let versions = vec![import(); bases.len() + 1];
        let settlements: Vec<_> =
            bases.iter().zip(2..).map(|(minor, version)| settled(version, &euro(*minor).decimal_text())).collect();
        let minor = |count: usize| {
            let (versions, settlements) = (&versions[..=count], &settlements[..count]);
            PaymentTerms::read(ContractStatus::InForce, versions, settlements, &REFERENCE).unwrap().payable.minor
        };
        for count in 0..bases.len() {
            prop_assert!(minor(count) <= minor(count + 1));
        }
    }
}
