//! Whole comparisons: a file as the counterpart writes it, against a register.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::bulk::{Cell, Choices};
use crate::contract::ContractForm;
use crate::exchange::{BadTable, FileReader, MOST_ROWS, ProblemCode, SET_PREFIX};
use crate::reference::{ReferenceData, SHIPPED, read_mapping};
use crate::registered::ContractStatus;
use crate::spreadsheet::csv_line;

static CHOICES: LazyLock<Choices> = LazyLock::new(|| Choices::of(&ReferenceData::shipped().unwrap()));

/// Every mapping that ships.
fn mappings() -> Vec<Mapping> {
    let sets = SHIPPED.iter().filter(|set| set.name.starts_with(SET_PREFIX));
    sets.map(|set| read_mapping(set.name, set.content).unwrap()).collect()
}

fn mapping() -> Mapping {
    mappings().remove(0)
}

/// An import and an export that pass every check.
fn forms() -> [ContractForm; 2] {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/filings.json"));
    let cases: Value = serde_json::from_str(text).unwrap();
    [0, 1].map(|case| serde_json::from_value(cases["cases"][case]["contract"].clone()).unwrap())
}

/// A contract of the register, with its number.
struct Ours(String, ContractForm, ContractStatus);

impl Ours {
    fn line(&self) -> RegisterLine<'_> {
        RegisterLine {
            number: &self.0,
            certificate_number: "SZI26-7K3Q-XMPD-4TZ0",
            status: self.2,
            registered_on: "2026-11-22".parse().unwrap(),
            contract: &self.1,
        }
    }
}

fn ours(count: usize) -> Vec<Ours> {
    let forms = forms();
    let numbered = |at: usize| (format!("26DEJSY39SZ{at:06}"), forms[at % 2].clone());
    (0..count).map(numbered).map(|(number, form)| Ours(number, form, ContractStatus::InForce)).collect()
}

/// The register as the counterpart writes it.
fn file(mapping: &Mapping, lines: &[Ours]) -> String {
    let cells = |one: &Ours| -> Vec<String> {
        let columns = mapping.columns.iter();
        columns.map(|column| column.write(column.field.of(&one.line()).as_deref(), &CHOICES)).collect()
    };
    let head = csv_line(mapping.columns.iter().map(|column| &column.heading));
    std::iter::once(head).chain(lines.iter().map(|one| csv_line(cells(one)))).collect()
}

fn compare(mapping: &Mapping, text: &str, register: &[Ours]) -> Report {
    let file = FileReader::new(mapping, &CHOICES).read_csv(text).unwrap();
    let mut comparison = Comparison::new(mapping, file);
    for one in register {
        comparison.take(&one.line());
    }
    comparison.finish()
}

#[test]
fn what_was_exported_differs_in_nothing() {
    let mut register = ours(6);
    register.iter_mut().zip(ContractStatus::ALL.iter().cycle()).for_each(|(one, status)| one.2 = *status);
    for mapping in mappings() {
        let report = compare(&mapping, &file(&mapping, &register), &register);
        assert_eq!(report.differing.items, [], "{}", mapping.counterpart);
        assert_eq!(report.problems.items, [], "{}", mapping.counterpart);
        assert_eq!((report.rows, report.contracts, report.same), (register.len(), register.len(), register.len()));
        assert_eq!((report.ours_only.count, report.theirs_only.count), (0, 0));
    }
}

#[test]
fn each_kind_of_difference_is_told() {
    let (mapping, mut register) = (mapping(), ours(4));
    let text = file(&mapping, &register);
    // Since then the register has changed the first in two fields, closed the second, and lost sight of the last for a new one.
    register[0].1.amount.as_mut().unwrap().total = Some("7.00".into());
    register[0].1.name = Some("另一个名称".into());
    register[1].2 = ContractStatus::Suspended;
    register[3].0 = "26DEJSY39SZ000009".into();
    let report = compare(&mapping, &text, &register);
    assert_eq!((report.rows, report.contracts, report.same), (4, 4, 1));
    let told: Vec<(&str, u32, Vec<ExchangeField>)> = report
        .differing
        .items
        .iter()
        .map(|one| (one.number.as_str(), one.row, one.fields.iter().map(|difference| difference.field).collect()))
        .collect();
    let first = vec![ExchangeField::Name, ExchangeField::Total];
    let second = vec![ExchangeField::Status];
    assert_eq!(told, [("26DEJSY39SZ000000", 2, first), ("26DEJSY39SZ000001", 3, second)]);
    assert_eq!(report.by_field[&ExchangeField::Total], 1);
    let total = &report.differing.items[0].fields[1];
    assert_eq!(total.ours.as_deref(), Some("7.00"));
    assert!(total.theirs.is_some());
    let one = |listed: &Listed<Unmatched>| (listed.count, listed.items[0].number.clone(), listed.items[0].row);
    assert_eq!(one(&report.ours_only), (1, "26DEJSY39SZ000009".into(), None));
    assert_eq!(one(&report.theirs_only), (1, "26DEJSY39SZ000003".into(), Some(5)));
    let kept = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&kept).unwrap(), report);
}

