//! What is recorded, and what is refused.

use serde_json::json;

use super::{LumpSum, bank, dollars, euros, figures, path, pay, take_back};
use crate::kinds::{Cast, closure, reissue, settlement};
use crate::on_both_databases;
use crate::support::TestPortal;

on_both_databases!(
    a_bank_pays_until_nothing_remains,
    a_repeated_request_is_one_payment_and_a_reference_names_one_for_ever,
    an_overpayment_is_refused_with_the_figures,
    a_royalty_is_paid_as_its_bases_are_settled,
    each_payment_that_cannot_be_is_refused_by_name,
    nothing_is_paid_under_a_contract_that_rests_or_has_ended,
    payments_go_under_the_newest_certificate,
);

async fn a_bank_pays_until_nothing_remains(portal: &TestPortal) {
    let (deal, bank) = (LumpSum::of(portal).await, bank(portal).await);
    let before = bank.get(&deal.path()).await.expect(200);
    assert_eq!(figures(&before), ["86000.00", "86000.00", "0.00", "86000.00"]);
    assert_eq!((&before["figures"]["currency"], &before["items"]), (&"USD".into(), &json!([])));

    let mut first = dollars("80000.00");
    first["reference"] = "FT26324-000917/2".into();
    let recorded = bank.post(&deal.path(), &first).await.expect(201);
    assert_eq!(figures(&recorded), ["86000.00", "86000.00", "80000.00", "6000.00"]);
    let entry = &recorded["payment"];
    assert_eq!((&entry["kind"], &entry["amount"]), (&"payment".into(), &"80000.00".into()));
    assert_eq!((&entry["paid_on"], &entry["reference"]), (&"2026-11-20".into(), &"FT26324-000917/2".into()));
    assert_eq!((&entry["reversed"], &entry["recorded_at"]), (&false.into(), &"2026-11-22T02:00:00Z".into()));

    let last = bank.post(&deal.path(), &dollars("6000")).await.expect(201);
    assert_eq!(figures(&last), ["86000.00", "86000.00", "86000.00", "0.00"]);
    bank.post(&deal.path(), &dollars("0.01")).await.problem(409, "overpayment");
}

async fn a_repeated_request_is_one_payment_and_a_reference_names_one_for_ever(portal: &TestPortal) {
    let (deal, bank, another) = (LumpSum::of(portal).await, bank(portal).await, bank(portal).await);
    let body = dollars("1000.00");
    let first = bank.post_under("pay-1", &deal.path(), &body).await;
    let again = bank.post_under("pay-1", &deal.path(), &body).await;
    assert_eq!((first.status, &first.body), (201, &again.body));
    assert_eq!((again.status, again.header("idempotent-replayed")), (201, Some("true")));
    bank.post_under("pay-2", &deal.path(), &body).await.problem(409, "reference_taken");
    // Also for another contract, and after the payment was taken back; another bank's references are its own.
    let other = LumpSum::of(portal).await;
    bank.post(&other.path(), &body).await.problem(409, "reference_taken");
    take_back(&bank, &deal.certificate, first.json()["payment"]["id"].as_str().unwrap()).await.expect(201);
    bank.post(&deal.path(), &body).await.problem(409, "reference_taken");
    another.post(&deal.path(), &body).await.expect(201);
    assert_eq!(deal.ledger().await["items"].as_array().unwrap().len(), 3);
}

