//! The independent checker: a register that nobody touched holds, and every kind of damage is found and named.

use portal::app::check::{Register, Report, check};
use serde_json::json;

use crate::kinds::{Cast, closure, reissue, settlement};
use crate::on_both_databases;
use crate::support::process::{program, run_to_end};
use crate::support::{Contract, TestPortal};

on_both_databases!(
    a_register_that_nobody_touched_holds,
    every_kind_of_damage_is_found_and_named,
    bytes_of_papers_are_read_where_that_is_asked_for,
    the_register_is_checked_every_night_once,
);

async fn checked(portal: &TestPortal) -> Report {
    check(&Register::of(&portal.app), true).await.unwrap()
}

/// What is found, and in what.
async fn found(portal: &TestPortal) -> Vec<(&'static str, String)> {
    checked(portal).await.discrepancies.into_iter().map(|one| (one.code, one.subject)).collect()
}

/// A contract with a long life: amended, settled, closed and opened, certified anew; and another beside it.
async fn lived(portal: &TestPortal) -> (Cast, String) {
    let cast = Cast::of(portal).await;
    let amendment = cast.amendment("/amount/total", "1300000.00").await;
    cast.take_effect(&amendment).await;
    for (kind, request) in [
        ("amendment", settlement("2026-11-10", "50000.50")),
        ("closure", closure("suspension", "2026-11-20")),
        ("closure", closure("resumption", "2026-11-21")),
        ("reissue", reissue()),
    ] {
        let id = cast.draft(kind, &request).await;
        cast.take_effect(&id).await;
    }
    let other = portal.registered(&cast.company, &Contract::export().of(&cast.company).numbered(77)).await;
    let bank = portal.partner(&["payments:write"], None).await;
    let paid = json!({ "currency": "USD", "amount": "1000.00", "paid_on": "2026-11-20", "reference": "A-1" });
    let path = format!("/certificates/{}/payments", other["certificate_number"].as_str().unwrap());
    let made = bank.post(&path, &paid).await.expect(201)["payment"]["id"].as_str().unwrap().to_owned();
    bank.post(&format!("{path}/{made}/reverse"), &json!({ "reason": "金额录入有误" })).await.expect(201);
    let revoked = other["certificate_number"].as_str().unwrap().to_owned();
    let grounds = json!({ "reason": "登记所据合同系伪造，依《技术进出口管理条例》第四十七条撤销。" });
    let another = portal.approver().await;
    assert_eq!(another.post(&format!("/certificates/{revoked}/revoke"), &grounds).await.status, 204);
    portal.catch_up().await;
    (cast, other["contract_id"].as_str().unwrap().to_owned())
}

async fn a_register_that_nobody_touched_holds(portal: &TestPortal) {
    assert!(checked(portal).await.discrepancies.is_empty(), "nothing is registered yet");
    lived(portal).await;
    let report = checked(portal).await;
    assert_eq!(report.discrepancies, []);
    assert_eq!(report.contracts, 2);
    assert!(report.papers >= 10 && report.entries > 40, "{report:?}");
    let (code, said) = run_to_end(program(&portal.database.url_text(), portal.folder()).args(["check", "--papers"]));
    assert_eq!(code, 0, "{said}");
}

async fn every_kind_of_damage_is_found_and_named(portal: &TestPortal) {
    let (cast, other) = lived(portal).await;
    let (contract, first) = (&cast.id, &cast.certificate);
    let filing =
        portal.texts(&format!("SELECT filing_id AS value FROM certificates WHERE number = '{first}'")).await.remove(0);
    let seq = portal
        .texts(&format!(
            "SELECT CAST(seq AS TEXT) AS value FROM journal WHERE kind = 'filing.registered' AND subject = '{filing}'"
        ))
        .await
        .remove(0);
    let damages = damages(contract, first, &other, &filing, &seq);
    for (damage, mend, code, subject) in damages {
        let kept = kept(portal, &filing, &seq).await;
        portal.execute(&damage).await;
        let seen = found(portal).await;
        assert!(seen.contains(&(code, subject)), "{damage}: {seen:?}");
        portal.execute(if mend.is_empty() { &kept } else { &mend }).await;
        assert_eq!(found(portal).await, [], "mended: {damage}");
    }
    // What cannot be put back comes last.
    portal.execute(&format!("DELETE FROM facts WHERE seq = {seq}")).await;
    assert!(found(portal).await.contains(&("fact_differs", contract.clone())));
    portal.execute(&format!("DELETE FROM particulars WHERE seq = {seq}")).await;
    assert!(found(portal).await.contains(&("particulars_missing", contract.clone())));
    portal.execute(&format!("DELETE FROM certificates WHERE number = '{first}'")).await;
    assert!(found(portal).await.contains(&("certificate_missing", contract.clone())));
    let (code, said) = run_to_end(program(&portal.database.url_text(), portal.folder()).arg("check"));
    assert!(code == 1 && said.contains("certificate_missing"), "{said}");
}

