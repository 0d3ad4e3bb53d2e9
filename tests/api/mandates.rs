//! Mandates: what an agent may do for a company, who sees what was done, and how it ends.

use futures_util::future::join;
use serde_json::{Value, json};
use storage::accounts::CompanyStatus;

use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    an_agent_files_in_the_companys_name_and_everyone_sees_who_it_was,
    a_mandate_reaches_as_far_as_it_says,
    a_mandate_that_ends_bites_on_the_next_request,
    the_last_day_counts_and_the_day_after_does_not,
    what_was_done_under_a_mandate_is_listed_from_the_journal,
    a_mandate_is_given_to_a_known_agent_for_one_clear_thing,
    an_agent_passes_nothing_on_and_changes_nothing_of_the_company,
    whoever_files_last_is_named,
    a_suspended_side_ends_what_the_agent_may_do,
    an_end_and_a_submission_at_once_leave_nothing_done_after_the_end,
);

/// A mandate given by the company to the agent.
pub async fn give(company: &Actor, agent: &Actor, scope: Value, ends_on: &str) -> String {
    let mut body = json!({ "agent_uscc": agent.company.as_ref().unwrap()["uscc"], "ends_on": ends_on });
    body.as_object_mut().unwrap().extend(scope.as_object().unwrap().clone());
    let mandate = company.post("/mandates", &body).await.expect(201);
    mandate["id"].as_str().unwrap().to_owned()
}

async fn give_all(company: &Actor, agent: &Actor) -> String {
    give(company, agent, json!({ "scope": "all" }), "2026-12-31").await
}

/// What an agent sends to begin a registration for a company.
fn for_company(company: &Actor, contract: &Contract) -> Value {
    let mut body = contract.registration();
    body["on_behalf_of"] = company.company_id().into();
    body
}

async fn draft_for(agent: &Actor, company: &Actor, number: u32) -> String {
    let contract = Contract::import().of(company).numbered(number);
    let filing = agent.post("/filings", &for_company(company, &contract)).await.expect(201);
    filing["id"].as_str().unwrap().to_owned()
}

