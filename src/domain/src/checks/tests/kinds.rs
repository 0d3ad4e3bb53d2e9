//! Amendment, settlement, closure and reissue of the first given case, changed in one place: exactly these findings follow.

use serde_json::{Value, json};

use super::*;
use crate::filing::SettlementForm;
use crate::registered::ContractStatus;

const REASON: &str = "双方协商一致";

/// The first given case in the register, as a royalty contract with one later base settled.
fn target() -> Target {
    Target {
        registered: import_case(),
        status: ContractStatus::InForce,
        closed_on: None,
        settlements: vec![SettlementForm {
            formed_on: "2027-02-01".parse().ok(),
            base_amount: Some("100000.00".into()),
        }],
        under_way: Vec::new(),
        certified_on: "2026-11-25".parse().unwrap(),
    }
}

/// Code and pointer of everything but papers and information, for a request made in the spring of 2027.
fn found(kind: FilingKind, form: &ContractForm, request: &Value, target: &Target) -> Vec<(String, String)> {
    let request: RequestForm = serde_json::from_value(request.clone()).unwrap();
    let filer = filer_of(&target.registered);
    let day = "2027-03-15".parse().unwrap();
    let context = CheckContext { request: &request, target: Some(target), filer: &filer, ..context(day, kind) };
    let findings = check(form, &context);
    told(&findings).into_iter().map(|(code, _, pointer)| (code.to_owned(), pointer.to_owned())).collect()
}

fn assert_found(found: &[(String, String)], expected: &[(&str, &str)], what: &Value) {
    let expected: Vec<_> = expected.iter().map(|(code, pointer)| ((*code).to_owned(), (*pointer).to_owned())).collect();
    assert_eq!(found, expected, "{what}");
}

#[test]
fn an_amendment_says_why_and_changes_something_that_may_change() {
    let agreed = json!({"reason": REASON, "agreement_on": "2027-03-01"});
    for (changes, request, expected) in [
        (json!({"/amount/total": "1300000.00"}), agreed.clone(), &[][..]),
        (json!({}), agreed.clone(), &[("amendment.no_change", "/contract")]),
        (json!({"/supplier/country": "AT"}), agreed.clone(), &[]),
        (json!({"/number": "26DEJSY39SZ000002"}), agreed.clone(), &[("amendment.fixed", "/contract/number")]),
        (
            json!({"/amount/total": "1300000.00"}),
            json!({}),
            &[("request.missing", "/request/agreement_on"), ("request.missing", "/request/reason")],
        ),
        (
            json!({"/summary": "新的概况：功率器件沟槽栅工艺。"}),
            json!({"reason": REASON, "agreement_on": "2027-03-16"}),
            &[("request.dates", "/request/agreement_on")],
        ),
        (
            json!({"/valid_until": "2032-10-07"}),
            json!({"reason": REASON, "agreement_on": "2026-01-01"}),
            &[("request.dates", "/request/agreement_on")],
        ),
        (json!({"/amount/technology_fee": "1250000.01"}), agreed.clone(), &[("amount.split", "/contract/amount")]),
    ] {
        let form = variations::changed(&changes);
        assert_found(&found(FilingKind::Amendment, &form, &request, &target()), expected, &changes);
    }
}

#[test]
fn a_direction_stays_and_a_terminated_contract_is_no_longer_amended() {
    let agreed = json!({"reason": REASON, "agreement_on": "2027-03-01"});
    let turned = variations::changed(&json!({"/direction": "export"}));
    let codes = found(FilingKind::Amendment, &turned, &agreed, &target());
    assert!(codes.contains(&("amendment.fixed".into(), "/contract/direction".into())), "{codes:?}");

    let terminated = Target { status: ContractStatus::Terminated, ..target() };
    let longer = variations::changed(&json!({"/valid_until": "2032-10-07"}));
    let expected = [("contract.terminated", "/contract_id")];
    assert_found(&found(FilingKind::Amendment, &longer, &agreed, &terminated), &expected, &agreed);
    let settled = json!({"reason": REASON, "settlement": {"formed_on": "2027-03-01", "base_amount": "5.00"}});
    assert_found(&found(FilingKind::Amendment, &import_case(), &settled, &terminated), &[], &settled);
}

