//! Looking after endpoints: a system itself, its company's users, and the centre for systems of public bodies.

use domain::Role;
use serde_json::json;

use super::{begin, hooked};
use crate::on_both_databases;
use crate::support::{Receiver, TestPortal, new_id};

on_both_databases!(
    an_endpoint_is_registered_changed_and_removed,
    a_system_has_twenty_endpoints_at_most,
    people_look_after_the_systems_of_their_own_side,
    a_system_without_the_scope_has_no_endpoints,
    the_log_of_deliveries_is_filtered_and_comes_in_pages,
    what_is_old_is_forgotten,
);

async fn an_endpoint_is_registered_changed_and_removed(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let body = json!({ "url": receiver.url, "types": ["filing.submitted", "filing.created", "filing.created"], "description": " ERP " });
    let answer = system.post("/webhooks", &body).await;
    let made = answer.expect(201);
    let path = format!("/webhooks/{}", made["id"].as_str().unwrap());
    assert_eq!(answer.header("location"), Some(format!("/api/v1{path}").as_str()));
    assert_eq!((&made["description"], &made["disabled"]), (&"ERP".into(), &json!(null)));
    assert_eq!(made["types"], json!(["filing.created", "filing.submitted"]), "each once, in their order");
    assert_eq!(made["partner"]["id"], system.id.as_str());
    let read = system.get(&path).await;
    assert_eq!((read.header("etag"), &read.expect(200)["keys"]), (Some("\"1\""), &made["keys"]));

    system.patch(&path, 7, &json!({ "types": [] })).await.problem(412, "version_mismatch");
    let changed = system.patch(&path, 1, &json!({ "types": [], "description": "" })).await.expect(200);
    assert_eq!(
        (&changed["types"], &changed["description"], &changed["version"]),
        (&json!([]), &json!(null), &2.into())
    );
    assert_eq!((&changed["url"], changed.get("secret")), (&made["url"], None));
    for wrong in [
        json!({ "types": ["filing.saved"] }),
        json!({ "types": "all" }),
        json!({ "since_seq": 0 }),
        json!({ "url": "" }),
    ] {
        assert_eq!(system.patch(&path, 2, &wrong).await.status, 422, "{wrong}");
    }
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    assert_eq!(system.deliveries(&path).await.len(), 1);
    system.delete(&path).await.expect(204);
    for gone in [system.get(&path).await, system.get(&format!("{path}/deliveries")).await, system.delete(&path).await] {
        gone.problem(404, "not_found");
    }
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    assert_eq!(receiver.connections(), 1);
}

async fn a_system_has_twenty_endpoints_at_most(portal: &TestPortal) {
    let (company, system) = hooked(portal).await;
    for number in 0..20 {
        system.listen(&format!("http://127.9.9.9:{}/", 10_000 + number), &[]).await;
    }
    let body = json!({ "url": "http://127.9.9.9:9999/" });
    system.post("/webhooks", &body).await.problem(422, "too_many_endpoints");
    let page = system.get("/webhooks?limit=15").await.expect(200);
    let rest = format!("/webhooks?limit=15&cursor={}", page["next_cursor"].as_str().unwrap());
    assert_eq!(system.get(&rest).await.expect(200)["items"].as_array().unwrap().len(), 5);
    // Another of the same company has its own.
    portal.hooked(&company).await.post("/webhooks", &body).await.expect(201);
    assert_eq!(company.get("/webhooks?limit=100").await.expect(200)["items"].as_array().unwrap().len(), 21);
    let own = company.get(&format!("/webhooks?limit=100&partner={}", system.id)).await.expect(200);
    assert_eq!(own["items"].as_array().unwrap().len(), 20);
}