async fn an_overpayment_is_refused_with_the_figures(portal: &TestPortal) {
    let (deal, bank) = (LumpSum::of(portal).await, bank(portal).await);
    pay(&bank, &deal.certificate, &dollars("85000.00")).await;
    let problem = bank.post(&deal.path(), &dollars("1000.01")).await.problem(409, "overpayment");
    assert_eq!(figures(&problem), ["86000.00", "86000.00", "85000.00", "1000.00"]);
    assert_eq!(
        (&problem["errors"][0]["pointer"], &problem["errors"][0]["code"]),
        (&"/amount".into(), &"overpayment".into())
    );
    let message = problem["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("USD 85000.00") && message.contains("USD 1000.00"), "{message}");
    let english = bank.request(reqwest::Method::POST, &deal.path()).header("accept-language", "en");
    let english = english.header("idempotency-key", "english").json(&dollars("1000.01"));
    let problem = crate::support::Answer::of(english).await.problem(409, "overpayment");
    let message = problem["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("at most USD 1000.00 remains"), "{message}");
    assert_eq!(figures(&deal.ledger().await), ["86000.00", "86000.00", "85000.00", "1000.00"], "nothing was recorded");
}

async fn a_royalty_is_paid_as_its_bases_are_settled(portal: &TestPortal) {
    // Entry fee 200 000.00, and 3.5 % of a first base of 400 000.00; the parties expect 1 250 000.00 in all.
    let (cast, bank) = (Cast::of(portal).await, bank(portal).await);
    pay(&bank, &cast.certificate, &euros("200000.00")).await;
    let problem = bank.post(&path(&cast.certificate), &euros("14000.01")).await.problem(409, "overpayment");
    assert_eq!(figures(&problem), ["1250000.00", "214000.00", "200000.00", "14000.00"]);
    pay(&bank, &cast.certificate, &euros("14000.00")).await;

    let settled = cast.draft("amendment", &settlement("2026-11-10", "50000.50")).await;
    let certificate = cast.take_effect(&settled).await["certificate_number"].as_str().unwrap().to_owned();
    let ledger = bank.get(&path(&certificate)).await.expect(200);
    assert_eq!(figures(&ledger), ["1250000.00", "215750.02", "214000.00", "1750.02"], "the true-up");
    bank.post(&path(&certificate), &euros("1750.03")).await.problem(409, "overpayment");
    let recorded = bank.post(&path(&certificate), &euros("1750.02")).await.expect(201);
    assert_eq!(figures(&recorded), ["1250000.00", "215750.02", "215750.02", "0.00"]);
}

async fn each_payment_that_cannot_be_is_refused_by_name(portal: &TestPortal) {
    let (deal, bank) = (LumpSum::of(portal).await, bank(portal).await);
    let with = |name: &str, value: &str| {
        let mut body = dollars("10.00");
        body[name] = value.into();
        body
    };
    for (body, pointer, code) in [
        (with("currency", "EUR"), "/currency", "currency_differs"),
        (with("currency", "XXL"), "/currency", "currency_differs"),
        (with("amount", "0.00"), "/amount", "amount_not_positive"),
        (with("amount", "-5"), "/amount", "amount_unreadable"),
        (with("amount", "1e3"), "/amount", "amount_unreadable"),
        (with("amount", "10.001"), "/amount", "amount_unreadable"),
        (with("paid_on", "2026-11-23"), "/paid_on", "paid_in_future"),
        (with("paid_on", "2026-11-04"), "/paid_on", "paid_before_effect"),
        (with("reference", "FT 1"), "/reference", "reference_unreadable"),
        (with("reference", "编号"), "/reference", "reference_unreadable"),
    ] {
        let problem = bank.post(&deal.path(), &body).await.problem(422, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}");
        assert_eq!(problem["errors"][0]["code"], code, "{body}");
    }
    bank.post(&deal.path(), &with("paid_on", "2026-11-05")).await.expect(201);
    for body in [json!({}), with("payer", "甲"), with("paid_on", "20261120")] {
        assert_eq!(bank.post(&deal.path(), &body).await.status, 422, "{body}");
    }
    bank.post(&path("SZE26-0000-0000-0000"), &dollars("1")).await.problem(404, "not_found");
    assert_eq!(figures(&deal.ledger().await)[2], "10.00");

    portal.set_clock("2027-11-05T02:00:00Z");
    let later = self::bank(portal).await;
    later.post(&deal.path(), &with("paid_on", "2027-11-05")).await.problem(422, "paid_after_validity");
    later.post(&deal.path(), &with("paid_on", "2027-11-04")).await.expect(201);
}

async fn nothing_is_paid_under_a_contract_that_rests_or_has_ended(portal: &TestPortal) {
    let (cast, bank) = (Cast::of(portal).await, bank(portal).await);
    let made = pay(&bank, &cast.certificate, &euros("5.00")).await;
    for (effect, refused) in
        [("suspension", Some("contract_suspended")), ("resumption", None), ("termination", Some("contract_terminated"))]
    {
        let id = cast.draft("closure", &closure(effect, "2026-11-22")).await;
        cast.take_effect(&id).await;
        let answer = bank.post(&path(&cast.certificate), &euros("7.00")).await;
        match refused {
            Some(code) => drop(answer.problem(409, code)),
            None => drop(answer.expect(201)),
        }
    }
    // What was recorded wrongly is put right all the same.
    let recorded = take_back(&bank, &cast.certificate, &made).await.expect(201);
    assert_eq!(figures(&recorded)[2], "7.00");
}

async fn payments_go_under_the_newest_certificate(portal: &TestPortal) {
    let (cast, bank) = (Cast::of(portal).await, bank(portal).await);
    let made = pay(&bank, &cast.certificate, &euros("200000.00")).await;
    let lost = cast.draft("reissue", &reissue()).await;
    let second = cast.take_effect(&lost).await["certificate_number"].as_str().unwrap().to_owned();
    let problem = bank.post(&path(&cast.certificate), &euros("1")).await.problem(409, "certificate_superseded");
    assert!(
        !problem.to_string().contains(&second),
        "the number of the other one is for the company to give: {problem}"
    );
    let recorded = bank.post(&path(&second), &euros("1.00")).await.expect(201);
    assert_eq!(figures(&recorded)[2], "200001.00", "one contract, one ledger");
    // A payment is taken back, and seen, under any certificate of its contract.
    take_back(&bank, &cast.certificate, &made).await.expect(201);
    assert_eq!(bank.get(&path(&cast.certificate)).await.expect(200), bank.get(&path(&second)).await.expect(200));
}
