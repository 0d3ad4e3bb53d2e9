//! What is exported comes back without a difference, and each kind of difference is found.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use portal::app::reference::load_edition;
use serde_json::{Value, json};

use super::{SHIPPED, Sent, dry_run, export, lines, manager};
use crate::kinds::{Cast, agreed, closure};
use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    what_is_exported_comes_back_without_a_difference,
    each_kind_of_difference_is_found,
    only_what_moved_since_a_day_is_exported_and_compared,
    a_text_that_looks_like_a_formula_is_none,
    a_file_from_excel_in_china_is_read,
    a_counterpart_comes_with_its_mapping,
    a_hundred_thousand_rows_are_compared,
);

/// Two contracts in the register, and a third that is suspended.
async fn register(portal: &TestPortal) -> Actor {
    let cast = Cast::of(portal).await;
    let company = portal.company().await;
    portal.registered(&company, &Contract::export().of(&company).numbered(portal.next())).await;
    let closed = cast.draft("closure", &closure("suspension", "2026-11-22")).await;
    cast.take_effect(&closed).await;
    portal.registered(&company, &Contract::import().of(&company).numbered(portal.next())).await;
    company
}

/// Rows, contracts, same, differing, ours only, theirs only, problems.
fn counts(found: &Value) -> [i64; 7] {
    ["rows", "contracts", "same", "differing", "ours_only", "theirs_only", "problems"]
        .map(|name| found["counts"][name].as_i64().unwrap_or_else(|| panic!("{found}")))
}

async fn what_is_exported_comes_back_without_a_difference(portal: &TestPortal) {
    register(portal).await;
    let manager = manager(portal).await;
    for counterpart in SHIPPED {
        let csv = export(&manager, counterpart, "").await;
        let found = dry_run(&manager, counterpart, &csv).await;
        assert_eq!(counts(&found), [3, 3, 3, 0, 0, 0, 0], "{counterpart}: {found}");
        assert_eq!((&found["missing_columns"], &found["ignored_columns"]), (&json!([]), &json!([])));
        let book = export(&manager, counterpart, "format=xlsx").await;
        let sent = Sent { name: "对账.xlsx", ..Sent::new(counterpart, "dry-run", &book) };
        assert_eq!(counts(&sent.by(&manager).await.expect(200)), [3, 3, 3, 0, 0, 0, 0], "{counterpart}");
    }
    // A page of the register holds five hundred; a file without rows has only its headings.
    let none = lines(&manager, "mofcom", "since=2026-12-31").await;
    assert_eq!(none.len(), 1);
    manager.get("/exchange/mofcom/contracts?format=pdf").await.problem(422, "invalid_query");
    for wrong in ["since=9999-12-31", "since=yesterday", "since=2026-02-30", "until=2026-11-22"] {
        manager.get(&format!("/exchange/mofcom/contracts?{wrong}")).await.problem(422, "invalid_query");
    }
    for path in ["/exchange/nobody/contracts", "/exchange/MOFCOM/contracts", "/exchange/exchange.mofcom/contracts"] {
        manager.get(path).await.problem(404, "not_found");
    }
}

async fn each_kind_of_difference_is_found(portal: &TestPortal) {
    register(portal).await;
    let manager = manager(portal).await;
    let told = lines(&manager, "mofcom", "").await;
    // The first with another price and status, the second not at all, the third as it is, and one that is not registered.
    let changed = told[1].replacen("1250000.00", "\"1,200,000\"", 1).replace("已中止", "履行中");
    let unknown = told[3].replacen("JSY39SZ", "JSY39XX", 1);
    let text = [told[0].as_str(), &changed, &told[3], &unknown, ",无号"].join("\r\n");
    let found = dry_run(&manager, "mofcom", text.as_bytes()).await;
    assert_eq!(counts(&found), [4, 3, 1, 1, 1, 1, 1], "{found}");
    assert_eq!(found["import"], Value::Null);
    let one = &found["differing"][0];
    assert_eq!((&one["number"], &one["row"]), (&json!(told[1].split(',').next().unwrap()), &json!(2)));
    let fields: Vec<_> =
        one["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["status", "total"]);
    assert_eq!(
        one["fields"][1],
        json!({ "field": "total", "name": "合同总价", "ours": "1250000.00", "theirs": "1200000" })
    );
    assert_eq!(found["by_field"].as_array().unwrap().len(), 2);
    assert_eq!(found["ours_only"][0]["number"], told[2].split(',').next().unwrap());
    assert!(found["theirs_only"][0]["number"].as_str().unwrap().contains("JSY39XX"));
    assert_eq!((&found["theirs_only"][0]["row"], &found["theirs_only"][0]["name"].is_string()), (&json!(4), &true));
    assert_eq!((&found["problems"][0]["row"], &found["problems"][0]["code"]), (&json!(5), &json!("number_missing")));
}

async fn only_what_moved_since_a_day_is_exported_and_compared(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let manager = manager(portal).await;
    let everything = lines(&manager, "mofcom", "").await;
    portal.set_clock("2026-11-25T02:00:00Z");
    for actor in [&cast.company, &cast.reviewer, &cast.approver, &manager] {
        actor.sign_in().await;
    }
    let contract = Contract::export().of(&cast.company).numbered(portal.next());
    portal.registered(&cast.company, &contract).await;
    let numbers = async |query: &str| -> Vec<String> {
        let lines = lines(&manager, "mofcom", query).await;
        lines.iter().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect()
    };
    let new = contract.0["number"].as_str().unwrap().to_owned();
    assert_eq!(numbers("since=2026-11-25").await, [new.as_str()]);
    assert_eq!(numbers("since=2026-11-22").await.len(), 2);
    // Compared with what moved alone, the earlier contract is not missed; compared with all, it is.
    let text = lines(&manager, "mofcom", "since=2026-11-25").await.join("\r\n");
    let sent = Sent { since: Some("2026-11-25"), ..Sent::new("mofcom", "dry-run", text.as_bytes()) };
    let found = sent.by(&manager).await.expect(200);
    assert_eq!((counts(&found), &found["since"]), ([1, 1, 1, 0, 0, 0, 0], &json!("2026-11-25")));
    assert_eq!(counts(&dry_run(&manager, "mofcom", text.as_bytes()).await), [1, 2, 1, 0, 1, 0, 0]);
    // An amendment moves the earlier one too.
    let amended = cast.draft("amendment", &agreed()).await;
    cast.change(&amended, "/name_original", "Licence Agreement").await;
    cast.take_effect(&amended).await;
    assert_eq!(numbers("since=2026-11-25").await.len(), 2);
    assert_eq!(everything.len(), 2, "before, there was one");
}

async fn a_text_that_looks_like_a_formula_is_none(portal: &TestPortal) {
    let company = portal.company().await;
    let contract = Contract::import().of(&company).with("/supplier/name", "=HYPERLINK(\"http://x\") GmbH");
    portal.registered(&company, &contract.with("/name", "+86 号技术许可合同")).await;
    let manager = manager(portal).await;
    let text = lines(&manager, "mofcom", "").await.join("\r\n");
    assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\") GmbH\"") && text.contains(",'+86 号"), "{text}");
    assert_eq!(counts(&dry_run(&manager, "mofcom", text.as_bytes()).await), [1, 1, 1, 0, 0, 0, 0]);
    // In a workbook every cell is a text.
    let book = export(&manager, "mofcom", "format=xlsx").await;
    let mut book = Xlsx::new(Cursor::new(book)).unwrap();
    let sheet = book.sheet_names()[0].clone();
    assert_eq!(book.worksheet_formula(&sheet).unwrap().used_cells().count(), 0);
    let cells = book.worksheet_range(&sheet).unwrap();
    assert!(cells.used_cells().any(|(_, _, cell)| cell.to_string().starts_with("=HYPERLINK")));
}

