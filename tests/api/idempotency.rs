//! A request that is repeated under its key is done once, whatever happened to the first answer.

use futures_util::future::join_all;
use portal::app::{Clock, SystemClock};
use reqwest::Method;
use serde_json::{Value, json};
use storage::{Connection, StorageError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::on_both_databases;
use crate::support::wire::connect;
use crate::support::{Actor, Answer, Contract, Engine, TestPortal, new_id, operations};

on_both_databases!(
    every_command_wants_a_key_that_can_be_read,
    a_retry_gets_the_first_answer_again,
    a_key_with_another_body_is_refused,
    a_retry_waits_for_the_first_request,
    a_key_belongs_to_its_sender_and_its_address,
    a_refusal_is_not_kept,
    a_request_that_met_no_database_can_be_repeated,
    an_answer_cut_off_anywhere_can_be_fetched_again,
    a_hundred_submissions_of_one_draft_are_one,
    a_key_that_was_forgotten_meets_the_state,
    a_paper_whose_row_never_came_is_uploaded_again,
    nothing_is_swept_that_may_be_missed,
);

fn submission() -> Value {
    json!({ "reasons": {}, "declaration": true })
}

async fn submissions(portal: &TestPortal) -> i64 {
    portal.number("SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal WHERE kind = 'filing.submitted'").await
}

async fn ready(portal: &TestPortal, company: &Actor) -> (String, String) {
    let id = company.ready_draft(&Contract::import().of(company).numbered(portal.next())).await;
    let path = format!("/filings/{id}/submit");
    (id, path)
}

async fn every_command_wants_a_key_that_can_be_read(portal: &TestPortal) {
    let company = portal.company().await;
    let (id, path) = ready(portal, &company).await;
    let unnamed = company.request(Method::POST, &path).json(&submission());
    Answer::of(unnamed).await.problem(400, "idempotency_key_required");
    let long = "k".repeat(256);
    for key in [b"".as_slice(), long.as_bytes(), "键".as_bytes(), b"' OR 1", b"a\tb", b"caf\xe9"] {
        let value = reqwest::header::HeaderValue::from_bytes(key).unwrap();
        let request = company.request(Method::POST, &path).header("idempotency-key", value).json(&submission());
        Answer::of(request).await.problem(400, "idempotency_key_required");
    }
    assert_eq!(company.filing(&id).await["status"], "draft");
    // Every operation that creates or acts asks for it before it does anything.
    for operation in operations() {
        // A file that is only tried, a payment that is only asked about, figures counted again and a check create nothing. Of a
        // password not even a digest is kept beside a key.
        let tried = [
            "check_bulk",
            "check_bulk_workbook",
            "check_exchange",
            "verify_payment",
            "preview_exchange_rates",
            "rebuild_figures",
            "check_register",
            "change_password",
        ]
        .contains(&operation.id.as_str());
        let exempt = operation.method != Method::POST || tried || operation.public && operation.id != "create_company";
        if exempt {
            continue;
        }
        let address = operation.path.replace("{id}", &id);
        let request = company.request(Method::POST, &address);
        let request = match operation.content_type.as_deref() {
            Some("multipart/form-data") => request.multipart(reqwest::multipart::Form::new().text("kind", "other")),
            _ => request.json(&json!({})),
        };
        Answer::of(request).await.problem(400, "idempotency_key_required");
    }
    company.post_under(&"k".repeat(255), &path, &submission()).await.expect(201);
}

async fn a_retry_gets_the_first_answer_again(portal: &TestPortal) {
    let company = portal.company().await;
    let (_, path) = ready(portal, &company).await;
    let first = company.post_under("one", &path, &submission()).await;
    first.expect(201);
    assert_eq!(first.header("idempotent-replayed"), None);
    let (entries, query) = (submissions(portal).await, "SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal");
    let written = portal.number(query).await;
    for _ in 0..3 {
        let again = company.post_under("one", &path, &submission()).await;
        assert_eq!((again.status, &again.body), (201, &first.body));
        assert_eq!(again.header("idempotent-replayed"), Some("true"));
        assert_eq!((again.header("etag"), again.header("location")), (first.header("etag"), first.header("location")));
    }
    assert_eq!((submissions(portal).await, portal.number(query).await), (entries, written));
    // Twenty at once, from a finger that did not wait.
    let body = Contract::import().of(&company).numbered(99).registration();
    let answers = join_all((0..20).map(|_| company.post_under("two", "/filings", &body))).await;
    let made: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert!(!made.is_empty() && made.iter().all(|answer| answer.body == made[0].body));
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        refused.problem(409, "idempotency_in_flight");
    }
    assert_eq!(made.iter().filter(|answer| answer.header("idempotent-replayed").is_none()).count(), 1);
    assert_eq!(company.get("/filings").await.expect(200)["items"].as_array().unwrap().len(), 2);
}

