//! Lists: each filter alone and with every other, against what a person would pick from the whole list; and only some fields.

mod beside;

use chrono::{DateTime, Duration, Utc};
use domain::clock::shanghai_date;
use serde_json::{Value, json};

use crate::kinds::{agreed, closure};
use crate::on_both_databases;
use crate::support::conformance::description;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    a_companys_applications_are_narrowed_as_one_would_pick_them,
    the_register_is_narrowed_with_and_without_words,
    referrals_and_cases_are_narrowed_by_time_and_by_what_is_late,
    payments_are_narrowed_by_day_and_a_bank_finds_its_reference,
    uploads_are_narrowed_by_time,
    a_list_gives_the_fields_that_are_asked_for,
    every_list_knows_its_fields,
    days_that_no_database_knows_are_refused,
    a_parameter_whose_value_got_lost_is_refused,
);

/// A filter, and what a person would look at.
type Filter<'a> = (String, Box<dyn Fn(&Value) -> bool + 'a>);

fn is<'a>(name: &'a str, value: &'a str) -> Filter<'a> {
    let field = if name == "country" { "counterparty_country" } else { name };
    (format!("{name}={value}"), Box::new(move |item| item[field] == value))
}

fn time(value: &Value) -> Option<DateTime<Utc>> {
    value.as_str().map(|text| text.parse().unwrap())
}

/// As it stands in a query.
fn escaped(time: DateTime<Utc>) -> String {
    time.to_rfc3339().replace('+', "%2B").replace(':', "%3A")
}

async fn items(actor: &Actor, path: &str) -> Vec<Value> {
    actor.get(path).await.expect(200)["items"].as_array().unwrap().clone()
}

/// Every filter alone, and every two together. Each must find something, and not everything.
async fn compare(actor: &Actor, list: &str, key: &str, filters: &[Filter<'_>]) {
    let whole = items(actor, &format!("{list}?limit=100")).await;
    let picked = |filters: &[&Filter<'_>]| -> Vec<Value> {
        whole.iter().filter(|item| filters.iter().all(|(_, lets)| lets(item))).map(|item| item[key].clone()).collect()
    };
    for (at, one) in filters.iter().enumerate() {
        for other in filters.iter().skip(at) {
            let query = if one.0 == other.0 { one.0.clone() } else { format!("{}&{}", one.0, other.0) };
            if one.0.split('=').next() == other.0.split('=').next() && one.0 != other.0 {
                continue;
            }
            let found: Vec<Value> = items(actor, &format!("{list}?limit=100&{query}"))
                .await
                .into_iter()
                .map(|item| item[key].clone())
                .collect();
            assert_eq!(found, picked(&[one, other]), "{list}?{query}");
            if one.0 == other.0 {
                assert!(!found.is_empty() && found.len() < whole.len(), "{list}?{query} tells nothing: {found:?}");
            }
        }
    }
}

/// Time passes; whoever is named stays signed in.
async fn pass(portal: &TestPortal, days: i64, actors: &[&Actor]) {
    portal.pass(Duration::days(days));
    for actor in actors {
        actor.sign_in().await;
    }
}

async fn a_companys_applications_are_narrowed_as_one_would_pick_them(portal: &TestPortal) {
    let company = portal.company().await;
    let import = |number: u32| Contract::import().of(&company).numbered(number);
    let registered = portal.registered(&company, &import(1)).await;
    let number = registered["contract"]["number"].as_str().unwrap().to_owned();
    let certificate = registered["certificate_number"].as_str().unwrap().to_owned();
    pass(portal, 1, &[&company]).await;
    let export = Contract::export().of(&company).numbered(2);
    company.submitted(&export).await;
    let returned = company.submitted(&import(3)).await;
    let reviewer = portal.reviewer().await;
    reviewer.claim(&returned).await;
    reviewer.return_(&returned).await.expect(200);
    pass(portal, 1, &[&company]).await;
    let middle = portal.app.now();
    company.draft(&import(4)).await;
    company.submitted(&import(5)).await;
    let body = json!({ "kind": "amendment", "contract_id": registered["contract_id"], "request": agreed() });
    company.post("/filings", &body).await.expect(201);

    let submitted_on = |item: &Value| time(&item["submitted_at"]).map(shanghai_date);
    let second = shanghai_date(middle) - Duration::days(1);
    let country = export.0["recipient"]["country"].as_str().unwrap();
    let filters: Vec<Filter<'_>> = vec![
        is("kind", "registration"),
        is("kind", "amendment"),
        is("status", "draft"),
        (
            "status=submitted,returned".into(),
            Box::new(|item| item["status"] == "submitted" || item["status"] == "returned"),
        ),
        is("direction", "import"),
        is("direction", "export"),
        is("country", country),
        is("contract_number", &number),
        is("certificate_number", &certificate),
        (
            format!("updated_since={}", escaped(middle)),
            Box::new(move |item| time(&item["updated_at"]).unwrap() >= middle),
        ),
        (format!("submitted_from={second}"), Box::new(move |item| submitted_on(item).is_some_and(|day| day >= second))),
        (format!("submitted_to={second}"), Box::new(move |item| submitted_on(item).is_some_and(|day| day <= second))),
    ];
    compare(&company, "/filings", "id", &filters).await;
    let line = &items(&company, "/filings?kind=registration&status=registered").await[0];
    assert_eq!(
        (&line["contract_id"], &line["company"]["id"]),
        (&registered["contract_id"], &company.company_id().into())
    );
    assert_eq!(line["created_at"], registered["created_at"]);
    assert_eq!(items(&portal.company().await, &format!("/filings?contract_number={number}")).await, [Value::Null; 0]);
}

