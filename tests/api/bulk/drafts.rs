//! Good rows become drafts, once; the others come back with what to mend beside their cells.

use domain::filing::FilingKind;
use serde_json::{Value, json};

use super::book::{FIRST, cell, column, filled, part, read, text};
use super::{REGISTRATION, Sent, dry_run, errors, form, outcomes, upload};
use crate::kinds::{Cast, agreed, closure, reissue};
use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    a_dry_run_changes_nothing,
    a_good_row_becomes_the_draft_that_the_api_would_make,
    rows_about_a_registered_contract_become_the_drafts_that_the_api_would_make,
    good_rows_become_drafts_and_bad_ones_come_back_with_the_messages_beside_the_cells,
    what_came_back_is_mended_and_taken,
    the_same_file_under_its_key_makes_nothing_twice,
    an_upload_that_was_stopped_goes_on_where_it_was,
    whoever_goes_away_does_not_stop_an_upload,
    uploads_are_listed_newest_first_and_recorded,
);

async fn kept(portal: &TestPortal) -> Vec<String> {
    let count = |table: &str| format!("SELECT CAST(COUNT(*) AS TEXT) AS value FROM {table}");
    let mut counts = Vec::new();
    for table in ["filings", "journal", "bulk_uploads", "idempotency_keys"] {
        counts.extend(portal.texts(&count(table)).await);
    }
    counts
}

async fn drafts(company: &Actor) -> usize {
    company.get("/filings?status=draft&limit=100").await.expect(200)["items"].as_array().unwrap().len()
}

async fn a_dry_run_changes_nothing(portal: &TestPortal) {
    let company = portal.company().await;
    let before = kept(portal).await;
    let good = form(&Contract::import().of(&company).numbered(1));
    let bad = form(&Contract::import().of(&company).numbered(2).with("/signed_on", "去年"));
    let book = filled(REGISTRATION, &[good, bad]);
    let result = dry_run(&company, REGISTRATION, &book).await;
    assert_eq!(outcomes(&result), ["good", "bad"]);
    let counts = (&result["rows"], &result["good"], &result["bad"], &result["upload"]);
    assert_eq!(counts, (&json!(2), &json!(1), &json!(1), &Value::Null));
    assert_eq!(Sent::new("/bulk-dry-run/workbook", REGISTRATION, &book).by(&company).await.status, 200);
    assert_eq!(kept(portal).await, before);
    assert_eq!(dry_run(&company, REGISTRATION, &book).await, result, "and says the same again");
}

/// What makes an application what it is; not its id, its version and the times.
fn essence(filing: &Value) -> Value {
    let of = |name: &str| (name.to_owned(), filing[name].clone());
    let names = ["kind", "status", "contract", "contract_id", "request", "registered", "changes", "company", "agent"];
    Value::Object(names.into_iter().map(of).collect())
}

/// The draft that the same data makes over the API, after this one is out of its way.
async fn made_by_api(company: &Actor, draft: &Value, body: &Value) -> Value {
    company.delete(&format!("/filings/{}", draft["id"].as_str().unwrap())).await.expect(204);
    let made = company.post("/filings", body).await.expect(201);
    company.filing(made["id"].as_str().unwrap()).await
}

async fn a_good_row_becomes_the_draft_that_the_api_would_make(portal: &TestPortal) {
    let company = portal.company().await;
    for contract in [Contract::import(), Contract::export()] {
        let contract = contract.of(&company).numbered(portal.next());
        let result = upload(&company, REGISTRATION, &filled(REGISTRATION, &[form(&contract)])).await;
        assert_eq!(outcomes(&result), ["drafted"], "{result}");
        let draft = company.filing(result["items"][0]["filing_id"].as_str().unwrap()).await;
        let other = made_by_api(&company, &draft, &contract.registration()).await;
        assert_eq!(essence(&draft), essence(&other));
    }
}

async fn rows_about_a_registered_contract_become_the_drafts_that_the_api_would_make(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let company = &cast.company;
    let number = cast.contract.0["number"].clone();
    let amended =
        cast.contract.clone().with("/amount/total", "1300000.00").with("/amount/technology_fee", "1300000.00");
    let only = json!({ "number": number, "amount": { "total": "1300000.00", "technology_fee": "1300000.00" } });
    for (kind, cells, request, contract) in [
        (FilingKind::Amendment, only, agreed(), Some(&amended)),
        (FilingKind::Closure, json!({ "number": number }), closure("suspension", "2026-11-20"), None),
        (FilingKind::Reissue, json!({ "number": number }), reissue(), None),
    ] {
        let book = filled(kind, &[json!({ "contract": cells, "request": request })]);
        let result = upload(company, kind, &book).await;
        assert_eq!(outcomes(&result), ["drafted"], "{result}");
        let draft = company.filing(result["items"][0]["filing_id"].as_str().unwrap()).await;
        let mut body = json!({ "kind": kind, "contract_id": cast.id, "request": request });
        if let Some(contract) = contract {
            body["contract"] = contract.0.clone();
        }
        let other = made_by_api(company, &draft, &body).await;
        assert_eq!(essence(&draft), essence(&other));
        company.delete(&format!("/filings/{}", other["id"].as_str().unwrap())).await.expect(204);
    }
}