async fn a_key_with_another_body_is_refused(portal: &TestPortal) {
    let company = portal.company().await;
    let body = |number| Contract::import().of(&company).numbered(number).registration();
    let first = company.post_under("one", "/filings", &body(1)).await;
    company.post_under("one", "/filings", &body(2)).await.problem(422, "idempotency_mismatch");
    assert_eq!(company.post_under("one", "/filings", &body(1)).await.body, first.body);
    assert_eq!(company.get("/filings").await.expect(200)["items"].as_array().unwrap().len(), 1);
}

/// Keeps the one writer busy until told to go on; it is busy when this returns.
pub async fn occupy(portal: &TestPortal) -> std::sync::mpsc::Sender<()> {
    let (release, wait) = std::sync::mpsc::channel();
    let (begun, busy) = tokio::sync::oneshot::channel();
    let database = portal.app.database.clone();
    let hold = move |_: &mut Connection| {
        begun.send(()).map_err(|()| StorageError::Unavailable("nobody waits".into()))?;
        wait.recv().map_err(|_| StorageError::Unavailable("let go".into()))
    };
    tokio::spawn(async move { database.write(hold).await });
    busy.await.unwrap();
    release
}

async fn a_retry_waits_for_the_first_request(portal: &TestPortal) {
    use futures_util::future::{Either, select};
    let company = portal.company().await;
    let body = Contract::import().of(&company).registration();
    let busy = occupy(portal).await;
    // Two requests under one key: whichever comes first waits for the writer, so that the other is answered first.
    let mut one = std::pin::pin!(company.post_under("one", "/filings", &body));
    let mut other = std::pin::pin!(company.post_under("one", "/filings", &body));
    let (refused, waiting) = match select(one.as_mut(), other.as_mut()).await {
        Either::Left((refused, waiting)) | Either::Right((refused, waiting)) => (refused, waiting),
    };
    refused.problem(409, "idempotency_in_flight");
    assert_eq!(refused.header("retry-after"), Some("1"));
    busy.send(()).unwrap();
    let first = waiting.await.expect(201);
    let replayed = company.post_under("one", "/filings", &body).await;
    assert_eq!(replayed.header("idempotent-replayed"), Some("true"));
    assert_eq!(replayed.json(), first);
}

async fn a_key_belongs_to_its_sender_and_its_address(portal: &TestPortal) {
    let (mine, theirs) = (portal.company().await, portal.company().await);
    let colleague = portal.colleague(&mine).await;
    let partner = portal.partner(&["filings:write", "filings:read"], Some(&mine)).await;
    let mut ids = Vec::new();
    for actor in [&mine, &theirs, &colleague, &partner] {
        let owner = if actor.company.is_some() { actor } else { &mine };
        let answer = actor.post_under("one", "/filings", &Contract::import().of(owner).registration()).await;
        ids.push(answer.expect(201)["id"].as_str().unwrap().to_owned());
        assert_eq!(answer.header("idempotent-replayed"), None);
    }
    ids.dedup();
    assert_eq!(ids.len(), 4);
    // The same key at another address is another intent.
    mine.act(&ids[0], "withdraw", &json!({})).await.expect(200);
    mine.post_under("one", &format!("/filings/{}/withdraw", ids[2]), &json!({})).await.expect(200);
    // And nobody is told of an answer that belonged to another company's person.
    theirs.post_under("one", &format!("/filings/{}/withdraw", ids[2]), &json!({})).await.problem(404, "not_found");
}

async fn a_refusal_is_not_kept(portal: &TestPortal) {
    let company = portal.company().await;
    let (id, path) = ready(portal, &company).await;
    company
        .post_under("one", &path, &json!({ "reasons": {}, "declaration": false }))
        .await
        .problem(422, "declaration_required");
    company.post_under("one", &path, &json!({ "nothing": 1 })).await.problem(422, "unknown_field");
    company.post_under("one", &path, &submission()).await.expect(201);
    assert_eq!(company.filing(&id).await["status"], "submitted");
}

