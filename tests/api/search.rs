//! Words find filings and contracts at once: in the queue, in a company's list, in the register.

use domain::Role;
use domain::search::Keywords;
use serde_json::json;
use storage::{Connection, StorageError};

use crate::on_both_databases;
use crate::queue::{ids, rush};
use crate::support::sql::texts;
use crate::support::{Contract, Engine, TestPortal};

on_both_databases!(
    words_are_found_in_the_transaction_that_wrote_them,
    short_and_long_words_are_found_in_queue_filings_and_register,
    a_renamed_company_is_found_under_its_new_name_alone,
    a_rare_word_far_down_the_queue_is_found_by_the_index,
    a_search_asks_the_index_of_words,
    older_filings_get_their_texts_when_the_portal_starts,
);

async fn words_are_found_in_the_transaction_that_wrote_them(portal: &TestPortal) {
    let (company, reviewer) = (portal.company().await, portal.reviewer().await);
    let contract = Contract::import().of(&company).with("/name", "氮化镓外延片工艺许可合同");
    let id = company.ready_draft(&contract).await;
    assert_eq!(ids(&company, "/filings?q=氮化镓").await, [id.as_str()], "a draft is found at once");
    assert!(ids(&reviewer, "/queue?q=氮化镓").await.is_empty(), "it is not in the queue yet");
    company.submit(&id, json!({})).await.expect(201);
    assert_eq!(ids(&reviewer, "/queue?q=氮化镓").await, [id.as_str()]);
    reviewer.claim(&id).await;
    assert_eq!(ids(&reviewer, "/queue?q=氮化镓").await, [id.as_str()]);
    reviewer.recommend(&id, "register").await.expect(200);
    portal.approver().await.decide(&id, "register").await.expect(200);
    assert!(ids(&reviewer, "/queue?q=氮化镓").await.is_empty(), "nothing waits any more");
    assert_eq!(ids(&reviewer, "/contracts?q=氮化镓").await.len(), 1);
    assert_eq!(ids(&company, "/contracts?q=外延片").await.len(), 1);
    assert!(ids(&portal.company().await, "/contracts?q=外延片").await.is_empty());
}

async fn short_and_long_words_are_found_in_queue_filings_and_register(portal: &TestPortal) {
    let (company, reviewer) = (portal.company().await, portal.reviewer().await);
    let contract = |number: u32| {
        Contract::import()
            .of(&company)
            .numbered(number)
            .with("/supplier/name", "Nordlicht & Söhne GmbH")
            .with("/keywords", json!(["外延生长", "5G"]))
    };
    let registered = portal.registered(&company, &contract(1).with("/name", "砷化镓器件许可合同")).await;
    let registered = registered["contract_id"].as_str().unwrap();
    let open = company.submitted(&contract(2).with("/name", "砷化镓衬底许可合同")).await;
    let number = contract(2).0["number"].as_str().unwrap().to_owned();
    let name = company.company.as_ref().unwrap()["name"].as_str().unwrap().to_owned();
    for words in [
        "镓",
        "衬底",
        "砷化镓",
        "nordlicht",
        "Söhne",
        "外延生长",
        "5G",
        "５ｇ",
        &number,
        &number[4..12],
        &name,
        "镓 gmbh 外延",
        "合同 衬",
    ] {
        assert_eq!(ids(&reviewer, &format!("/queue?q={words}")).await, [open.as_str()], "{words}");
        assert!(ids(&company, &format!("/filings?q={words}")).await.contains(&open) || words == name, "{words}");
    }
    for words in ["硅", "镓砷", "底衬", "砷化镓 硅", "5", "%", "_化镓", "\" OR \"", "镓\" AND"] {
        let found = ids(&reviewer, &format!("/queue?q={words}")).await;
        assert!(found.is_empty() || words == "%", "{words}: {found:?}");
    }
    for words in ["器件", "镓", "Nordlicht", &name] {
        assert_eq!(ids(&reviewer, &format!("/contracts?q={words}")).await, [registered], "{words}");
    }
    assert!(ids(&reviewer, "/contracts?q=衬底").await.is_empty());
}

async fn a_renamed_company_is_found_under_its_new_name_alone(portal: &TestPortal) {
    let (company, reviewer) = (portal.company().await, portal.reviewer().await);
    portal.registered(&company, &Contract::export().of(&company).numbered(1)).await;
    let open = company
        .submitted(
            &Contract::import().of(&company).numbered(2).with("/recipient/name", "受方").with("/user/name", "受方"),
        )
        .await;
    let path = format!("/companies/{}", company.company_id());
    let version = company.get(&path).await.expect(200)["version"].as_i64().unwrap();
    let approver = portal.approver().await;
    approver.patch(&path, version, &json!({ "name": "姑苏星河微电子有限公司" })).await.expect(200);
    assert_eq!(ids(&reviewer, "/queue?q=星河微电子").await, [open.as_str()]);
    assert_eq!(ids(&reviewer, "/contracts?q=姑苏星").await.len(), 1);
    let old = company.company.as_ref().unwrap()["name"].as_str().unwrap();
    assert!(ids(&reviewer, &format!("/queue?q={old}")).await.is_empty());
    assert_eq!(reviewer.get("/queue").await.expect(200)["items"][0]["company"]["name"], "姑苏星河微电子有限公司");
}

