//! The one table of columns (`data/bulk_columns.csv`): what each is called, what it takes, and in which kinds it occurs.
//! Templates are made from it, and uploads are read by it.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::filing::FilingKind;
use crate::language::Bilingual;

/// A closed list that a cell is chosen from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeList {
    /// Import or export.
    Direction,
    /// Legal types.
    LegalType,
    /// How technology moves.
    Mode,
    /// How the price is paid.
    PaymentMode,
    /// What a royalty is a share of.
    RoyaltyBase,
    /// Enterprise natures.
    Ownership,
    /// What a closure does.
    ClosureEffect,
    /// Countries and regions.
    Country,
    /// Currencies.
    Currency,
    /// Divisions of GB/T 4754.
    Industry,
    /// Areas of Suzhou.
    District,
    /// Yes and no.
    YesNo,
}

impl CodeList {
    /// Every list, in the order in which a workbook shows them.
    pub const ALL: [Self; 12] = [
        Self::Direction,
        Self::LegalType,
        Self::Mode,
        Self::PaymentMode,
        Self::RoyaltyBase,
        Self::Ownership,
        Self::ClosureEffect,
        Self::YesNo,
        Self::District,
        Self::Currency,
        Self::Country,
        Self::Industry,
    ];
}

/// What a cell takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A line of text of so many characters at most.
    Text(usize),
    /// A number or code that is compared character by character.
    Identifier(usize),
    /// Several lines of text.
    Long(usize),
    /// Words between semicolons.
    Words,
    /// A day.
    Date,
    /// An amount of money.
    Amount,
    /// A percentage.
    Percent,
    /// One of a list.
    Choice(CodeList),
}

/// Whether a cell must be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Need {
    /// Always.
    #[serde(rename = "must")]
    Must,
    /// It depends on other cells; the hint says on which.
    #[serde(rename = "if")]
    If,
    /// As one likes.
    #[serde(rename = "may")]
    May,
    /// The column is not there.
    #[serde(rename = "-")]
    Absent,
}

/// A column of the workbook.
#[derive(Debug, Clone)]
pub struct Column {
    /// JSON pointer of the field: `/contract/…` or `/request/…`.
    pub pointer: String,
    /// What the cell takes.
    pub input: Input,
    /// What it is called.
    pub name: Bilingual,
    /// How to fill it in.
    pub hint: Bilingual,
    /// An example; may be empty.
    pub example: String,
    needs: [Need; 4],
}

impl Column {
    /// Whether it must be filled in for this kind.
    pub fn need(&self, kind: FilingKind) -> Need {
        self.needs[match kind {
            FilingKind::Registration => 0,
            FilingKind::Amendment => 1,
            FilingKind::Closure => 2,
            FilingKind::Reissue => 3,
        }]
    }
}

#[derive(Deserialize)]
struct Record {
    pointer: String,
    input: String,
    registration: Need,
    amendment: Need,
    closure: Need,
    reissue: Need,
    zh: String,
    en: String,
    hint_zh: String,
    hint_en: String,
    example: String,
}

static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(include_str!("../../data/bulk_columns.csv").as_bytes());
    reader.deserialize::<Record>().filter_map(|record| column(record.ok()?)).collect()
});

fn column(record: Record) -> Option<Column> {
    Some(Column {
        input: input(&record.input)?,
        pointer: record.pointer,
        name: Bilingual::new(record.zh, record.en),
        hint: Bilingual::new(record.hint_zh, record.hint_en),
        example: record.example,
        needs: [record.registration, record.amendment, record.closure, record.reissue],
    })
}

fn input(text: &str) -> Option<Input> {
    let (word, more) = text.split_once(':').unwrap_or((text, ""));
    Some(match word {
        "text" => Input::Text(more.parse().ok()?),
        "identifier" => Input::Identifier(more.parse().ok()?),
        "long" => Input::Long(more.parse().ok()?),
        "words" => Input::Words,
        "date" => Input::Date,
        "amount" => Input::Amount,
        "percent" => Input::Percent,
        "yes_no" => Input::Choice(CodeList::YesNo),
        "list" => Input::Choice(serde_json::from_value(serde_json::Value::String(more.to_owned())).ok()?),
        _ => return None,
    })
}

/// The columns of a kind, in their order. The first is the contract number.
pub fn columns_of(kind: FilingKind) -> Vec<&'static Column> {
    COLUMNS.iter().filter(|column| column.need(kind) != Need::Absent).collect()
}

/// The column where a finding about `pointer` is shown: its own, the first one below it, or the first of all.
pub fn column_at(columns: &[&'static Column], pointer: &str) -> usize {
    let own = columns.iter().position(|column| column.pointer == pointer);
    let below = || {
        columns.iter().position(|column| column.pointer.strip_prefix(pointer).is_some_and(|rest| rest.starts_with('/')))
    };
    own.or_else(below).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_column() {
        let lines = include_str!("../../data/bulk_columns.csv").lines().count() - 1;
        assert_eq!(COLUMNS.len(), lines);
        for kind in FilingKind::ALL {
            let columns = columns_of(*kind);
            assert_eq!(columns[0].pointer, "/contract/number");
            for (place, column) in columns.iter().enumerate() {
                assert!(
                    columns.iter().skip(place + 1).all(|other| other.name.zh != column.name.zh),
                    "{}",
                    column.name.zh
                );
                assert!(
                    column.hint.zh.chars().count() <= 255 && column.hint.en.chars().count() <= 255,
                    "Excel's limit"
                );
            }
        }
        assert_eq!(columns_of(FilingKind::Closure).len(), 4);
    }

    #[test]
    fn a_finding_is_shown_at_its_column_or_the_nearest() {
        let columns = columns_of(FilingKind::Registration);
        let at = |pointer: &str| columns[column_at(&columns, pointer)].pointer.as_str();
        assert_eq!(at("/contract/amount/total"), "/contract/amount/total");
        assert_eq!(at("/contract/patents"), "/contract/patents/0/office");
        assert_eq!(at("/contract/recipient"), "/contract/recipient/name");
        assert_eq!(at("/contract"), "/contract/number");
        assert_eq!(at("/attachments"), "/contract/number");
    }
}
