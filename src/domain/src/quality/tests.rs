//! What each detector finds and leaves alone, and that it does not matter in which order it is shown what.

use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::contract::RoyaltyBase;
use crate::money::Percent;
use crate::statistics::{FactKind, LicensedPatent, Particulars, RoyaltyTerms, SettledBase};

/// Two years of a patent licence, registered in January 2026.
const USUAL: &str = r#"{
    "kind": "registration", "contract": "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e60", "version": 1,
    "registered_on": "2026-01-15", "place": {
        "direction": "import", "district": "320571", "country": "DE", "industry": "39", "legal_type": "patent_licence",
        "mode": "patent", "payment_mode": "royalty", "ownership": "private", "related_parties": false, "desk": "sip",
        "company": "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e5f", "counterparty": "EXAMPLE|DE"
    }, "counterparty_name": "Example GmbH", "currency": {"code": "EUR", "minor_units": 2}, "total_minor": 10000000,
    "technology_fee_minor": 6000000, "equipment_fee_minor": 4000000, "signed_on": "2026-01-01",
    "effective_on": "2026-01-02", "valid_until": "2028-01-01", "submitted_on": "2026-01-14", "working_days": 1,
    "returns": 0, "filed_late_days": 0
}"#;

#[derive(Debug, Clone)]
struct Shown {
    seq: i64,
    particulars: Particulars,
    usd_cents: i64,
    name: String,
}

/// Contract number `number`, of a company and with a name of its own.
fn usual(number: u32) -> Shown {
    let mut particulars = Particulars::from_json(USUAL).unwrap();
    particulars.contract = ContractId(Uuid::from_u128(u128::from(number) + 1_000));
    particulars.place.company = crate::CompanyId(Uuid::from_u128(u128::from(number)));
    let usd_cents = 10_000_000 + i64::from(number % 7) * 1_000_000;
    Shown { seq: i64::from(number), particulars, usd_cents, name: format!("沟槽栅工艺许可合同（{number}）") }
}