async fn a_rare_word_far_down_the_queue_is_found_by_the_index(portal: &TestPortal) {
    let (company, reviewer) = (portal.company().await, portal.reviewer().await);
    let near = company.submitted(&Contract::import().of(&company).with("/name", "砷化镓许可合同")).await;
    rush(portal, 3_000, "寻常合同").await;
    let far = ids(&reviewer, "/queue?q=寻常合同002999").await;
    assert_eq!(far, ["0190ffff-0000-7000-8000-000000002999"]);
    // Rare at the beginning and frequent behind; frequent everywhere; and from page to page.
    assert_eq!(ids(&reviewer, "/queue?q=砷化镓").await, [near.as_str()]);
    let elsewhere = portal.staff(Role::Reviewer, &["city"]).await;
    assert!(ids(&elsewhere, "/queue?q=002999").await.is_empty(), "another desk's filings are not found");
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = reviewer.get(&format!("/queue?q=合同00&limit=100{cursor}")).await.expect(200);
        found.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(found.len(), 3_000);
    assert!(found.is_sorted());
    let one = portal.staff(Role::Reviewer, &["sip", "city"]).await;
    assert_eq!(ids(&one, "/queue?q=002999").await, far);
    assert_eq!(ids(&one, "/queue?q=寻常合同&limit=5").await.len(), 5);
}

async fn a_search_asks_the_index_of_words(portal: &TestPortal) {
    let plan = move |connection: &mut Connection| {
        for words in ["氮化镓", "镓", "器件 gmbh"] {
            let (mut sql, values) = storage::search::register_search(connection, &Keywords::parse(words).unwrap());
            let explain = match connection {
                Connection::Sqlite(_) => "EXPLAIN QUERY PLAN ",
                Connection::Postgresql(_) => "EXPLAIN ",
            };
            for (at, value) in values.iter().enumerate().rev() {
                let value = format!("'{value}'");
                match connection {
                    Connection::Sqlite(_) => {
                        let place = sql.rfind('?').unwrap();
                        sql.replace_range(place..=place, &value);
                    }
                    Connection::Postgresql(_) => sql = sql.replace(&format!("${}", at + 1), &value),
                }
            }
            let steps = crate::support::sql::plan(connection, &format!("{explain}{sql}"))?.join("\n");
            assert!(steps.contains("contract_words"), "{words}: {steps}");
            assert!(!steps.contains("Seq Scan") && !steps.contains("SCAN t"), "{words}: {steps}");
        }
        let plan_of_page =
            "SELECT filing_id FROM queue_entries WHERE desk_code = 'sip' AND place > '2026' ORDER BY place LIMIT 20";
        let explain = if matches!(connection, Connection::Sqlite(_)) { "EXPLAIN QUERY PLAN " } else { "EXPLAIN " };
        let steps = crate::support::sql::plan(connection, &format!("{explain}{plan_of_page}"))?.join("\n");
        assert!(steps.contains("queue_by_desk"), "{steps}");
        assert!(!steps.contains("TEMP B-TREE") && !steps.contains("Sort"), "{steps}");
        Ok::<_, StorageError>(texts(connection, "SELECT 'done' AS value")?)
    };
    if portal.engine == Engine::Postgresql {
        // On an empty table PostgreSQL would rather read the whole of it.
        let planned = move |connection: &mut Connection| {
            use diesel::connection::SimpleConnection;
            connection.batch_execute("SET enable_seqscan = off; SET enable_indexscan = on")?;
            let outcome = plan(connection);
            connection.batch_execute("RESET enable_seqscan")?;
            outcome
        };
        portal.app.database.read(planned).await.unwrap();
    } else {
        portal.app.database.read(plan).await.unwrap();
    }
}

async fn older_filings_get_their_texts_when_the_portal_starts(portal: &TestPortal) {
    let (company, reviewer) = (portal.company().await, portal.reviewer().await);
    let open = company.submitted(&Contract::import().of(&company).numbered(1).with("/name", "砷化镓许可合同")).await;
    portal.registered(&company, &Contract::export().of(&company).numbered(2).with("/name", "石墨烯服务合同")).await;
    portal.execute("DELETE FROM queue_entries; DELETE FROM contract_texts; UPDATE filings SET search_text = ''").await;
    assert!(ids(&reviewer, "/queue").await.is_empty());
    portal.app.database.write::<(), StorageError, _>(storage::search::fill).await.unwrap();
    assert_eq!(ids(&reviewer, "/queue?q=镓").await, [open.as_str()]);
    assert_eq!(ids(&reviewer, "/contracts?q=石墨烯").await.len(), 1);
    assert_eq!(ids(&company, "/filings?q=石墨烯").await.len(), 1);
}