/// Two good rows around a bad one, whose day and price are not what they should be.
fn mixed(company: &Actor) -> Vec<Value> {
    let contract = |number| Contract::import().of(company).numbered(number);
    let bad = contract(2).with("/signed_on", "去年").with("/amount/total", "一百万");
    vec![form(&contract(1)), form(&bad), form(&contract(3))]
}

async fn good_rows_become_drafts_and_bad_ones_come_back_with_the_messages_beside_the_cells(portal: &TestPortal) {
    let company = portal.company().await;
    let result = upload(&company, REGISTRATION, &filled(REGISTRATION, &mixed(&company))).await;
    assert_eq!(outcomes(&result), ["drafted", "bad", "drafted"]);
    assert_eq!((&result["upload"]["drafted"], &result["upload"]["done"]), (&json!(2), &json!(true)));
    assert_eq!(drafts(&company).await, 2);
    for place in [0, 2] {
        let draft = company.filing(result["items"][place]["filing_id"].as_str().unwrap()).await;
        assert_eq!(
            (&draft["status"], &draft["contract"]["name"]),
            (&json!("draft"), &result["items"][place]["contract_name"])
        );
    }

    let path = format!("/bulk/{}/workbook", result["upload"]["id"].as_str().unwrap());
    let book = company.get(&path).await.body;
    let sheet = read(&book);
    let said = text(&sheet, FIRST, 0);
    for note in result["items"][1]["notes"].as_array().unwrap() {
        let (column, message) = (note["column"].as_str().unwrap(), note["message"].as_str().unwrap());
        assert!(said.contains(&format!("{column}：{message}")), "{said}");
    }
    assert_eq!(text(&sheet, FIRST, column(REGISTRATION, "/contract/signed_on")), "去年", "as it was written");
    assert_eq!(text(&sheet, FIRST + 1, column(REGISTRATION, "/contract/number")), "", "only what is to be mended");
    let comments = part(&book, "xl/comments1.xml");
    assert!(comments.contains("ref=\"A1\"") && comments.contains("只收录官方目录的一部分"), "{comments}");
    for (pointer, words) in [("/contract/signed_on", "不是可以确定的日期"), ("/contract/amount/total", "不是数字")]
    {
        let at = format!("ref=\"{}\"", cell(REGISTRATION, pointer, FIRST));
        let comment = comments.split("<comment ").find(|comment| comment.contains(&at));
        assert!(comment.is_some_and(|comment| comment.contains(words)), "{pointer}: {comments}");
    }
}

async fn what_came_back_is_mended_and_taken(portal: &TestPortal) {
    let company = portal.company().await;
    let first = upload(&company, REGISTRATION, &filled(REGISTRATION, &mixed(&company))).await;
    let path = format!("/bulk/{}/workbook", first["upload"]["id"].as_str().unwrap());
    let back = company.get(&path).await.body;
    assert_eq!(outcomes(&dry_run(&company, REGISTRATION, &back).await), ["bad"], "not yet mended");
    let mended = super::book::altered(&back, "xl/sharedStrings.xml", |words| {
        words.replace("<t>去年</t>", "<t>2026-10-08</t>").replace("<t>一百万</t>", "<t>1250000.00</t>")
    });
    let second = upload(&company, REGISTRATION, &mended).await;
    assert_eq!(outcomes(&second), ["drafted"], "{second}");
    assert_eq!(drafts(&company).await, 3);
}

async fn the_same_file_under_its_key_makes_nothing_twice(portal: &TestPortal) {
    let company = portal.company().await;
    let book = filled(REGISTRATION, &mixed(&company));
    let send = async |key: &str, book: &[u8]| {
        Sent { key: key.to_owned(), ..Sent::new("/bulk", REGISTRATION, book) }.by(&company).await
    };
    let first = send("one", &book).await.expect(201);
    let entries = kept(portal).await;
    assert_eq!(send("one", &book).await.expect(201), first);
    assert_eq!(kept(portal).await, entries);
    let other = filled(REGISTRATION, &mixed(&company)[..1]);
    send("one", &other).await.problem(422, "idempotency_mismatch");
    assert_eq!(kept(portal).await, entries);

    // Under another key it is another upload; its rows are drafts already.
    let again = send("two", &book).await.expect(201);
    assert_eq!((&again["drafted"], drafts(&company).await), (&json!(0), 2));
    let result = company.get(&format!("/bulk/{}", again["id"].as_str().unwrap())).await.expect(200);
    let number = cell(REGISTRATION, "/contract/number", FIRST);
    assert_eq!(errors(&result, FIRST), [(number, "bulk.repeated".to_owned())]);
}

