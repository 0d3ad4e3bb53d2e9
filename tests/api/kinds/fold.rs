//! The entry of the register is the fold of the applications that were registered for it.

use domain::ContractId;
use domain::registered::{Entry, RegisteredFiling, fold};
use serde_json::{Value, json};
use storage::register::register_history;

use super::{Cast, closure, reissue, settlement};
use crate::on_both_databases;
use crate::support::TestPortal;

on_both_databases!(an_entry_is_the_fold_of_its_applications);

/// The fold of what the database has of the applications, in the order of the journal.
async fn folded(portal: &TestPortal, contract: &str) -> Entry {
    let id = ContractId::parse(contract).unwrap();
    let filings = portal
        .app
        .database
        .read(move |connection| {
            let mut filings = Vec::new();
            for event in register_history(connection, id)? {
                let filing = storage::filings::filing(connection, event.filing_id)?.expect("it was registered");
                filings.push(RegisteredFiling {
                    kind: filing.kind,
                    contract: filing.contract,
                    request: filing.request,
                    certificate: filing.certificate_number,
                });
            }
            Ok::<_, storage::StorageError>(filings)
        })
        .await
        .unwrap();
    fold(&filings).expect("they fit").expect("there are some")
}

async fn assert_agrees(portal: &TestPortal, cast: &Cast) {
    let entry = folded(portal, &cast.id).await;
    let contract = cast.registered().await;
    assert_eq!((&contract["status"], &contract["version"]), (&entry.status.code().into(), &entry.version().into()));
    let versions = cast.company.get(&format!("/contracts/{}/versions", cast.id)).await.expect(200);
    let forms: Vec<&Value> = versions["items"].as_array().unwrap().iter().map(|version| &version["contract"]).collect();
    let expected: Vec<Value> = entry.versions.iter().map(|form| serde_json::to_value(form).unwrap()).collect();
    assert_eq!(forms, expected.iter().collect::<Vec<_>>());
    let certificates: Vec<(String, i64, bool)> = contract["certificates"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|line| {
            let number = line["number"].as_str().unwrap().to_owned();
            let stands = line["status"] != "superseded" && line["status"] != "reissued";
            (number, line["version"].as_i64().unwrap(), stands)
        })
        .collect();
    let expected: Vec<(String, i64, bool)> =
        entry.certificates.iter().map(|one| (one.number.clone(), one.version.into(), one.stands)).collect();
    assert_eq!(certificates, expected);
    let bases = contract["royalty"]["items"].as_array().unwrap();
    let settled: Vec<(i64, &Value)> =
        bases.iter().skip(1).map(|base| (base["version"].as_i64().unwrap(), &base["base_amount"])).collect();
    let expected: Vec<(i64, Value)> =
        entry.settlements.iter().map(|(version, one)| ((*version).into(), json!(one.base_amount))).collect();
    assert_eq!(settled, expected.iter().map(|(version, amount)| (*version, amount)).collect::<Vec<_>>());
}

async fn an_entry_is_the_fold_of_its_applications(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    assert_agrees(portal, &cast).await;
    let amendment = cast.amendment("/summary", "许可方授予受让方制造沟槽栅功率器件的普通许可，并派员指导。").await;
    cast.take_effect(&amendment).await;
    assert_agrees(portal, &cast).await;
    for (kind, request) in [
        ("amendment", settlement("2026-11-10", "50000.50")),
        ("reissue", reissue()),
        ("closure", closure("suspension", "2026-11-20")),
        ("amendment", settlement("2026-11-21", "7.00")),
        ("closure", closure("resumption", "2026-11-21")),
        ("reissue", reissue()),
        ("closure", closure("termination", "2026-11-22")),
    ] {
        let id = cast.draft(kind, &request).await;
        let refused = cast.draft(kind, &request).await;
        cast.submit(&refused).await;
        cast.decide(&refused, "refuse").await;
        cast.take_effect(&id).await;
        assert_agrees(portal, &cast).await;
    }
    let entry = folded(portal, &cast.id).await;
    assert_eq!((entry.version(), entry.certificates.len(), entry.settlements.len()), (4, 6, 2));
}
