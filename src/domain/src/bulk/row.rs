//! What a row becomes: an application begun from nothing, or from what is registered of its contract.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Cell, CellFault, Choices, Column, FaultCode, read_cell};
use crate::contract::{ContractForm, Direction, Ownership};
use crate::filing::{FilingKind, RequestForm};
use crate::language::Bilingual;
use crate::reference::MAINLAND;

/// The company that files, whose side of a new contract need not be written out.
#[derive(Debug, Clone)]
pub struct Own {
    /// Its name.
    pub name: String,
    /// Its unified social credit code.
    pub uscc: String,
    /// Its district.
    pub district: String,
    /// Its nature.
    pub ownership: Option<Ownership>,
}

/// A row as an application, with every cell that could not be read.
#[derive(Debug, Clone, Default)]
pub struct RowForm {
    /// The contract.
    pub contract: ContractForm,
    /// What is asked for besides.
    pub request: RequestForm,
    /// Cells that could not be read; their fields are as if the cells were empty.
    pub faults: Vec<CellFault>,
}

/// Reads a row's cells over `base`: what is registered, or an empty form. An empty cell leaves the field as it is.
pub fn read_row<'a>(
    kind: FilingKind,
    cells: impl IntoIterator<Item = (&'a Column, &'a Cell)>,
    base: &ContractForm,
    own: Option<&Own>,
    choices: &Choices,
) -> RowForm {
    let mut faults = Vec::new();
    let mut form = json!({ "contract": base, "request": {} });
    for (column, cell) in cells {
        match read_cell(column, cell, choices) {
            // The number names the registered contract; it is not one of its fields that are asked for.
            Ok(Some(_)) if kind != FilingKind::Registration && column.pointer == "/contract/number" => {}
            Ok(Some(value)) => set(&mut form, &column.pointer, value),
            Ok(None) => {}
            Err(fault) => faults.push(fault),
        }
    }
    let mut contract: ContractForm = part(&mut form, "contract");
    contract.patents.retain(|patent| *patent != crate::contract::PatentForm::default());
    if kind == FilingKind::Registration
        && let Some(own) = own
    {
        fill_own(&mut contract, own);
    }
    RowForm { contract, request: part(&mut form, "request"), faults }
}

fn part<T: serde::de::DeserializeOwned + Default>(form: &mut Value, name: &str) -> T {
    form.get_mut(name).map(Value::take).and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default()
}

/// Puts a value at a pointer, making the objects and lists on the way.
fn set(form: &mut Value, pointer: &str, value: Value) {
    let mut place = form;
    for segment in pointer.split('/').skip(1) {
        if let Ok(index) = segment.parse::<usize>() {
            if !place.is_array() {
                *place = json!([]);
            }
            let Some(items) = place.as_array_mut() else { return };
            while items.len() <= index {
                items.push(json!({}));
            }
            let Some(item) = items.get_mut(index) else { return };
            place = item;
        } else {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            let Some(members) = place.as_object_mut() else { return };
            place = members.entry(segment.to_owned()).or_insert(Value::Null);
        }
    }
    *place = value;
}

/// Fills in the company's own side where a new contract leaves it empty.
fn fill_own(contract: &mut ContractForm, own: &Own) {
    let side = match contract.direction {
        Some(Direction::Import) => &mut contract.recipient,
        Some(Direction::Export) => &mut contract.supplier,
        None => return,
    };
    let party = side.get_or_insert_default();
    // Another company's name is another company: its code is not ours to fill in.
    if party.name.as_ref().is_some_and(|name| *name != own.name) {
        return;
    }
    party.name.get_or_insert_with(|| own.name.clone());
    party.country.get_or_insert_with(|| MAINLAND.to_owned());
    party.uscc.get_or_insert_with(|| own.uscc.clone());
    party.district.get_or_insert_with(|| own.district.clone());
    party.ownership = party.ownership.or(own.ownership);
}