fn ids(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

async fn an_agent_files_in_the_companys_name_and_everyone_sees_who_it_was(portal: &TestPortal) {
    let (company, agent) = (portal.company().await, portal.company().await);
    let mandate = give_all(&company, &agent).await;
    let held = agent.get("/mandates?side=held&live=true").await.expect(200);
    assert_eq!(ids(&held), [mandate.as_str()]);
    assert_eq!(held["items"][0]["company"]["id"], company.company_id());
    assert_eq!(held["items"][0]["given_by"], Value::Null, "the company's people are not the agent's business");

    let id = draft_for(&agent, &company, 1).await;
    agent.attach_papers(&id).await;
    agent.attach(&id, "agency_mandate", "委托书.pdf", crate::support::road::PAPER).await.expect(201);
    agent.submit(&id, json!({})).await.expect(201);
    let name = agent.company.as_ref().unwrap()["name"].clone();
    for reader in [&company, &agent, &portal.reviewer().await] {
        let filing = reader.filing(&id).await;
        assert_eq!((&filing["company"]["id"], &filing["agent"]["name"]), (&json!(company.company_id()), &name));
        let receipt = reader.get(&format!("/filings/{id}/receipt")).await.expect(200);
        assert_eq!(receipt["agent"], name);
    }
    assert_eq!(ids(&company.get("/filings").await.expect(200)), [id.as_str()]);
    assert_eq!(ids(&agent.get("/filings").await.expect(200)), [] as [&str; 0], "it is not the agent's own");
    let list = agent.get(&format!("/filings?company={}", company.company_id())).await.expect(200);
    assert_eq!(ids(&list), [id.as_str()]);
    assert_eq!(
        agent.get(&format!("/companies/{}", company.company_id())).await.expect(200)["name"],
        company.company.as_ref().unwrap()["name"]
    );

    let (reviewer, approver) = (portal.reviewer().await, portal.approver().await);
    reviewer.claim(&id).await;
    reviewer.recommend(&id, "register").await.expect(200);
    approver.decide(&id, "register").await.expect(200);
    let certificate = agent.filing(&id).await["certificate_number"].as_str().unwrap().to_owned();
    agent.get(&format!("/certificates/{certificate}")).await.expect(200);
    let contracts = agent.get(&format!("/contracts?company={}", company.company_id())).await.expect(200);
    assert_eq!(contracts["items"].as_array().unwrap().len(), 1);
}

async fn a_mandate_reaches_as_far_as_it_says(portal: &TestPortal) {
    let (company, agent) = (portal.company().await, portal.company().await);
    let register = async |number| portal.registered(&company, &Contract::import().of(&company).numbered(number)).await;
    let (one, other) = (register(1).await, register(2).await);
    let own_draft = company.draft(&Contract::import().of(&company).numbered(3)).await;
    let list = format!("/filings?company={}", company.company_id());
    let contracts = format!("/contracts?company={}", company.company_id());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (one_id, one_contract, other_contract) =
        (text(&one["id"]), text(&one["contract_id"]), text(&other["contract_id"]));
    let body = for_company(&company, &Contract::import().of(&company).numbered(4));
    let amendment =
        |contract: &str| json!({ "kind": "amendment", "contract_id": contract, "on_behalf_of": company.company_id() });

    // None: the company is nobody's, and its objects do not exist.
    agent.get(&list).await.problem(404, "not_found");
    agent.get(&contracts).await.problem(404, "not_found");
    let refused = agent.post("/filings", &body).await.problem(422, "no_mandate");
    assert_eq!(refused["errors"][0]["pointer"], "/on_behalf_of");
    let unknown = json!({ "kind": "registration", "contract": {}, "on_behalf_of": crate::support::new_id() });
    agent.post("/filings", &unknown).await.problem(422, "no_mandate");

    // One contract.
    let mandate =
        give(&company, &agent, json!({ "scope": "contract", "contract_id": one_contract }), "2026-12-31").await;
    assert_eq!(ids(&agent.get(&list).await.expect(200)), [one_id.as_str()]);
    assert_eq!(ids(&agent.get(&contracts).await.expect(200)), [one_contract.as_str()]);
    agent.get(&format!("/contracts/{other_contract}")).await.problem(404, "not_found");
    agent.get(&format!("/filings/{own_draft}")).await.problem(404, "not_found");
    agent.post("/filings", &body).await.problem(422, "no_mandate");
    agent.post("/filings", &amendment(&other_contract)).await.problem(422, "no_mandate");
    let draft = agent.post("/filings", &amendment(&one_contract)).await.expect(201);
    agent.delete(&format!("/filings/{}", text(&draft["id"]))).await.expect(204);
    agent.post(&format!("/mandates/{mandate}/end"), &json!({})).await.expect(200);

    // One kind.
    give(&company, &agent, json!({ "scope": "kind", "kind": "registration" }), "2026-12-31").await;
    let seen = agent.get(&list).await.expect(200);
    assert_eq!(seen["items"].as_array().unwrap().len(), 3);
    assert_eq!(ids(&agent.get(&contracts).await.expect(200)), [] as [&str; 0]);
    agent.get(&format!("/contracts/{one_contract}")).await.problem(404, "not_found");
    agent.post("/filings", &amendment(&one_contract)).await.problem(422, "no_mandate");
    let certificate = text(&one["certificate_number"]);
    agent.get(&format!("/certificates/{certificate}")).await.expect(200);
    let draft = agent.post("/filings", &body).await.expect(201);
    agent.delete(&format!("/filings/{}", text(&draft["id"]))).await.expect(204);
}

async fn a_mandate_that_ends_bites_on_the_next_request(portal: &TestPortal) {
    let (company, agent) = (portal.company().await, portal.company().await);
    let colleague = portal.colleague(&agent).await;
    for side in ["company", "agent"] {
        let mandate = give_all(&company, &agent).await;
        let id = draft_for(&agent, &company, portal.next()).await;
        let version = colleague.filing(&id).await["version"].as_i64().unwrap();
        let ender = if side == "company" { &company } else { &agent };
        let ended = ender.post(&format!("/mandates/{mandate}/end"), &json!({})).await.expect(200);
        assert_eq!((&ended["status"], &ended["may_end"]), (&json!("ended"), &json!(false)));
        let path = format!("/filings/{id}");
        for someone in [&agent, &colleague] {
            someone.get(&path).await.problem(404, "not_found");
            let body = Contract::import().of(&company).registration();
            someone.put(&path, version, &body).await.problem(404, "not_found");
            someone.submit(&id, json!({})).await.problem(404, "not_found");
            someone.act(&id, "withdraw", &json!({})).await.problem(404, "not_found");
            someone.get(&format!("/filings?company={}", company.company_id())).await.problem(404, "not_found");
        }
        assert_eq!(company.filing(&id).await["status"], "draft", "the company keeps what was begun for it");
        company.post(&format!("/mandates/{mandate}/end"), &json!({})).await.problem(409, "mandate_over");
    }
    let given = company.get("/mandates").await.expect(200);
    assert_eq!(given["items"].as_array().unwrap().len(), 2);
    assert_eq!(company.get("/mandates?live=true").await.expect(200)["items"], json!([]));
}

async fn the_last_day_counts_and_the_day_after_does_not(portal: &TestPortal) {
    let (company, agent) = (portal.company().await, portal.company().await);
    let mandate = give(&company, &agent, json!({ "scope": "all" }), "2026-11-23").await;
    let id = draft_for(&agent, &company, 1).await;
    portal.set_clock("2026-11-23T15:59:00Z");
    agent.sign_in().await;
    agent.filing(&id).await;
    portal.set_clock("2026-11-23T16:00:00Z");
    agent.get(&format!("/filings/{id}")).await.problem(404, "not_found");
    company.sign_in().await;
    let given = company.get("/mandates").await.expect(200);
    assert_eq!(given["items"][0]["status"], "expired");
    company.post(&format!("/mandates/{mandate}/end"), &json!({})).await.problem(409, "mandate_over");
}

async fn what_was_done_under_a_mandate_is_listed_from_the_journal(portal: &TestPortal) {
    let (company, agent) = (portal.company().await, portal.company().await);
    let colleague = portal.colleague(&agent).await;
    let mandate = give_all(&company, &agent).await;
    let deleted = draft_for(&colleague, &company, 1).await;
    colleague.delete(&format!("/filings/{deleted}")).await.expect(204);
    let id = draft_for(&agent, &company, 2).await;
    for version in 1..=3 {
        let body = Contract::import().of(&company).numbered(2).registration();
        agent.put(&format!("/filings/{id}"), version, &body).await.expect(200);
    }
    colleague.attach_papers(&id).await;
    colleague.submit(&id, json!({})).await.expect(201);
    // What the company itself does is not done under the mandate.
    company.act(&id, "withdraw", &json!({})).await.expect(200);

    let path = format!("/mandates/{mandate}/activity");
    let activity = company.get(&path).await.expect(200);
    assert_eq!(activity["mandate"]["agent"]["id"], agent.company_id());
    let items = activity["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!((&items[0]["filing_id"], &items[0]["status"]), (&json!(id), &json!("withdrawn")));
    let act = |act: &Value| {
        (
            act["kind"].as_str().unwrap().to_owned(),
            act["by"].as_str().unwrap().to_owned(),
            act["times"].as_u64().unwrap(),
        )
    };
    let acts: Vec<_> = items[0]["acts"].as_array().unwrap().iter().map(act).collect();
    assert_eq!(
        acts[..2],
        [("filing.created".into(), agent.name.clone(), 1), ("filing.saved".into(), agent.name.clone(), 3),]
    );
    assert_eq!(acts.last().unwrap(), &("filing.submitted".into(), colleague.name.clone(), 1));
    assert_eq!((&items[1]["filing_id"], &items[1]["status"]), (&json!(deleted), &Value::Null));
    assert_eq!(
        items[1]["acts"].as_array().unwrap().iter().map(|act| act["kind"].as_str().unwrap()).collect::<Vec<_>>(),
        ["filing.created", "filing.deleted"]
    );
    assert_eq!(agent.get(&path).await.expect(200)["items"], activity["items"]);
    let first = company.get(&format!("{path}?limit=1")).await.expect(200);
    let second =
        company.get(&format!("{path}?limit=1&cursor={}", first["next_cursor"].as_str().unwrap())).await.expect(200);
    assert_eq!((&second["items"][0], &second["next_cursor"]), (&items[1], &Value::Null));
    portal.company().await.get(&path).await.problem(404, "not_found");
    let journal = "SELECT kind AS value FROM journal WHERE kind LIKE 'mandate.%' ORDER BY seq";
    assert_eq!(portal.texts(journal).await, ["mandate.given"]);
}

async fn a_mandate_is_given_to_a_known_agent_for_one_clear_thing(portal: &TestPortal) {
    let (company, agent, stranger) = (portal.company().await, portal.company().await, portal.company().await);
    let pending = portal.company_with(CompanyStatus::Pending).await;
    let theirs = portal.registered(&stranger, &Contract::import().of(&stranger)).await;
    let code = |actor: &Actor| actor.company.as_ref().unwrap()["uscc"].clone();
    let good = json!({ "agent_uscc": code(&agent), "scope": "all", "ends_on": "2026-12-31" });
    for (field, value, pointer, why) in [
        ("agent_uscc", code(&company), "/agent_uscc", "agent_is_oneself"),
        ("agent_uscc", code(&pending), "/agent_uscc", "unknown_agent"),
        ("agent_uscc", json!(crate::support::people::credit_code(9_999_999)), "/agent_uscc", "unknown_agent"),
        ("agent_uscc", json!("123"), "/agent_uscc", "invalid_value"),
        ("ends_on", json!("2026-11-21"), "/ends_on", "in_the_past"),
        ("kind", json!("closure"), "/kind", "scope_unclear"),
        ("scope", json!("kind"), "/kind", "scope_unclear"),
        ("scope", json!("contract"), "/contract_id", "scope_unclear"),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let refused = company.post("/mandates", &body).await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.text());
        let error = &refused.json()["errors"][0];
        assert_eq!((error["pointer"].as_str(), error["code"].as_str()), (Some(pointer), Some(why)), "{body}");
    }
    let mut body = good.clone();
    (body["scope"], body["contract_id"]) = (json!("contract"), theirs["contract_id"].clone());
    company.post("/mandates", &body).await.problem(422, "unknown_contract");
    pending.post("/mandates", &good).await.problem(403, "company_not_approved");
    assert_eq!(company.get("/mandates").await.expect(200)["items"], json!([]));
}

async fn an_agent_passes_nothing_on_and_changes_nothing_of_the_company(portal: &TestPortal) {
    let (company, agent, third) = (portal.company().await, portal.company().await, portal.company().await);
    give_all(&company, &agent).await;
    give_all(&agent, &third).await;
    let body = for_company(&company, &Contract::import().of(&company));
    third.post("/filings", &body).await.problem(422, "no_mandate");
    third.get(&format!("/filings?company={}", company.company_id())).await.problem(404, "not_found");
    let path = format!("/companies/{}", company.company_id());
    agent.patch(&path, 1, &json!({ "address": "别处" })).await.problem(404, "not_found");
    // Nor does the agent see to whom else the company gave mandates.
    assert_eq!(agent.get("/mandates?side=given").await.expect(200)["items"].as_array().unwrap().len(), 1);
    // Its programs have no part in it.
    let program = portal.partner(&["filings:read", "filings:write"], Some(&agent)).await;
    program.post("/filings", &body).await.problem(422, "no_mandate");
    program.get("/mandates").await.problem(403, "insufficient_scope");
}

async fn whoever_files_last_is_named(portal: &TestPortal) {
    let (company, agent) = (portal.company().await, portal.company().await);
    give_all(&company, &agent).await;
    let id = draft_for(&agent, &company, 1).await;
    assert_eq!(company.filing(&id).await["agent"]["id"], agent.company_id());
    company.attach_papers(&id).await;
    company.submit(&id, json!({})).await.expect(201);
    assert_eq!(company.filing(&id).await["agent"], Value::Null, "the company filed it itself");
    let reviewer = portal.reviewer().await;
    reviewer.claim(&id).await;
    reviewer.return_(&id).await.expect(200);
    agent.attach(&id, "agency_mandate", "委托书.pdf", crate::support::road::PAPER).await.expect(201);
    agent.submit(&id, json!({})).await.expect(201);
    assert_eq!(reviewer.filing(&id).await["agent"]["id"], agent.company_id());
}

async fn a_suspended_side_ends_what_the_agent_may_do(portal: &TestPortal) {
    for (side, back) in [("company", 404), ("agent", 404)] {
        let (company, agent) = (portal.company().await, portal.company().await);
        give_all(&company, &agent).await;
        let id = draft_for(&agent, &company, portal.next()).await;
        let whom = if side == "company" { &company } else { &agent };
        let approver = portal.approver().await;
        crate::companies::decide(&approver, whom, "suspend").await.expect(200);
        assert_eq!(agent.get(&format!("/filings/{id}")).await.status, back, "{side}");
        crate::companies::decide(&approver, whom, "resume").await.expect(200);
        assert_eq!(agent.get(&format!("/filings/{id}")).await.status, 200, "{side} may file again");
    }
}

async fn an_end_and_a_submission_at_once_leave_nothing_done_after_the_end(portal: &TestPortal) {
    let (company, agent) = (portal.company().await, portal.company().await);
    for number in 1..=20 {
        let mandate = give_all(&company, &agent).await;
        let id = draft_for(&agent, &company, number).await;
        let path = format!("/mandates/{mandate}/end");
        let nothing = json!({});
        let (ended, withdrawn) = join(company.post(&path, &nothing), agent.act(&id, "withdraw", &nothing)).await;
        ended.expect(200);
        let status = match withdrawn.status {
            200 => "withdrawn",
            404 => "draft",
            other => panic!("{other}: {}", withdrawn.text()),
        };
        assert_eq!(company.filing(&id).await["status"], status);
        let order = format!(
            "SELECT kind AS value FROM journal WHERE subject IN ('{mandate}', '{id}') ORDER BY seq DESC LIMIT 1"
        );
        assert_eq!(portal.texts(&order).await, ["mandate.ended"], "nothing is done after the end");
    }
}