/// Breaks what the next commit needs, once: a full disk, or a connection that the server cuts.
async fn break_storage(portal: &TestPortal) {
    match portal.engine {
        Engine::Sqlite => portal.execute("PRAGMA max_page_count = 1").await,
        Engine::Postgresql => {
            let read = |connection: &mut Connection| {
                Ok::<_, StorageError>(crate::support::sql::texts(
                    connection,
                    "SELECT CAST(pg_backend_pid() AS TEXT) AS value",
                )?)
            };
            let writer = portal.app.database.write(read).await.unwrap();
            portal.texts(&format!("SELECT CAST(pg_terminate_backend({}, 5000) AS TEXT) AS value", writer[0])).await;
        }
    }
}

async fn mend_storage(portal: &TestPortal) {
    if portal.engine == Engine::Sqlite {
        portal.execute("PRAGMA max_page_count = 1073741823").await;
    }
}

async fn a_request_that_met_no_database_can_be_repeated(portal: &TestPortal) {
    let company = portal.company().await;
    let (_, path) = ready(portal, &company).await;
    // A draft whose text needs pages of its own: with the disk full, there are none.
    let body = Contract::import().of(&company).numbered(99).with("/summary", "长".repeat(4000)).registration();
    break_storage(portal).await;
    let refused = company.post_under("one", "/filings", &body).await;
    refused.problem(503, "unavailable");
    assert_eq!(refused.header("retry-after"), Some("5"));
    mend_storage(portal).await;
    let made = company.post_under("one", "/filings", &body).await;
    made.expect(201);
    assert_eq!(made.header("idempotent-replayed"), None);
    company.post_under("one", &path, &submission()).await.expect(201);
    assert_eq!(company.get("/filings").await.expect(200)["items"].as_array().unwrap().len(), 2);
}

async fn an_answer_cut_off_anywhere_can_be_fetched_again(portal: &TestPortal) {
    let company = portal.company().await;
    // After this many bytes of the answer the client is gone; 0 hangs up as soon as it has spoken.
    for read in [0, 1, 9, 12, 40, 200, 500, 1000, 2000] {
        let (id, path) = ready(portal, &company).await;
        let body = submission().to_string();
        let head = format!(
            "POST /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nIdempotency-Key: {id}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            company.token().unwrap(),
            body.len()
        );
        let mut stream = connect(&portal.base_url).await;
        stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
        stream.read_exact(&mut vec![0; read]).await.unwrap();
        drop(stream);
        let mut again = company.post_under(&id, &path, &submission()).await;
        while again.status == 409 && again.json()["code"] == "idempotency_in_flight" {
            again = company.post_under(&id, &path, &submission()).await;
        }
        assert_eq!(again.expect(201)["status"], "submitted");
        if read > 0 {
            assert_eq!(again.header("idempotent-replayed"), Some("true"), "after {read} bytes");
        }
        let once = format!("SELECT CAST(COUNT(*) AS TEXT) AS value FROM submissions WHERE filing_id = '{id}'");
        assert_eq!(portal.number(&once).await, 1);
    }
}

async fn a_hundred_submissions_of_one_draft_are_one(portal: &TestPortal) {
    let company = portal.company().await;
    let (id, path) = ready(portal, &company).await;
    let colleague = portal.colleague(&company).await;
    let body = submission();
    let answers = join_all(
        (0..100).map(|number| if number % 2 == 0 { company.post(&path, &body) } else { colleague.post(&path, &body) }),
    );
    let (accepted, refused): (Vec<_>, Vec<_>) = answers.await.into_iter().partition(|answer| answer.status == 201);
    assert_eq!((accepted.len(), refused.len()), (1, 99));
    for answer in refused {
        assert_eq!(answer.problem(409, "already_submitted")["state"], "submitted");
    }
    assert_eq!((submissions(portal).await, &company.filing(&id).await["status"]), (1, &json!("submitted")));
}

