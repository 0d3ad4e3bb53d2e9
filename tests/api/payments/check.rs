//! What a bank is told before it pays: each question for itself, and together what recording then does.

use reqwest::Method;
use serde_json::{Value, json};

use super::{LumpSum, bank, dollars, euros, pay, take_back};
use crate::kinds::{Cast, closure, reissue, settlement};
use crate::on_both_databases;
use crate::support::{Actor, Answer, TestPortal, new_id};

on_both_databases!(
    each_question_is_answered_for_itself_and_recording_says_the_same,
    a_certificate_that_does_not_stand_is_named_and_tells_nothing_else,
    what_cannot_be_told_is_not_guessed,
    after_its_last_day_only_an_earlier_payment_is_recorded,
    a_bank_learns_what_changed_since_it_last_paid,
    no_name_is_told_and_no_other_banks_entry,
    it_is_a_question_of_whoever_verifies,
);

/// An institution that asks and records.
async fn institution(portal: &TestPortal) -> Actor {
    portal.partner(&["certificates:verify", "payments:write"], None).await
}

async fn asks(actor: &Actor, body: &Value) -> Answer {
    Answer::of(actor.request(Method::POST, "/verify/payment").json(body)).await
}

/// A question about ten of the currency, with other values in some places.
fn question(certificate: &str, currency: &str, changed: Value) -> Value {
    let mut body = json!({ "number": certificate, "currency": currency, "amount": "10.00", "pay_on": "2026-11-20" });
    body.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
    body
}

/// Asks, then records just that: either both say yes, or recording is refused with a code that was told. What was recorded is taken
/// back, so that nothing has changed.
pub(super) async fn ask_and_record(bank: &Actor, body: &Value) -> Value {
    let answer = asks(bank, body).await.expect(200);
    let given = |name: &str, otherwise: &str| body[name].as_str().unwrap_or(otherwise).to_owned();
    let payment = json!({
        "currency": body["currency"], "amount": given("amount", "0.01"), "paid_on": given("pay_on", "2026-11-22"),
        "reference": new_id().to_string(),
    });
    let certificate = answer["number"].as_str().unwrap();
    let recorded = bank.post(&super::path(certificate), &payment).await;
    assert_eq!(answer["may_pay"], recorded.status == 201, "{body}\n{answer}\n{}", recorded.text());
    if recorded.status == 201 {
        let made = recorded.json()["payment"]["id"].as_str().unwrap().to_owned();
        take_back(bank, certificate, &made).await.expect(201);
    } else {
        let refusal = recorded.json()["code"].clone();
        let told = answer["questions"].as_array().unwrap().iter().any(|one| one["code"] == refusal);
        assert!(told, "{body}\n{refusal} is not among\n{answer}");
    }
    answer
}

/// The outcome and the code of one answer.
pub(super) fn said<'a>(answer: &'a Value, question: &str) -> (&'a str, &'a str) {
    let one = answer["questions"].as_array().unwrap().iter().find(|one| one["question"] == question);
    let one = one.unwrap_or_else(|| panic!("{question} is not answered: {answer}"));
    assert!(one["message"].as_str().is_some_and(|message| !message.is_empty()), "{one}");
    (one["outcome"].as_str().unwrap(), one["code"].as_str().unwrap())
}