/// A fault for every row whose contract number also stands in another row. `rows` are the rows' numbers on the sheet.
pub fn repeated_numbers(rows: &[(u32, Option<String>)]) -> BTreeMap<u32, CellFault> {
    let mut places: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (row, number) in rows {
        if let Some(number) = number.as_deref().map(str::trim).filter(|number| !number.is_empty()) {
            places.entry(number).or_default().push(*row);
        }
    }
    let mut faults = BTreeMap::new();
    for rows in places.values().filter(|rows| rows.len() > 1) {
        for row in rows {
            let others: Vec<String> = rows.iter().filter(|other| *other != row).take(5).map(u32::to_string).collect();
            let message = Bilingual::new(
                format!("合同号与第{}行重复，请更正或删除其中一行", others.join("、")),
                format!("The contract number also stands in row {}; correct or remove one of them", others.join(", ")),
            );
            let fault = CellFault { pointer: "/contract/number".to_owned(), code: FaultCode::Repeated, message };
            faults.insert(*row, fault);
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::columns_of;
    use super::*;
    use crate::reference::ReferenceData;

    fn read(kind: FilingKind, cells: &[(&str, &str)], base: &ContractForm) -> RowForm {
        let columns = columns_of(kind);
        let cells: Vec<(&Column, Cell)> = cells
            .iter()
            .map(|(pointer, text)| {
                let column = columns.iter().find(|column| column.pointer == *pointer).unwrap();
                (*column, Cell::Text((*text).to_owned()))
            })
            .collect();
        let own = Own {
            name: "苏州示例微电子有限公司".into(),
            uscc: "91320594MA1X0A01K7".into(),
            district: "320571".into(),
            ownership: Some(Ownership::ForeignInvested),
        };
        let choices = Choices::of(&ReferenceData::shipped().unwrap());
        read_row(kind, cells.iter().map(|(column, cell)| (*column, cell)), base, Some(&own), &choices)
    }

    #[test]
    fn the_examples_of_the_template_make_a_contract() {
        let cells: Vec<(&str, &str)> = columns_of(FilingKind::Registration)
            .iter()
            .filter(|column| !column.example.is_empty())
            .map(|column| (column.pointer.as_str(), column.example.as_str()))
            .collect();
        let row = read(FilingKind::Registration, &cells, &ContractForm::default());
        assert_eq!(row.faults, []);
        assert_eq!(row.contract.patents.len(), 1);
        assert_eq!(row.contract.counterparty().unwrap().country.as_deref(), Some("DE"));
        let reference = ReferenceData::shipped().unwrap();
        crate::registered::RegisteredContract::from_form(&row.contract, &reference).unwrap();
    }

    #[test]
    fn the_own_side_is_filled_in_and_a_gap_between_patents_closes() {
        let row = read(
            FilingKind::Registration,
            &[("/contract/direction", "进口"), ("/contract/patents/2/office", "EP")],
            &ContractForm::default(),
        );
        assert_eq!((row.faults, row.contract.patents.len()), (Vec::new(), 1));
        assert_eq!(row.contract.recipient.unwrap().uscc.as_deref(), Some("91320594MA1X0A01K7"));
    }

    #[test]
    fn an_amendment_changes_only_the_cells_that_are_filled() {
        let base: ContractForm = serde_json::from_value(json!({"number": "26DEJSY39SZ000001", "name": "甲",
            "name_original": "A", "amount": {"currency": "EUR", "total": "1.00"}}))
        .unwrap();
        let row = read(
            FilingKind::Amendment,
            &[
                ("/contract/number", "26DEJSY39SZ000001"),
                ("/contract/amount/total", "2.00"),
                ("/contract/name_original", "清空"),
                ("/request/reason", "加价"),
            ],
            &base,
        );
        let pointers: Vec<_> = crate::contract::changes(&base, &row.contract).into_iter().map(|c| c.pointer).collect();
        assert_eq!(pointers, ["/contract/amount/total", "/contract/name_original"]);
        assert_eq!(row.request.reason.as_deref(), Some("加价"));
    }

    #[test]
    fn a_number_that_occurs_twice_names_the_other_rows() {
        let rows = [(5, Some("A".to_owned())), (6, Some("B".to_owned())), (9, Some(" A ".to_owned())), (10, None)];
        let faults = repeated_numbers(&rows);
        assert_eq!(faults.keys().copied().collect::<Vec<_>>(), [5, 9]);
        assert!(faults[&5].message.zh.contains("第9行"));
    }
}
