//! The feed as a program reads it: in order, from where it stopped, nothing twice and nothing left out.

use serde_json::{Value, json};
use storage::journal::NewEntry;
use storage::{Connection, StorageError};

use super::{told, types};
use crate::kinds::Cast;
use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    a_company_follows_its_application_into_the_register,
    a_reader_goes_on_where_it_stopped_by_cursor_and_by_position,
    only_some_types_are_told_where_only_those_are_asked_for,
    what_an_event_is_about_comes_with_it,
    questions_that_cannot_be_answered_are_refused_by_name,
    the_feed_is_for_companies_and_for_clients_with_the_scope,
    a_page_is_one_range_of_an_index,
);

async fn a_company_follows_its_application_into_the_register(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let page = company.get("/changes?limit=100").await.expect(200);
    let items = page["items"].as_array().unwrap();
    assert_eq!(
        types(items),
        ["filing.created", "filing.submitted", "filing.claimed", "filing.recommended", "filing.registered"]
    );
    let steps: Vec<&Value> =
        items.iter().filter(|item| item["status"].is_string()).map(|item| &item["status"]).collect();
    assert_eq!(steps, ["draft", "submitted", "in_review", "recommended", "registered"]);
    assert!(items.iter().all(|item| item["filing_id"] == filing["id"]), "{items:?}");
    assert!(items.is_sorted_by_key(|item| item["seq"].as_i64().unwrap()));
    let last = items.last().unwrap();
    for name in ["contract_id", "certificate_number"] {
        assert_eq!(last[name], filing[name]);
    }
    assert_eq!((&last["contract_number"], &last["version"]), (&filing["contract"]["number"], &1.into()));
    assert_eq!((&last["kind"], &page["next_cursor"]), (&"registration".into(), &Value::Null));
    assert_eq!(page["up_to"], size(portal).await);
}

async fn size(portal: &TestPortal) -> i64 {
    portal.number("SELECT CAST(size AS TEXT) AS value FROM journal_frontier").await
}

async fn a_reader_goes_on_where_it_stopped_by_cursor_and_by_position(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.submitted(&Contract::import().of(&company)).await;
    let whole = told(&company, "").await;
    assert!(whole.len() > 5);
    for limit in [1, 2, 3, whole.len()] {
        let (mut by_cursor, mut cursor) = (Vec::new(), String::new());
        let (mut by_place, mut after) = (Vec::new(), 0);
        loop {
            let page = company.get(&format!("/changes?limit={limit}{cursor}")).await.expect(200);
            by_cursor.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        loop {
            let page = company.get(&format!("/changes?limit={limit}&after={after}")).await.expect(200);
            by_place.extend(page["items"].as_array().unwrap().clone());
            after = page["up_to"].as_i64().unwrap();
            if page["next_cursor"].is_null() {
                break;
            }
        }
        assert_eq!((&by_cursor, &by_place), (&whole, &whole), "{limit} a page");
        assert_eq!(after, size(portal).await);
    }
    // Nothing new: an empty page, and a position from which the next thing is told once.
    let end = size(portal).await;
    for after in [end, end + 1_000_000, i64::MAX] {
        let page = company.get(&format!("/changes?after={after}")).await.expect(200);
        assert_eq!(page, json!({ "items": [], "next_cursor": null, "up_to": end }));
    }
    let stranger = portal.company().await;
    stranger.submitted(&Contract::import().of(&stranger).numbered(portal.next())).await;
    company.act(&id, "withdraw", &json!({ "reason": "合同已解除。" })).await.expect(200);
    let page = company.get(&format!("/changes?after={end}")).await.expect(200);
    assert_eq!(types(page["items"].as_array().unwrap()), ["filing.withdrawn"]);
    assert!(!page.to_string().contains("合同已解除"), "why is read with the application");
}

async fn only_some_types_are_told_where_only_those_are_asked_for(portal: &TestPortal) {
    let company = portal.company().await;
    portal.registered(&company, &Contract::import().of(&company)).await;
    let some = told(&company, "&type=filing.registered,filing.submitted").await;
    assert_eq!(types(&some), ["filing.submitted", "filing.registered"]);
    assert_eq!(told(&company, "&type=payment.recorded").await, [Value::Null; 0]);

    // So many others that they are not looked through in one go: an empty page, and the next one finds it.
    let (audience, at) =
        (domain::Audience::Company(domain::CompanyId::parse(company.company_id()).unwrap()), portal.app.now());
    let subject = crate::support::new_id().to_string();
    let entry = move |kind: &'static str| NewEntry {
        at,
        actor: "system".into(),
        kind,
        subject: subject.clone(),
        body: json!({}),
        told: vec![audience],
        seal: None,
    };
    let after = size(portal).await;
    portal
        .app
        .database
        .record(move |_: &mut Connection| {
            let many = (0..1_500).map(|_| entry("attachment.added")).chain([entry("filing.lapsed")]);
            Ok::<_, StorageError>(((), many.collect()))
        })
        .await
        .unwrap();
    let first = company.get(&format!("/changes?type=filing.lapsed&after={after}")).await.expect(200);
    assert_eq!(first["items"], json!([]));
    assert_eq!(first["up_to"], after + 1_000);
    let next = first["next_cursor"].as_str().unwrap();
    let second = company.get(&format!("/changes?type=filing.lapsed&cursor={next}")).await.expect(200);
    assert_eq!(
        (types(second["items"].as_array().unwrap()), &second["next_cursor"]),
        (vec!["filing.lapsed"], &Value::Null)
    );
}