async fn a_key_that_was_forgotten_meets_the_state(portal: &TestPortal) {
    let company = portal.company().await;
    let (_, path) = ready(portal, &company).await;
    company.post_under("one", &path, &submission()).await.expect(201);
    portal.pass(chrono::Duration::hours(25));
    portal.jobs(None).sweep().await.unwrap();
    company.sign_in().await;
    company.post_under("one", &path, &submission()).await.problem(409, "already_submitted");
}

/// Puts bytes into the store as they are there after so many hours.
async fn bytes_without_a_row(portal: &TestPortal, hours: i64) -> String {
    let name = new_id().to_string();
    portal.app.blobs.put(&name, bytes::Bytes::from_static(b"%PDF-1.4\n%%EOF\n")).await.unwrap();
    age(portal, &name, hours);
    name
}

fn age(portal: &TestPortal, blob: &str, hours: i64) {
    let file = std::fs::File::options().write(true).open(portal.folder().join("blobs").join(blob)).unwrap();
    file.set_modified((SystemClock.now() - chrono::Duration::hours(hours)).into()).unwrap();
}

async fn is_kept(portal: &TestPortal, blob: &str) -> bool {
    portal.app.blobs.get(blob).await.unwrap().is_some()
}

async fn a_paper_whose_row_never_came_is_uploaded_again(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.draft(&Contract::import().of(&company)).await;
    // As a process leaves it that was killed between the bytes and the row.
    let orphan = bytes_without_a_row(portal, 25).await;
    let young = bytes_without_a_row(portal, 23).await;
    company.get(&format!("/filings/{id}/attachments/{orphan}")).await.problem(404, "not_found");
    company.attach(&id, "contract_copy", "合同.pdf", crate::support::road::PAPER).await.expect(201);
    let paper = company.filing(&id).await["attachments"][0]["id"].as_str().unwrap().to_owned();
    let begun = json!({ "kind": "contract_copy", "file_name": "a.pdf", "size": 70_000 });
    let begun = company.post(&format!("/filings/{id}/uploads"), &begun).await.expect(201);
    let upload = format!("/filings/{id}/uploads/{}", begun["id"].as_str().unwrap());
    let part = company.request(Method::PATCH, &upload).header("upload-offset", "0");
    let part = part.header("content-type", "application/offset+octet-stream").body(vec![b'%'; 65_536]);
    Answer::of(part).await.expect(200);
    let part = portal.texts("SELECT parts AS value FROM uploads").await.remove(0);
    let part = serde_json::from_str::<Vec<String>>(&part).unwrap().remove(0);
    for named in [&paper, &part] {
        age(portal, named, 1_000);
    }
    portal.app.blobs.put("somebody-elses", bytes::Bytes::from_static(b"no paper")).await.unwrap();
    age(portal, "somebody-elses", 1_000);

    // By day nothing is swept; at night, what is old and unnamed.
    portal.jobs(None).sweep().await.unwrap();
    assert!(is_kept(portal, &orphan).await);
    portal.set_clock("2026-11-22T18:00:00Z");
    portal.jobs(None).sweep().await.unwrap();
    assert!(!is_kept(portal, &orphan).await);
    for kept in [young.as_str(), &paper, &part, "somebody-elses"] {
        assert!(is_kept(portal, kept).await, "{kept}");
    }
    company.sign_in().await;
    let attachments = company.filing(&id).await["attachments"].clone();
    assert_eq!((attachments.as_array().unwrap().len(), &attachments[0]["id"]), (1, &json!(paper)));
}

async fn nothing_is_swept_that_may_be_missed(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.draft(&Contract::import().of(&company)).await;
    let orphan = bytes_without_a_row(portal, 25).await;
    // The portal was given the store of another by mistake.
    portal.app.blobs.put("journal", bytes::Bytes::from_static(b"another")).await.unwrap();
    portal.set_clock("2026-11-22T18:00:00Z");
    portal.jobs(None).sweep().await.unwrap();
    assert!(is_kept(portal, &orphan).await, "another portal's papers");
    portal.app.blobs.delete("journal").await.unwrap();
    // The register is damaged: what nothing names now may have been named.
    portal.execute(&format!("UPDATE journal SET actor = 'user:another' WHERE subject = '{id}'")).await;
    portal.set_clock("2026-11-23T18:00:00Z");
    portal.jobs(None).sweep().await.unwrap();
    assert!(is_kept(portal, &orphan).await, "a damaged register");
}