#[test]
fn the_order_of_columns_and_what_else_is_there_do_not_matter() {
    let (mapping, register) = (mapping(), ours(1));
    let heading = |field: ExchangeField| &mapping.columns.iter().find(|column| column.field == field).unwrap().heading;
    let (number, total) = (heading(ExchangeField::Number), heading(ExchangeField::Total));
    let text = format!("对账表\r\n\r\n备注,{total},{number}*\r\n,1250000,26dejsy39sz 000000\r\n无,,\r\n");
    let report = compare(&mapping, &text, &register);
    assert_eq!((report.rows, report.same, report.problems.count), (1, 1, 0), "{report:?}");
    assert_eq!(report.ignored_columns, ["备注"]);
    assert_eq!(report.missing_columns.len(), mapping.columns.len() - 2);
}

#[test]
fn rows_that_cannot_be_compared_are_named() {
    let (mapping, register) = (mapping(), ours(2));
    let heading = |field: ExchangeField| &mapping.columns.iter().find(|column| column.field == field).unwrap().heading;
    let (number, total) = (heading(ExchangeField::Number), heading(ExchangeField::Total));
    let text =
        format!("{number},{total}\n26DEJSY39SZ000000,约一百万\n,1.00\n26DEJSY39SZ000000,2.00\n26DEJSY39SZ000001,\n");
    let report = compare(&mapping, &text, &register);
    let told: Vec<_> = report.problems.items.iter().map(|one| (one.row, one.code, one.column.as_str())).collect();
    assert_eq!(
        told,
        [
            (2, ProblemCode::Unreadable, total.as_str()),
            (3, ProblemCode::NumberMissing, number.as_str()),
            (4, ProblemCode::NumberRepeated, number.as_str()),
        ]
    );
    assert_eq!((report.rows, report.same), (4, 1), "what cannot be read is no difference");
    let empty = &report.differing.items[0];
    assert_eq!((empty.row, &empty.fields[0].theirs), (5, &None), "what is empty is one");
}

#[test]
fn a_table_without_its_number_its_rows_or_its_measure_is_refused() {
    let mapping = mapping();
    let read = |text: &str| FileReader::new(&mapping, &CHOICES).read_csv(text).unwrap_err();
    let number = &mapping.columns[mapping.number_place()].heading;
    assert_eq!(read(""), BadTable::NoHeadings);
    assert_eq!(read("a,b\n1,2\n"), BadTable::NoHeadings);
    assert_eq!(read(&"x\n".repeat(50)), BadTable::NoHeadings);
    assert_eq!(read(&format!("{number}\n")), BadTable::NoRows);
    let mut reader = FileReader::new(&mapping, &CHOICES);
    reader.take(1, &[(0, Cell::Text(number.clone()))]).unwrap();
    let row = |at: u32| [(0, Cell::Text(format!("N{at}")))];
    let most = u32::try_from(MOST_ROWS).unwrap();
    (0..most).for_each(|at| reader.take(at + 2, &row(at)).unwrap());
    assert_eq!(reader.take(most + 2, &row(most)), Err(BadTable::TooManyRows));
}

#[test]
fn of_a_long_list_the_beginning_is_kept_and_all_is_counted() {
    let (mapping, register) = (mapping(), ours(MOST_LISTED + 5));
    let number = &mapping.columns[mapping.number_place()].heading;
    let report = compare(&mapping, &format!("{number}\nN1\n"), &register);
    assert_eq!((report.ours_only.count, report.ours_only.items.len()), (MOST_LISTED + 5, MOST_LISTED));
}

proptest! {
    #[test]
    fn names_of_any_kind_come_back_as_they_went_out(name in "[^\\p{C}]{1,60}", company in "[=+@'-][^\\p{C}]{1,30}") {
        let (mapping, mut register) = (mapping(), ours(1));
        register[0].1.name = Some(name);
        register[0].1.recipient.as_mut().unwrap().name = Some(company);
        let report = compare(&mapping, &file(&mapping, &register), &register);
        prop_assert_eq!(report.same, 1, "{:?}", report);
    }

    #[test]
    fn no_file_makes_it_panic(text in "(合同号,合同名称,合同总价\n)?(.{0,30}\n){0,6}") {
        let mapping = mapping();
        if let Ok(file) = FileReader::new(&mapping, &CHOICES).read_csv(&text) {
            let mut comparison = Comparison::new(&mapping, file);
            for one in ours(2) {
                comparison.take(&one.line());
            }
            comparison.finish();
        }
    }
}