async fn each_question_is_answered_for_itself_and_recording_says_the_same(portal: &TestPortal) {
    let (deal, bank) = (LumpSum::of(portal).await, institution(portal).await);
    let company = deal.company.company.clone().unwrap();
    let name = company["name"].as_str().unwrap();
    let payer = |party: Value| json!({ "payer": party });
    let payee = |party: Value| json!({ "payee": party });
    for (changed, asked, outcome, code) in [
        (json!({}), "certificate", "yes", "agrees"),
        (json!({}), "changes", "yes", "agrees"),
        (payer(json!({ "name": "Example Vision Pte. Ltd." })), "payer", "yes", "agrees"),
        (payer(json!({ "name": "EXAMPLE VISION PTE LTD" })), "payer", "yes", "agrees"),
        (payer(json!({ "name": "Example Vision Private Ltd" })), "payer", "unknown", "name_close"),
        (payer(json!({ "name": "Other Optics GmbH" })), "payer", "no", "name_differs"),
        (payer(json!({ "name": "示例视觉公司" })), "payer", "unknown", "name_not_comparable"),
        (payer(json!({ "name": name })), "payer", "unknown", "name_not_comparable"),
        (payer(json!({ "country": "SG" })), "payer", "yes", "agrees"),
        (payer(json!({ "country": "MY" })), "payer", "no", "country_differs"),
        (payer(json!({ "name": "Example Vision Pte. Ltd.", "country": "MY" })), "payer", "no", "country_differs"),
        (payer(json!({ "uscc": company["uscc"] })), "payer", "unknown", "uscc_not_registered"),
        (payee(json!({ "name": name, "uscc": company["uscc"], "country": "CN" })), "payee", "yes", "agrees"),
        (payee(json!({ "name": format!(" {}  ", name.replace("有限", " 有限")) })), "payee", "yes", "agrees"),
        (payee(json!({ "name": "苏州另一家科技股份公司" })), "payee", "no", "name_differs"),
        (payee(json!({ "uscc": "91320594MA1X0A01K7" })), "payee", "no", "uscc_differs"),
        (json!({ "currency": "EUR" }), "currency", "no", "currency_differs"),
        (json!({ "currency": "EUR" }), "amount", "unknown", "currency_differs"),
        (json!({ "currency": "XXL" }), "currency", "no", "currency_differs"),
        (json!({ "amount": "86000.00" }), "amount", "yes", "agrees"),
        (json!({ "amount": "86000.01" }), "amount", "no", "overpayment"),
        (json!({ "amount": "0.00" }), "amount", "no", "amount_not_positive"),
        (json!({ "amount": null }), "amount", "yes", "agrees"),
        (json!({ "pay_on": null }), "pay_on", "yes", "agrees"),
        (json!({ "pay_on": "2026-11-22" }), "pay_on", "yes", "agrees"),
        (json!({ "pay_on": "2026-11-23" }), "pay_on", "unknown", "paid_in_future"),
        (json!({ "pay_on": "2026-11-05" }), "pay_on", "yes", "agrees"),
        (json!({ "pay_on": "2026-11-04" }), "pay_on", "no", "paid_before_effect"),
        (json!({ "pay_on": "2027-11-05" }), "certificate", "no", "paid_after_validity"),
    ] {
        let answer = ask_and_record(&bank, &question(&deal.certificate, "USD", changed)).await;
        assert_eq!(said(&answer, asked), (outcome, code), "{answer}");
        assert_eq!(
            answer["outcome"] == "yes",
            answer["questions"].as_array().unwrap().iter().all(|one| one["outcome"] == "yes")
        );
        assert_eq!((&answer["status"], &answer["valid"]), (&"valid".into(), &true.into()));
        assert_eq!(super::figures(&answer), ["86000.00", "86000.00", "0.00", "86000.00"]);
    }
    // Once all is paid, nothing remains for whoever names no amount either.
    pay(&self::bank(portal).await, &deal.certificate, &dollars("86000.00")).await;
    let answer = ask_and_record(&bank, &question(&deal.certificate, "USD", json!({ "amount": null }))).await;
    assert_eq!(said(&answer, "amount"), ("no", "overpayment"));
}

async fn a_certificate_that_does_not_stand_is_named_and_tells_nothing_else(portal: &TestPortal) {
    let (cast, bank) = (Cast::of(portal).await, institution(portal).await);
    let payee = json!({ "payee": { "country": "DE" } });
    let ask = async |certificate: &str| ask_and_record(&bank, &question(certificate, "EUR", payee.clone())).await;
    assert_eq!(ask(&cast.certificate).await["outcome"], "yes");
    for (effect, status, outcome) in
        [("suspension", "suspended", ("no", "contract_suspended")), ("resumption", "valid", ("yes", "agrees"))]
    {
        let id = cast.draft("closure", &closure(effect, "2026-11-22")).await;
        cast.take_effect(&id).await;
        let answer = ask(&cast.certificate).await;
        assert_eq!((&answer["status"], said(&answer, "certificate")), (&status.into(), outcome));
        assert_eq!(said(&answer, "payee"), ("yes", "agrees"), "the contract is still this one");
    }
    let lost = cast.draft("reissue", &reissue()).await;
    let second = cast.take_effect(&lost).await["certificate_number"].as_str().unwrap().to_owned();
    let earlier = ask(&cast.certificate).await;
    for asked in ["payee", "currency", "amount", "pay_on"] {
        assert_eq!(said(&earlier, asked), ("unknown", "certificate_superseded"), "{asked}");
    }
    assert_eq!((&earlier["status"], &earlier["figures"]), (&"reissued".into(), &Value::Null));
    assert!(!earlier.to_string().contains(&second), "the other's number is for the company to give: {earlier}");
    assert_eq!(ask(&second).await["outcome"], "yes");

    let revoked = json!({ "reason": "登记所据合同系伪造，依法撤销。" });
    portal.approver().await.post(&format!("/certificates/{second}/revoke"), &revoked).await.expect(204);
    let answer = ask(&second).await;
    assert_eq!(said(&answer, "certificate"), ("no", "certificate_revoked"));
    assert_eq!((&answer["outcome"], &answer["figures"]), (&"no".into(), &Value::Null));

    let other = Cast::of(portal).await;
    let id = other.draft("closure", &closure("termination", "2026-11-22")).await;
    other.take_effect(&id).await;
    assert_eq!(said(&ask(&other.certificate).await, "certificate"), ("no", "contract_terminated"));
}

