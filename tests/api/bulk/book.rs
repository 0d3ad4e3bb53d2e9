//! Workbooks as companies send them, and as they come back.

use std::io::{Cursor, Read, Write};

use calamine::{Data, Range, Reader, Xlsx};
use domain::bulk::columns_of;
use domain::filing::FilingKind;
use rust_xlsxwriter::{Workbook, Worksheet};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The sheet that is filled in, and the part of the package that it is.
pub const SHEET: &str = "填报";
pub const SHEET_PART: &str = "xl/worksheets/sheet1.xml";
/// The first row that is filled in, as a person counts.
pub const FIRST: u32 = 4;

/// Where the field stands on the sheet, from 0; before the columns of the kind there is the one of the results.
pub fn column(kind: FilingKind, pointer: &str) -> u16 {
    let place = columns_of(kind).iter().position(|column| column.pointer == pointer);
    u16::try_from(place.unwrap_or_else(|| panic!("no column for {pointer}")) + 1).unwrap()
}

/// The cell of a field, such as `C7`.
pub fn cell(kind: FilingKind, pointer: &str, row: u32) -> String {
    format!("{}{row}", rust_xlsxwriter::utility::column_number_to_name(column(kind, pointer)))
}

/// What a person would type for a value of an application.
fn typed(value: &Value) -> Option<String> {
    Some(match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "是".to_owned(),
        Value::Bool(false) => "否".to_owned(),
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("；"),
        _ => return None,
    })
}

/// The cells of an application, `{ "contract": …, "request": … }`.
fn cells(kind: FilingKind, form: &Value) -> Vec<(u16, String)> {
    let columns = columns_of(kind);
    let value = |pointer: &str| form.pointer(pointer).and_then(typed);
    columns.iter().filter_map(|known| Some((column(kind, &known.pointer), value(&known.pointer)?))).collect()
}

/// A workbook with these applications from row 4 on, as text.
pub fn filled(kind: FilingKind, forms: &[Value]) -> Vec<u8> {
    filled_and(kind, forms, |_| ())
}

/// The same, after something else is done to the sheet. Rows are counted from 0 there.
pub fn filled_and(kind: FilingKind, forms: &[Value], more: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(SHEET).unwrap();
    for known in columns_of(kind) {
        sheet.write_string(0, column(kind, &known.pointer), &known.name.zh).unwrap();
    }
    for (row, form) in (FIRST - 1..).zip(forms) {
        for (place, text) in cells(kind, form) {
            sheet.write_string(row, place, text).unwrap();
        }
    }
    more(sheet);
    workbook.add_worksheet().set_name("portal").unwrap().write_string(0, 0, kind.code()).unwrap();
    workbook.save_to_buffer().unwrap()
}

/// The portal's own template, filled in as a program does that knows the format and nothing else.
pub fn filled_template(template: &[u8], kind: FilingKind, forms: &[Value]) -> Vec<u8> {
    let mut rows = String::new();
    for (row, form) in (FIRST..).zip(forms) {
        rows.push_str(&format!("<row r=\"{row}\">"));
        for (place, text) in cells(kind, form) {
            let at = rust_xlsxwriter::utility::column_number_to_name(place);
            rows.push_str(&format!("<c r=\"{at}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"));
        }
        rows.push_str("</row>");
    }
    altered(template, SHEET_PART, |xml| xml.replace("</sheetData>", &format!("{rows}</sheetData>")))
}

/// The package with one part of it changed; a part that is not there is added.
pub fn altered(package: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut found = false;
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if part.name() == name {
            content = change(std::str::from_utf8(&content).unwrap()).into_bytes();
            found = true;
        }
        writer.start_file(part.name(), SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    if !found {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(change("").as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A part of a package as text; empty when it is not there.
pub fn part(package: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut text = String::new();
    if let Ok(mut part) = archive.by_name(name) {
        part.read_to_string(&mut text).unwrap();
    }
    text
}

/// The sheet that is filled in, as another program reads it.
pub fn read(book: &[u8]) -> Range<Data> {
    Xlsx::new(Cursor::new(book)).unwrap().worksheet_range(SHEET).unwrap()
}

/// What stands in a cell of it: the row as a person counts, the field's column.
pub fn text(range: &Range<Data>, row: u32, column: u16) -> String {
    range.get_value((row - 1, u32::from(column))).map(ToString::to_string).unwrap_or_default()
}
