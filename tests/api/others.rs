//! What the checks know besides the form: earlier contracts, whose credit code the mainland party has, and who files.

use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    a_number_is_used_once_and_a_likeness_is_a_question,
    likeness_is_found_beyond_the_newest_contracts_and_not_in_other_companies,
    who_files_for_another_company_is_told_and_so_is_the_desk,
    an_agent_shows_its_mandate_on_paper,
);

/// What the checks say about a draft: code, severity, pointer; without papers.
async fn told(actor: &Actor, contract: &Contract) -> (String, Vec<(String, String, String)>) {
    let id = actor.ready_draft(contract).await;
    let said = actor.get(&format!("/filings/{id}/findings")).await.expect(200);
    let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    let items = said["items"].as_array().unwrap().iter().filter(|item| item["severity"] != "info");
    (id, items.map(|item| (text(item, "code"), text(item, "severity"), text(item, "pointer"))).collect())
}

fn one(code: &str, severity: &str, pointer: &str) -> Vec<(String, String, String)> {
    vec![(code.to_owned(), severity.to_owned(), pointer.to_owned())]
}

async fn a_number_is_used_once_and_a_likeness_is_a_question(portal: &TestPortal) {
    let company = portal.company().await;
    let contract = Contract::import().of(&company);
    portal.registered(&company, &contract).await;
    let again = contract.clone().with("/name", "另一份不相干的技术服务合同");
    let (id, findings) = told(&company, &again).await;
    assert_eq!(findings, one("duplicate.number", "error", "/contract/number"));
    company.submit(&id, json!({})).await.problem(422, "findings_block");

    let name = format!("关于{}。", contract.0["name"].as_str().unwrap());
    let alike = contract.clone().with("/number", "26DEJSY39SZ000777").with("/name", name);
    let (id, findings) = told(&company, &alike).await;
    assert_eq!(findings, one("duplicate.similar", "warning", "/contract"));
    company.submit(&id, json!({})).await.problem(422, "reasons_required");
    company.submit(&id, json!({ "duplicate.similar": "是补充许可，另行签订。" })).await.expect(201);

    // While that one waits, its number is taken too.
    let third = contract.with("/number", "26DEJSY39SZ000777").with("/name", "另一份不相干的技术服务合同");
    assert_eq!(told(&company, &third).await.1, one("duplicate.number", "error", "/contract/number"));
}

async fn likeness_is_found_beyond_the_newest_contracts_and_not_in_other_companies(portal: &TestPortal) {
    let (company, other) = (portal.company().await, portal.company().await);
    let contract = Contract::import().of(&company);
    portal.registered(&company, &contract).await;
    for number in 1..=21 {
        let later =
            contract.clone().numbered(100 + number).with("/name", format!("第{number}号设备的安装调试技术服务"));
        portal.registered(&company, &later).await;
    }
    let again = contract.numbered(99).with("/name", Contract::import().0["name"].clone());
    assert_eq!(told(&company, &again).await.1, one("duplicate.similar", "warning", "/contract"));
    assert_eq!(told(&other, &again.of(&other)).await.1, []);
}

async fn who_files_for_another_company_is_told_and_so_is_the_desk(portal: &TestPortal) {
    let (company, agent) = (portal.company().await, portal.company().await);
    let contract = Contract::import().of(&company);
    let not_filer = async |reader: &Actor, id: &str| {
        let said = reader.get(&format!("/filings/{id}/findings")).await.expect(200);
        let items = said["items"].as_array().unwrap();
        items.iter().filter(|item| item["code"] == "company.not_filer").cloned().collect::<Vec<Value>>()
    };
    let id = agent.submitted(&contract).await;
    for reader in [&agent, &portal.reviewer().await] {
        let told = not_filer(reader, &id).await;
        assert_eq!((told.len(), &told[0]["pointer"]), (1, &json!("/contract/recipient/uscc")));
        assert_eq!(told[0]["evidence"]["filer"], agent.company.as_ref().unwrap()["uscc"]);
        assert_eq!(told[0]["evidence"]["mandate"], false);
    }
    crate::mandates::give(&company, &agent, json!({ "scope": "kind", "kind": "registration" }), "2026-12-31").await;
    assert_eq!(not_filer(&agent, &id).await[0]["evidence"]["mandate"], true);
    // In the name of the company that gave a mandate there is nothing to tell.
    let mut body = contract.numbered(2).registration();
    body["on_behalf_of"] = company.company_id().into();
    let for_it = agent.post("/filings", &body).await.expect(201)["id"].as_str().unwrap().to_owned();
    assert_eq!(not_filer(&agent, &for_it).await, Vec::<Value>::new());
}

async fn an_agent_shows_its_mandate_on_paper(portal: &TestPortal) {
    let (company, agent) = (portal.company().await, portal.company().await);
    crate::mandates::give(&company, &agent, json!({ "scope": "all" }), "2026-12-31").await;
    let id = company.ready_draft(&Contract::import().of(&company)).await;
    let needed = async |who: &Actor| {
        let said = who.get(&format!("/filings/{id}/findings")).await.expect(200);
        let papers = said["documents"].as_array().unwrap().clone();
        papers.into_iter().find(|paper| paper["kind"] == "agency_mandate").unwrap()["required"].clone()
    };
    assert_eq!((needed(&company).await, needed(&agent).await), (false.into(), true.into()));
    let problem = agent.submit(&id, json!({})).await.problem(422, "findings_block");
    assert_eq!(problem["errors"][0]["code"], "documents.missing");
    agent.attach(&id, "agency_mandate", "mandate.pdf", b"%PDF-1.4\n%%EOF\n").await.expect(201);
    let filing = agent.submit(&id, json!({})).await.expect(201);
    assert_eq!(filing["agent"]["id"], agent.company_id());
}