async fn what_cannot_be_told_is_not_guessed(portal: &TestPortal) {
    let (cast, bank) = (Cast::of(portal).await, institution(portal).await);
    let unreadable = format!(
        "UPDATE contract_versions SET contract = REPLACE(contract, '\"entry_fee\":\"200000.00\"', '\"entry_fee\":\"2e5\"') \
         WHERE contract_id = '{}'",
        cast.id
    );
    portal.execute(&unreadable).await;
    let answer = ask_and_record(&bank, &question(&cast.certificate, "EUR", json!({}))).await;
    assert_eq!(said(&answer, "amount"), ("unknown", "payable_unclear"));
    assert_eq!((&answer["outcome"], &answer["figures"]), (&"unknown".into(), &Value::Null));
}

async fn after_its_last_day_only_an_earlier_payment_is_recorded(portal: &TestPortal) {
    let deal = LumpSum::of(portal).await;
    portal.set_clock("2027-11-05T02:00:00Z");
    let bank = institution(portal).await;
    for (day, outcome) in [("2027-11-05", ("no", "paid_after_validity")), ("2027-11-04", ("yes", "agrees"))] {
        let answer = ask_and_record(&bank, &question(&deal.certificate, "USD", json!({ "pay_on": day }))).await;
        assert_eq!(said(&answer, "certificate"), outcome, "{day}");
        assert_eq!((&answer["status"], &answer["valid"]), (&"expired".into(), &false.into()), "{day}");
    }
    let today = json!({ "number": deal.certificate, "currency": "USD" });
    assert_eq!(said(&asks(&bank, &today).await.expect(200), "certificate"), ("no", "paid_after_validity"));
}

async fn a_bank_learns_what_changed_since_it_last_paid(portal: &TestPortal) {
    let (cast, bank, another) = (Cast::of(portal).await, institution(portal).await, institution(portal).await);
    let made = pay(&bank, &cast.certificate, &euros("5.00")).await;
    let id = cast.amendment("/valid_until", "2033-10-07").await;
    let second = cast.take_effect(&id).await["certificate_number"].as_str().unwrap().to_owned();
    let answer = asks(&bank, &question(&second, "EUR", json!({}))).await.expect(200);
    assert_eq!(said(&answer, "changes"), ("unknown", "changed_since"));
    assert_eq!((&answer["outcome"], &answer["may_pay"]), (&"unknown".into(), &true.into()), "a person looks first");
    let amended = json!({ "version": 2, "at": "2026-11-22T02:00:00Z", "kind": "amendment", "pointers": ["/contract/valid_until"] });
    assert_eq!(answer["changes"], json!([amended]));
    let last = json!({ "id": made, "paid_on": "2026-11-20", "recorded_at": "2026-11-22T02:00:00Z" });
    assert_eq!(answer["last_payment"], last);
    let earlier = asks(&bank, &question(&cast.certificate, "EUR", json!({}))).await.expect(200);
    assert_eq!((said(&earlier, "certificate").1, &earlier["changes"]), ("certificate_superseded", &json!([amended])));
    // Whoever has not paid yet looks at all of it anyway.
    let first = asks(&another, &question(&second, "EUR", json!({}))).await.expect(200);
    assert_eq!((said(&first, "changes").0, &first["changes"]), ("yes", &json!([])));
    assert_eq!(first["last_payment"], Value::Null);

    let later = pay(&bank, &second, &euros("1.00")).await;
    let answer = asks(&bank, &question(&second, "EUR", json!({}))).await.expect(200);
    assert_eq!((&answer["outcome"], &answer["changes"]), (&"yes".into(), &json!([])), "paid by what is registered now");
    let settled = cast.draft("amendment", &settlement("2026-11-10", "50000.00")).await;
    let third = cast.take_effect(&settled).await["certificate_number"].as_str().unwrap().to_owned();
    let suspended = cast.draft("closure", &closure("suspension", "2026-11-22")).await;
    cast.take_effect(&suspended).await;
    let changes = async |actor: &Actor, changed: Value| {
        let answer = asks(actor, &question(&third, "EUR", changed)).await.expect(200);
        let line =
            |change: &Value| (change["version"].as_i64().unwrap(), change["pointers"][0].as_str().unwrap().to_owned());
        answer["changes"].as_array().unwrap().iter().map(line).collect::<Vec<_>>()
    };
    let all = [(2, "/contract/valid_until"), (3, "/request/settlement"), (3, "/request/closure")];
    let all = all.map(|(version, pointer)| (version, pointer.to_owned()));
    assert_eq!(changes(&bank, json!({})).await, all[1..]);
    assert_eq!(changes(&another, json!({ "since": "2026-11-22T00:00:00Z" })).await, all);
    assert_eq!(changes(&another, json!({ "since": "2026-11-22T10:00:01+08:00" })).await, []);
    // A payment that was taken back is none to reckon from.
    take_back(&bank, &third, &later).await.expect(201);
    assert_eq!(changes(&bank, json!({})).await, all);
}

