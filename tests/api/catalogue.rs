//! Editions of the control catalogue: a dry run changes nothing, an edition is in force from its day, and the day turns by itself.

use domain::Role;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Actor, Answer, Contract, TestPortal, new_id};

on_both_databases!(
    what_ships_is_the_first_edition_and_says_that_it_is_partial,
    a_dry_run_tells_what_would_change_and_stores_nothing,
    everything_wrong_with_a_table_is_told_by_line,
    an_edition_is_in_force_from_its_day,
    only_a_system_administrator_loads_editions,
    an_export_is_read_back_as_the_same_edition,
    a_workbook_is_read_like_a_text,
);

const TABLE: &str = "目录,类别,编号,技术名称,控制要点\n出口,限制,203912X,无人机技术,飞行控制系统\n出口,限制,999901X,量子纠缠分发技术,星地量子密钥分发载荷\n";

async fn post(actor: &Actor, path: &str, texts: &[(&'static str, &str)], name: &str, content: &[u8]) -> Answer {
    let mut form = Form::new();
    for (part, text) in texts {
        form = form.text(*part, (*text).to_owned());
    }
    let form = form.part("file", Part::bytes(content.to_vec()).file_name(name.to_owned()));
    let request = actor.request(Method::POST, path).header("idempotency-key", new_id().to_string());
    Answer::of(request.multipart(form)).await
}

async fn load(actor: &Actor, table: &str) -> Value {
    let names = [("name", "试验公告第1号"), ("source", "试验"), ("partial", "false")];
    post(actor, "/catalogue/editions", &names, "catalogue.csv", table.as_bytes()).await.expect(201)
}

async fn editions(actor: &Actor) -> Vec<(i64, String)> {
    let page = actor.get("/catalogue/editions").await.expect(200);
    let items = page["items"].as_array().unwrap();
    items.iter().map(|one| (one["number"].as_i64().unwrap(), one["state"].as_str().unwrap().to_owned())).collect()
}

async fn what_ships_is_the_first_edition_and_says_that_it_is_partial(portal: &TestPortal) {
    let reviewer = portal.reviewer().await;
    let first = reviewer.get("/catalogue/editions/1").await.expect(200);
    assert_eq!(
        (&first["state"], &first["partial"], &first["source"]),
        (&json!("in_force"), &json!(true), &json!("shipped"))
    );
    let mut found = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = reviewer.get(&format!("/catalogue/editions/1/items?limit=15{cursor}")).await.expect(200);
        found.extend(page["items"].as_array().unwrap().iter().map(|item| item["name"].clone()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let used = reviewer.get("/reference").await.expect(200)["catalogue"].clone();
    assert_eq!((&used["items"], &used["partial"]), (&json!(found.len()), &json!(true)));
    assert_eq!(reviewer.get("/catalogue/editions/1/diff").await.expect(200)["unchanged"], found.len());
    for missing in ["0", "2", "01", "x", "-1"] {
        reviewer.get(&format!("/catalogue/editions/{missing}")).await.problem(404, "not_found");
    }
}

async fn a_dry_run_tells_what_would_change_and_stores_nothing(portal: &TestPortal) {
    let admin = portal.staff(Role::SystemAdmin, &[]).await;
    let preview = post(&admin, "/catalogue/previews", &[], "catalogue.csv", TABLE.as_bytes()).await.expect(200);
    assert_eq!((&preview["items"], &preview["against"]["number"]), (&json!(2), &json!(1)));
    let diff = &preview["diff"];
    assert_eq!(diff["added"][0]["name"], "量子纠缠分发技术");
    assert_eq!(diff["changed"][0]["after"]["item_no"], "203912X");
    assert!(diff["changed"][0]["fields"].as_array().unwrap().contains(&json!("control_points")));
    assert!(diff["removed"].as_array().unwrap().len() > 20 && diff["unchanged"] == 0);
    assert_eq!(editions(&admin).await, [(1, "in_force".to_owned())]);
}

async fn everything_wrong_with_a_table_is_told_by_line(portal: &TestPortal) {
    let admin = portal.staff(Role::SystemAdmin, &[]).await;
    let table = "catalogue,class,name\nsideways,restricted,甲\nexport,maybe,乙\nexport,restricted,\n";
    let preview = post(&admin, "/catalogue/previews", &[], "catalogue.csv", table.as_bytes()).await.expect(200);
    let lines: Vec<_> = preview["problems"].as_array().unwrap().iter().map(|one| one["line"].clone()).collect();
    assert_eq!((lines, &preview["diff"]), (vec![json!(2), json!(3), json!(4)], &Value::Null));
    let names = [("name", "坏表"), ("source", "试验"), ("partial", "true")];
    let problem = post(&admin, "/catalogue/editions", &names, "catalogue.csv", table.as_bytes()).await;
    let problem = problem.problem(422, "catalogue_invalid");
    assert_eq!(problem["errors"][0]["pointer"], "/file/2/catalogue");
    for (content, name) in
        [(&b"PK\x03\x04 not a workbook"[..], "x.xlsx"), (&[0xff, 0xfe, 0x00][..], "x.csv"), (b"", "x.csv")]
    {
        let preview = post(&admin, "/catalogue/previews", &[], name, content).await.expect(200);
        assert_eq!(preview["problems"][0]["line"], 0, "{name}");
    }
    assert_eq!(editions(&admin).await.len(), 1);
}

async fn an_edition_is_in_force_from_its_day(portal: &TestPortal) {
    let admin = portal.staff(Role::SystemAdmin, &[]).await;
    let company = portal.company().await;
    let summary = "向境外研究机构提供星地量子密钥分发载荷的光学设计。";
    let contract = Contract::export().of(&company).numbered(1).with("/summary", summary);
    let id = company.draft(&contract).await;
    let found = async |company: &Actor| {
        let screening = company.get(&format!("/filings/{id}/screening")).await.expect(200);
        let items = screening["items"].as_array().unwrap().len();
        (screening["edition"]["number"].as_i64().unwrap(), screening["edition"]["partial"] == true, items)
    };
    assert_eq!(found(&company).await, (1, true, 0));
    let loaded = load(&admin, TABLE).await;
    assert_eq!((&loaded["number"], &loaded["state"]), (&json!(2), &json!("waiting")));
    assert_eq!(found(&company).await, (1, true, 0), "loaded, and not in force");
    let schedule = |from: &'static str| json!({ "from": from });
    let path = "/catalogue/editions/2/schedule";
    admin.post(path, &schedule("2026-11-21")).await.problem(422, "validation_failed");
    assert_eq!(admin.post(path, &schedule("2026-11-23")).await.expect(200)["state"], "upcoming");
    assert_eq!(found(&company).await, (1, true, 0), "its day has not come");
    // Sunday becomes Monday in Shanghai; access tokens live for minutes.
    portal.pass(chrono::Duration::hours(24));
    company.sign_in().await;
    admin.sign_in().await;
    assert_eq!(found(&company).await, (2, false, 1), "the day has turned, and nobody did anything");
    assert_eq!(editions(&admin).await, [(2, "in_force".to_owned()), (1, "past".to_owned())]);
    let hit = company.get(&format!("/filings/{id}/screening")).await.expect(200)["items"][0]["hit"].clone();
    let marked: Vec<(usize, usize)> = serde_json::from_value(hit["matches"].clone()).unwrap();
    let characters: Vec<char> = summary.chars().collect();
    let words: Vec<String> = marked.iter().map(|(from, to)| characters[*from..*to].iter().collect()).collect();
    assert!(words.concat().contains("量子"), "{hit}");
    let (start, end) = (hit["start"].as_u64().unwrap() as usize, hit["end"].as_u64().unwrap() as usize);
    assert_eq!(characters[start..end].iter().collect::<String>(), hit["passage"].as_str().unwrap());
    admin.post(path, &schedule("2026-12-01")).await.problem(409, "edition_in_force");
    let journal =
        portal.app.database.read(|connection| storage::journal::about(connection, "catalogue/2")).await.unwrap();
    let kinds: Vec<&str> = journal.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, ["catalogue.loaded", "catalogue.scheduled"]);
}

async fn only_a_system_administrator_loads_editions(portal: &TestPortal) {
    for role in [Role::SecurityAdmin, Role::AuditAdmin, Role::DeskManager, Role::Researcher] {
        let someone = portal.staff(role, &["city"]).await;
        let names = [("name", "x"), ("source", "x"), ("partial", "true")];
        post(&someone, "/catalogue/editions", &names, "x.csv", TABLE.as_bytes()).await.problem(403, "forbidden");
        post(&someone, "/catalogue/previews", &[], "x.csv", TABLE.as_bytes()).await.problem(403, "forbidden");
        let from = json!({ "from": "2026-12-01" });
        someone.post("/catalogue/editions/1/schedule", &from).await.problem(403, "forbidden");
        someone.get("/catalogue/editions").await.expect(200);
    }
}

async fn an_export_is_read_back_as_the_same_edition(portal: &TestPortal) {
    let admin = portal.staff(Role::SystemAdmin, &[]).await;
    let text = admin.get("/catalogue/editions/1/export").await;
    assert_eq!(text.status, 200);
    let preview = post(&admin, "/catalogue/previews", &[], "catalogue.csv", &text.body).await.expect(200);
    let diff = &preview["diff"];
    assert_eq!((&diff["added"], &diff["removed"], &diff["changed"]), (&json!([]), &json!([]), &json!([])));
    let names = [("name", "同一版"), ("source", "试验"), ("partial", "true")];
    post(&admin, "/catalogue/editions", &names, "x.csv", &text.body).await.problem(409, "already_exists");
}

async fn a_workbook_is_read_like_a_text(portal: &TestPortal) {
    let admin = portal.staff(Role::SystemAdmin, &[]).await;
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in TABLE.lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            sheet.write_string(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), cell).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let from_book = post(&admin, "/catalogue/previews", &[], "目录.xlsx", &bytes).await.expect(200);
    let from_text = post(&admin, "/catalogue/previews", &[], "目录.csv", TABLE.as_bytes()).await.expect(200);
    assert_eq!(from_book, from_text);
}
