//! Papers that come in parts: begun, broken off, gone on with, made whole once.

use reqwest::Method;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::road::PAPER;
use crate::support::{Actor, Answer, Contract, TestPortal, new_id};

on_both_databases!(
    a_paper_goes_on_where_it_was_broken_off,
    a_part_in_the_wrong_place_or_of_the_wrong_size_is_refused,
    what_is_no_paper_is_refused_and_forgotten,
    another_companys_upload_does_not_exist,
    what_nobody_goes_on_with_is_swept,
);

const PART: usize = 300 * 1024;

fn whole() -> Vec<u8> {
    let mut bytes = PAPER.to_vec();
    bytes.resize(2 * PART + 10, b'%');
    bytes
}

async fn begin(actor: &Actor, filing: &str, name: &str, size: usize) -> String {
    let body = json!({ "kind": "contract_copy", "file_name": name, "size": size });
    let begun = actor.post(&format!("/filings/{filing}/uploads"), &body).await.expect(201);
    assert_eq!((&begun["offset"], &begun["size"]), (&json!(0), &json!(size)));
    format!("/filings/{filing}/uploads/{}", begun["id"].as_str().unwrap())
}

async fn send(actor: &Actor, upload: &str, offset: usize, part: &[u8]) -> Answer {
    let request = actor.request(Method::PATCH, upload).header("upload-offset", offset.to_string());
    Answer::of(request.header("content-type", "application/offset+octet-stream").body(part.to_vec())).await
}

fn blobs(portal: &TestPortal) -> usize {
    std::fs::read_dir(portal.folder().join("blobs")).unwrap().count()
}

async fn a_paper_goes_on_where_it_was_broken_off(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = company.draft(&Contract::import().of(&company)).await;
    let bytes = whole();
    let upload = begin(&company, &filing, "合同.pdf", bytes.len()).await;
    send(&company, &upload, 0, &bytes[..PART]).await.expect(200);
    // The connection breaks; whoever comes back asks how far it was.
    assert_eq!(company.get(&upload).await.expect(200)["offset"], PART);
    send(&company, &upload, PART, &bytes[PART..2 * PART]).await.expect(200);
    assert_eq!(company.filing(&filing).await["attachments"], json!([]));
    let done = send(&company, &upload, 2 * PART, &bytes[2 * PART..]).await.expect(200);
    let paper = &company.filing(&filing).await["attachments"][0];
    assert_eq!((&done["attachment_id"], &paper["kind"]), (&paper["id"], &json!("contract_copy")));
    assert_eq!((&paper["file_name"], &paper["size"]), (&json!("合同.pdf"), &json!(bytes.len())));
    assert_eq!(paper["sha256"], portal::app::digest(&bytes));
    // The answer was lost: asking again tells the same, and nothing happens twice.
    assert_eq!(send(&company, &upload, 2 * PART, &bytes[2 * PART..]).await.expect(200), done);
    assert_eq!(company.get(&upload).await.expect(200)["attachment_id"], paper["id"]);
    assert_eq!(company.filing(&filing).await["attachments"].as_array().unwrap().len(), 1);
    assert_eq!(blobs(portal), 1);
}

