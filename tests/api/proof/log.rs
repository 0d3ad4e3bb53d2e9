//! Receipts and heads of the journal, checked by three programs: ours without a portal, and a script of the documentation.

use std::fs::File;
use std::path::Path;
use std::process::Command;

use chrono::Duration;
use portal::app::journal::sign_head;
use proof::{HeadView, Purpose, Receipt};
use serde_json::{Value, json};

use super::{certificate, file, jwks, portal_verify, python, run, said};
use crate::on_both_databases;
use crate::support::process::{Process, program, run_to_end};
use crate::support::{Contract, TestPortal};

on_both_databases!(
    a_receipt_holds_without_the_portal,
    a_receipt_that_was_touched_does_not_hold,
    heads_are_published_and_each_extends_the_one_before,
    the_whole_journal_is_checked_from_its_export,
    a_certificate_is_checked_at_the_command_line,
    papers_as_the_portal_sets_them_are_checked_at_the_command_line,
    a_portal_whose_journal_lost_entries_does_not_start,
);

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verify.py");

/// What both verifiers say of the same files: whether it holds.
async fn both(portal: &TestPortal, what: &str, files: &[&std::path::Path]) -> [bool; 2] {
    let keys = jwks(portal).await;
    let mut ours = portal_verify();
    ours.arg("--keys").arg(&keys).arg(what).arg(files[0]);
    let option = if what == "journal" { "--heads" } else { "--proofs" };
    ours.args(files.get(1).into_iter().flat_map(|file| [option.as_ref(), file.as_os_str()]));
    let mut script = Command::new(python());
    script.arg(SCRIPT).arg("--keys").arg(&keys).arg(what).args(files);
    let (ours, script) = (run(ours).await, run(script).await);
    for output in [&ours, &script] {
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}", said(output));
    }
    [ours.status.success(), script.status.success()]
}

async fn a_receipt_holds_without_the_portal(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.submitted(&Contract::import().of(&company)).await;
    let receipt = company.get(&format!("/filings/{id}/receipt")).await.expect(200);
    let path = file(portal, "receipt.json", receipt.to_string());
    assert_eq!(both(portal, "receipt", &[&path]).await, [true, true]);
    let parsed = Receipt::parse(&receipt.to_string()).unwrap();
    assert_eq!(parsed.check(&portal.app.keys.published()), Ok(()));
    let mut vectors = Command::new(python());
    vectors.arg(SCRIPT).arg("self-test");
    let vectors = run(vectors).await;
    assert!(vectors.status.success(), "{}", said(&vectors));
}

async fn a_receipt_that_was_touched_does_not_hold(portal: &TestPortal) {
    let company = portal.company().await;
    let first = company.submitted(&Contract::import().of(&company).numbered(1)).await;
    let second = company.submitted(&Contract::import().of(&company).numbered(2)).await;
    let receipt = async |id: &str| company.get(&format!("/filings/{id}/receipt")).await.expect(200);
    let (mine, other) = (receipt(&first).await, receipt(&second).await);
    let mut touched: Vec<(&str, Value)> = Vec::new();
    for (pointer, value) in [
        ("/accepted_at", json!("2020-01-01T00:00:00Z")),
        ("/digest", other["digest"].clone()),
        ("/filing_id", other["filing_id"].clone()),
        ("/entry", other["entry"].clone()),
        ("/entry/seq", json!(1)),
        ("/proof/leaf_index", json!(0)),
        ("/proof", other["proof"].clone()),
        ("/proof/hashes", json!([])),
        ("/leaf_hash", other["leaf_hash"].clone()),
        ("/head/root_hash", other["leaf_hash"].clone()),
        ("/head/tree_size", json!(1)),
        ("/head/signed_at", json!("2020-01-01T00:00:00Z")),
        ("/head/signature", json!("AAAA")),
        ("/head/key_id", json!("nobody")),
    ] {
        let mut changed = mine.clone();
        assert_ne!(changed.pointer(pointer), Some(&value), "{pointer}");
        *changed.pointer_mut(pointer).unwrap() = value;
        touched.push((pointer, changed));
    }
    for (pointer, receipt) in touched {
        let path = file(portal, "receipt.json", receipt.to_string());
        assert_eq!(both(portal, "receipt", &[&path]).await, [false, false], "{pointer}");
    }
}

/// Lines of JSON.
fn lines<'a>(items: impl IntoIterator<Item = &'a Value>) -> String {
    items.into_iter().map(|item| format!("{item}\n")).collect()
}

/// Some heads with something between them, as they are published, and the proofs from each to the next.
async fn heads_and_proofs(portal: &TestPortal) -> (Vec<Value>, Vec<Value>) {
    let company = portal.company().await;
    for number in 1..=5 {
        company.submitted(&Contract::import().of(&company).numbered(number)).await;
        portal.pass(Duration::seconds(60));
        sign_head(&portal.app).await.unwrap();
    }
    let anyone = portal.anyone();
    let heads = anyone.get("/journal/heads").await.expect(200)["items"].as_array().unwrap().clone();
    let mut proofs = Vec::new();
    for (earlier, later) in heads.iter().zip(&heads[1..]) {
        let query = format!("first={}&second={}", earlier["tree_size"], later["tree_size"]);
        proofs.push(anyone.get(&format!("/journal/consistency?{query}")).await.expect(200));
    }
    (heads, proofs)
}

