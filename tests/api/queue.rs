//! The desks' queue: filters, kept views, giving work to people, and who has how much of it. Words are in `search`.

use chrono::Duration;
use domain::Role;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Actor, Contract, Engine, TestPortal, new_id};

on_both_databases!(
    the_queue_is_narrowed_by_every_filter,
    pages_of_the_queue_hold_everything_once,
    a_manager_gives_work_to_a_reviewer_of_the_desk,
    many_are_given_at_once_and_what_cannot_be_is_told,
    the_workload_counts_what_is_open_and_done,
    views_are_kept_shared_changed_and_removed,
);

/// Ids of a page, in its order.
pub(crate) async fn ids(actor: &Actor, path: &str) -> Vec<String> {
    let page = actor.get(path).await.expect(200);
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// Copies of a filing's row in the queue, due later, as a day's rush would leave them: under other numbers and places.
pub(crate) async fn rush(portal: &TestPortal, copies: usize, words: &str) {
    let columns = "kind, status, version, company_id, contract, contract_number, contract_name, direction, counterparty_country, \
        industry, desk_code, routing, warnings, catalogue_hit, created_by, created_at, updated_at, submitted_at, due_on, search_text";
    let numbers = match portal.engine {
        Engine::Sqlite => {
            format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {copies}) ")
        }
        Engine::Postgresql => format!("WITH n(i) AS (SELECT generate_series(1, {copies})) "),
    };
    let padded = match portal.engine {
        Engine::Sqlite => "printf('%06d', i)",
        Engine::Postgresql => "to_char(i, 'FM000000')",
    };
    let id = format!("'0190ffff-0000-7000-8000-000000' || {padded}");
    portal
        .execute(&format!(
            "INSERT INTO filings (id, {columns}) {numbers} SELECT {id}, {columns} FROM n, (SELECT * FROM filings WHERE due_on IS NOT NULL LIMIT 1) one"
        ))
        .await;
    portal
        .execute(&format!(
            "INSERT INTO queue_entries (filing_id, place, desk_code, kind, status, company_id, company_name, contract_number, contract_name,
                direction, counterparty_country, industry, warnings, catalogue_hit, submitted_at, due_on, search_text)
             {numbers} SELECT {id}, '2026-12-01 ' || {id}, desk_code, kind, status, company_id, company_name, contract_number, contract_name,
                direction, counterparty_country, industry, warnings, catalogue_hit, submitted_at, due_on,
                ' {words}' || {padded} || ' ' FROM n, (SELECT * FROM queue_entries LIMIT 1) one"
        ))
        .await;
}

async fn the_queue_is_narrowed_by_every_filter(portal: &TestPortal) {
    let (company, reviewer) = (portal.company().await, portal.reviewer().await);
    portal.set_clock("2026-11-17T02:00:00Z");
    company.sign_in().await;
    let late = company.submitted(&Contract::import().of(&company).numbered(1)).await;
    portal.set_clock("2026-11-23T02:00:00Z");
    company.sign_in().await;
    reviewer.sign_in().await;
    let fresh = company.submitted(&Contract::export().of(&company).numbered(2)).await;
    reviewer.claim(&fresh).await;
    let by = &reviewer.id;
    for (query, expected) in [
        ("due=overdue", vec![&late]),
        ("due=later", vec![&fresh]),
        ("due=today", vec![]),
        ("due_before=2026-11-23", vec![&late]),
        ("assignee=me", vec![&fresh]),
        ("assignee=none", vec![&late]),
        (&format!("assignee={by}"), vec![&fresh]),
        ("mine=true", vec![&fresh]),
        ("state=in_review", vec![&fresh]),
        ("direction=import", vec![&late]),
        ("country=DE", vec![&late]),
        ("country=SG&direction=export", vec![&fresh]),
        ("industry=00", vec![]),
        ("kind=registration", vec![&late, &fresh]),
        ("kind=closure", vec![]),
        ("warnings=true", vec![]),
        ("warnings=false&catalogue=false", vec![&late, &fresh]),
        ("catalogue=true", vec![]),
        ("desk=sip", vec![&late, &fresh]),
        ("desk=nowhere", vec![]),
    ] {
        let found = ids(&reviewer, &format!("/queue?{query}")).await;
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{query}");
    }
    for query in ["due=never", "assignee=somebody", "kind=x", "direction=sideways"] {
        assert_eq!(reviewer.get(&format!("/queue?{query}")).await.status, 422, "{query}");
    }
    reviewer.get("/queue?warnings=perhaps").await.problem(422, "invalid_query");
}

