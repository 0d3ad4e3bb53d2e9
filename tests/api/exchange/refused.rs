//! What cannot be compared is declined in words, and never breaks anything.

use std::io::{Cursor, Write};

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Sent, export, manager};
use crate::bulk::book::{SHEET_PART, altered};
use crate::on_both_databases;
use crate::support::{Answer, Contract, TestPortal};

on_both_databases!(
    what_is_no_such_file_is_declined_with_its_reason,
    a_file_that_is_too_large_is_declined_before_it_is_read,
    a_form_with_other_parts_is_declined,
);

/// Small on the way in, 270 MiB when unpacked.
fn bomb() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(SHEET_PART, SimpleFileOptions::default()).unwrap();
    let blank = vec![b' '; 1024 * 1024];
    (0..270).for_each(|_| writer.write_all(&blank).unwrap());
    writer.finish().unwrap().into_inner()
}

async fn what_is_no_such_file_is_declined_with_its_reason(portal: &TestPortal) {
    let company = portal.company().await;
    portal.registered(&company, &Contract::import().of(&company)).await;
    let manager = manager(portal).await;
    let book = export(&manager, "mofcom", "format=xlsx").await;
    let with = |name: &str, content: &str| altered(&book, name, |_| content.to_owned());
    let tall: String = (0..100_001).map(|row| format!("N{row}\n")).collect();
    for (what, content, said) in [
        ("nothing", Vec::new(), "没有找到标题行"),
        ("other headings", b"number,name\n1,2\n".to_vec(), "没有找到标题行"),
        ("another counterpart's headings", "合同编号,合同金额\nA1,1.00\n".into(), "没有找到标题行"),
        ("headings alone", "合同号,合同名称\n,,\n".into(), "标题行下面没有数据"),
        ("too many rows", format!("合同号\n{tall}").into_bytes(), "最多 10 万行"),
        ("an encoding that is none", b"\xff\xfe\x08\x54".to_vec(), "无法读取这个文件"),
        ("half a workbook", book[..book.len() / 2].to_vec(), "无法读取这个文件"),
        ("another archive", with("xl/workbook.xml", "<a/>"), "无法读取这个文件"),
        (
            "cells that are nowhere",
            with(
                SHEET_PART,
                "<worksheet><sheetData><row r=\"1\"><c r=\"ZZZZZ99999999999\"><v>1</v></c></row></sheetData></worksheet>",
            ),
            "无法读取这个文件",
        ),
        ("an empty sheet", with(SHEET_PART, "<worksheet><sheetData/></worksheet>"), "没有找到标题行"),
        ("a bomb", bomb(), "文件内容过大"),
        ("a program", with("xl/vbaProject.bin", "macros"), "文件含有宏"),
    ] {
        for path in ["dry-run", "imports"] {
            let problem = Sent::new("mofcom", path, &content).by(&manager).await.problem(422, "exchange_file_invalid");
            assert_eq!(problem["errors"][0]["pointer"], "/file", "{what}");
            assert!(problem["errors"][0]["message"].as_str().unwrap().contains(said), "{what}: {problem}");
        }
    }
    // A formula is no value: it is named, and never worked out.
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>合同号</t></is></c></row>\
                 <row r=\"2\"><c r=\"A2\"><f>1/0</f></c></row></sheetData></worksheet>";
    let found = Sent::new("mofcom", "dry-run", &with(SHEET_PART, sheet)).by(&manager).await.expect(200);
    assert_eq!(found["problems"][0]["code"], "unreadable", "{found}");
    assert_eq!(
        manager.get("/exchange-imports").await.expect(200)["items"],
        Value::Array(Vec::new()),
        "nothing is kept"
    );
}

async fn a_file_that_is_too_large_is_declined_before_it_is_read(portal: &TestPortal) {
    let manager = manager(portal).await;
    let large = vec![b'1'; 20 * 1024 * 1024 + 1];
    for path in ["dry-run", "imports"] {
        Sent::new("mofcom", path, &large).by(&manager).await.problem(413, "payload_too_large");
    }
}

async fn a_form_with_other_parts_is_declined(portal: &TestPortal) {
    let manager = manager(portal).await;
    let file = || Part::bytes("合同号\nA1\n".as_bytes().to_vec()).file_name("a.csv");
    for (form, status, code) in [
        (Form::new().text("since", "2026-11-22"), 400, "invalid_multipart"),
        (Form::new().part("file", file()).part("file", file()), 400, "invalid_multipart"),
        (Form::new().text("counterpart", "tax").part("file", file()), 400, "invalid_multipart"),
        (Form::new().text("since", "yesterday").part("file", file()), 422, "validation_failed"),
        (Form::new().text("since", "9999-12-31").part("file", file()), 422, "validation_failed"),
    ] {
        let request = manager.request(Method::POST, "/exchange/mofcom/dry-run").multipart(form);
        Answer::of(request).await.problem(status, code);
    }
    let json = manager.post("/exchange/mofcom/imports", &json!({})).await;
    assert!(matches!(json.status, 400 | 415), "{}", json.text());
}
