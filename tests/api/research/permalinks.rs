//! Permanent links: what was cited is found again to the byte, by those who may know it, and nobody makes one up.

use domain::Role;
use serde_json::{Value, json};
use storage::accounts::CompanyStatus;

use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    what_was_cited_is_answered_again_to_the_byte,
    a_link_is_for_those_who_may_know_its_figures_and_cannot_be_made_up,
    links_are_made_by_approved_companies_and_not_without_end,
);

async fn what_was_cited_is_answered_again_to_the_byte(portal: &TestPortal) {
    let company = portal.company().await;
    portal.registered(&company, &Contract::import().of(&company).numbered(1)).await;
    portal.catch_up().await;
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let then = researcher.get("/research/pivot?rows=country&measures=contracts,amount_usd").await;
    let asked = json!({ "query": "measures=contracts,amount_usd&rows=country" });
    let link = researcher.post("/research/permalinks", &asked).await.expect(201);
    let id = link["id"].as_str().unwrap().to_owned();
    assert_eq!(link["query"], "rows=country&measures=contracts,amount_usd", "in its one spelling");
    assert_eq!((&link["as_of"], &link["audience"]), (&then.json()["as_of"], &json!("cleared")));
    assert_eq!(link["digest"], portal::app::digest(&then.body));
    assert_eq!(link["url"], format!("{}/p/{id}", portal.base_url));
    let citation = link["citation"].as_str().unwrap();
    assert!(
        citation.contains("合同数、合同金额（美元），按国家（地区）") && citation.ends_with(&format!("/p/{id}")),
        "{citation}"
    );
    let entries = portal.texts("SELECT body AS value FROM journal WHERE kind = 'research.cited'").await;
    let entry: Value = serde_json::from_str(&entries[0]).unwrap();
    assert_eq!((&entry["digest"], &entry["as_of"]), (&link["digest"], &link["as_of"]));

    // The register goes on, the figures are made anew; what was cited stays.
    portal.registered(&company, &Contract::import().of(&company).numbered(2)).await;
    portal.catch_up().await;
    assert_eq!(researcher.post("/research/permalinks", &asked).await.expect(201)["query"], link["query"]);
    let at = json!({ "query": asked["query"], "as_of": link["as_of"] });
    assert_eq!(
        researcher.post("/research/permalinks", &at).await.expect(201),
        link,
        "the same question, the same link"
    );
    let admin = portal.staff(Role::SystemAdmin, &[]).await;
    assert_eq!(admin.post("/research/rebuild", &json!({ "check": false })).await.expect(200)["differing"], 0);
    let followed = researcher.get(&format!("/research/permalinks/{id}")).await;
    assert_eq!(followed.expect(200)["answer"], then.json());
    assert!(followed.text().contains(&then.text()), "to the byte");
    assert_eq!(followed.json()["citation"], link["citation"]);

    portal.execute(&format!("UPDATE permalinks SET digest = 'other' WHERE id = '{id}'")).await;
    researcher.get(&format!("/research/permalinks/{id}")).await.problem(409, "figures_differ");
    researcher.post("/research/permalinks", &at).await.problem(409, "figures_differ");
}

async fn a_link_is_for_those_who_may_know_its_figures_and_cannot_be_made_up(portal: &TestPortal) {
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let company = portal.company().await;
    let question = json!({ "query": "rows=country&measures=contracts" });
    let of_staff = researcher.post("/research/permalinks", &question).await.expect(201);
    let of_company = company.post("/research/permalinks", &question).await.expect(201);
    assert_ne!(of_staff["id"], of_company["id"]);
    let path = |link: &Value| format!("/research/permalinks/{}", link["id"].as_str().unwrap());
    company.get(&path(&of_company)).await.expect(200);
    portal.company().await.get(&path(&of_company)).await.expect(200);
    assert_eq!(researcher.get(&path(&of_company)).await.expect(200)["audience"], "protected");
    company.get(&path(&of_staff)).await.problem(404, "not_found");

    let id = of_staff["id"].as_str().unwrap();
    let other = if id.starts_with('0') { "1" } else { "0" };
    let forged = [
        format!("{other}{}", &id[1..]),
        id[1..].to_owned(),
        format!("{id}0"),
        id.to_lowercase(),
        "U".repeat(20),
        "%00".repeat(20),
    ];
    for id in forged {
        let answer = researcher.get(&format!("/research/permalinks/{id}")).await;
        answer.problem(404, "not_found");
    }
    for (body, pointer) in [
        (json!({ "query": "rows=planet" }), "/query"),
        (json!({ "query": "rows=country&rows=year" }), "/query"),
        (json!({ "query": "rows=country&joy=1" }), "/query"),
        (json!({ "query": "rows=country", "as_of": -1 }), "/as_of"),
    ] {
        let refused = researcher.post("/research/permalinks", &body).await;
        assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!(pointer)), "{body}");
    }
    let future = json!({ "query": "rows=country", "as_of": 1_000_000 });
    researcher.post("/research/permalinks", &future).await.problem(422, "as_of_unknown");
    company.post("/research/permalinks", &json!({ "query": "rows=company" })).await.problem(403, "not_public");
}

async fn links_are_made_by_approved_companies_and_not_without_end(portal: &TestPortal) {
    let ask = |number: usize| json!({ "query": format!("rows=country&measures=contracts&top={}", number + 1) });
    let pending = portal.company_with(CompanyStatus::Pending).await;
    pending.post("/research/permalinks", &ask(0)).await.problem(403, "company_not_approved");
    pending.get("/research/pivot?rows=country&measures=contracts").await.expect(200);

    let company = portal.company().await;
    let first = company.post("/research/permalinks", &ask(0)).await.expect(201);
    portal.pass(chrono::Duration::seconds(10));
    for number in 1..100 {
        company.post("/research/permalinks", &ask(number)).await.expect(201);
    }
    let refused = company.post("/research/permalinks", &ask(100)).await;
    refused.problem(429, "too_many_requests");
    assert_eq!(refused.header("retry-after"), Some("86390"), "until a day after the first");
    // What is there already is no new link, and others have their own hundred.
    assert_eq!(company.post("/research/permalinks", &ask(0)).await.expect(201), first);
    portal.company().await.post("/research/permalinks", &ask(100)).await.expect(201);
    company.post("/research/permalinks", &ask(100)).await.expect(201);
    company.post("/research/permalinks", &ask(101)).await.problem(429, "too_many_requests");

    portal.pass(chrono::Duration::seconds(86_391));
    company.sign_in().await;
    company.post("/research/permalinks", &ask(101)).await.expect(201);
}
