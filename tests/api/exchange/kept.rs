//! What an import keeps, for whom, and that the register stays as it is.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use domain::Role;
use domain::partner::PublicBody;
use serde_json::{Value, json};

use super::{Sent, dry_run, export, lines, manager};
use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    an_import_keeps_what_a_dry_run_finds,
    an_import_never_changes_the_register,
    a_retry_imports_once,
    only_who_decides_and_a_bodys_own_system_exchange_files,
    what_differs_becomes_a_question_to_the_company,
);

async fn registered(portal: &TestPortal) -> Value {
    let company = portal.company().await;
    portal.registered(&company, &Contract::import().of(&company).numbered(portal.next())).await
}

/// The register as a counterpart has it, with another price.
async fn stale(actor: &Actor) -> Vec<u8> {
    String::from_utf8(export(actor, "mofcom", "").await).unwrap().replace("1250000.00", "1000000.00").into_bytes()
}

async fn an_import_keeps_what_a_dry_run_finds(portal: &TestPortal) {
    registered(portal).await;
    let manager = manager(portal).await;
    let file = stale(&manager).await;
    let tried = dry_run(&manager, "mofcom", &file).await;
    assert_eq!(manager.get("/exchange-imports").await.expect(200)["items"], json!([]));

    let answer = Sent::new("mofcom", "imports", &file).by(&manager).await;
    let made = answer.expect(201);
    let path = format!("/exchange-imports/{}", made["id"].as_str().unwrap());
    assert_eq!(answer.header("location"), Some(format!("/api/v1{path}").as_str()));
    let of = |name: &str| made[name].clone();
    assert_eq!(
        [of("rows"), of("differing"), of("ours_only"), of("theirs_only")],
        [json!(1), json!(1), json!(0), json!(0)]
    );
    assert_eq!(
        (of("counterpart"), of("file_name"), of("imported_by")),
        (json!("mofcom"), json!("对账.csv"), json!(manager.name))
    );
    assert_eq!(of("mapping_version"), "2026-12, example");
    let mut found = manager.get(&path).await.expect(200);
    assert_eq!(found["import"], made);
    found["import"] = Value::Null;
    assert_eq!(found, tried);
    assert_eq!(manager.get("/exchange-imports").await.expect(200)["items"], json!([made]));
    assert_eq!(manager.get("/exchange-imports?counterpart=tax").await.expect(200)["items"], json!([]));

    let answer = manager.get(&format!("{path}/workbook")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let mut book = Xlsx::new(Cursor::new(answer.body)).unwrap();
    assert_eq!(book.sheet_names(), ["汇总", "不一致", "仅登记簿", "仅对方", "未能对账"]);
    let cells: Vec<String> =
        book.worksheet_range("不一致").unwrap().rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(cells[1..], ["2", "合同总价", "1250000.00", "1000000.00"]);

    let entry = portal.texts("SELECT body AS value FROM journal WHERE kind = 'exchange.imported'").await;
    let entry: Value = serde_json::from_str(&entry[0]).unwrap();
    assert_eq!((&entry["sha256"], &entry["differing"]), (&made["sha256"], &json!(1)));
    assert_eq!(entry["report_digest"].as_str().unwrap().len(), 64);
}

async fn an_import_never_changes_the_register(portal: &TestPortal) {
    registered(portal).await;
    let manager = manager(portal).await;
    let before = export(&manager, "mofcom", "").await;
    let rows = "SELECT id || status || CAST(version AS TEXT) || name AS value FROM contracts ORDER BY id";
    let register = portal.texts(rows).await;
    let mut text = String::from_utf8(before.clone()).unwrap().replace("1250000.00", "1.00").replace("履行中", "已解除");
    text.push_str("26DEJSY39SZ999999,不在登记簿中\r\n");
    let made = Sent::new("mofcom", "imports", text.as_bytes()).by(&manager).await.expect(201);
    assert_eq!((&made["differing"], &made["theirs_only"]), (&json!(1), &json!(1)));
    assert_eq!(portal.texts(rows).await, register);
    assert_eq!(export(&manager, "mofcom", "").await, before);
}

async fn a_retry_imports_once(portal: &TestPortal) {
    registered(portal).await;
    let manager = manager(portal).await;
    let file = stale(&manager).await;
    let send =
        async |content: &[u8]| Sent { key: "one".into(), ..Sent::new("mofcom", "imports", content) }.by(&manager).await;
    let first = send(&file).await;
    first.expect(201);
    let again = send(&file).await;
    assert_eq!((again.status, &again.body), (201, &first.body));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let other = String::from_utf8(file).unwrap().replace("1000000.00", "2.00");
    send(other.as_bytes()).await.problem(422, "idempotency_mismatch");
    assert_eq!(manager.get("/exchange-imports").await.expect(200)["items"].as_array().unwrap().len(), 1);
}

async fn only_who_decides_and_a_bodys_own_system_exchange_files(portal: &TestPortal) {
    registered(portal).await;
    let manager = manager(portal).await;
    let file = stale(&manager).await;
    let of_tax = Sent::new("tax", "imports", "合同编号\nA1\n".as_bytes()).by(&manager).await.expect(201);
    let path = format!("/exchange-imports/{}", of_tax["id"].as_str().unwrap());
    let company = portal.company().await;
    let staff = [Role::Reviewer, Role::Researcher, Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin];
    let mut others = vec![portal.colleague(&company).await];
    for role in staff {
        others.push(portal.staff(role, &["sip"]).await);
    }
    others.push(portal.partner(&["exchange:read", "exchange:write"], Some(&company)).await);
    others.push(portal.partner(&["exchange:read", "exchange:write"], None).await);
    for other in &others {
        for path in ["/exchange", "/exchange/mofcom/contracts", "/exchange-imports", path.as_str()] {
            other.get(path).await.problem(403, "forbidden");
        }
        for what in ["dry-run", "imports"] {
            Sent::new("mofcom", what, &file).by(other).await.problem(403, "forbidden");
        }
    }
    // A body's system reads with one scope, and keeps with the other.
    let reader = portal.system_of(PublicBody::Commerce, &["exchange:read"]).await;
    assert!(!lines(&reader, "mofcom", "").await.is_empty());
    dry_run(&reader, "mofcom", &file).await;
    Sent::new("mofcom", "imports", &file).by(&reader).await.problem(403, "insufficient_scope");
    let writer = portal.system_of(PublicBody::Commerce, &["exchange:write"]).await;
    Sent::new("mofcom", "imports", &file).by(&writer).await.expect(201);
    writer.get("/exchange/mofcom/contracts").await.problem(403, "insufficient_scope");
    let blind = portal.system_of(PublicBody::Commerce, &["research:read"]).await;
    blind.get("/exchange").await.problem(403, "insufficient_scope");
    // Another body's counterpart is nothing that it knows of.
    let tax = portal.system_of(PublicBody::Tax, &["exchange:read", "exchange:write"]).await;
    let known = tax.get("/exchange").await.expect(200);
    assert_eq!((known["items"].as_array().unwrap().len(), &known["items"][0]["code"]), (1, &json!("tax")));
    tax.get("/exchange/mofcom/contracts").await.problem(404, "not_found");
    for what in ["dry-run", "imports"] {
        Sent::new("mofcom", what, &file).by(&tax).await.problem(404, "not_found");
    }
    assert_eq!(tax.get("/exchange-imports").await.expect(200)["items"], json!([of_tax]));
    assert_eq!(tax.get("/exchange-imports?counterpart=mofcom").await.expect(200)["items"], json!([]));
    tax.get(&path).await.expect(200);
    reader.get(&path).await.problem(404, "not_found");
    let approver = portal.approver().await;
    assert_eq!(approver.get("/exchange-imports").await.expect(200)["items"].as_array().unwrap().len(), 2);
}

async fn what_differs_becomes_a_question_to_the_company(portal: &TestPortal) {
    registered(portal).await;
    let manager = manager(portal).await;
    let found = dry_run(&manager, "mofcom", &stale(&manager).await).await;
    let body =
        json!({ "contract_number": found["differing"][0]["number"], "text": "合同总价与商务部系统不一致，请核对。" });
    let case = manager.post("/verification-cases", &body).await.expect(201);
    assert_eq!((&case["origin"], &case["status"]), (&json!("desk"), &json!("asked")));
}