async fn a_part_in_the_wrong_place_or_of_the_wrong_size_is_refused(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = company.draft(&Contract::import().of(&company)).await;
    let bytes = whole();
    let upload = begin(&company, &filing, "a.pdf", bytes.len()).await;
    send(&company, &upload, 1, &bytes[..PART]).await.problem(409, "upload_offset");
    send(&company, &upload, 0, &bytes[..100]).await.problem(400, "upload_part");
    send(&company, &upload, 0, &[bytes.as_slice(), b"more"].concat()).await.problem(400, "upload_part");
    send(&company, &upload, 0, &vec![b'%'; 2 * 1024 * 1024 + 1]).await.problem(413, "payload_too_large");
    for offset in [None, Some("-1"), Some("x"), Some("9223372036854775808")] {
        let mut request =
            company.request(Method::PATCH, &upload).header("content-type", "application/offset+octet-stream");
        if let Some(offset) = offset {
            request = request.header("upload-offset", offset);
        }
        Answer::of(request.body("x")).await.problem(400, "upload_part");
    }
    let untyped = company.request(Method::PATCH, &upload).header("upload-offset", "0").body("x");
    Answer::of(untyped).await.problem(415, "unsupported_media_type");
    // The same part from two windows at once: one of them is kept.
    let (one, other) =
        tokio::join!(send(&company, &upload, 0, &bytes[..PART]), send(&company, &upload, 0, &bytes[..PART]),);
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!((company.get(&upload).await.expect(200)["offset"].clone(), blobs(portal)), (json!(PART), 1));
    let path = format!("/filings/{filing}/uploads");
    let body = |size: u64, name: &str| json!({ "kind": "other", "file_name": name, "size": size });
    company.post(&path, &body(20 * 1024 * 1024 + 1, "a.pdf")).await.problem(413, "payload_too_large");
    company.post(&path, &body(0, "a.pdf")).await.problem(422, "empty_file");
    company.post(&path, &body(5, "a.exe")).await.problem(422, "type_mismatch");
    for _ in 0..19 {
        company.post(&path, &body(5, "a.pdf")).await.expect(201);
    }
    company.post(&path, &body(5, "a.pdf")).await.problem(409, "too_many_uploads");
}

async fn what_is_no_paper_is_refused_and_forgotten(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = company.draft(&Contract::import().of(&company)).await;
    let upload = begin(&company, &filing, "a.pdf", 20).await;
    send(&company, &upload, 0, b"MZ no paper, honestly"[..20].as_ref()).await.problem(422, "type_mismatch");
    company.get(&upload).await.problem(404, "not_found");
    assert_eq!((blobs(portal), company.filing(&filing).await["attachments"].clone()), (0, json!([])));
    // Once it has been submitted, nothing more comes.
    let filing = company.ready_draft(&Contract::import().of(&company).numbered(portal.next())).await;
    let upload = begin(&company, &filing, "a.pdf", PAPER.len()).await;
    company.submit(&filing, json!({})).await.expect(201);
    assert_eq!(send(&company, &upload, 0, PAPER).await.status, 409);
    // What is wrong with a request is said before how things stand.
    Answer::of(company.request(Method::PATCH, &upload).body("x")).await.problem(400, "upload_part");
}

async fn another_companys_upload_does_not_exist(portal: &TestPortal) {
    let (company, other) = (portal.company().await, portal.company().await);
    let filing = company.draft(&Contract::import().of(&company)).await;
    let theirs = other.draft(&Contract::import().of(&other).numbered(portal.next())).await;
    let upload = begin(&company, &filing, "a.pdf", PAPER.len()).await;
    let missing = format!("/filings/{filing}/uploads/{}", new_id());
    let elsewhere = upload.replace(&filing, &theirs);
    for (actor, path) in [(&other, &upload), (&company, &missing), (&other, &elsewhere)] {
        actor.get(path).await.problem(404, "not_found");
        send(actor, path, 0, PAPER).await.problem(404, "not_found");
    }
    send(&company, &upload, 0, PAPER).await.expect(200);
}

async fn what_nobody_goes_on_with_is_swept(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = company.draft(&Contract::import().of(&company)).await;
    let bytes = whole();
    let upload = begin(&company, &filing, "a.pdf", bytes.len()).await;
    send(&company, &upload, 0, &bytes[..PART]).await.expect(200);
    portal.pass(chrono::Duration::hours(23));
    portal.jobs(None).sweep().await.unwrap();
    company.sign_in().await;
    assert_eq!(company.get(&upload).await.expect(200)["offset"], PART);
    portal.pass(chrono::Duration::hours(2));
    portal.jobs(None).sweep().await.unwrap();
    company.sign_in().await;
    company.get(&upload).await.problem(404, "not_found");
    assert_eq!(blobs(portal), 0);
    assert_eq!(company.filing(&filing).await["attachments"], Value::Array(Vec::new()));
}