async fn no_name_is_told_and_no_other_banks_entry(portal: &TestPortal) {
    let (cast, bank, other) = (Cast::of(portal).await, institution(portal).await, self::bank(portal).await);
    let body = euros("5.00");
    let made = pay(&other, &cast.certificate, &body).await;
    let parties = json!({ "payer": { "name": "苏州测试" }, "payee": { "name": "示例半导体有限公司" } });
    let answer = asks(&bank, &question(&cast.certificate, "EUR", parties)).await.expect(200);
    assert_eq!(super::figures(&answer)[2], "5.00", "what everybody paid");
    assert_eq!(answer["last_payment"], Value::Null);
    let contract = &cast.contract.0;
    let text = answer.to_string();
    for secret in [
        &contract["recipient"]["name"],
        &contract["recipient"]["uscc"],
        &contract["supplier"]["name"],
        &contract["name"],
        &contract["number"],
        &body["reference"],
        &made.into(),
    ] {
        assert!(!text.contains(secret.as_str().unwrap()), "{secret}: {text}");
    }
    assert!(!text.contains("测试系统"), "the other institution's name: {text}");
}

async fn it_is_a_question_of_whoever_verifies(portal: &TestPortal) {
    let (deal, bank) = (LumpSum::of(portal).await, institution(portal).await);
    let body = question(&deal.certificate, "USD", json!({}));
    asks(&portal.anyone(), &body).await.problem(401, "unauthenticated");
    asks(&deal.company, &body).await.problem(403, "forbidden");
    asks(&portal.reviewer().await, &body).await.problem(403, "forbidden");
    for scope in ["payments:write", "filings:read", "filings:write", "research:read"] {
        let wrong = portal.partner(&[scope], Some(&deal.company)).await;
        asks(&wrong, &body).await.problem(403, "insufficient_scope");
    }
    let certificate = deal.company.get(&format!("/certificates/{}", deal.certificate)).await.expect(200);
    let credential = certificate["credential"].clone();
    let by_credential =
        json!({ "credential": credential, "currency": "USD", "amount": "10.00", "pay_on": "2026-11-20" });
    assert_eq!(asks(&bank, &by_credential).await.expect(200), asks(&bank, &body).await.expect(200));

    for (changed, pointer) in [
        (json!({ "credential": credential }), "/number"),
        (json!({ "number": null }), "/number"),
        (json!({ "payer": {} }), "/payer"),
        (json!({ "payee": { "name": null } }), "/payee"),
        (json!({ "payee": { "name": "" } }), "/payee/name"),
        (json!({ "payee": { "country": "CHN" } }), "/payee/country"),
        (json!({ "currency": "EURO" }), "/currency"),
        (json!({ "pay_on": "20261120" }), "/pay_on"),
        (json!({ "since": "yesterday" }), "/since"),
    ] {
        let problem = asks(&bank, &question(&deal.certificate, "USD", changed)).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    for amount in ["-1", "1e3", "10.001", "1,000.00"] {
        let unreadable = question(&deal.certificate, "USD", json!({ "amount": amount }));
        asks(&bank, &unreadable).await.problem(422, "amount_unreadable");
    }
    asks(&bank, &question("SZE26-0000-0000-0000", "USD", json!({}))).await.problem(404, "not_found");
    let nonsense = json!({ "credential": "nonsense", "currency": "USD" });
    asks(&bank, &nonsense).await.problem(422, "credential_invalid");

    // The holder sees that it was checked, and by what kind of party; nothing else came of it.
    let checks = deal.company.get(&format!("/certificates/{}/checks", deal.certificate)).await.expect(200);
    let by_partner: Vec<&Value> =
        checks["items"].as_array().unwrap().iter().filter(|line| line["party"] == "partner").collect();
    assert_eq!(by_partner.len(), 2, "by number, and by credential: {checks}");
    assert_eq!(deal.ledger().await["items"], json!([]));
}
