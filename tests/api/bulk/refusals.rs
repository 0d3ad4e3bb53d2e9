//! What is no workbook of ours is declined in words, and never breaks anything.

use std::io::{Cursor, Write};

use domain::filing::FilingKind;
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::book::{SHEET_PART, altered, filled, filled_and};
use super::{REGISTRATION, Sent, dry_run, form};
use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    what_is_no_workbook_of_ours_is_declined_with_its_reason,
    at_most_two_thousand_rows_are_taken,
    a_file_that_is_too_large_is_declined_before_it_is_read,
    a_form_with_other_parts_is_declined,
);

fn rows(company: &Actor, count: u32) -> Vec<Value> {
    (1..=count).map(|number| form(&Contract::import().of(company).numbered(number))).collect()
}

/// Small on the way in, 100 MiB when unpacked.
fn bomb() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for part in ["[Content_Types].xml", "xl/workbook.xml", SHEET_PART] {
        writer.start_file(part, SimpleFileOptions::default()).unwrap();
        let blank = vec![b' '; 1024 * 1024];
        (0..34).for_each(|_| writer.write_all(&blank).unwrap());
    }
    writer.finish().unwrap().into_inner()
}

/// A table without styles, of so many rows with one word each.
fn tall(company: &Actor, count: u32) -> Vec<u8> {
    let book = filled(REGISTRATION, &rows(company, 1));
    altered(&book, SHEET_PART, |xml| {
        let more: String = (5..5 + count)
            .map(|row| format!("<row r=\"{row}\"><c r=\"B{row}\" t=\"inlineStr\"><is><t>{row}</t></is></c></row>"))
            .collect();
        xml.replace("</sheetData>", &format!("{more}</sheetData>"))
    })
}

async fn what_is_no_workbook_of_ours_is_declined_with_its_reason(portal: &TestPortal) {
    let company = portal.company().await;
    let good = filled(REGISTRATION, &rows(&company, 1));
    let with = |name: &str, content: &str| altered(&good, name, |_| content.to_owned());
    let cut = &good[..good.len() / 2];
    for (what, book, code) in [
        ("nothing", Vec::new(), "not_a_workbook"),
        ("a text", b"number,name\n1,2\n".to_vec(), "not_a_workbook"),
        ("a PDF", b"%PDF-1.4\n%%EOF\n".to_vec(), "not_a_workbook"),
        (
            "an old workbook, or one with a password",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on".to_vec(),
            "not_a_workbook",
        ),
        ("half a workbook", cut.to_vec(), "not_a_workbook"),
        ("another archive", with("xl/workbook.xml", "<a/>"), "not_a_workbook"),
        (
            "broken XML",
            with(SHEET_PART, "<worksheet><sheetData><row r=\"1\"><c r=\"B1\" t=\"s\"><v>99999"),
            "not_a_workbook",
        ),
        (
            "cells that are nowhere",
            with(
                SHEET_PART,
                "<worksheet><sheetData><row r=\"1\"><c r=\"ZZZZZ99999999999\"><v>1</v></c></row></sheetData></worksheet>",
            ),
            "not_a_workbook",
        ),
        ("a bomb", bomb(), "workbook_too_large"),
        ("a program", with("xl/vbaProject.bin", "macros"), "workbook_with_macros"),
        ("another kind's template", filled(FilingKind::Closure, &[]), "wrong_template"),
        (
            "no headings",
            filled_and(REGISTRATION, &rows(&company, 1), |sheet| {
                (0..80).for_each(|column| drop(sheet.write_string(0, column, "甲")))
            }),
            "no_headings",
        ),
        ("an empty sheet", with(SHEET_PART, "<worksheet><sheetData/></worksheet>"), "no_headings"),
        ("headings alone", filled(REGISTRATION, &[]), "no_rows"),
        ("a sheet of a hundred thousand rows", tall(&company, 100_000), "too_many_rows"),
    ] {
        for path in ["/bulk-dry-run", "/bulk-dry-run/workbook", "/bulk"] {
            let answer = Sent::new(path, REGISTRATION, &book).by(&company).await;
            assert_eq!(answer.status, 422, "{what} at {path}: {}", answer.text());
            let problem = answer.problem(422, code);
            assert_eq!(problem["errors"][0]["pointer"], "/file", "{what}");
            assert!(!problem["errors"][0]["message"].as_str().unwrap().is_empty(), "{what}");
        }
    }
    assert_eq!(company.get("/bulk").await.expect(200)["items"], Value::Array(Vec::new()), "nothing of it is kept");
}

async fn at_most_two_thousand_rows_are_taken(portal: &TestPortal) {
    let company = portal.company().await;
    let refused = Sent::new("/bulk-dry-run", REGISTRATION, &tall(&company, 2_000)).by(&company).await;
    let problem = refused.problem(422, "too_many_rows");
    assert_eq!(problem["errors"][0]["message"], "每个文件最多 2000 行，请分成几个文件上传。");
    assert_eq!(dry_run(&company, REGISTRATION, &tall(&company, 1_999)).await["rows"], 2_000);
    // A row far below is a row; what lies between is not.
    let far = filled_and(REGISTRATION, &rows(&company, 1), |sheet| {
        sheet.write_string(1_048_575, 1, "26DEJSY39SZ000009").unwrap();
        sheet.write_string(9, 16_383, "在旁边").unwrap();
    });
    let result = dry_run(&company, REGISTRATION, &far).await;
    let numbers: Vec<&Value> = result["items"].as_array().unwrap().iter().map(|item| &item["row"]).collect();
    assert_eq!(numbers, [4, 1_048_576]);
}

async fn a_file_that_is_too_large_is_declined_before_it_is_read(portal: &TestPortal) {
    let company = portal.company().await;
    let large = vec![b'P'; 5 * 1024 * 1024 + 1];
    for path in ["/bulk-dry-run", "/bulk"] {
        Sent::new(path, REGISTRATION, &large).by(&company).await.problem(413, "payload_too_large");
    }
}

async fn a_form_with_other_parts_is_declined(portal: &TestPortal) {
    use reqwest::multipart::{Form, Part};
    let company = portal.company().await;
    let file = || Part::bytes(filled(REGISTRATION, &rows(&company, 1))).file_name("a.xlsx");
    for (form, status, code) in [
        (Form::new().text("kind", "registration"), 400, "invalid_multipart"),
        (Form::new().part("file", file()), 422, "validation_failed"),
        (Form::new().text("kind", "nothing").part("file", file()), 422, "validation_failed"),
        (
            Form::new().text("kind", "registration").text("kind", "closure").part("file", file()),
            400,
            "invalid_multipart",
        ),
        (Form::new().text("kind", "registration").part("file", file()).part("file", file()), 400, "invalid_multipart"),
        (
            Form::new().text("kind", "registration").text("status", "registered").part("file", file()),
            400,
            "invalid_multipart",
        ),
        (
            Form::new().text("kind", "registration").text("on_behalf_of", "nobody").part("file", file()),
            422,
            "validation_failed",
        ),
    ] {
        let request = company.request(reqwest::Method::POST, "/bulk-dry-run").multipart(form);
        crate::support::Answer::of(request).await.problem(status, code);
    }
}