async fn what_an_event_is_about_comes_with_it(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let deleted = cast.company.draft(&Contract::export().of(&cast.company).numbered(portal.next())).await;
    cast.company.delete(&format!("/filings/{deleted}")).await.expect(204);
    let events = told(&cast.company, "&expand=filing,contract").await;
    let registered = events.iter().find(|event| event["type"] == "filing.registered").unwrap();
    let listed = cast.company.get("/filings").await.expect(200);
    assert_eq!(registered["filing"], listed["items"][0], "the line of the list");
    assert_eq!(registered["contract"], cast.company.get("/contracts").await.expect(200)["items"][0]);
    let begun = events.iter().find(|event| event["type"] == "filing.created").unwrap();
    assert_eq!((&begun["filing"], begun.get("contract")), (&listed["items"][0], None), "as it is now");
    let of_draft: Vec<&Value> = events.iter().filter(|event| event["filing_id"] == deleted.as_str()).collect();
    assert_eq!(of_draft.len(), 2, "{of_draft:?}");
    assert!(of_draft.iter().all(|event| event.get("filing").is_none()), "it is gone");
    assert_eq!(types(&[of_draft[1].clone()]), ["filing.deleted"]);
    let plain = told(&cast.company, "").await;
    assert!(plain.iter().all(|event| event.get("filing").is_none() && event.get("contract").is_none()));
    // Only some fields, as of every list.
    for event in told(&cast.company, "&fields=seq,type,filing&expand=filing").await {
        let names: Vec<&String> = event.as_object().unwrap().keys().collect();
        assert!(names.iter().all(|name| ["filing", "seq", "type"].contains(&name.as_str())), "{names:?}");
    }
}

async fn questions_that_cannot_be_answered_are_refused_by_name(portal: &TestPortal) {
    let company = portal.company().await;
    for number in 1..=2 {
        company.draft(&Contract::import().of(&company).numbered(number)).await;
    }
    let cursor = company.get("/changes?limit=1").await.expect(200)["next_cursor"].as_str().unwrap().to_owned();
    for (query, pointer) in [
        ("type=nothing", "/type"),
        ("type=filing.saved", "/type"),
        ("type=filing.created,", "/type"),
        ("expand=company", "/expand"),
        ("after=x", "/after"),
        ("after=1.5", "/after"),
        ("after=-5", "/after"),
        (&format!("after=1&cursor={cursor}"), "/after"),
        ("limit=101", "/limit"),
        ("since=1", "/since"),
        ("fields=seq,nothing", "/fields"),
    ] {
        let problem = company.get(&format!("/changes?{query}")).await.problem(422, "invalid_query");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{query}");
    }
    let elsewhere = company.get("/filings?limit=1").await.expect(200)["next_cursor"].as_str().unwrap().to_owned();
    company.get(&format!("/changes?cursor={elsewhere}")).await.problem(400, "invalid_cursor");
    company.get("/changes?cursor=MQ").await.problem(400, "invalid_cursor");
}

async fn the_feed_is_for_companies_and_for_clients_with_the_scope(portal: &TestPortal) {
    let company = portal.company().await;
    company.draft(&Contract::import().of(&company)).await;
    portal.anyone().get("/changes").await.problem(401, "unauthenticated");
    portal.reviewer().await.get("/changes").await.problem(403, "forbidden");
    let without = portal.partner(&["filings:read", "payments:write"], Some(&company)).await;
    without.get("/changes").await.problem(403, "insufficient_scope");
    let program = portal.partner(&["changes:read"], Some(&company)).await;
    let seen = told(&program, "").await;
    assert_eq!(seen.last().unwrap()["type"], "partner.created", "itself");
    assert_eq!(seen, told(&company, "").await, "and what its company is told");
    program.get("/changes?expand=filing").await.problem(403, "insufficient_scope");
    let reader = portal.partner(&["changes:read", "filings:read"], Some(&company)).await;
    reader.get("/changes?expand=filing").await.expect(200);
}

async fn a_page_is_one_range_of_an_index(portal: &TestPortal) {
    let plan = move |connection: &mut Connection| {
        use diesel::connection::SimpleConnection;
        let explain = match connection {
            Connection::Sqlite(_) => "EXPLAIN QUERY PLAN",
            Connection::Postgresql(_) => {
                // On an empty table PostgreSQL would rather read the whole of it.
                connection.batch_execute("SET enable_seqscan = off; SET enable_bitmapscan = off")?;
                "EXPLAIN"
            }
        };
        let page = "SELECT seq FROM journal_audience WHERE audience = 'company:x' AND seq > 7 AND seq <= 90 ORDER BY seq LIMIT 21";
        let steps = crate::support::sql::plan(connection, &format!("{explain} {page}"))?.join("\n");
        if matches!(connection, Connection::Postgresql(_)) {
            connection.batch_execute("RESET enable_seqscan; RESET enable_bitmapscan")?;
        }
        Ok::<_, StorageError>(steps)
    };
    let steps = portal.app.database.read(plan).await.unwrap();
    assert!(steps.contains("journal_audience"), "{steps}");
    assert!(!steps.contains("TEMP B-TREE") && !steps.contains("Sort") && !steps.contains("SCAN journal"), "{steps}");
}
