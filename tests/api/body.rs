//! Bodies and queries that are not what they should be: refused with a code and a pointer, and without a word of our insides.

use reqwest::Method;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Actor, Answer, Contract, TestPortal, new_id};

on_both_databases!(
    what_is_not_json_is_refused_without_our_parsers_words,
    a_key_that_occurs_twice_is_refused_at_every_depth,
    an_unknown_field_is_named_by_its_pointer,
    a_list_is_no_object_at_any_depth,
    a_body_of_another_type_is_refused,
    a_body_has_a_size,
    a_hundred_thousand_brackets_do_no_harm,
    amounts_are_texts_and_numbers_keep_to_their_bounds,
    control_characters_are_refused_in_every_text,
    rare_characters_come_back_as_they_went_in,
    pages_have_bounds_and_cursors_are_ours,
);

async fn send(actor: &Actor, method: Method, path: &str, content_type: &str, body: impl Into<reqwest::Body>) -> Answer {
    let request = actor
        .request(method, path)
        .header("idempotency-key", new_id().to_string())
        .header("if-match", "\"1\"")
        .header("content-type", content_type)
        .body(body);
    let answer = Answer::of(request).await;
    let text = answer.text();
    for word in ["serde", "line 1", "column", "expected", "panicked", "diesel", "SELECT", "/src/", "invalid type"] {
        assert!(!text.contains(word), "{word} leaks: {text}");
    }
    answer
}

async fn post(actor: &Actor, body: impl Into<reqwest::Body>) -> Answer {
    send(actor, Method::POST, "/filings", "application/json", body).await
}

async fn what_is_not_json_is_refused_without_our_parsers_words(portal: &TestPortal) {
    let company = portal.company().await;
    let whole = Contract::import().of(&company).registration().to_string();
    let broken: Vec<Vec<u8>> = vec![
        whole.as_bytes()[..whole.len() - 1].to_vec(),
        whole.as_bytes()[..whole.len() / 2].to_vec(),
        format!("{whole}}}").into_bytes(),
        format!("{whole} {whole}").into_bytes(),
        format!("\u{feff}{whole}").into_bytes(),
        [b"{\"kind\":\"registration\",\"contract\":{\"name\":\"".as_slice(), &[0xff, 0xfe], b"\"}}"].concat(),
        [b"{\"kind\":\"registration\",\"contract\":{\"name\":\"".as_slice(), &[0xed, 0xa0, 0x80], b"\"}}"].concat(),
        br#"{"kind":"registration","contract":{"name":"\ud83d"}}"#.to_vec(),
        br#"{"kind":"registration","contract":{"name":"\udc00x"}}"#.to_vec(),
        br#"{"kind":"registration","contract":{"name":"\x41"}}"#.to_vec(),
        b"{'kind':'registration'}".to_vec(),
        b"{\"kind\":\"registration\",}".to_vec(),
        b"{\"kind\":NaN}".to_vec(),
        b"// {}".to_vec(),
        b"\0".to_vec(),
        b"{".to_vec(),
        // Something else is wrong before it breaks off.
        b"{\"kind\":\"registration\",\"nothing\":1".to_vec(),
        b"{\"kind\":[],".to_vec(),
        b"\"".to_vec(),
    ];
    for body in broken {
        let shown = String::from_utf8_lossy(&body).into_owned();
        let answer = post(&company, body).await;
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (400, &json!("invalid_json")),
            "{shown}: {}",
            answer.text()
        );
    }
    // Well-formed, but not an object.
    for body in ["null", "[]", "1", "\"registration\"", "true"] {
        let answer = post(&company, body).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.text());
    }
    assert_eq!(company.get("/filings").await.expect(200)["items"], json!([]));
}

