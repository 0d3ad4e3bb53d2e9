//! The first given case, changed in one place: exactly one finding follows.

use serde_json::{Value, json};

use super::{check_registration, import_case, told};
use crate::contract::ContractForm;

/// The first given case with other values at some places.
pub(super) fn changed(changes: &Value) -> ContractForm {
    let mut form = serde_json::to_value(import_case()).unwrap();
    for (pointer, value) in changes.as_object().unwrap() {
        *form.pointer_mut(pointer).unwrap() = value.clone();
    }
    serde_json::from_value(form).unwrap()
}

#[test]
fn what_the_given_cases_leave_out_about_parties_and_dates() {
    for (code, pointer, changes) in [
        ("country.unknown", "/contract/user/country", json!({"/user/country": "UK"})),
        ("industry.unknown", "/contract/industry", json!({"/industry": "00", "/number": "26DEJSY00SZ000001"})),
        ("dates.order", "/contract/effective_on", json!({"/signed_on": "2026-10-09"})),
        ("company.uscc", "/contract/recipient/uscc", json!({"/recipient/uscc": "9132"})),
        (
            "parties.direction",
            "/contract/direction",
            json!({"/supplier/country": "CN", "/recipient/country": "DE", "/number": "26CNJSY39SZ000001"}),
        ),
        ("declaration.missing", "/contract/declared_unrestricted", json!({"/declared_unrestricted": false})),
        ("patent.incomplete", "/contract/patents/0", json!({"/patents/0/number": null})),
        ("field.required", "/contract/name", json!({"/name": "  "})),
        (
            "jurisdiction.capital_contribution",
            "/contract/project_approval",
            json!({"/project_approval": {"authority": "capital_contribution"}}),
        ),
    ] {
        assert_only(code, pointer, &changes);
    }
}

#[test]
fn what_the_given_cases_leave_out_about_money() {
    const ROYALTY: &str = "/contract/payment/royalty";
    let below = |field: &str| format!("{ROYALTY}/{field}");
    for (code, pointer, changes) in [
        ("currency.unknown", "/contract/amount/currency", json!({"/amount/currency": "XXL"})),
        ("amount.format", "/contract/amount/total", json!({"/amount/total": "1,250,000"})),
        ("amount.split", "/contract/payment/entry_fee", json!({"/payment/entry_fee": "9000000"})),
        ("amount.precision", &below("first_base_amount"), json!({"/payment/royalty/first_base_amount": "1.234"})),
        ("royalty.rate", &below("rate_percent"), json!({"/payment/royalty/rate_percent": "350"})),
        ("royalty.terms", ROYALTY, json!({"/payment/royalty/base": null})),
        (
            "royalty.base_missing",
            &below("first_base_formed_on"),
            json!({"/payment/royalty/first_base_formed_on": "2026-12-01"}),
        ),
        (
            "deadline.late",
            &below("first_base_formed_on"),
            json!({"/payment/royalty/first_base_formed_on": "2026-09-01"}),
        ),
    ] {
        assert_only(code, pointer, &changes);
    }
}

fn assert_only(code: &str, pointer: &str, changes: &Value) {
    let findings = check_registration(&changed(changes));
    let found: Vec<_> = told(&findings).into_iter().map(|(code, _, pointer)| (code, pointer)).collect();
    assert_eq!(found, [(code, pointer)]);
}