/// A damage, what mends it (nothing where only the value that stood there does), and what is to be found in what.
type Damage = (String, String, &'static str, String);

fn damages(contract: &str, first: &str, other: &str, filing: &str, seq: &str) -> Vec<Damage> {
    [
        of_the_register(contract, other),
        of_certificates(contract, first),
        of_filings(filing),
        of_journal_and_facts(contract, seq),
        of_payments(contract, other),
        of_audience(filing, seq),
    ]
    .concat()
}

/// A row made from another, with other values in some columns.
fn copied(table: &str, key: &str, columns: &str, values: &str, which: &str) -> String {
    format!("INSERT INTO {table} ({key}, {columns}) SELECT {values}, {columns} FROM {table} WHERE {which}")
}

fn of_the_register(contract: &str, other: &str) -> Vec<Damage> {
    vec![
        (
            format!(
                "UPDATE contract_versions SET contract = replace(contract, '1250000.00', '9250000.00') WHERE contract_id = '{contract}' AND version = 1"
            ),
            format!(
                "UPDATE contract_versions SET contract = replace(contract, '9250000.00', '1250000.00') WHERE contract_id = '{contract}' AND version = 1"
            ),
            "version_altered",
            contract.to_owned(),
        ),
        (
            format!("UPDATE contracts SET status = 'terminated' WHERE id = '{contract}'"),
            format!("UPDATE contracts SET status = 'in_force' WHERE id = '{contract}'"),
            "register_differs",
            contract.to_owned(),
        ),
        (
            format!("UPDATE contracts SET version = 9 WHERE id = '{other}'"),
            format!("UPDATE contracts SET version = 1 WHERE id = '{other}'"),
            "register_differs",
            other.to_owned(),
        ),
    ]
}

fn of_certificates(contract: &str, first: &str) -> Vec<Damage> {
    let columns = "contract_id, version, filing_id, company_id, status, credential, desk_code, issued_at, valid_until";
    let invented = copied(
        "certificates",
        "number, status_index",
        columns,
        "'SZI26-FALS-FALS-FALS', -900",
        &format!("number = '{first}'"),
    );
    vec![
        (
            format!("UPDATE certificates SET credential = credential || 'A' WHERE number = '{first}'"),
            format!(
                "UPDATE certificates SET credential = substr(credential, 1, length(credential) - 1) WHERE number = '{first}'"
            ),
            "credential",
            first.to_owned(),
        ),
        (
            format!("UPDATE certificates SET status_index = -1 - status_index WHERE number = '{first}'"),
            format!("UPDATE certificates SET status_index = -1 - status_index WHERE number = '{first}'"),
            "credential",
            first.to_owned(),
        ),
        (
            format!("UPDATE certificates SET status = 'valid' WHERE number = '{first}'"),
            format!("UPDATE certificates SET status = 'superseded' WHERE number = '{first}'"),
            "certificate_status",
            contract.to_owned(),
        ),
        (
            invented,
            "DELETE FROM certificates WHERE number = 'SZI26-FALS-FALS-FALS'".into(),
            "certificate_invented",
            "SZI26-FALS-FALS-FALS".to_owned(),
        ),
    ]
}

fn of_filings(filing: &str) -> Vec<Damage> {
    vec![
        (
            format!(
                "UPDATE filings SET contract = replace(contract, '1250000.00', '8250000.00') WHERE id = '{filing}'"
            ),
            format!(
                "UPDATE filings SET contract = replace(contract, '8250000.00', '1250000.00') WHERE id = '{filing}'"
            ),
            "filing_altered",
            filing.to_owned(),
        ),
        (
            format!("UPDATE submissions SET digest = replace(digest, 'a', 'b') WHERE filing_id = '{filing}'"),
            String::new(),
            "submission_differs",
            filing.to_owned(),
        ),
        (
            format!("UPDATE filings SET recommendation = replace(recommendation, '-7', '-8') WHERE id = '{filing}'"),
            String::new(),
            "people_differ",
            filing.to_owned(),
        ),
        (
            format!("UPDATE attachments SET sha256 = '00' || substr(sha256, 3) WHERE filing_id = '{filing}'"),
            String::new(),
            "papers_differ",
            filing.to_owned(),
        ),
    ]
}

fn of_journal_and_facts(contract: &str, seq: &str) -> Vec<Damage> {
    let replaced = |table: &str, from: &str, to: &str| {
        format!("UPDATE {table} SET body = replace(body, '{from}', '{to}') WHERE seq = {seq}")
    };
    let (one, two) = (r#""contracts":1"#, r#""contracts":2"#);
    let (never, once) = (r#""returns":0"#, r#""returns":1"#);
    vec![
        (
            format!("UPDATE journal SET actor = 'user:nobody' WHERE seq = {seq}"),
            // Put back below by the value that stood there.
            String::new(),
            "journal",
            seq.to_owned(),
        ),
        (replaced("facts", one, two), replaced("facts", two, one), "fact_differs", contract.to_owned()),
        (
            replaced("particulars", never, once),
            replaced("particulars", once, never),
            "particulars_altered",
            contract.to_owned(),
        ),
        (
            copied("facts", "seq", "part, contract_id, body", "2", &format!("seq = {seq}")),
            "DELETE FROM facts WHERE seq = 2".into(),
            "fact_invented",
            "2".to_owned(),
        ),
        (
            copied("particulars", "seq", "contract_id, body", "2", &format!("seq = {seq}")),
            "DELETE FROM particulars WHERE seq = 2".into(),
            "particulars_invented",
            "2".to_owned(),
        ),
    ]
}

fn of_payments(contract: &str, other: &str) -> Vec<Damage> {
    let more = "UPDATE payments SET amount_minor = amount_minor + 1 WHERE kind = 'payment'";
    let moved = format!("UPDATE payments SET contract_id = '{contract}' WHERE kind = 'reversal'");
    let back = format!("UPDATE payments SET contract_id = '{other}' WHERE kind = 'reversal'");
    vec![
        (more.to_owned(), more.replace('+', "-"), "payment_altered", other.to_owned()),
        (moved.clone(), back.clone(), "payment_missing", other.to_owned()),
        (moved, back, "payment_invented", contract.to_owned()),
    ]
}

fn of_audience(filing: &str, seq: &str) -> Vec<Damage> {
    let stranger = "partner:019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e5f";
    let of_entry = format!("FROM journal_audience WHERE seq = {seq}");
    let told = |place: &str| format!("INSERT INTO journal_audience (audience, seq) VALUES ('{stranger}', {place})");
    let back = format!("DELETE FROM journal_audience WHERE audience = '{stranger}'");
    let of_company = format!(
        "INSERT INTO journal_audience (audience, seq) SELECT 'company:' || company_id, {seq} FROM filings WHERE id = '{filing}'"
    );
    [
        (format!("DELETE {of_entry}"), of_company, seq),
        (told(seq), back.clone(), seq),
        (told("0"), back.clone(), "0"),
        (told("999999"), back, "999999"),
    ]
    .map(|(damage, mend, place)| (damage, mend, "audience_differs", place.to_owned()))
    .to_vec()
}

/// Statements that put back what has no inverse.
async fn kept(portal: &TestPortal, filing: &str, seq: &str) -> String {
    let one = async |query: String| portal.texts(&query).await;
    let actor = one(format!("SELECT actor AS value FROM journal WHERE seq = {seq}")).await.remove(0);
    let digest = one(format!("SELECT digest AS value FROM submissions WHERE filing_id = '{filing}'")).await.remove(0);
    let mut statements = vec![
        format!("UPDATE journal SET actor = '{actor}' WHERE seq = {seq}"),
        format!("UPDATE submissions SET digest = '{digest}' WHERE filing_id = '{filing}'"),
    ];
    let recommended = one(format!("SELECT recommendation AS value FROM filings WHERE id = '{filing}'")).await.remove(0);
    statements.push(format!(
        "UPDATE filings SET recommendation = '{}' WHERE id = '{filing}'",
        recommended.replace('\'', "''")
    ));
    let ids = one(format!("SELECT id AS value FROM attachments WHERE filing_id = '{filing}' ORDER BY id")).await;
    let hashes = one(format!("SELECT sha256 AS value FROM attachments WHERE filing_id = '{filing}' ORDER BY id")).await;
    statements.extend(
        ids.iter().zip(hashes).map(|(id, hash)| format!("UPDATE attachments SET sha256 = '{hash}' WHERE id = '{id}'")),
    );
    statements.join("; ")
}

async fn bytes_of_papers_are_read_where_that_is_asked_for(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let paper = portal.texts("SELECT id AS value FROM attachments ORDER BY id LIMIT 1").await.remove(0);
    let of = portal.texts(&format!("SELECT filing_id AS value FROM attachments WHERE id = '{paper}'")).await.remove(0);
    portal.app.blobs.put(&paper, "another contract".into()).await.unwrap();
    assert_eq!(found(portal).await, [("paper_altered", of)]);
    assert_eq!(check(&Register::of(&portal.app), false).await.unwrap().discrepancies, []);
    drop(cast);
}

async fn the_register_is_checked_every_night_once(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let entries =
        async || portal.texts("SELECT body AS value FROM journal WHERE kind = 'register.checked' ORDER BY seq").await;
    // At noon nobody checks; at two in the morning in Shanghai once, however often the timer rings.
    portal.set_clock("2026-11-23T04:00:00Z");
    portal.jobs(None).sweep().await.unwrap();
    assert_eq!(entries().await.len(), 0);
    portal.set_clock("2026-11-23T18:00:00Z");
    portal.execute(&format!("UPDATE contracts SET status = 'terminated' WHERE id = '{}'", cast.id)).await;
    for _ in 0..2 {
        portal.jobs(None).sweep().await.unwrap();
    }
    let made = entries().await;
    assert_eq!(made.len(), 1);
    assert!(made[0].contains("register_differs") && made[0].contains(&cast.id), "{}", made[0]);
    portal.set_clock("2026-11-24T18:00:00Z");
    portal.jobs(None).sweep().await.unwrap();
    assert_eq!(entries().await.len(), 2);
}