async fn a_key_that_occurs_twice_is_refused_at_every_depth(portal: &TestPortal) {
    let company = portal.company().await;
    for body in [
        r#"{"kind":"registration","kind":"registration","contract":{}}"#,
        r#"{"kind":"registration","contract":{"name":"甲","name":"乙"}}"#,
        r#"{"kind":"registration","contract":{"supplier":{"country":"DE","country":"US"}}}"#,
        r#"{"kind":"registration","contract":{"payment":{"royalty":{"base":"profit","base":"other"}}}}"#,
        r#"{"kind":"registration","contract":{"patents":[{"number":"1","number":"2"}]}}"#,
    ] {
        post(&company, body).await.problem(400, "invalid_json");
    }
    let id = company.ready_draft(&Contract::import().of(&company)).await;
    let twice = r#"{"declaration":true,"reasons":{"deadline.late":"甲","deadline.late":"乙"}}"#;
    send(&company, Method::POST, &format!("/filings/{id}/submit"), "application/json", twice)
        .await
        .problem(400, "invalid_json");
    assert_eq!(company.filing(&id).await["status"], "draft");
}

async fn an_unknown_field_is_named_by_its_pointer(portal: &TestPortal) {
    let company = portal.company().await;
    for (body, pointer) in [
        (r#"{"kind":"registration","contract":{},"nothing":1}"#, "/nothing"),
        (r#"{"kind":"registration","contract":{"nothing":1}}"#, "/contract/nothing"),
        (r#"{"kind":"registration","contract":{"supplier":{"nothing":null}}}"#, "/contract/supplier/nothing"),
        (r#"{"kind":"registration","contract":{"patents":[{},{"nothing":[]}]}}"#, "/contract/patents/1/nothing"),
    ] {
        let problem = post(&company, body).await.problem(422, "unknown_field");
        assert_eq!(problem["errors"][0]["pointer"], pointer);
    }
    let problem = post(&company, r#"{"contract":{}}"#).await.problem(422, "validation_failed");
    assert_eq!(problem["errors"][0]["pointer"], "/kind");
    let problem = post(&company, r#"{"kind":"registration","contract":{"patents":[{},{"expires_on":"soon"}]}}"#)
        .await
        .problem(422, "validation_failed");
    assert_eq!(problem["errors"][0]["pointer"], "/contract/patents/1/expires_on");
}

async fn a_list_is_no_object_at_any_depth(portal: &TestPortal) {
    let company = portal.company().await;
    for (body, pointer) in [
        (r#"["registration"]"#, ""),
        (r#"{"kind":"registration","contract":[]}"#, "/contract"),
        (r#"{"kind":"registration","contract":{"amount":["CNY"]}}"#, "/contract/amount"),
        (r#"{"kind":"registration","contract":{"patents":[{},[]]}}"#, "/contract/patents/1"),
    ] {
        let problem = post(&company, body).await.problem(422, "validation_failed");
        assert_eq!(
            (&problem["errors"][0]["pointer"], &problem["errors"][0]["code"]),
            (&json!(pointer), &json!("invalid_value"))
        );
    }
    assert_eq!(company.get("/filings").await.expect(200)["items"], json!([]));
}

async fn a_body_of_another_type_is_refused(portal: &TestPortal) {
    let company = portal.company().await;
    let body = Contract::import().of(&company).registration().to_string();
    for content_type in [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "json",
        "",
    ] {
        let answer = send(&company, Method::POST, "/filings", content_type, body.clone()).await;
        answer.problem(415, "unsupported_media_type");
    }
    let unnamed = company.request(Method::POST, "/filings").header("idempotency-key", "k").body(body.clone());
    Answer::of(unnamed).await.problem(415, "unsupported_media_type");
    send(&company, Method::POST, "/filings", "application/json; charset=utf-8", body.clone()).await.expect(201);
    send(&company, Method::POST, "/filings", "Application/JSON", body).await.expect(201);
}

async fn a_body_has_a_size(portal: &TestPortal) {
    let company = portal.company().await;
    let most = 256 * 1024;
    let body = json!({ "kind": "registration", "contract": { "name": "甲" } }).to_string();
    let padded = |length: usize| format!("{body}{}", " ".repeat(length - body.len()));
    post(&company, padded(most)).await.expect(201);
    for length in [most + 1, 3 * 1024 * 1024] {
        let problem = post(&company, padded(length)).await.problem(413, "payload_too_large");
        assert!(problem["detail"].as_str().unwrap().contains("256 KiB"), "it says how much is too much: {problem}");
    }
    // Each text has a length of its own, counted in characters.
    for (name, most) in [("name", 200), ("name_original", 300), ("summary", 4000), ("number", 40)] {
        let text =
            |count: usize| json!({ "kind": "registration", "contract": { name: "𠮷".repeat(count) } }).to_string();
        post(&company, text(most)).await.expect(201);
        let problem = post(&company, text(most + 1)).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["pointer"], format!("/contract/{name}"));
        assert_eq!(problem["errors"][0]["code"], "length");
    }
}

async fn a_hundred_thousand_brackets_do_no_harm(portal: &TestPortal) {
    let company = portal.company().await;
    let nested = |count: usize, open: &str, close: &str| format!("{}1{}", open.repeat(count), close.repeat(count));
    let deep = |open: &str, close: &str| nested(100_000, open, close);
    for body in [
        deep("[", "]"),
        nested(40_000, "{\"a\":", "}"),
        format!(r#"{{"kind":"registration","contract":{}}}"#, nested(20_000, "{\"user\":", "}")),
        format!(r#"{{"kind":"registration","contract":{{"keywords":{}}}}}"#, deep("[", "]")),
        format!(r#"{{"kind":"registration","contract":{{"summary":{}}}}}"#, deep("[", "]")),
        format!(r#"{{"kind":"registration","contract":{{"nothing":{}}}}}"#, deep("[", "]")),
        "[".repeat(200_000),
    ] {
        post(&company, body).await.problem(400, "invalid_json");
    }
    company.get("/me").await.expect(200);
}

async fn amounts_are_texts_and_numbers_keep_to_their_bounds(portal: &TestPortal) {
    let company = portal.company().await;
    for amount in [
        "1250000.00",
        "1.5",
        "1e400",
        "-0",
        "99999999999999999999",
        "true",
        "null1",
        "\"007\"",
        "\"1e3\"",
        "\"NaN\"",
        "\"-1\"",
        "\"1,000\"",
        "\"１２\"",
        "\"0x10\"",
    ] {
        let body =
            format!(r#"{{"kind":"registration","contract":{{"amount":{{"currency":"EUR","total":{amount}}}}}}}"#);
        let answer = post(&company, body).await;
        let expected = if amount == "null1" { 400 } else { 422 };
        assert_eq!(answer.status, expected, "{amount}: {}", answer.text());
        if expected == 422 {
            assert_eq!(answer.json()["errors"][0]["pointer"], "/contract/amount/total", "{amount}");
        }
    }
    let manager = portal.staff(domain::Role::DeskManager, &["city"]).await;
    let table = manager.get("/routing-rules").await.expect(200);
    for version in ["99999999999", "1.5", "1e400", "\"1\"", "-9223372036854775809"] {
        let body = table.to_string().replacen(
            &format!("\"version\":{}", table["version"]),
            &format!("\"version\":{version}"),
            1,
        );
        let answer = send(&manager, Method::PUT, "/routing-rules", "application/json", body).await;
        let problem = answer.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["pointer"], "/version", "{version}");
    }
    let id = company.ready_draft(&Contract::import().of(&company)).await;
    for declaration in ["1", "\"true\"", "null", "[]"] {
        let body = format!(r#"{{"reasons":{{}},"declaration":{declaration}}}"#);
        send(&company, Method::POST, &format!("/filings/{id}/submit"), "application/json", body)
            .await
            .problem(422, "validation_failed");
    }
}

async fn control_characters_are_refused_in_every_text(portal: &TestPortal) {
    let company = portal.company().await;
    let contract = Contract::import().of(&company).0;
    let mut texts = Vec::new();
    find_texts(&contract, String::new(), &mut texts);
    assert!(texts.len() > 15, "{texts:?}");
    for pointer in &texts {
        for character in ["\u{0}", "\u{7}", "\u{1b}", "\u{7f}", "\u{85}"] {
            let mut changed = contract.clone();
            *changed.pointer_mut(pointer).unwrap() = json!(format!("a{character}b"));
            let body = json!({ "kind": "registration", "contract": changed }).to_string();
            let answer = post(&company, body).await;
            assert_eq!(answer.status, 422, "{pointer} {character:?}: {}", answer.text());
        }
    }
    // Where nothing but the character is wrong, it is the character that is named.
    let body = json!({ "kind": "registration", "contract": { "name": "甲\u{0}乙" } }).to_string();
    let problem = post(&company, body).await.problem(422, "control_character");
    assert_eq!(problem["errors"][0]["pointer"], "/contract/name");
    // Unescaped, it is not JSON at all; and nothing is found by it.
    post(&company, b"{\"kind\":\"registration\",\"contract\":{\"name\":\"a\0b\"}}".to_vec())
        .await
        .problem(400, "invalid_json");
    let problem = company.get("/filings?q=%00").await.problem(422, "invalid_query");
    assert_eq!(problem["errors"][0]["pointer"], "/q");
    assert_eq!(company.get("/filings").await.expect(200)["items"], json!([]));
}

fn find_texts(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(pointer),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| find_texts(item, format!("{pointer}/{index}"), found))
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| find_texts(field, format!("{pointer}/{name}"), found))
        }
        _ => {}
    }
}

async fn rare_characters_come_back_as_they_went_in(portal: &TestPortal) {
    let company = portal.company().await;
    for text in [
        "𠮷野家𬺓科技",
        "🙂 emoji",
        "e\u{301} and é",
        "'; DROP TABLE filings;--",
        "100%_\\",
        "<img onerror=alert(1)>{{7*7}}${x}",
        "第一行\n第二行\t末",
        "=HYPERLINK(\"http://x\")",
    ] {
        let id = company.draft(&Contract::import().of(&company).with("/name", text).with("/summary", text)).await;
        let kept = company.filing(&id).await;
        assert_eq!((&kept["contract"]["name"], &kept["contract"]["summary"]), (&json!(text), &json!(text)));
        let escaped: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let found = company.get(&format!("/filings?q={escaped}")).await.expect(200);
        let ids: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
        assert_eq!(ids, [&json!(id)], "{text}");
    }
}

async fn pages_have_bounds_and_cursors_are_ours(portal: &TestPortal) {
    let company = portal.company().await;
    for number in 1..=3 {
        company.draft(&Contract::import().of(&company).numbered(number)).await;
    }
    let first = company.get("/filings?limit=2").await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = company.get(&format!("/filings?limit=2&cursor={cursor}")).await.expect(200);
    assert_eq!((first["items"].as_array().unwrap().len(), second["items"].as_array().unwrap().len()), (2, 1));
    assert_eq!(second["next_cursor"], Value::Null);

    let mut forged = cursor.to_owned();
    forged.replace_range(..1, if cursor.starts_with('A') { "B" } else { "A" });
    for cursor in [forged.as_str(), "", "x", "MQ", "..", "%00", "%F0%9F%99%82", &"A".repeat(5000)] {
        let answer = company.get(&format!("/filings?cursor={cursor}")).await;
        answer.problem(400, "invalid_cursor");
    }
    let reviewer = portal.reviewer().await;
    for (actor, list) in
        [(&company, "/filings"), (&company, "/contracts"), (&reviewer, "/queue"), (&reviewer, "/companies")]
    {
        for query in [
            "limit=0",
            "limit=-1",
            "limit=101",
            "limit=1000000000",
            "limit=abc",
            "limit=1.5",
            "limit=",
            "limit=1&limit=2",
            "limit=99999999999999999999",
        ] {
            let answer = actor.get(&format!("{list}?{query}")).await;
            let problem = answer.problem(422, "invalid_query");
            assert_eq!(problem["errors"][0]["pointer"], "/limit", "{list}?{query}");
        }
        actor.get(&format!("{list}?limit=100")).await.expect(200);
    }
    for (actor, query) in [
        (&company, "/filings?status=nothing"),
        (&reviewer, "/queue?state=nothing"),
        (&reviewer, "/queue?due_before=2026-02-30"),
        (&reviewer, "/queue?mine=perhaps"),
        (&reviewer, "/companies?status=nothing"),
    ] {
        let problem = actor.get(query).await.problem(422, "invalid_query");
        let name = query.split_once('?').and_then(|(_, pair)| pair.split_once('=')).unwrap().0;
        assert_eq!(problem["errors"][0]["pointer"], format!("/{name}"), "{query}");
    }
}