/// So many usual contracts, with royalties around 3 %.
fn market(count: u32) -> Vec<Shown> {
    let mut shown: Vec<Shown> = (1..=count).map(usual).collect();
    for (number, one) in (0..).zip(&mut shown) {
        let rate = Percent { millionths: 28_000 + number % 5 * 1_000 };
        one.particulars.royalty = Some(RoyaltyTerms { base: RoyaltyBase::NetSales, rate });
        one.particulars.valid_until = if number % 3 == 0 { "2029-01-01" } else { "2028-01-01" }.parse().unwrap();
    }
    shown
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A later event of a contract.
fn later(of: &Shown, seq: i64, kind: FactKind) -> Shown {
    let particulars = Particulars { kind, version: 2, ..of.particulars.clone() };
    Shown { seq, particulars, ..of.clone() }
}

fn detect(shown: &[Shown]) -> Vec<Found> {
    let mut detection = Detection::default();
    for Shown { seq, particulars, usd_cents, name } in shown {
        detection.observe(&Observation { seq: *seq, particulars, usd_cents: *usd_cents, name });
    }
    detection.finish()
}

fn told(found: &[Found]) -> Vec<(Detector, i64)> {
    found.iter().map(|one| (one.detector, one.seq)).collect()
}

#[test]
fn what_is_far_from_its_peers_is_found_with_its_evidence() {
    let mut shown = market(30);
    shown[4].usd_cents = 10_000_000_000_000;
    shown[9].usd_cents = 100;
    shown[14].particulars.royalty =
        Some(RoyaltyTerms { base: RoyaltyBase::NetSales, rate: Percent { millionths: 450_000 } });
    shown[19].particulars.valid_until = "2076-01-01".parse().unwrap();
    let found = detect(&shown);
    assert_eq!(
        told(&found),
        [
            (Detector::AmountOutlier, 5),
            (Detector::AmountOutlier, 10),
            (Detector::RateOutlier, 15),
            (Detector::DurationOutlier, 20)
        ]
    );
    let evidence = &found[2].evidence;
    assert_eq!(
        (&evidence["value"], &evidence["unit"], &evidence["peers"]),
        (&json!("45.0000"), &json!("percent"), &json!(30))
    );
    assert_eq!(
        evidence["query"],
        "rows=year&measures=contracts,median_royalty_rate,p90_royalty_rate&filter=direction:import&filter=industry:39&filter=mode:patent"
    );
    assert_eq!(
        (&found[0].evidence["value"], &found[0].evidence["scale"]),
        (&json!("100000000000.00"), &json!("logarithm"))
    );
    assert_eq!(found[3].evidence["value"], "600");
    assert_eq!(found[0].contract, shown[4].particulars.contract);
}

#[test]
fn a_few_are_no_peers_and_wider_circles_are() {
    let odd = |mut shown: Vec<Shown>| {
        shown[0].usd_cents = 10_000_000_000_000;
        shown[0].particulars.place.industry = "27".into();
        detect(&shown)
    };
    assert_eq!(odd(market(19)), []);
    let found = odd(market(20));
    assert_eq!(told(&found), [(Detector::AmountOutlier, 1)]);
    let query = found[0].evidence["query"].as_str().unwrap();
    assert!(query.ends_with("&filter=direction:import&filter=mode:patent"), "{query}");
    // What has no rate is not compared.
    let mut without = market(30);
    without[0].usd_cents = 0;
    assert_eq!(detect(&without), []);
}

#[test]
fn an_amendment_is_judged_by_what_it_changes() {
    let mut shown = market(30);
    shown[0].usd_cents = 10_000_000_000_000;
    shown[0].particulars.signed_on = "2026-02-01".parse().unwrap();
    shown.push(later(&shown[0], 31, FactKind::Amendment));
    let both = [(Detector::AmountOutlier, 1), (Detector::Sequence, 1)];
    assert_eq!(told(&detect(&shown)), both);
    // Another amount that is as odd.
    let mut raised = later(&shown[0], 32, FactKind::Amendment);
    raised.usd_cents *= 2;
    shown.push(raised);
    assert_eq!(told(&detect(&shown)), [both[0], both[1], (Detector::AmountOutlier, 32)]);
    // Put right.
    let mut mended = later(&shown[0], 33, FactKind::Amendment);
    mended.usd_cents = 10_000_000;
    mended.particulars.signed_on = "2026-01-01".parse().unwrap();
    shown.push(mended);
    assert_eq!(detect(&shown).len(), 3);
    shown.push(later(&shown[0], 34, FactKind::Closure));
    assert_eq!(told(&detect(&shown)).last(), Some(&(Detector::Sequence, 34)), "a closure counts no amount");
}

#[test]
fn what_cannot_be_is_named() {
    let codes = |shown: &[Shown]| -> Vec<String> {
        let found = detect(shown);
        let problems = found.iter().flat_map(|one| one.evidence["problems"].as_array().unwrap().clone());
        problems.map(|problem| problem["code"].as_str().unwrap().to_owned()).collect()
    };
    let spoilt = |spoil: &dyn Fn(&mut Particulars)| {
        let mut one = usual(1);
        spoil(&mut one.particulars);
        codes(&[one])
    };
    assert_eq!(spoilt(&|_| {}), [""; 0]);
    assert_eq!(spoilt(&|of| of.signed_on = day("2026-01-03")), ["effect_before_signature"]);
    assert_eq!(spoilt(&|of| of.valid_until = day("2026-01-01")), ["end_before_effect"]);
    assert_eq!(spoilt(&|of| of.technology_fee_minor = of.total_minor + 1), ["fee_above_total"]);
    let patent = |expires_on: &str| LicensedPatent {
        office: "EP".into(),
        number: "EP1".into(),
        ipc: Vec::new(),
        expires_on: Some(day(expires_on)),
    };
    assert_eq!(spoilt(&|of| of.patents = vec![patent("2026-01-02"), patent("2026-01-01")]), ["patent_expired"]);
    assert_eq!(spoilt(&|of| of.patents = vec![patent("2026-01-02")]), [""; 0]);

    let settled = |days: &[&str]| {
        let mut shown = vec![usual(1)];
        for (seq, formed_on) in (2..).zip(days) {
            let mut event = later(&shown[0], seq, FactKind::Settlement);
            event.particulars.settlement = Some(SettledBase { formed_on: day(formed_on), base_minor: 1 });
            shown.push(event);
        }
        codes(&shown)
    };
    assert_eq!(settled(&["2026-12-31", "2028-12-31"]), [""; 0]);
    assert_eq!(settled(&["2025-12-31"]), ["base_before_effect"]);
    assert_eq!(settled(&["2026-12-31", "2029-01-02"]), ["base_after_end", "bases_missing"]);
}

#[test]
fn the_same_contract_again_is_found_and_another_one_is_not() {
    let again = |change: &dyn Fn(&mut Shown)| {
        let first = usual(1);
        let mut second = later(&first, 2, FactKind::Registration);
        second.particulars.contract = ContractId(Uuid::from_u128(9_999));
        change(&mut second);
        detect(&[first, second])
    };
    let found = again(&|second| second.particulars.total_minor = 9_900_001);
    assert_eq!(told(&found), [(Detector::Duplicate, 2)]);
    let earlier = json!([{
        "contract_id": usual(1).particulars.contract, "seq": 1, "registered_on": "2026-01-15", "total": "100000.00",
    }]);
    assert_eq!(found[0].evidence, json!({ "currency": "EUR", "total": "99000.01", "earlier": earlier }));
    assert_eq!(again(&|second| second.particulars.total_minor = 9_890_000), []);
    assert_eq!(again(&|second| second.particulars.place.counterparty = "OTHER|DE".into()), []);
    assert_eq!(again(&|second| second.name = "沟槽栅工艺许可合同（2）".into()), []);
    assert_eq!(again(&|second| second.particulars.registered_on = "2028-01-16".parse().unwrap()), []);
}

#[test]
fn very_late_is_found_and_late_is_daily_business() {
    let late = |filed_late_days| {
        let mut one = usual(1);
        one.particulars.filed_late_days = filed_late_days;
        detect(&[one])
    };
    assert_eq!(late(364), []);
    assert_eq!(told(&late(365)), [(Detector::Late, 1)]);
    assert_eq!(late(400)[0].evidence, json!({ "late_days": 400, "submitted_on": "2026-01-14" }));
}

/// Markets in which anything may be odd.
fn markets() -> impl Strategy<Value = Vec<Shown>> {
    let spoilt = (0..1_000_u32, 0..8_u8, 1..1_000_000_000_000_i64);
    prop::collection::vec(spoilt, 25..60).prop_map(|spoilt| {
        let mut shown = market(u32::try_from(spoilt.len()).unwrap());
        for (place, (day, what, amount)) in spoilt.into_iter().enumerate() {
            let one = &mut shown[place];
            match what {
                0 => one.usd_cents = amount,
                1 => one.particulars.filed_late_days = u16::try_from(day).unwrap(),
                2 => one.particulars.signed_on += chrono::TimeDelta::days(i64::from(day)),
                3 => {
                    one.name = "沟槽栅工艺许可合同".into();
                    one.particulars.place.company = crate::CompanyId(Uuid::from_u128(1));
                }
                _ => {}
            }
        }
        let count = i64::try_from(shown.len()).unwrap();
        let mut amended: Vec<Shown> =
            shown.iter().step_by(3).map(|one| later(one, one.seq + count, FactKind::Amendment)).collect();
        shown.append(&mut amended);
        shown
    })
}

proptest! {
    #[test]
    fn the_order_of_events_does_not_matter((shown, shuffled) in markets().prop_flat_map(|shown| {
        (Just(shown.clone()), Just(shown).prop_shuffle())
    })) {
        let found = detect(&shown);
        prop_assert_eq!(&found, &detect(&shuffled));
        let mut places = told(&found);
        places.dedup();
        prop_assert_eq!(places.len(), found.len(), "each is found once");
    }
}
