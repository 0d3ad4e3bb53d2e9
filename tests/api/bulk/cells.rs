//! What is said of a row: which cell, what is wrong, how to mend it; and what spreadsheets make of cells on their own.

use domain::filing::FilingKind;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula};
use serde_json::{Value, json};

use super::book::{FIRST, SHEET_PART, altered, cell, column, filled, filled_and};
use super::{REGISTRATION, Sent, dry_run, errors, form, outcomes, upload};
use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    a_bad_row_names_cell_and_field_in_both_languages,
    days_and_amounts_are_read_as_numbers_and_as_text,
    a_formula_counts_as_what_it_gives,
    characters_that_nobody_sees_are_named_and_harm_nothing,
    merged_cells_belong_to_their_first_row,
    a_missing_column_is_named_and_an_unknown_one_is_told,
    a_number_twice_a_draft_and_an_unknown_contract_are_named,
    a_warning_keeps_no_row_from_becoming_a_draft,
);

fn contract(company: &Actor, number: u32) -> Contract {
    Contract::import().of(company).numbered(number)
}

fn at(pointer: &str, code: &str) -> (String, String) {
    (cell(REGISTRATION, pointer, FIRST), code.to_owned())
}

async fn a_bad_row_names_cell_and_field_in_both_languages(portal: &TestPortal) {
    let company = portal.company().await;
    let bad = contract(&company, 1).with("/signed_on", "08/10/2026").with("/supplier/country", "亚特兰蒂斯");
    let book = filled(REGISTRATION, &[form(&bad)]);
    for (language, said) in [
        (
            "zh-CN",
            [
                ("/contract/signed_on", "签订日期", "“08/10/2026”不是可以确定的日期，请写成 2026-10-08 的样子"),
                ("/contract/supplier/country", "供方国家（地区）", "“亚特兰蒂斯”不在可选范围内，请从下拉列表中选择"),
            ],
        ),
        (
            "en",
            [
                (
                    "/contract/signed_on",
                    "Signed on",
                    "“08/10/2026” is not a date that can be read with certainty; write it like 2026-10-08",
                ),
                (
                    "/contract/supplier/country",
                    "Supplier: country or region",
                    "“亚特兰蒂斯” is not in the list; choose from the drop-down",
                ),
            ],
        ),
    ] {
        let result =
            Sent { language, ..Sent::new("/bulk-dry-run", REGISTRATION, &book) }.by(&company).await.expect(200);
        let notes = result["items"][0]["notes"].as_array().unwrap();
        for (pointer, name, message) in said {
            let note = notes.iter().find(|note| note["pointer"] == pointer && note["severity"] == "error");
            let note = note.unwrap_or_else(|| panic!("nothing at {pointer}: {result}"));
            let expected = (&json!(cell(REGISTRATION, pointer, FIRST)), &json!(name), &json!(message));
            assert_eq!((&note["cell"], &note["column"], &note["message"]), expected);
        }
    }
}

async fn days_and_amounts_are_read_as_numbers_and_as_text(portal: &TestPortal) {
    let company = portal.company().await;
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let signed = column(REGISTRATION, "/contract/signed_on");
    let total = column(REGISTRATION, "/contract/amount/total");
    let rows: Vec<Value> = (1..=4).map(|number| form(&contract(&company, number))).collect();
    let book = filled_and(REGISTRATION, &rows, |sheet| {
        sheet.write_number(3, signed, 46_303.0).unwrap().write_number(3, total, 1_250_000.0).unwrap();
        let written = ExcelDateTime::parse_from_str("2026-10-08").unwrap();
        sheet.write_datetime_with_format(4, signed, &written, &day).unwrap();
        sheet
            .write_string(5, signed, "2026年10月8日")
            .unwrap()
            .write_string(5, total, "１,２５０,０００．００")
            .unwrap();
        sheet.write_number(6, signed, 12.0).unwrap();
    });
    let result = upload(&company, REGISTRATION, &book).await;
    assert_eq!(outcomes(&result), ["drafted", "drafted", "drafted", "bad"], "{result}");
    for (place, total) in [(0, "1250000"), (1, "1250000.00"), (2, "1250000.00")] {
        let draft = company.filing(result["items"][place]["filing_id"].as_str().unwrap()).await;
        let read = (&draft["contract"]["signed_on"], &draft["contract"]["amount"]["total"]);
        assert_eq!(read, (&json!("2026-10-08"), &json!(total)));
    }
    let wrong = (cell(REGISTRATION, "/contract/signed_on", 7), "bulk.date".to_owned());
    assert_eq!(errors(&result, 7)[0], wrong);
}

