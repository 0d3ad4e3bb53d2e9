//! Writing workbooks: the register as a table, and what a comparison found. Every cell is text, so that none is a formula.

use domain::finding::Language;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::view::ReconciliationView;

const INK: Color = Color::RGB(0x0016_324f);

/// A table on one sheet.
pub(super) fn table(headings: &[String], rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = begun()?;
    write(workbook.add_worksheet().set_name("合同")?, headings, rows.iter().map(Vec::as_slice))?;
    workbook.save_to_buffer()
}

/// What was found: a sheet of counts, and one for each list.
pub(super) fn report(found: &ReconciliationView, language: Language) -> Result<Vec<u8>, XlsxError> {
    let say = |zh: &str, en: &str| if language == Language::Zh { zh.to_owned() } else { en.to_owned() };
    let heads = |words: &[(&str, &str)]| words.iter().map(|(zh, en)| say(zh, en)).collect::<Vec<_>>();
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let row = |row: Option<u32>| row.map(|row| row.to_string()).unwrap_or_default();
    let mut workbook = begun()?;
    let mut sheet = |name: (&str, &str), headings: &[(&str, &str)], rows: &[Vec<String>]| {
        let sheet = workbook.add_worksheet().set_name(say(name.0, name.1))?;
        write(sheet, &heads(headings), rows.iter().map(Vec::as_slice))
    };
    sheet(("汇总", "Summary"), &[("项目", "What"), ("数量", "How many")], &summary(found, &say))?;
    let differing = found.differing.iter().flat_map(|one| {
        one.fields.iter().map(|field| {
            let (ours, theirs) = (text(field.ours.as_deref()), text(field.theirs.as_deref()));
            vec![one.number.clone(), one.row.to_string(), field.name.clone(), ours, theirs]
        })
    });
    sheet(
        ("不一致", "Differing"),
        &[("合同号", "Number"), ("文件行", "Row"), ("字段", "Field"), ("登记簿", "Register"), ("对方", "File")],
        &differing.collect::<Vec<_>>(),
    )?;
    let only = found.ours_only.iter().map(|one| vec![one.number.clone(), text(one.name.as_deref())]);
    sheet(("仅登记簿", "Register only"), &[("合同号", "Number"), ("合同名称", "Name")], &only.collect::<Vec<_>>())?;
    let only = found.theirs_only.iter().map(|one| vec![one.number.clone(), text(one.name.as_deref()), row(one.row)]);
    sheet(
        ("仅对方", "File only"),
        &[("合同号", "Number"), ("合同名称", "Name"), ("文件行", "Row")],
        &only.collect::<Vec<_>>(),
    )?;
    let problems = found.problems.iter().map(|one| vec![one.row.to_string(), one.column.clone(), one.message.clone()]);
    sheet(
        ("未能对账", "Not compared"),
        &[("文件行", "Row"), ("列", "Column"), ("说明", "What is wrong")],
        &problems.collect::<Vec<_>>(),
    )?;
    workbook.save_to_buffer()
}

fn summary(found: &ReconciliationView, say: &impl Fn(&str, &str) -> String) -> Vec<Vec<String>> {
    let counts = &found.counts;
    let mut rows = vec![vec![found.counterpart_name.clone(), String::new()]];
    if let Some(import) = &found.import {
        rows.push(vec![import.file_name.clone(), import.sha256.clone()]);
        rows.push(vec![say("映射版本", "Edition of the mapping"), import.mapping_version.clone()]);
    }
    for (zh, en, count) in [
        ("文件行数", "Rows of the file", counts.rows),
        ("参与对账的登记合同", "Contracts of the register", counts.contracts),
        ("一致", "Alike", counts.same),
        ("不一致", "Differing", counts.differing),
        ("仅登记簿有", "Only in the register", counts.ours_only),
        ("仅对方有", "Only in the file", counts.theirs_only),
        ("未能对账的行或单元格", "Rows and cells not compared", counts.problems),
    ] {
        rows.push(vec![say(zh, en), count.to_string()]);
    }
    rows.extend(found.by_field.iter().map(|one| vec![one.name.clone(), one.contracts.to_string()]));
    rows
}

fn begun() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // A day of its own rather than now: the same table is the same file.
    let created = ExcelDateTime::from_ymd(2026, 12, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    Ok(workbook)
}

fn write<'a>(
    sheet: &mut Worksheet,
    headings: &[String],
    rows: impl Iterator<Item = &'a [String]>,
) -> Result<(), XlsxError> {
    let (head, text) = (Format::new().set_bold().set_font_color(INK), Format::new().set_num_format("@"));
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.set_column_format(column, &text)?.set_column_width(column, 22)?;
        sheet.write_string_with_format(0, column, heading, &head)?;
    }
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            if !cell.is_empty() {
                sheet.write_string_with_format(row, column, cell, &text)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}