async fn pages_of_the_queue_hold_everything_once(portal: &TestPortal) {
    let company = portal.company().await;
    company.submitted(&Contract::import().of(&company)).await;
    rush(portal, 250, "寻常").await;
    for desks in [&["sip"][..], &["city", "sip"], &["city", "sip", "security"]] {
        let reviewer = portal.staff(Role::Reviewer, desks).await;
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = reviewer.get(&format!("/queue?limit=40{cursor}")).await.expect(200);
            found.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(found.len(), 251, "{desks:?}");
        found.sort();
        found.dedup();
        assert_eq!(found.len(), 251, "{desks:?}");
    }
}

async fn a_manager_gives_work_to_a_reviewer_of_the_desk(portal: &TestPortal) {
    let (company, manager) = (portal.company().await, portal.staff(Role::DeskManager, &["sip"]).await);
    let (one, other) = (portal.staff(Role::Reviewer, &["sip"]).await, portal.staff(Role::Reviewer, &["sip"]).await);
    let elsewhere = portal.staff(Role::Reviewer, &["city"]).await;
    let id = company.submitted(&Contract::import().of(&company)).await;
    let to = |person: &Actor| json!({ "to": person.id });
    assert!(manager.filing(&id).await["actions"].as_array().unwrap().contains(&json!("assign")));
    one.act(&id, "assign", &to(&one)).await.problem(403, "forbidden");
    manager.act(&id, "assign", &to(&elsewhere)).await.problem(422, "not_at_desk");
    manager.act(&id, "assign", &to(&company)).await.problem(422, "not_at_desk");
    manager.act(&id, "assign", &json!({ "to": "somebody" })).await.problem(422, "not_at_desk");
    let given = manager.act(&id, "assign", &to(&one)).await.expect(200);
    assert_eq!((&given["status"], &given["claimed_by"]["id"]), (&json!("in_review"), &json!(one.id)));
    manager.act(&id, "assign", &to(&other)).await.expect(200);
    one.recommend(&id, "register").await.problem(409, "not_claimed_by_you");
    other.recommend(&id, "register").await.expect(200);
    let refused = manager.act(&id, "assign", &to(&one)).await.problem(409, "illegal_state");
    assert_eq!(refused["state"], "recommended");
    let entries = portal
        .texts(&format!(
            "SELECT body AS value FROM journal WHERE kind = 'filing.assigned' AND subject = '{id}' ORDER BY seq"
        ))
        .await;
    assert_eq!(entries.len(), 2);
    assert!(entries[1].contains(&one.id) && entries[1].contains(&other.id), "from whom to whom: {entries:?}");
}

async fn many_are_given_at_once_and_what_cannot_be_is_told(portal: &TestPortal) {
    let (company, manager) = (portal.company().await, portal.staff(Role::DeskManager, &["sip"]).await);
    let one = portal.staff(Role::Reviewer, &["sip"]).await;
    let mut filings = Vec::new();
    for number in 1..=3 {
        filings.push(company.submitted(&Contract::import().of(&company).numbered(number)).await);
    }
    let closed = portal.registered(&company, &Contract::export().of(&company).numbered(9)).await;
    let closed = closed["id"].as_str().unwrap().to_owned();
    let missing = new_id().to_string();
    filings.extend([closed, missing, "nonsense".to_owned()]);
    let (key, body) = (new_id().to_string(), json!({ "filings": filings, "to": one.id }));
    let answer = manager.post_under(&key, "/queue/assign", &body).await.expect(200);
    let seen: Vec<(bool, &Value)> =
        answer["items"].as_array().unwrap().iter().map(|item| (item["assigned"] == true, &item["code"])).collect();
    let (no, none) = (json!("not_found"), Value::Null);
    assert_eq!(&seen[..3], [(true, &none), (true, &none), (true, &none)]);
    assert_eq!(seen[3], (false, &json!("illegal_state")));
    assert_eq!(&seen[4..], [(false, &no), (false, &no)]);
    let written = portal.number("SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal").await;
    assert_eq!(
        manager.post_under(&key, "/queue/assign", &body).await.expect(200),
        answer,
        "asked again, it is done once"
    );
    assert_eq!(portal.number("SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal").await, written);
    assert_eq!(ids(&one, "/queue?assignee=me").await.len(), 3);
    one.post("/queue/assign", &body).await.problem(403, "forbidden");
    manager.post("/queue/assign", &json!({ "filings": [], "to": one.id })).await.problem(422, "validation_failed");
}