async fn a_formula_counts_as_what_it_gives(portal: &TestPortal) {
    let company = portal.company().await;
    let name = column(REGISTRATION, "/contract/name");
    let rows: Vec<Value> = (1..=2).map(|number| form(&contract(&company, number))).collect();
    let book = filled_and(REGISTRATION, &rows, |sheet| {
        sheet.write_formula(3, name, Formula::new("=\"甲\"&\"合同\"").set_result("甲合同")).unwrap();
    });
    // Another program wrote the second one and never worked it out.
    let at = cell(REGISTRATION, "/contract/summary", 5);
    let book = altered(&book, SHEET_PART, |xml| {
        let (before, rest) = xml.split_once(&format!("<c r=\"{at}\"")).unwrap();
        let (_, after) = rest.split_once("</c>").unwrap();
        format!("{before}<c r=\"{at}\"><f>NOW()</f></c>{after}")
    });
    let result = dry_run(&company, REGISTRATION, &book).await;
    assert_eq!(result["items"][0]["contract_name"], "甲合同");
    assert_eq!(errors(&result, 5), [(at, "bulk.formula".to_owned())]);
    // What begins like a formula and is text stays text.
    let text = filled(REGISTRATION, &[form(&contract(&company, 3).with("/name", "=1+1"))]);
    let result = upload(&company, REGISTRATION, &text).await;
    let draft = company.filing(result["items"][0]["filing_id"].as_str().unwrap()).await;
    assert_eq!(draft["contract"]["name"], "=1+1");
}

async fn characters_that_nobody_sees_are_named_and_harm_nothing(portal: &TestPortal) {
    let company = portal.company().await;
    for kind in [REGISTRATION, FilingKind::Amendment] {
        for nothing in ["\u{0}", "_x0000_", "\u{202e}"] {
            let columns = domain::bulk::columns_of(kind);
            let book = filled(kind, &[json!({ "contract": { "number": "MARK", "name": "MARK" } })]);
            let book = altered(&book, "xl/sharedStrings.xml", |words| words.replace("MARK", &format!("甲{nothing}乙")));
            // A heading with it is not ours.
            let book = altered(&book, "xl/sharedStrings.xml", |words| {
                words.replace(&format!("<t>{}</t>", columns[3].name.zh), &format!("<t>列{nothing}</t>"))
            });
            let answer = Sent::new("/bulk-dry-run", kind, &book).by(&company).await;
            let result = answer.expect(200);
            let errors = errors(&result, FIRST);
            for pointer in ["/contract/number", "/contract/name"] {
                let expected = (cell(kind, pointer, FIRST), "bulk.invisible".to_owned());
                assert!(errors.contains(&expected), "{kind:?} {nothing:?} {pointer}: {errors:?}");
            }
            let kept = upload(&company, kind, &book).await;
            assert_eq!(outcomes(&kept), ["bad"]);
            let path = format!("/bulk/{}/workbook", kept["upload"]["id"].as_str().unwrap());
            let back = company.get(&path).await;
            assert_eq!(back.status, 200);
            super::book::read(&back.body);
        }
    }
}

