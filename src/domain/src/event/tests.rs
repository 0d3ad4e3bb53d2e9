//! What each kind of entry tells, and to whom.

use serde_json::json;

use super::*;
use crate::filing::{Action, Outcome, next};

const SUBJECT: &str = "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e5f";
const OTHER: &str = "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e60";

fn event(kind: &str, body: &Value) -> Option<Event> {
    Event::of(7, DateTime::UNIX_EPOCH, kind, SUBJECT, body)
}

fn told(kind: &str, body: &Value) -> Value {
    serde_json::to_value(event(kind, body).unwrap()).unwrap()
}

fn audiences() -> [Audience; 2] {
    [Audience::Company(CompanyId::parse(OTHER).unwrap()), Audience::Partner(PartnerId::parse(OTHER).unwrap())]
}

/// Everything that any entry may hold, and more.
fn everything() -> Value {
    json!({
        "kind": "registration", "contract": OTHER, "contract_number": "JSSZ-1", "version": 2, "certificate": "SZI26-A",
        "contract_status": "suspended", "effect": "suspension", "effective_on": "2026-12-01", "payment": OTHER,
        "mandate": OTHER, "outcome": "refuse", "opinion": "不公开的意见", "reason": "不公开的理由", "grounds": ["x"],
        "note": "不公开的备注", "claimant": "reviewer", "to": "reviewer", "from": "reviewer", "digest": "ab", "items": [],
        "company": OTHER, "name": "不公开的名称", "scopes": "filings:read",
    })
}

#[test]
fn what_was_recommended_is_not_told_before_the_decision() {
    let body = json!({ "outcome": "refuse", "opinion": "资料不足。", "grounds": ["incomplete"] });
    assert_eq!(facts("filing.recommended", &body), Some(json!({})));
    assert_eq!(facts("filing.refused", &body), Some(json!({ "opinion": "资料不足。", "grounds": ["incomplete"] })));
}

#[test]
fn who_has_a_case_is_the_desks_own_business() {
    for (kind, body) in [
        ("filing.claimed", json!({})),
        ("filing.assigned", json!({ "to": OTHER, "from": null })),
        ("filing.released", json!({ "claimant": OTHER })),
    ] {
        assert_eq!(facts(kind, &body), Some(json!({})), "{kind}");
    }
    for silent in ["filing.saved", "note.added", "case.looked_at", "screening.judged", "session.begun", "reminder.due"]
    {
        assert_eq!(facts(silent, &everything()), None, "{silent}");
        assert_eq!(event(silent, &everything()), None, "{silent}");
    }
}

#[test]
fn a_registration_is_told_with_its_contract() {
    let body = json!({ "kind": "registration", "opinion": "准予登记。", "contract": OTHER, "contract_number": "N",
                       "version": 1, "certificate": "SZI26-A", "data_sheet": "ab", "changes": "cd" });
    assert_eq!(
        told("filing.registered", &body),
        json!({ "seq": 7, "at": "1970-01-01T00:00:00Z", "type": "filing.registered", "filing_id": SUBJECT,
                "kind": "registration", "status": "registered", "contract_id": OTHER, "contract_number": "N",
                "version": 1, "certificate_number": "SZI26-A" })
    );
}

#[test]
fn a_paper_has_a_kind_that_is_none_of_an_application() {
    let body = json!({ "attachment": OTHER, "kind": "other", "sha256": "ab", "size": 3 });
    assert_eq!(told("attachment.added", &body).get("kind"), None);
    assert_eq!(facts("attachment.added", &body), Some(body.clone()));
}

#[test]
fn an_institution_is_not_told_of_the_application_nor_the_number_of_a_later_certificate() {
    let [company, institution] = audiences();
    let registered = event("filing.registered", &everything()).unwrap();
    assert_eq!(registered.clone().told_to(company), registered);
    let told = registered.told_to(institution);
    assert_eq!((&told.filing_id, &told.mandate_id, &told.certificate_number), (&None, &None, &None));
    assert_eq!((told.contract_number.as_deref(), told.version), (Some("JSSZ-1"), Some(2)));
    let revoked = event("certificate.revoked", &everything()).unwrap().told_to(institution);
    assert_eq!(revoked.certificate_number.as_deref(), Some("SZI26-A"));
}

#[test]
fn no_event_holds_words_of_people() {
    for kind in EventType::ALL {
        let text = told(kind.code(), &everything()).to_string();
        for secret in ["不公开", "reviewer", "grounds", "outcome", "digest", "scopes"] {
            assert!(!text.contains(secret), "{}: {text}", kind.code());
        }
    }
}

#[test]
fn each_event_names_what_it_is_about_and_is_read_back() {
    for kind in EventType::ALL {
        let text = told(kind.code(), &json!({})).to_string();
        assert!(text.contains(SUBJECT), "{}: {text}", kind.code());
        assert_eq!(serde_json::from_str::<Event>(&text).ok(), event(kind.code(), &json!({})));
    }
}

#[test]
fn what_belongs_to_a_system_is_told_of_the_system() {
    let partner = |body: &Value| event("webhook.disabled", body).unwrap().partner_id;
    assert_eq!(partner(&json!({ "partner": OTHER, "why": "failing" })), PartnerId::parse(OTHER));
    assert_eq!(event("partner.changed", &json!({})).unwrap().partner_id, PartnerId::parse(SUBJECT));
}

#[test]
fn a_status_follows_from_the_type_as_the_table_of_states_has_it() {
    use FilingStatus::{Draft, InReview, Recommended, Returned, Submitted};
    for (from, action, outcome, kind) in [
        (Draft, Action::Submit, None, EventType::FilingSubmitted),
        (Submitted, Action::Claim, None, EventType::FilingClaimed),
        (Submitted, Action::Assign, None, EventType::FilingAssigned),
        (InReview, Action::Release, None, EventType::FilingReleased),
        (InReview, Action::Return, None, EventType::FilingReturned),
        (InReview, Action::Recommend, None, EventType::FilingRecommended),
        (InReview, Action::Refer, None, EventType::FilingReferred),
        (Recommended, Action::Decide, Some(Outcome::Register), EventType::FilingRegistered),
        (Recommended, Action::Decide, Some(Outcome::Refuse), EventType::FilingRefused),
        (Returned, Action::Withdraw, None, EventType::FilingWithdrawn),
        (Returned, Action::Lapse, None, EventType::FilingLapsed),
    ] {
        assert_eq!(next(from, action, outcome).ok(), kind.status(), "{}", kind.code());
    }
}

#[test]
fn an_audience_is_read_back_as_it_was_written() {
    for audience in audiences() {
        assert_eq!(Audience::parse(&audience.to_string()), Some(audience));
    }
    for other in ["", "company", "company:", "company:1", "register", &format!("user:{OTHER}")] {
        assert_eq!(Audience::parse(other), None, "{other}");
    }
}