async fn the_workload_counts_what_is_open_and_done(portal: &TestPortal) {
    portal.set_clock("2026-11-17T02:00:00Z");
    let company = portal.company().await;
    let late = company.submitted(&Contract::import().of(&company).numbered(1)).await;
    company.submitted(&Contract::import().of(&company).numbered(2)).await;
    portal.set_clock("2026-11-20T02:00:00Z");
    let manager = portal.staff(Role::DeskManager, &["sip"]).await;
    let one = portal.staff(Role::Reviewer, &["sip", "city"]).await;
    portal.staff(Role::Reviewer, &["city"]).await;
    one.claim(&late).await;
    let of = async |reader: &Actor, person: &Actor| {
        let view = reader.get("/queue/workload").await.expect(200);
        view["items"].as_array().unwrap().iter().find(|item| item["id"] == person.id.as_str()).cloned()
    };
    let counts = |item: Value| ["open", "overdue", "due_today", "done"].map(|name| item[name].as_i64().unwrap());
    assert_eq!(counts(of(&manager, &one).await.unwrap()), [1, 0, 1, 0], "Tuesday's filing is due on Friday");
    portal.pass(Duration::days(1));
    for actor in [&manager, &one] {
        actor.sign_in().await;
    }
    assert_eq!(counts(of(&manager, &one).await.unwrap()), [1, 1, 0, 0]);
    one.recommend(&late, "register").await.expect(200);
    assert_eq!(counts(of(&manager, &one).await.unwrap()), [0, 0, 0, 1]);
    let view = manager.get("/queue/workload").await.expect(200);
    assert_eq!((&view["waiting"], &view["waiting_overdue"]), (&json!(1), &json!(1)));
    assert_eq!(view["items"].as_array().unwrap().len(), 2, "who works at other desks only is not listed");
    assert!(of(&one, &manager).await.is_none() && of(&one, &one).await.is_some(), "others see themselves");
}

async fn views_are_kept_shared_changed_and_removed(portal: &TestPortal) {
    let (manager, one) =
        (portal.staff(Role::DeskManager, &["sip"]).await, portal.staff(Role::Reviewer, &["sip"]).await);
    let elsewhere = portal.staff(Role::Reviewer, &["city"]).await;
    let question = json!({ "due": "today", "direction": "export", "warnings": true, "q": "半导体" });
    let body = json!({ "name": " 今天到期的出口 ", "question": question });
    let view = one.post("/queue/views", &body).await.expect(201);
    assert_eq!((&view["name"], &view["question"], &view["own"]), (&json!("今天到期的出口"), &question, &json!(true)));
    let shared = json!({ "name": "本席位超期", "question": { "due": "overdue" }, "shared_with": "sip" });
    one.post("/queue/views", &shared).await.problem(403, "forbidden");
    manager
        .post("/queue/views", &json!({ "name": "x", "question": {}, "shared_with": "city" }))
        .await
        .problem(422, "not_your_desk");
    let theirs = manager.post("/queue/views", &shared).await.expect(201);
    let seen = async |actor: &Actor| ids(actor, "/queue/views").await;
    assert_eq!(seen(&one).await.len(), 2);
    assert_eq!(seen(&manager).await, [theirs["id"].as_str().unwrap()]);
    assert!(seen(&elsewhere).await.is_empty());
    let path = |view: &Value| format!("/queue/views/{}", view["id"].as_str().unwrap());
    one.put(&path(&theirs), 1, &body).await.problem(404, "not_found");
    one.delete(&path(&theirs)).await.problem(404, "not_found");
    let changed =
        one.put(&path(&view), 1, &json!({ "name": "出口", "question": { "direction": "export" } })).await.expect(200);
    assert_eq!((&changed["version"], &changed["name"]), (&json!(2), &json!("出口")));
    one.put(&path(&view), 1, &body).await.problem(412, "version_mismatch");
    one.delete(&path(&view)).await.expect(204);
    assert_eq!(seen(&one).await, [theirs["id"].as_str().unwrap()]);
    one.post("/queue/views", &json!({ "name": "x", "question": { "weather": "fine" } }))
        .await
        .problem(422, "unknown_field");
    portal.company().await.get("/queue/views").await.problem(403, "forbidden");
}