async fn heads_are_published_and_each_extends_the_one_before(portal: &TestPortal) {
    let (heads, proofs) = heads_and_proofs(portal).await;
    assert!(heads.len() >= 5);
    let (of_heads, of_proofs) = (file(portal, "heads", lines(&heads)), file(portal, "proofs", lines(&proofs)));
    assert_eq!(both(portal, "heads", &[&of_heads, &of_proofs]).await, [true, true]);
    let reversed = file(portal, "reversed", lines(heads.iter().rev()));
    assert_eq!(both(portal, "heads", &[&reversed]).await, [false, false]);
    let mut false_proofs = proofs.clone();
    false_proofs[1]["hashes"][0] = proofs[0]["hashes"][0].clone();
    assert_ne!(false_proofs[1], proofs[1]);
    let false_proofs = file(portal, "false", lines(&false_proofs));
    assert_eq!(both(portal, "heads", &[&of_heads, &false_proofs]).await, [false, false]);
    // Any two heads, not only neighbours.
    let anyone = portal.anyone();
    let (first, last) = (&heads[0], &heads[heads.len() - 1]);
    let far = anyone
        .get(&format!("/journal/consistency?first={}&second={}", first["tree_size"], last["tree_size"]))
        .await
        .expect(200);
    let [first, last] = [first, last].map(|head| serde_json::from_value::<HeadView>(head.clone()).unwrap());
    let far: proof::Consistency = serde_json::from_value(far).unwrap();
    assert_eq!(far.check(&first, &last), Ok(()));
    assert!(far.check(&last, &first).is_err());
    let next = anyone.get(&format!("/journal/heads?after={}&limit=1", first.tree_size)).await.expect(200);
    assert_eq!(next["items"], json!([heads[1]]));
    anyone.get("/journal/consistency?first=0&second=1").await.problem(422, "validation_failed");
    anyone.get("/journal/consistency?first=9&second=1").await.problem(422, "validation_failed");
    anyone.get("/journal/consistency?first=1&second=9223372036854775807").await.problem(404, "not_found");
    anyone.get("/journal/consistency?first=1").await.problem(422, "invalid_query");
}

async fn the_whole_journal_is_checked_from_its_export(portal: &TestPortal) {
    let (heads, _) = heads_and_proofs(portal).await;
    let (code, export) = run_to_end(program(&portal.database.url_text(), portal.folder()).args(["journal", "export"]));
    assert_eq!(code, 0);
    let of_heads = file(portal, "heads", lines(&heads));
    let entries: Vec<&str> = export.lines().collect();
    let written =
        |entries: &[&str]| file(portal, "entries", entries.iter().map(|line| format!("{line}\n")).collect::<String>());
    assert_eq!(both(portal, "journal", &[&written(&entries), &of_heads]).await, [true, true]);
    let altered = entries[3].replace("\"seq\":4", "\"seq\":4 ");
    let mut swapped = entries.clone();
    swapped.swap(2, 3);
    for (what, entries) in [
        ("altered", [&entries[..3], &[altered.as_str()], &entries[4..]].concat()),
        ("dropped", [&entries[..3], &entries[4..]].concat()),
        ("put in", [&entries[..3], &[entries[0]], &entries[3..]].concat()),
        ("reordered", swapped),
        ("cut off", entries[..entries.len() / 2].to_vec()),
    ] {
        assert_eq!(both(portal, "journal", &[&written(&entries), &of_heads]).await, [false, false], "{what}");
    }
}

async fn a_certificate_is_checked_at_the_command_line(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let number = filing["certificate_number"].as_str().unwrap();
    let held = certificate(&company, number).await;
    let jwt = file(portal, "credential.jwt", held["credential"].as_str().unwrap());
    assert_eq!(both(portal, "certificate", &[&jwt]).await, [true, true]);
    let list = portal.anyone().get("/certificates/status-list").await.body;
    let (keys, list) = (jwks(portal).await, file(portal, "list.jwt", list));
    let (jwt, keys) = (jwt.to_str().unwrap(), keys.to_str().unwrap());
    let url = portal.database.url_text();
    let arguments = ["verify-certificate", jwt, "--keys", keys, "--status-list", list.to_str().unwrap()];
    let (code, answer) = run_to_end(program(&url, portal.folder()).args(arguments));
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((code, &answer["genuine"], &answer["status"]), (0, &json!(true), &json!("valid")));
    assert_eq!(answer["certificate"]["sub"], number);
    let cut = file(portal, "cut.jwt", &held["credential"].as_str().unwrap()[..300]);
    let (code, answer) =
        run_to_end(program(&url, portal.folder()).args(["verify-certificate", cut.to_str().unwrap(), "--keys", keys]));
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((code, &answer["genuine"], &answer["code"]), (1, &json!(false), &json!("incomplete")));
}