#[test]
fn what_was_answered_at_registration_is_not_asked_again() {
    let doubtful = json!({"/recipient/uscc": "91320594MA1X0A01K8"});
    let registered = variations::changed(&doubtful);
    let known = Target { registered: registered.clone(), ..target() };
    let mut form = registered;
    form.summary = Some("新的概况：功率器件沟槽栅工艺。".into());
    let agreed = json!({"reason": REASON, "agreement_on": "2027-03-01"});
    assert_found(&found(FilingKind::Amendment, &form, &agreed, &known), &[], &doubtful);
    // Changed by the amendment itself, it is asked.
    let form = variations::changed(&doubtful);
    let asked = found(FilingKind::Amendment, &form, &agreed, &target());
    assert_found(&asked, &[("company.uscc", "/contract/recipient/uscc")], &doubtful);
}

#[test]
fn a_settlement_follows_the_bases_before_it() {
    const FORMED: &str = "/request/settlement/formed_on";
    const AMOUNT: &str = "/request/settlement/base_amount";
    for (settlement, expected) in [
        (json!({"formed_on": "2027-03-01", "base_amount": "50000.00"}), &[][..]),
        (json!({}), &[("request.missing", AMOUNT), ("request.missing", FORMED)]),
        (json!({"formed_on": "2027-02-01", "base_amount": "50000.00"}), &[("settlement.repeated", FORMED)]),
        (json!({"formed_on": "2027-01-31", "base_amount": "50000.00"}), &[("request.dates", FORMED)]),
        (json!({"formed_on": "2027-03-16", "base_amount": "50000.00"}), &[("request.dates", FORMED)]),
        (json!({"formed_on": "2027-03-01", "base_amount": "50000.001"}), &[("amount.precision", AMOUNT)]),
    ] {
        let request = json!({"reason": REASON, "settlement": settlement});
        assert_found(&found(FilingKind::Amendment, &import_case(), &request, &target()), expected, &settlement);
    }
}

#[test]
fn a_settlement_after_sixty_days_is_late_and_the_sum_is_told() {
    let early = Target { settlements: Vec::new(), ..target() };
    let formed = |day: &str| json!({"reason": REASON, "settlement": {"formed_on": day, "base_amount": "50000.00"}});
    // 60 days before 15 March 2027 is 14 January.
    let in_time = found(FilingKind::Amendment, &import_case(), &formed("2027-01-14"), &early);
    assert_found(&in_time, &[], &formed("2027-01-14"));
    let late = found(FilingKind::Amendment, &import_case(), &formed("2027-01-13"), &early);
    assert_found(&late, &[("deadline.late", "/request/settlement/formed_on")], &formed("2027-01-13"));

    let request: RequestForm = serde_json::from_value(formed("2027-03-01")).unwrap();
    let (target, day) = (target(), "2027-03-15".parse().unwrap());
    let context = CheckContext { request: &request, target: Some(&target), ..context(day, FilingKind::Amendment) };
    let findings = check(&import_case(), &context);
    let sum = findings.iter().find(|finding| finding.code == "settlement.cumulative").unwrap();
    assert_eq!(sum.severity, Severity::Info);
    assert_eq!(
        sum.evidence,
        Some(json!({"currency": "EUR", "before": "500000.00", "cumulative": "550000.00"})),
        "400 000 at first, then 100 000, now 50 000"
    );
}

#[test]
fn only_a_royalty_contract_has_bases_to_settle() {
    let lump_sum = Target { registered: CASES[1].contract.clone(), settlements: Vec::new(), ..target() };
    let request = json!({"reason": REASON, "settlement": {"formed_on": "2027-03-01", "base_amount": "1.00"}});
    let found = found(FilingKind::Amendment, &CASES[1].contract, &request, &lump_sum);
    assert_found(&found, &[("settlement.not_royalty", "/request/settlement")], &request);
}

