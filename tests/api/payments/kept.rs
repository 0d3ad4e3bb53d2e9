//! What holds whoever is faster and whatever is tried: the last amount, the journal, the rows.

use futures_util::future::join;
use serde_json::Value;

use super::{LumpSum, bank, dollars, figures, pay, take_back};
use crate::on_both_databases;
use crate::support::{Engine, TestPortal, new_id};

on_both_databases!(
    of_two_banks_one_gets_the_last_of_it,
    the_journal_has_each_entry_and_no_amount,
    the_database_keeps_the_ledger_straight,
);

async fn of_two_banks_one_gets_the_last_of_it(portal: &TestPortal) {
    let deal = LumpSum::of(portal).await;
    let (one, mut other) = (bank(portal).await, bank(portal).await);
    // Each at a server of its own, where the database is one that servers share.
    let second = portal.second_server().await;
    assert_eq!(second.is_some(), portal.engine == Engine::Postgresql);
    if let Some(second) = second {
        other = other.at(&second);
    }
    for round in 1..=12 {
        let (first, second) = (dollars("86000.00"), dollars("86000.00"));
        let path = deal.path();
        let (mine, theirs) = join(one.post(&path, &first), other.post(&path, &second)).await;
        let (winner, won, lost) = if mine.status == 201 { (&one, mine, theirs) } else { (&other, theirs, mine) };
        assert_eq!(figures(&won.expect(201)), ["86000.00", "86000.00", "86000.00", "0.00"], "round {round}");
        assert_eq!(figures(&lost.problem(409, "overpayment"))[3], "0.00", "round {round}");
        let made = won.json()["payment"]["id"].as_str().unwrap().to_owned();
        take_back(winner, &deal.certificate, &made).await.expect(201);
    }
    assert_eq!(deal.ledger().await["items"].as_array().unwrap().len(), 20, "the first page of 24 entries");
    crate::journal::assert_whole(portal).await;
}

async fn the_journal_has_each_entry_and_no_amount(portal: &TestPortal) {
    let (deal, bank) = (LumpSum::of(portal).await, bank(portal).await);
    let body = dollars("43210.98");
    let made = pay(&bank, &deal.certificate, &body).await;
    bank.post(&deal.path(), &dollars("86000.00")).await.problem(409, "overpayment");
    take_back(&bank, &deal.certificate, &made).await.expect(201);
    let query =
        format!("SELECT kind || ' ' || body AS value FROM journal WHERE subject = '{}' ORDER BY seq", deal.contract);
    let entries = portal.texts(&query).await;
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.split_once(' ').unwrap().0).collect();
    assert_eq!(kinds, ["payment.recorded", "payment.reversed"]);
    for entry in &entries {
        let text = entry.split_once(' ').unwrap().1;
        let written: Value = serde_json::from_str(text).unwrap();
        assert_eq!(written["digest"].as_str().map(str::len), Some(64), "{text}");
        for secret in ["43210", "USD", body["reference"].as_str().unwrap(), "有误"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
    crate::journal::assert_whole(portal).await;
}

async fn the_database_keeps_the_ledger_straight(portal: &TestPortal) {
    let (deal, bank) = (LumpSum::of(portal).await, bank(portal).await);
    let made = pay(&bank, &deal.certificate, &dollars("10.00")).await;
    let copy = |kind: &str, reverses: &str, amount: &str, paid_on: &str, reference: &str, reason: &str| {
        format!(
            "INSERT INTO payments (id, contract_id, kind, reverses, currency, amount_minor, paid_on, reference, recorded_by, recorded_at, reason) \
             SELECT '{}', contract_id, {kind}, {reverses}, currency, {amount}, {paid_on}, {reference}, recorded_by, recorded_at, {reason} \
             FROM payments WHERE id = '{made}'",
            new_id()
        )
    };
    let reversal = copy("'reversal'", "id", "amount_minor", "NULL", "NULL", "'误录'");
    for (why, refused) in [
        ("a payment of nothing", copy("kind", "NULL", "0", "paid_on", "'x'", "NULL")),
        ("a reference again", copy("kind", "NULL", "amount_minor", "paid_on", "reference", "NULL")),
        ("a payment without a day", copy("kind", "NULL", "amount_minor", "NULL", "'x'", "NULL")),
        ("a payment without a reference", copy("kind", "NULL", "amount_minor", "paid_on", "NULL", "NULL")),
        ("a reversal of nothing", copy("'reversal'", "NULL", "amount_minor", "NULL", "NULL", "'误录'")),
        ("a reversal without a reason", copy("'reversal'", "id", "amount_minor", "NULL", "NULL", "NULL")),
        ("a kind that does not exist", copy("'edit'", "NULL", "amount_minor", "NULL", "NULL", "NULL")),
    ] {
        assert!(portal.try_execute(&refused).await.is_err(), "{why}");
    }
    portal.execute(&reversal).await;
    let again = copy("'reversal'", "id", "amount_minor", "NULL", "NULL", "'误录'");
    assert!(portal.try_execute(&again).await.is_err(), "a second reversal");
}