async fn the_register_is_narrowed_with_and_without_words(portal: &TestPortal) {
    let (company, reviewer) = (portal.company().await, portal.reviewer().await);
    let first = portal.registered(&company, &Contract::import().of(&company).numbered(1)).await;
    let body = json!({ "kind": "closure", "contract_id": first["contract_id"], "request": closure("suspension", "2026-11-21") });
    let id = company.post("/filings", &body).await.expect(201)["id"].as_str().unwrap().to_owned();
    company.attach_papers(&id).await;
    company.submit(&id, json!({})).await.expect(201);
    reviewer.claim(&id).await;
    reviewer.recommend(&id, "register").await.expect(200);
    portal.approver().await.decide(&id, "register").await.expect(200);
    pass(portal, 1, &[&company, &reviewer]).await;
    let since = portal.app.now();
    let export = Contract::export().of(&company).numbered(2);
    portal.registered(&company, &export).await;
    let stranger = portal.company().await;
    portal.registered(&stranger, &Contract::import().of(&stranger).numbered(3)).await;
    for actor in [&company, &reviewer] {
        let whole = items(actor, "/contracts?limit=100").await;
        let last = whole.iter().map(|item| item["valid_until"].as_str().unwrap()).max().unwrap();
        let country = export.0["recipient"]["country"].as_str().unwrap();
        let filters: Vec<Filter<'_>> = vec![
            is("status", "suspended"),
            is("direction", "export"),
            is("country", country),
            is("number", export.0["number"].as_str().unwrap()),
            (format!("valid_until_before={last}"), Box::new(|item| item["valid_until"].as_str().unwrap() < last)),
            (
                format!("registered_since={}", escaped(since)),
                Box::new(|item| time(&item["registered_at"]).unwrap() >= since),
            ),
        ];
        compare(actor, "/contracts", "id", &filters).await;
        // Words besides: among what the filter lets through.
        let words = "合同";
        let found = items(actor, &format!("/contracts?limit=100&q={words}")).await;
        for (query, lets) in &filters {
            let narrowed = items(actor, &format!("/contracts?limit=100&q={words}&{query}")).await;
            let expected: Vec<Value> = found.iter().filter(|item| lets(item)).cloned().collect();
            assert_eq!(narrowed, expected, "{query}");
        }
    }
}