async fn merged_cells_belong_to_their_first_row(portal: &TestPortal) {
    let company = portal.company().await;
    let name = column(REGISTRATION, "/contract/name");
    let rows: Vec<Value> = (1..=2).map(|number| form(&contract(&company, number))).collect();
    let book = filled_and(REGISTRATION, &rows, |sheet| {
        sheet.merge_range(3, name, 4, name, "共同的名称", &Format::new()).unwrap();
    });
    let result = dry_run(&company, REGISTRATION, &book).await;
    assert_eq!(outcomes(&result), ["good", "bad"]);
    let missing = (cell(REGISTRATION, "/contract/name", 5), "field.required".to_owned());
    assert_eq!(errors(&result, 5), [missing]);
}

async fn a_missing_column_is_named_and_an_unknown_one_is_told(portal: &TestPortal) {
    let company = portal.company().await;
    let name = column(REGISTRATION, "/contract/name");
    let book = filled_and(REGISTRATION, &[form(&contract(&company, 1))], |sheet| {
        sheet.write_string(0, name, "内部编号").unwrap();
    });
    let result = dry_run(&company, REGISTRATION, &book).await;
    assert_eq!(result["ignored_columns"], json!(["内部编号"]));
    let note = &result["items"][0]["notes"][0];
    let expected = (&Value::Null, &json!("合同名称（中文）"), &json!("field.required"));
    assert_eq!((&note["cell"], &note["column"], &note["code"]), expected);
    // The number tells the rows apart: without it there is nothing to read.
    let book = filled_and(REGISTRATION, &[form(&contract(&company, 1))], |sheet| {
        sheet.write_string(0, 1, "内部编号").unwrap();
    });
    Sent::new("/bulk-dry-run", REGISTRATION, &book).by(&company).await.problem(422, "no_headings");
}

async fn a_number_twice_a_draft_and_an_unknown_contract_are_named(portal: &TestPortal) {
    let company = portal.company().await;
    let twice = form(&contract(&company, 1));
    let result = dry_run(&company, REGISTRATION, &filled(REGISTRATION, &[twice.clone(), twice.clone()])).await;
    assert_eq!(errors(&result, FIRST), [at("/contract/number", "bulk.repeated")]);
    assert!(result["items"][0]["notes"][0]["message"].as_str().unwrap().contains("第5行"), "{result}");

    let draft = company.draft(&contract(&company, 1)).await;
    let result = dry_run(&company, REGISTRATION, &filled(REGISTRATION, &[twice])).await;
    assert_eq!(errors(&result, FIRST), [at("/contract/number", "bulk.repeated")]);
    assert!(result["items"][0]["notes"][0]["message"].as_str().unwrap().contains(&draft), "{result}");

    let other = portal.company().await;
    let theirs = portal.registered(&other, &contract(&other, 7)).await;
    for number in [theirs["contract"]["number"].clone(), json!("26DEJSY39SZ999999"), Value::Null] {
        let row = json!({ "contract": { "number": number }, "request": { "reason": "原件遗失" } });
        let result = dry_run(&company, FilingKind::Reissue, &filled(FilingKind::Reissue, &[row])).await;
        assert_eq!(errors(&result, FIRST)[0].1, "bulk.unknown_contract", "another company's is as unknown as any");
    }
}

async fn a_warning_keeps_no_row_from_becoming_a_draft(portal: &TestPortal) {
    let company = portal.company().await;
    let patent = "/contract/patents/0/expires_on";
    let early = contract(&company, 1).with("/patents/0/expires_on", "2030-06-30");
    let result = upload(&company, REGISTRATION, &filled(REGISTRATION, &[form(&early)])).await;
    let note = &result["items"][0]["notes"][0];
    let expected = (&json!("patent.expired_before_end"), &json!("warning"), &json!(cell(REGISTRATION, patent, FIRST)));
    assert_eq!((&note["code"], &note["severity"], &note["cell"]), expected);
    assert_eq!(outcomes(&result), ["drafted"]);
}
