//! Reversals: entries, never edits.

use serde_json::json;

use super::check::{ask_and_record, said};
use super::{LumpSum, bank, dollars, euros, figures, path, pay, take_back};
use crate::kinds::{Cast, agreed};
use crate::on_both_databases;
use crate::support::{Contract, TestPortal, new_id};

on_both_databases!(
    a_payment_is_taken_back_by_its_bank_once_and_stays_in_sight,
    after_a_change_of_currency_earlier_payments_are_recorded_anew,
);

async fn a_payment_is_taken_back_by_its_bank_once_and_stays_in_sight(portal: &TestPortal) {
    let (deal, bank, another) = (LumpSum::of(portal).await, bank(portal).await, bank(portal).await);
    let made = pay(&bank, &deal.certificate, &dollars("86000.00")).await;
    take_back(&another, &deal.certificate, &made).await.problem(404, "not_found");
    take_back(&bank, &LumpSum::of(portal).await.certificate, &made).await.problem(404, "not_found");
    take_back(&bank, &deal.certificate, &new_id().to_string()).await.problem(404, "not_found");
    take_back(&bank, &deal.certificate, "1").await.problem(404, "not_found");
    let reverse = format!("{}/{made}/reverse", deal.path());
    assert_eq!(bank.post(&reverse, &json!({ "reason": "" })).await.status, 422);

    let recorded = take_back(&bank, &deal.certificate, &made).await.expect(201);
    assert_eq!(figures(&recorded), ["86000.00", "86000.00", "0.00", "86000.00"]);
    let entry = &recorded["payment"];
    assert_eq!((&entry["kind"], &entry["reverses"]), (&"reversal".into(), &made.clone().into()));
    assert_eq!((&entry["amount"], &entry["reason"]), (&"86000.00".into(), &"金额录入有误".into()));
    take_back(&bank, &deal.certificate, &made).await.problem(409, "already_reversed");
    take_back(&bank, &deal.certificate, entry["id"].as_str().unwrap()).await.problem(404, "not_found");

    pay(&bank, &deal.certificate, &dollars("86000.00")).await;
    let ledger = deal.ledger().await;
    let lines: Vec<(&str, bool)> = ledger["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["kind"].as_str().unwrap(), entry["reversed"].as_bool().unwrap()))
        .collect();
    assert_eq!(lines, [("payment", false), ("reversal", false), ("payment", true)], "newest first");
}

async fn after_a_change_of_currency_earlier_payments_are_recorded_anew(portal: &TestPortal) {
    let (deal, bank) = (LumpSum::of(portal).await, bank(portal).await);
    let made = pay(&bank, &deal.certificate, &dollars("1000.00")).await;
    let cast = Cast {
        company: deal.company,
        reviewer: portal.reviewer().await,
        approver: portal.approver().await,
        contract: Contract::export(),
        id: deal.contract,
        certificate: deal.certificate,
    };
    let id = cast.draft("amendment", &agreed()).await;
    let priced =
        json!({ "currency": "EUR", "total": "80000.00", "technology_fee": "80000.00", "equipment_fee": "0.00" });
    cast.change(&id, "/amount", priced).await;
    let certificate = cast.take_effect(&id).await["certificate_number"].as_str().unwrap().to_owned();
    bank.post(&path(&certificate), &dollars("1.00")).await.problem(422, "currency_differs");
    bank.post(&path(&certificate), &euros("1.00")).await.problem(409, "paid_in_former_currency");
    let both = portal.partner(&["certificates:verify", "payments:write"], None).await;
    let question = json!({ "number": certificate, "currency": "EUR", "amount": "1.00" });
    let asked = ask_and_record(&both, &question).await;
    assert_eq!(said(&asked, "currency"), ("no", "paid_in_former_currency"));
    take_back(&bank, &certificate, &made).await.expect(201);
    let recorded = bank.post(&path(&certificate), &euros("920.00")).await.expect(201);
    assert_eq!(figures(&recorded), ["80000.00", "80000.00", "920.00", "79080.00"]);
}