async fn a_file_from_excel_in_china_is_read(portal: &TestPortal) {
    register(portal).await;
    let manager = manager(portal).await;
    let text = lines(&manager, "mofcom", "").await.join("\r\n");
    let (bytes, _, lost) = encoding_rs::GB18030.encode(&text);
    assert!(!lost && std::str::from_utf8(&bytes).is_err());
    assert_eq!(counts(&dry_run(&manager, "mofcom", &bytes).await), [3, 3, 3, 0, 0, 0, 0]);
    let marked = format!("\u{feff}{text}");
    assert_eq!(counts(&dry_run(&manager, "mofcom", marked.as_bytes()).await), [3, 3, 3, 0, 0, 0, 0]);
}

async fn a_counterpart_comes_with_its_mapping(portal: &TestPortal) {
    register(portal).await;
    let manager = manager(portal).await;
    let codes = async || -> Vec<String> {
        let known = manager.get("/exchange").await.expect(200);
        known["items"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes().await, ["customs", "mofcom", "tax"]);
    let first = manager.get("/exchange").await.expect(200)["items"][0].clone();
    assert_eq!((&first["confirmed"], &first["body"]), (&json!(false), &json!("customs")));
    assert_eq!(
        first["columns"][0],
        json!({ "field": "number", "name": "合同号", "heading": "技术合同号", "form": "plain", "codes": {} })
    );

    let mapping = "# name_zh: 省厅\n# name_en: Province\n# body: commerce\n# status: confirmed\n\
                   field,column,form,codes\nnumber,编号,plain,\ntotal,总价,plain,\n";
    let load = async |name: &str, text: &str| load_edition(&portal.app, name, "1", "省厅来函", text.to_owned()).await;
    load("exchange.jiangsu", mapping).await.unwrap();
    assert_eq!(codes().await, ["customs", "jiangsu", "mofcom", "tax"]);
    let told = lines(&manager, "jiangsu", "").await;
    assert_eq!((told[0].as_str(), told.len()), ("编号,总价", 4));
    assert_eq!(counts(&dry_run(&manager, "jiangsu", told.join("\n").as_bytes()).await), [3, 3, 3, 0, 0, 0, 0]);
    for (name, text) in [
        ("exchange.jiangsu", "field,column,form,codes\n"),
        ("exchange.", mapping),
        ("exchange.Ä", mapping),
        ("weather", mapping),
    ] {
        load(name, text).await.unwrap_err();
    }
    assert_eq!(lines(&manager, "jiangsu", "").await, told, "nothing changes when a mapping cannot be read");
}

async fn a_hundred_thousand_rows_are_compared(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let manager = manager(portal).await;
    let mut text = format!("合同号,合同名称,合同总价\n{},,\n", filing["contract"]["number"].as_str().unwrap());
    (1..100_000).for_each(|row| text.push_str(&format!("26DEJSY39XX{row:06},某某技术许可合同,1000.00\n")));
    let found = dry_run(&manager, "mofcom", text.as_bytes()).await;
    assert_eq!(counts(&found), [100_000, 1, 0, 1, 0, 99_999, 0]);
    assert_eq!(found["theirs_only"].as_array().unwrap().len(), 2_000, "the first of them are listed");
}
