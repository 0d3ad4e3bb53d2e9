//! A workbook with as many rows as one may have.

use chrono::{DateTime, Utc};
use domain::bulk::{MOST_ROWS, columns_of};
use domain::filing::FilingKind;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use crate::{Failure, invented};

/// Registrations of one company, with invented numbers from `first` on.
pub(crate) fn workbook(first: u64, company: u64, signed: DateTime<Utc>) -> Result<Vec<u8>, Failure> {
    let columns = columns_of(FilingKind::Registration);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (place, column) in (1_u16..).zip(&columns) {
        sheet.write_string(0, place, &column.name.zh)?;
    }
    for (row, number) in (3_u32..).zip(first..).take(MOST_ROWS) {
        let form = json!({ "contract": invented::contract(number, company, signed)? });
        for (place, column) in (1_u16..).zip(&columns) {
            if let Some(text) = form.pointer(&column.pointer).and_then(typed) {
                sheet.write_string(row, place, text)?;
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn typed(value: &Value) -> Option<String> {
    Some(match value {
        Value::String(text) => text.clone(),
        Value::Bool(value) => if *value { "是" } else { "否" }.to_owned(),
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("；"),
        _ => return None,
    })
}