/// What the portal's program and the one without a portal say of a file, by its name and on standard input: 0 or 1, and why.
async fn at_the_command_line(portal: &TestPortal, what: &str, held: &Path) -> Vec<(Option<i32>, String)> {
    let keys = jwks(portal).await;
    let mut answers = Vec::new();
    for file in [held, Path::new("-")] {
        let mut ours = program(&portal.database.url_text(), portal.folder());
        ours.arg(format!("verify-{what}")).arg(file).arg("--keys").arg(&keys);
        let mut alone = portal_verify();
        alone.arg("--keys").arg(&keys).arg(what).arg(file);
        for mut command in [ours, alone] {
            command.stdin(File::open(held).unwrap());
            let output = run(command).await;
            answers.push((output.status.code(), said(&output)));
        }
    }
    answers
}

async fn papers_as_the_portal_sets_them_are_checked_at_the_command_line(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company).numbered(1)).await;
    let other = portal.registered(&company, &Contract::import().of(&company).numbered(2)).await;
    let text = |filing: &Value, name: &str| filing[name].as_str().unwrap().to_owned();
    let (id, number) = (text(&filing, "id"), text(&filing, "certificate_number"));
    let of_other = format!("/certificates/{}/pdf", text(&other, "certificate_number"));
    let (paper, second) =
        (company.get(&format!("/certificates/{number}/pdf")).await.body, company.get(&of_other).await.body);
    let receipt = company.get(&format!("/filings/{id}/receipt/pdf")).await.body;
    let held = certificate(&company, &number).await;
    let link = held["verify_url"].as_str().unwrap().as_bytes();
    let json = company.get(&format!("/filings/{id}/receipt")).await.expect(200).to_string();
    let renumbered = replaced(&paper, number.as_bytes(), b"SZI26-AAAA-AAAA-AAAA");
    let unnumbered = replaced(&paper, number.as_bytes(), b"                    ");
    for (what, held, code, says) in [
        ("certificate", paper.as_slice(), 0, number.as_str()),
        ("certificate", link, 0, number.as_str()),
        ("certificate", &renumbered, 1, "paper_mismatch"),
        ("certificate", &unnumbered, 1, "title_without_number"),
        ("certificate", &[paper.as_slice(), &second].concat(), 1, "several_credentials"),
        ("certificate", &receipt, 1, "wrong_type"),
        ("receipt", &receipt, 0, id.as_str()),
        ("receipt", json.as_bytes(), 0, id.as_str()),
        ("receipt", &paper, 1, "wrong_type"),
        ("receipt", &receipt[..64], 1, "unreadable"),
    ] {
        let held = file(portal, "held", held);
        let answers = at_the_command_line(portal, what, &held).await;
        assert_eq!(answers.len(), 4);
        for answer in answers {
            assert!(answer.0 == Some(code) && answer.1.contains(says), "{what} {code} {says}: {answer:?}");
        }
    }
}

/// A file in which some bytes are others.
fn replaced(file: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut changed = file.to_vec();
    let places: Vec<usize> =
        file.windows(from.len()).enumerate().filter(|(_, window)| *window == from).map(|(place, _)| place).collect();
    assert!(!places.is_empty());
    for place in places {
        changed[place..place + to.len()].copy_from_slice(to);
    }
    changed
}

async fn a_portal_whose_journal_lost_entries_does_not_start(portal: &TestPortal) {
    let folder = tempfile::tempdir().unwrap();
    let database = crate::support::database::FreshDatabase::create(portal.engine, folder.path());
    let serve = || program(&database.url_text(), folder.path());
    drop(Process::serve(&mut serve()));
    // Something happens, so that there is an entry to lose.
    let (code, _) = run_to_end(serve().args(["admin", "create-partner", "银行", "--scopes", "certificates:verify"]));
    assert_eq!(code, 0);
    let keys = portal::app::Keys::in_folder(&folder.path().join("keys")).unwrap();
    let root = domain::merkle::empty_root();
    let heads = folder.path().join("heads.jsonl");
    for (head, why) in [
        // As many entries as a database of yesterday would lack.
        (HeadView::sign(&keys.journal.current, 1_000_000, root, portal.app.now()), "older than its last head"),
        (HeadView::sign(&keys.journal.current, 1, root, portal.app.now()), "not those that were signed"),
        (HeadView::sign(&keys.credential.current, 1, root, portal.app.now()), "a key that this portal does not have"),
    ] {
        std::fs::write(&heads, format!("{}\n", serde_json::to_string(&head).unwrap())).unwrap();
        std::fs::write(folder.path().join("log"), "").unwrap();
        let (code, _) = run_to_end(serve().arg("serve"));
        let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
        assert_eq!(code, 78, "{log}");
        assert!(log.contains(why) && log.contains("heads.jsonl"), "{log}");
    }
    // What a crash cut short is no head, and keeps nobody from starting.
    std::fs::write(&heads, "{\"tree_size\":12,\"root_ha").unwrap();
    drop(Process::serve(&mut serve()));
    assert_eq!(Purpose::from_code("journal"), Some(Purpose::Journal));
}