#[test]
fn a_closure_follows_from_the_contracts_status() {
    const EFFECT: &str = "/request/closure/effect";
    const DAY: &str = "/request/closure/effective_on";
    let closed =
        |effect: &str, day: &str| json!({"reason": REASON, "closure": {"effect": effect, "effective_on": day}});
    let suspended = Target { status: ContractStatus::Suspended, closed_on: "2027-02-10".parse().ok(), ..target() };
    let terminated = Target { status: ContractStatus::Terminated, ..suspended.clone() };
    for (target, request, expected) in [
        (target(), closed("suspension", "2027-03-01"), &[][..]),
        (target(), closed("termination", "2027-03-15"), &[]),
        (target(), closed("resumption", "2027-03-01"), &[("closure.not_possible", EFFECT)]),
        (suspended.clone(), closed("resumption", "2027-03-01"), &[]),
        (suspended.clone(), closed("termination", "2027-02-10"), &[]),
        (suspended.clone(), closed("resumption", "2027-02-09"), &[("request.dates", DAY)]),
        (suspended, closed("suspension", "2027-03-01"), &[("closure.not_possible", EFFECT)]),
        (terminated, closed("termination", "2027-03-01"), &[("closure.not_possible", EFFECT)]),
        (target(), closed("suspension", "2026-10-07"), &[("request.dates", DAY)]),
        (target(), closed("suspension", "2027-03-16"), &[("request.dates", DAY)]),
        (
            target(),
            json!({}),
            &[("request.missing", EFFECT), ("request.missing", DAY), ("request.missing", "/request/reason")],
        ),
    ] {
        assert_found(&found(FilingKind::Closure, &import_case(), &request, &target), expected, &request);
    }
}

#[test]
fn a_lost_certificate_is_replaced_after_a_public_notice() {
    const LOST: &str = "/request/reissue/lost_on";
    const NOTICE: &str = "/request/reissue/notice_on";
    const MEDIUM: &str = "/request/reissue/notice_in";
    let lost = |lost: &str, notice: &str| json!({"reason": "搬迁时遗失", "reissue": {"lost_on": lost, "notice_on": notice, "notice_in": "苏州日报"}});
    for (request, expected) in [
        (lost("2027-03-01", "2027-03-05"), &[][..]),
        (lost("2027-03-01", "2027-02-28"), &[("request.dates", NOTICE)]),
        (lost("2026-11-24", "2027-03-05"), &[("request.dates", LOST)]),
        (lost("2027-03-01", "2027-03-16"), &[("request.dates", NOTICE)]),
        (
            json!({"reason": "搬迁时遗失", "reissue": {"lost_on": "2027-03-01", "notice_in": " "}}),
            &[("reissue.notice_missing", MEDIUM), ("reissue.notice_missing", NOTICE)],
        ),
        (
            json!({}),
            &[
                ("reissue.notice_missing", MEDIUM),
                ("reissue.notice_missing", NOTICE),
                ("request.missing", "/request/reason"),
                ("request.missing", LOST),
            ],
        ),
    ] {
        assert_found(&found(FilingKind::Reissue, &import_case(), &request, &target()), expected, &request);
    }
}

#[test]
fn one_application_at_a_time_for_a_contract() {
    let busy = Target { under_way: vec!["019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e5f".into()], ..target() };
    let request = json!({"reason": REASON, "closure": {"effect": "suspension", "effective_on": "2027-03-01"}});
    let found = found(FilingKind::Closure, &import_case(), &request, &busy);
    assert_found(&found, &[("contract.under_way", "/contract_id")], &request);
}

#[test]
fn papers_depend_on_what_an_amendment_does() {
    let required = |request: Value| -> Vec<&'static str> {
        let request: RequestForm = serde_json::from_value(request).unwrap();
        let needs = document_needs(&import_case(), FilingKind::Amendment, &request, &REFERENCE, &[], false);
        needs.into_iter().filter(|need| need.required).map(|need| need.kind.code()).collect()
    };
    let agreement = ["application_form", "amendment_agreement", "contract_translation"];
    assert_eq!(required(json!({})), agreement);
    assert_eq!(required(json!({"settlement": {}})), ["application_form", "royalty_base_proof"]);
    let both = required(json!({"settlement": {}, "agreement_on": "2027-03-01"}));
    assert_eq!(both, [&agreement[..], &["royalty_base_proof"]].concat());
}