async fn referrals_and_cases_are_narrowed_by_time_and_by_what_is_late(portal: &TestPortal) {
    portal.set_clock("2026-03-02T02:00:00Z");
    let (company, reviewer) = (portal.company().await, portal.reviewer().await);
    let dated = |contract: Contract| {
        let day = (shanghai_date(portal.app.now()) - Duration::days(5)).to_string();
        contract.of(&company).numbered(portal.next()).with("/signed_on", day.clone()).with("/effective_on", day)
    };
    let registered = portal.registered(&company, &dated(Contract::export())).await;
    let refer = async || {
        let today = shanghai_date(portal.app.now()).to_string();
        let contract = dated(Contract::import()).with("/payment/royalty/first_base_formed_on", today.clone());
        let id = company.submitted(&contract).await;
        reviewer.claim(&id).await;
        reviewer.act(&id, "refer", &json!({ "opinion": "属限制类技术。" })).await.expect(200);
        let step = json!({ "step": "applied", "on": today, "reference": "示例号" });
        reviewer.post(&format!("/filings/{id}/referral/steps"), &step).await.expect(200);
    };
    let ask = async || {
        let body = json!({ "contract_id": registered["contract_id"], "text": "请核对合同总价。", "answer_days": 3 });
        reviewer.post("/verification-cases", &body).await.expect(201);
    };
    refer().await;
    ask().await;
    pass(portal, 59, &[&company, &reviewer]).await;
    let since = portal.app.now();
    refer().await;
    ask().await;
    let opened = move |item: &Value| time(&item["opened_at"]).unwrap() >= since;
    let today = shanghai_date(since).to_string();
    for (list, key, due) in [("/referrals", "filing_id", "due_on"), ("/verification-cases", "id", "answer_due_on")] {
        let late = |item: &Value| item[due].as_str().is_some_and(|day| day < today.as_str());
        let filters: Vec<Filter<'_>> = vec![
            (format!("since={}", escaped(since)), Box::new(opened)),
            ("overdue=true".into(), Box::new(late)),
            ("overdue=false".into(), Box::new(|item| !late(item))),
        ];
        for actor in [&company, &reviewer] {
            compare(actor, list, key, &filters).await;
            let page = actor.get(&format!("{list}?limit=1&overdue=true")).await.expect(200);
            assert_eq!((page["items"].as_array().unwrap().len(), &page["next_cursor"]), (1, &Value::Null));
        }
    }
}

async fn payments_are_narrowed_by_day_and_a_bank_finds_its_reference(portal: &TestPortal) {
    let company = portal.company().await;
    let registered = portal.registered(&company, &Contract::export().of(&company)).await;
    let bank = portal.partner(&["payments:write"], None).await;
    let own = format!("/certificates/{}/payments", registered["certificate_number"].as_str().unwrap());
    for (day, reference) in [("2026-11-18", "A-1"), ("2026-11-20", "A-2"), ("2026-11-21", "A-3")] {
        let body = json!({ "currency": "USD", "amount": "10.00", "paid_on": day, "reference": reference });
        let recorded = bank.post(&own, &body).await.expect(201);
        if reference == "A-3" {
            let reverse = format!("{own}/{}/reverse", recorded["payment"]["id"].as_str().unwrap());
            bank.post(&reverse, &json!({ "reason": "金额录入有误" })).await.expect(201);
        }
    }
    let day = |item: &Value| item["paid_on"].as_str().map(str::to_owned);
    let mut filters: Vec<Filter<'_>> = vec![
        ("paid_from=2026-11-20".into(), Box::new(move |item| day(item).is_some_and(|day| &*day >= "2026-11-20"))),
        ("paid_to=2026-11-20".into(), Box::new(move |item| day(item).is_some_and(|day| &*day <= "2026-11-20"))),
    ];
    let ledger = format!("/contracts/{}/payments", registered["contract_id"].as_str().unwrap());
    compare(&company, &ledger, "id", &filters).await;
    filters.push(is("reference", "A-2"));
    compare(&bank, &own, "id", &filters).await;
    let problem = company.get(&format!("{ledger}?reference=A-2")).await.problem(422, "invalid_query");
    assert_eq!(problem["errors"][0]["pointer"], "/reference", "the bank's own");
}

async fn uploads_are_narrowed_by_time(portal: &TestPortal) {
    let company = portal.company().await;
    crate::bulk::sample(&company, &Contract::import().of(&company).numbered(1)).await;
    pass(portal, 1, &[&company]).await;
    let since = portal.app.now();
    crate::bulk::sample(&company, &Contract::import().of(&company).numbered(2)).await;
    let later = move |item: &Value| time(&item["created_at"]).unwrap() >= since;
    compare(&company, "/bulk", "id", &[(format!("since={}", escaped(since)), Box::new(later))]).await;
}