async fn people_look_after_the_systems_of_their_own_side(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let bank = portal.partner(&["payments:write", "webhooks:write", "webhooks:read"], None).await;
    let security = portal.staff(Role::SecurityAdmin, &[]).await;
    let body = |owner: &str| json!({ "url": receiver.url, "partner_id": owner });
    let of_company = company.post("/webhooks", &body(&system.id)).await.expect(201);
    let of_bank = security.post("/webhooks", &body(&bank.id)).await.expect(201);
    // Nobody registers for a system of another side, nor for one that does not exist, nor without saying which.
    for (actor, other) in
        [(&company, &bank.id), (&security, &system.id), (&system, &bank.id), (&company, &new_id().to_string())]
    {
        let problem = actor.post("/webhooks", &body(other)).await.problem(422, "unknown_partner");
        assert_eq!(problem["errors"][0]["pointer"], "/partner_id");
    }
    let problem = company.post("/webhooks", &json!({ "url": receiver.url })).await.problem(422, "validation_failed");
    assert_eq!(problem["errors"][0]["code"], "missing_field");
    let stranger = portal.company().await;
    let reviewer = portal.reviewer().await;
    for (endpoint, owners, others) in [
        (&of_company, [&company, &system], [&stranger, &security, &bank]),
        (&of_bank, [&security, &bank], [&stranger, &company, &system]),
    ] {
        let path = format!("/webhooks/{}", endpoint["id"].as_str().unwrap());
        for owner in owners {
            assert_eq!(owner.get(&path).await.expect(200)["id"], endpoint["id"]);
            assert_eq!(owner.get("/webhooks").await.expect(200)["items"].as_array().unwrap().len(), 1);
        }
        for other in others {
            other.get(&path).await.problem(404, "not_found");
            other.get(&format!("{path}/deliveries")).await.problem(404, "not_found");
            other.patch(&path, 1, &json!({ "types": [] })).await.problem(404, "not_found");
            other.delete(&path).await.problem(404, "not_found");
            for action in ["rotate", "test", "enable", "disable"] {
                other.post(&format!("{path}/{action}"), &json!({})).await.problem(404, "not_found");
            }
            other.post(&format!("{path}/replay"), &json!({ "dead": true })).await.problem(404, "not_found");
        }
        reviewer.get(&path).await.problem(403, "forbidden");
    }
    company.get(&format!("/webhooks?partner={}", bank.id)).await.problem(404, "not_found");
}

async fn a_system_without_the_scope_has_no_endpoints(portal: &TestPortal) {
    let company = portal.company().await;
    let (reader, writer) = (
        portal.partner(&["webhooks:read"], Some(&company)).await,
        portal.partner(&["filings:read"], Some(&company)).await,
    );
    let body = json!({ "url": "https://8.8.8.8/" });
    reader.get("/webhooks").await.expect(200);
    reader.post("/webhooks", &body).await.problem(403, "insufficient_scope");
    writer.get("/webhooks").await.problem(403, "insufficient_scope");
    let body = json!({ "url": "https://8.8.8.8/", "partner_id": writer.id });
    company.post("/webhooks", &body).await.problem(422, "webhooks_not_granted");
}

async fn the_log_of_deliveries_is_filtered_and_comes_in_pages(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let endpoint = system.listen_at(&receiver).await;
    let first = begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    portal.pass(chrono::Duration::minutes(1));
    let since = portal.app.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    receiver.answer(crate::support::Reply::Status(500));
    super::drop_draft(&company, &first).await;
    for _ in 0..3 {
        begin(portal, &company).await;
    }
    portal.catch_up_webhooks().await;
    let count = async |query: &str| {
        let page = system.get(&format!("{endpoint}/deliveries{query}")).await.expect(200);
        page["items"].as_array().unwrap().len()
    };
    assert_eq!(count("").await, 5);
    assert_eq!(
        (count("?status=waiting").await, count("?status=delivered").await, count("?status=dead").await),
        (4, 1, 0)
    );
    assert_eq!((count("?type=filing.created").await, count("?type=filing.deleted").await), (4, 1));
    assert_eq!(count(&format!("?since={since}&type=filing.created")).await, 3);
    for wrong in ["?status=gone", "?type=filing.saved"] {
        system.get(&format!("{endpoint}/deliveries{wrong}")).await.problem(422, "invalid_query");
    }
    let page = system.get(&format!("{endpoint}/deliveries?limit=2")).await.expect(200);
    let cursor = page["next_cursor"].as_str().unwrap();
    let next = system.get(&format!("{endpoint}/deliveries?limit=3&cursor={cursor}")).await.expect(200);
    assert_eq!((next["items"].as_array().unwrap().len(), &next["next_cursor"]), (3, &json!(null)));
    let seqs: Vec<i64> = [&page, &next]
        .iter()
        .flat_map(|page| page["items"].as_array().unwrap().iter().map(|one| one["seq"].as_i64().unwrap()))
        .collect();
    assert!(seqs.is_sorted_by(|one, other| one > other), "{seqs:?}");
}

async fn what_is_old_is_forgotten(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let endpoint = system.listen_at(&receiver).await;
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    receiver.answer(crate::support::Reply::Status(410));
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    let left = async |days| {
        portal.pass(chrono::Duration::days(days));
        portal.jobs(None).sweep().await.unwrap();
        company.sign_in().await;
        company.deliveries(&endpoint).await.len()
    };
    assert_eq!((left(29).await, left(2).await, left(58).await, left(2).await), (2, 1, 1, 0));
}