async fn an_upload_that_was_stopped_goes_on_where_it_was(portal: &TestPortal) {
    let company = portal.company().await;
    let book = filled(REGISTRATION, &mixed(&company));
    let send = async || Sent { key: "one".into(), ..Sent::new("/bulk", REGISTRATION, &book) }.by(&company).await;
    let first = send().await.expect(201);
    let path = format!("/bulk/{}", first["id"].as_str().unwrap());
    let before = company.get(&path).await.expect(200);
    let gone = before["items"][2]["filing_id"].as_str().unwrap();
    // As if the power had failed after the first row: its draft is there, the third row's is not, and nothing was answered.
    company.delete(&format!("/filings/{gone}")).await.expect(204);
    portal.execute("DELETE FROM idempotency_keys WHERE route = 'POST /api/v1/bulk' OR key LIKE '%#6'").await;
    portal.execute("UPDATE bulk_uploads SET status = 'running', result = NULL, finished_at = NULL, drafted = 1").await;
    let meanwhile = company.get(&path).await.expect(200);
    assert_eq!((&meanwhile["upload"]["done"], &meanwhile["items"]), (&json!(false), &json!([])));
    company.get(&format!("{path}/workbook")).await.problem(409, "bulk_running");

    let second = send().await.expect(201);
    assert_eq!((&second["id"], &second["drafted"], &second["done"]), (&first["id"], &json!(2), &json!(true)));
    let after = company.get(&path).await.expect(200);
    assert_eq!(outcomes(&after), ["drafted", "bad", "drafted"]);
    assert_eq!(after["items"][0]["filing_id"], before["items"][0]["filing_id"], "not drafted again");
    assert_ne!(after["items"][2]["filing_id"], before["items"][2]["filing_id"]);
    assert_eq!(drafts(&company).await, 2);
}

/// The upload, once the service lists it and it is as asked for. Bounded: a portal that never gets there fails the test.
async fn listed(company: &Actor, as_asked: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..20_000 {
        let upload = company.get("/bulk").await.expect(200)["items"][0].clone();
        if as_asked(&upload) {
            return upload;
        }
    }
    panic!("the upload does not get there");
}

async fn whoever_goes_away_does_not_stop_an_upload(portal: &TestPortal) {
    let company = portal.company().await;
    let rows: Vec<Value> = (1..=150).map(|number| form(&Contract::import().of(&company).numbered(number))).collect();
    let book = filled(REGISTRATION, &rows);
    tokio::select! {
        answer = Sent::new("/bulk", REGISTRATION, &book).by(&company) => panic!("too early: {}", answer.text()),
        begun = listed(&company, |upload| upload["id"].is_string()) => assert_eq!(begun["done"], false),
    }
    let done = listed(&company, |upload| upload["done"] == true).await;
    assert_eq!(done["drafted"], 150);
}

async fn uploads_are_listed_newest_first_and_recorded(portal: &TestPortal) {
    let company = portal.company().await;
    let rows = mixed(&company);
    let one = upload(&company, REGISTRATION, &filled(REGISTRATION, &rows[..1])).await;
    let two = upload(&company, REGISTRATION, &filled(REGISTRATION, &rows[1..])).await;
    let list = company.get("/bulk").await.expect(200);
    assert_eq!(list["items"], json!([two["upload"], one["upload"]]));
    assert_eq!(list["items"][0]["file_name"], "填报.xlsx");
    assert_eq!(list["items"][0]["company"]["id"], company.company_id());
    let first = company.get("/bulk?limit=1").await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = company.get(&format!("/bulk?limit=1&cursor={cursor}")).await.expect(200);
    assert_eq!((&second["items"][0], &second["next_cursor"]), (&one["upload"], &Value::Null));
    let journal = "SELECT kind AS value FROM journal WHERE kind LIKE 'bulk.%' OR kind = 'filing.created' ORDER BY seq";
    let upload = ["bulk.begun", "filing.created", "bulk.finished"];
    assert_eq!(portal.texts(journal).await, [upload, upload].concat());
}