async fn a_list_gives_the_fields_that_are_asked_for(portal: &TestPortal) {
    let company = portal.company().await;
    let unknown = async |query: &str| {
        let problem = company.get(&format!("/filings?fields={query}")).await.problem(422, "invalid_query");
        assert_eq!(problem["errors"][0]["pointer"], "/fields", "{query}");
        problem["errors"][0]["message"].as_str().unwrap().to_owned()
    };
    // Also where there is nothing yet, and all that there is are named.
    assert!(unknown("nothing").await.contains("contract_number"));
    for number in 1..=2 {
        company.draft(&Contract::import().of(&company).numbered(number)).await;
    }
    let whole = company.get("/filings?limit=1").await.expect(200);
    let sparse = company.get("/filings?limit=1&fields=id,status,due_on").await.expect(200);
    let item = &whole["items"][0];
    assert_eq!(sparse["items"][0], json!({ "id": item["id"], "status": "draft", "due_on": null }));
    assert_eq!(sparse["next_cursor"], whole["next_cursor"]);
    for query in ["id,statsu", "id,", "ID", "id%20", "items"] {
        unknown(query).await;
    }
    // A list that says something besides keeps it.
    let registered = portal.registered(&company, &Contract::export().of(&company).numbered(3)).await;
    let ledger = format!("/contracts/{}/payments?fields=amount", registered["contract_id"].as_str().unwrap());
    assert!(company.get(&ledger).await.expect(200)["figures"]["payable"].is_string());
}

async fn every_list_knows_its_fields(portal: &TestPortal) {
    let document = serde_json::to_value(portal::web::document()).unwrap();
    let (company, manager) =
        (portal.company().await, portal.staff(domain::Role::DeskManager, &crate::support::people::DESKS).await);
    let auditor = portal.staff(domain::Role::AuditAdmin, &[]).await;
    let mut lists = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let parameters = item["get"]["parameters"].as_array().cloned().unwrap_or_default();
        if path.contains('{') || !parameters.iter().any(|one| one["name"] == "fields") {
            continue;
        }
        let mut asked = Vec::new();
        for actor in [&company, &manager, &auditor] {
            let answer = actor.get(&format!("{path}?fields=no_such_field")).await;
            asked.push(answer.status);
            if answer.status != 403 {
                let problem = answer.problem(422, "invalid_query");
                let known = problem["errors"][0]["message"].as_str().unwrap().to_owned();
                assert_eq!(problem["errors"][0]["pointer"], "/fields", "{path}");
                actor.get(&format!("{path}?fields={known}")).await.expect(200);
            }
        }
        assert!(asked.contains(&422), "nobody reads {path}: {asked:?}");
        lists += 1;
    }
    assert!(lists >= 12, "{lists} lists");
}

async fn days_that_no_database_knows_are_refused(portal: &TestPortal) {
    let (company, reviewer) = (portal.company().await, portal.reviewer().await);
    for (actor, query) in [
        (&company, "/filings?submitted_from=-10000-01-01"),
        (&company, "/filings?submitted_to=%2B99999-01-01"),
        (&company, "/filings?updated_since=-10000-01-01T00%3A00%3A00Z"),
        (&company, "/filings?updated_since=%2B262142-01-01T00%3A00%3A00Z"),
        (&company, "/contracts?valid_until_before=-262143-01-01"),
        (&reviewer, "/queue?due_before=-10000-01-01"),
    ] {
        actor.get(query).await.problem(422, "invalid_query");
    }
    for edge in ["0001-01-01", "9998-12-31"] {
        for name in ["submitted_from", "submitted_to"] {
            company.get(&format!("/filings?{name}={edge}")).await.expect(200);
        }
    }
}

async fn a_parameter_whose_value_got_lost_is_refused(portal: &TestPortal) {
    let company = portal.company().await;
    let mut asked = 0;
    for (path, item) in description()["paths"].as_object().unwrap().iter().filter(|(path, _)| !path.contains('{')) {
        let parameters = item["get"]["parameters"].as_array().into_iter().flatten();
        for one in parameters.filter(|one| one["in"] == "query" && one["name"] != "cursor") {
            let name = one["name"].as_str().unwrap();
            let problem = company.get(&format!("{path}?{name}=")).await.problem(422, "invalid_query");
            assert_eq!(problem["errors"][0]["pointer"], format!("/{name}"), "{path}");
            asked += 1;
        }
    }
    assert!(asked >= 80, "{asked} parameters");
}
