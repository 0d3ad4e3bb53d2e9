//! Lists beside applications and the register: systems and what they did, endpoints, messages, mandates, companies, drawings, imports,
//! the catalogue and the journal.

use chrono::{DateTime, Duration, Utc};
use domain::Role;
use serde_json::{Value, json};
use storage::accounts::CompanyStatus;

use super::{Filter, compare, escaped, is, items, time};
use crate::on_both_databases;
use crate::support::people::DESKS;
use crate::support::webhooks::HERE;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    what_a_company_lists_of_its_systems_messages_and_agents_is_narrowed,
    what_the_centre_lists_of_companies_drawings_imports_and_entries_is_narrowed,
);

fn since<'a>(field: &'static str, at: DateTime<Utc>) -> Filter<'a> {
    (format!("since={}", escaped(at)), Box::new(move |item| time(&item[field]).unwrap() >= at))
}

/// `status=active` and `status=disabled` where a field says that something is out of use.
fn in_use<'a>(field: &'static str) -> [Filter<'a>; 2] {
    [
        ("status=active".into(), Box::new(move |item: &Value| item[field].is_null())),
        ("status=disabled".into(), Box::new(move |item: &Value| !item[field].is_null())),
    ]
}

/// A minute passes; when it is then.
fn later(portal: &TestPortal) -> DateTime<Utc> {
    portal.pass(Duration::minutes(1));
    portal.app.now()
}

async fn begun_by(agent: &Actor, company: &Actor, number: u32) {
    let mut body = Contract::import().of(company).numbered(number).registration();
    body["on_behalf_of"] = company.company_id().into();
    agent.post("/filings", &body).await.expect(201);
}

async fn what_a_company_lists_of_its_systems_messages_and_agents_is_narrowed(portal: &TestPortal) {
    let (company, agent) = (portal.company().await, portal.company().await);
    let (system, idle) = (portal.hooked(&company).await, portal.hooked(&company).await);
    company.post(&format!("/partners/{}/disable", idle.id), &json!({})).await.expect(200);
    let name = company.get(&format!("/partners/{}", system.id)).await.expect(200)["name"].as_str().unwrap().to_owned();
    let mut filters = Vec::from(in_use("disabled_by"));
    filters.push((format!("q={name}"), Box::new(|item: &Value| item["name"].as_str().unwrap().contains(&name))));
    compare(&company, "/partners", "id", &filters).await;

    system.listen(&format!("http://{HERE}:10001/"), &[]).await;
    let off = system.listen(&format!("http://{HERE}:10002/"), &[]).await;
    let path = format!("/webhooks/{}/disable", off["id"].as_str().unwrap());
    system.post(&path, &json!({})).await.expect(200);
    compare(&company, "/webhooks", "id", &in_use("disabled")).await;

    let id = company.submitted(&Contract::import().of(&company).numbered(1)).await;
    let messages = format!("/filings/{id}/messages");
    let mandate = crate::mandates::give(&company, &agent, json!({ "scope": "all" }), "2026-12-31").await;
    company.post(&messages, &json!({ "text": "第一条" })).await.expect(201);
    begun_by(&agent, &company, 2).await;
    system.get("/research/pivot?rows=year").await.problem(403, "insufficient_scope");
    let at = later(portal);
    company.post(&messages, &json!({ "text": "第二条" })).await.expect(201);
    begun_by(&agent, &company, 3).await;
    system.get("/filings").await.expect(200);

    compare(&company, &messages, "id", &[since("created_at", at)]).await;
    let touched =
        move |item: &Value| item["acts"].as_array().unwrap().iter().any(|act| time(&act["at"]).unwrap() >= at);
    let filter: Filter<'_> = (format!("since={}", escaped(at)), Box::new(touched));
    compare(&company, &format!("/mandates/{mandate}/activity"), "filing_id", &[filter]).await;
    let uses = format!("/partners/{}/uses", system.id);
    compare(&company, &uses, "operation", &[since("last_at", at), is("outcome", "ok"), is("outcome", "refused")]).await;
    for wrong in ["/partners?status=gone", "/webhooks?status=gone", &format!("{uses}?outcome=gone")] {
        company.get(wrong).await.problem(422, "invalid_query");
    }
}

async fn what_the_centre_lists_of_companies_drawings_imports_and_entries_is_narrowed(portal: &TestPortal) {
    let company = portal.company().await;
    portal.company_with(CompanyStatus::Pending).await;
    let manager = portal.staff(Role::DeskManager, &DESKS).await;
    let of_company = |field: &str| company.company.as_ref().unwrap()[field].as_str().unwrap().to_owned();
    let (name, code) = (of_company("name"), of_company("uscc"));
    let filters: Vec<Filter<'_>> = vec![
        ("status=pending".into(), Box::new(|item| item["status"] == "pending")),
        (format!("q={name}"), Box::new(|item| item["name"] == name)),
        (format!("q={}", code.to_lowercase()), Box::new(|item| item["uscc"] == code)),
    ];
    compare(&manager, "/companies", "id", &filters).await;
    assert_eq!(items(&manager, "/companies?q=%25").await, [Value::Null; 0], "a sign is itself");

    let mut drawings = Vec::new();
    for desk in ["sip", "city"] {
        let body =
            json!({ "desk": desk, "from_on": "2026-11-22", "to_on": "2026-11-22", "filings": 1, "inspectors": 1 });
        let announced = manager.post("/drawings", &body).await.expect(201);
        drawings.push(announced["id"].as_str().unwrap().to_owned());
    }
    crate::exchange::sample(portal).await;
    let at = later(portal);
    crate::exchange::sample(portal).await;
    manager.post(&format!("/drawings/{}/draw", drawings[0]), &json!({})).await.expect(200);
    let filters: Vec<Filter<'_>> = vec![
        ("desk=city".into(), Box::new(|item| item["desk"]["code"] == "city")),
        ("drawn=true".into(), Box::new(|item| !item["drawn_on"].is_null())),
        ("drawn=false".into(), Box::new(|item| item["drawn_on"].is_null())),
    ];
    compare(&portal.anyone(), "/open/drawings", "id", &filters).await;
    compare(&manager, "/exchange-imports", "id", &[since("imported_at", at)]).await;

    let catalogue = "/catalogue/editions/1/items";
    let first = items(&manager, &format!("{catalogue}?limit=1")).await.remove(0);
    let number = first["item_no"].as_str().unwrap();
    let has = |field: &Value, part: &str| field.as_str().is_some_and(|text| text.contains(part));
    let told = move |item: &Value| ["name", "item_no", "control_points"].iter().any(|field| has(&item[*field], number));
    compare(&manager, catalogue, "name", &[(format!("q={}", number.to_lowercase()), Box::new(told))]).await;

    let auditor = portal.staff(Role::AuditAdmin, &[]).await;
    let entries = items(&auditor, &format!("/journal/entries?subject={}", drawings[0])).await;
    let kinds: Vec<&str> = entries.iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["drawing.drawn", "drawing.announced"]);
}
