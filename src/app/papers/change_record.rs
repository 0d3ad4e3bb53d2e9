//! 合同数据变更记录表: what an amendment changes, each item by the name it has in the workbook and the form.

use documents::{ChangeRecordDocument, PaperChange};
use domain::bulk::{Choices, Column, Input, columns_of};
use domain::contract::changes;
use domain::filing::FilingKind;
use serde_json::Value;

use super::particulars::{day, grouped, text};
use super::{Source, head};

pub(super) fn compose(source: &Source) -> ChangeRecordDocument {
    let filing = &source.filing;
    let choices = Choices::of(&source.reference.data);
    let columns = columns_of(FilingKind::Registration);
    let listed = source.registered.as_ref().map(|base| changes(base, &filing.contract)).unwrap_or_default();
    ChangeRecordDocument {
        head: head(source, "合同数据变更记录表", "Record of Changed Contract Data"),
        certificate_number: source.contract.as_ref().map(|known| known.certificate_number.clone()).unwrap_or_default(),
        version: filing.base_version.unwrap_or_default(),
        reason: text(filing.request.reason.as_ref()),
        agreement_on: day(filing.request.agreement_on),
        changes: listed
            .into_iter()
            .map(|change| {
                let column = columns.iter().find(|column| column.pointer == change.pointer).copied();
                let (zh, en) = names(column, &change.pointer);
                PaperChange {
                    zh,
                    en,
                    from: shown(column, &change.from, &choices),
                    to: shown(column, &change.to, &choices),
                }
            })
            .collect(),
    }
}

fn names(column: Option<&Column>, pointer: &str) -> (String, String) {
    match column {
        Some(column) => (column.name.zh.clone(), column.name.en.clone()),
        None if pointer == "/contract/patents" => ("专利".to_owned(), "Patents".to_owned()),
        None => (pointer.to_owned(), String::new()),
    }
}

/// A value as a person reads it; none is shown as a dash.
fn shown(column: Option<&Column>, value: &Value, choices: &Choices) -> String {
    match (column.map(|column| column.input), value) {
        (_, Value::Null) => String::new(),
        (Some(Input::Choice(list)), value) => {
            let code = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            choices.find(list, &code).map_or(code, |choice| choice.shown.clone())
        }
        (Some(Input::Amount), Value::String(amount)) => grouped(amount),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Array(items)) => items.iter().map(|item| shown(None, item, choices)).collect::<Vec<_>>().join("；"),
        (_, Value::Object(members)) => {
            let parts: Vec<String> = members.values().map(|member| shown(None, member, choices)).collect();
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，")
        }
        (_, other) => other.to_string(),
    }
}
