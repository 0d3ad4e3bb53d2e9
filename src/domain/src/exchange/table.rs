//! A counterpart's file, row by row: where its columns stand, what each row says of which contract, and what of it cannot be read.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::{Deserialize, Serialize};

use super::compare::Listed;
use super::{ExchangeField, Mapping, number_key};
use crate::bulk::{Cell, Choices, cell_text};
use crate::language::Bilingual;
use crate::search::fold;
use crate::terms::terms;

/// Rows that a file may have.
pub const MOST_ROWS: usize = 100_000;
/// Rows above the headings that are looked at: a title or two.
const MOST_ABOVE: u32 = 10;

/// Why a file as a whole cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadTable {
    /// No row has the heading of the number.
    NoHeadings,
    /// There is no row below the headings.
    NoRows,
    /// More rows than [`MOST_ROWS`].
    TooManyRows,
}

terms! {
    /// What is wrong with a row or with a cell of it.
    ProblemCode {
        /// The row has no contract number.
        NumberMissing = "number_missing",
        /// A row above has the same number; only that one is compared.
        NumberRepeated = "number_repeated",
        /// A cell cannot be read; the field is left out of the comparison.
        Unreadable = "unreadable",
    }
}

/// Something of a file that could not be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The row, from 1.
    pub row: u32,
    /// Heading of the column.
    pub column: String,
    /// What is wrong.
    pub code: ProblemCode,
    /// In words.
    pub message: Bilingual,
}

/// What a row says in one of the mapped columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// The column is not in the file, or its cell cannot be read.
    Unknown,
    /// The cell is empty.
    Nothing,
    /// A value, as the register would keep it.
    Value(Box<str>),
}

/// A row of a contract.
#[derive(Debug, Clone)]
pub(super) struct TheirLine {
    pub(super) row: u32,
    /// One for each of the mapping's columns.
    pub(super) said: Vec<Said>,
}

/// What a counterpart's file says.
#[derive(Debug, Default)]
pub struct TheirFile {
    /// Rows with something in them.
    pub(super) rows: usize,
    /// By the number's one spelling.
    pub(super) lines: BTreeMap<String, TheirLine>,
    pub(super) missing_columns: Vec<String>,
    pub(super) ignored_columns: Vec<String>,
    pub(super) problems: Listed<Problem>,
}

/// Reads a file as its rows come.
pub struct FileReader<'a> {
    mapping: &'a Mapping,
    choices: &'a Choices,
    /// For each of the mapping's columns, its place in the file; none of them until the headings have come.
    places: Option<Vec<Option<u32>>>,
    file: TheirFile,
}

impl<'a> FileReader<'a> {
    /// A reader of this counterpart's files.
    pub fn new(mapping: &'a Mapping, choices: &'a Choices) -> Self {
        Self { mapping, choices, places: None, file: TheirFile::default() }
    }

    /// Takes the next row, counted from 1: the cells that are not empty, with their columns from 0.
    pub fn take(&mut self, row: u32, cells: &[(u32, Cell)]) -> Result<(), BadTable> {
        let Some(places) = &self.places else {
            self.places = self.headings(cells);
            return if self.places.is_some() || row < MOST_ABOVE { Ok(()) } else { Err(BadTable::NoHeadings) };
        };
        let at = |place: u32| cells.iter().find(|(column, _)| *column == place).map(|(_, cell)| cell);
        let mapped: Vec<Option<&Cell>> = places.iter().map(|place| place.and_then(at)).collect();
        // A formula without a value is something: that it cannot be read is to be said.
        let is_blank = |cell: &&Cell| matches!(cell, Cell::Text(text) if text.trim().is_empty());
        if mapped.iter().flatten().all(is_blank) {
            return Ok(());
        }
        if self.file.rows == MOST_ROWS {
            return Err(BadTable::TooManyRows);
        }
        self.file.rows += 1;
        let mut said = Vec::with_capacity(mapped.len());
        for ((column, place), cell) in self.mapping.columns.iter().zip(places).zip(mapped) {
            said.push(match (place, cell.map(|cell| column.read(cell, self.choices))) {
                (None, _) => Said::Unknown,
                (_, None | Some(Ok(None))) => Said::Nothing,
                (_, Some(Ok(Some(value)))) => Said::Value(value.into()),
                (_, Some(Err(message))) => {
                    let column = column.heading.clone();
                    self.file.problems.push(Problem { row, column, code: ProblemCode::Unreadable, message });
                    Said::Unknown
                }
            });
        }
        self.enter(row, said);
        Ok(())
    }

    /// What the file says, once all of it has been taken.
    pub fn finish(self) -> Result<TheirFile, BadTable> {
        match (self.places, self.file.rows) {
            (None, _) => Err(BadTable::NoHeadings),
            (_, 0) => Err(BadTable::NoRows),
            _ => Ok(self.file),
        }
    }

    /// Reads CSV text; the first line is row 1.
    pub fn read_csv(mut self, text: &str) -> Result<TheirFile, BadTable> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        for record in reader.records() {
            let record = record.map_err(|_| BadTable::NoHeadings)?;
            let row = record.position().map_or(0, |place| line_at(text, place));
            let cells: Vec<(u32, Cell)> =
                (0..).zip(record.iter()).map(|(column, text)| (column, Cell::Text(text.to_owned()))).collect();
            self.take(u32::try_from(row).unwrap_or(u32::MAX), &cells)?;
        }
        self.finish()
    }

    /// Where the mapping's columns stand, if this is the row of the headings.
    fn headings(&mut self, cells: &[(u32, Cell)]) -> Option<Vec<Option<u32>>> {
        let known = |cell: &Cell, heading: &str| fold(cell_text(cell).trim_end_matches(['*', '＊'])) == fold(heading);
        let place = |heading: &str| cells.iter().find(|(_, cell)| known(cell, heading)).map(|(column, _)| *column);
        let columns = &self.mapping.columns;
        let places: Vec<Option<u32>> = columns.iter().map(|column| place(&column.heading)).collect();
        places.get(self.mapping.number_place()).copied().flatten()?;
        let missing = columns.iter().zip(&places).filter(|(_, place)| place.is_none());
        self.file.missing_columns = missing.map(|(column, _)| column.heading.clone()).collect();
        let ignored = cells.iter().filter(|(column, _)| !places.contains(&Some(*column)));
        self.file.ignored_columns = ignored
            .map(|(_, cell)| cell_text(cell).chars().take(40).collect::<String>())
            .filter(|heading| !heading.is_empty())
            .take(100)
            .collect();
        Some(places)
    }

    /// Enters a row under its number, unless it has none or a row above has the same.
    fn enter(&mut self, row: u32, said: Vec<Said>) {
        let place = self.mapping.number_place();
        let heading = || self.mapping.columns.get(place).map(|column| column.heading.clone()).unwrap_or_default();
        let number = match said.get(place) {
            Some(Said::Value(number)) => number_key(number),
            // Why it cannot be read has been said.
            Some(Said::Unknown) => return,
            _ => String::new(),
        };
        if number.is_empty() {
            let message = Bilingual::new("没有合同号", "There is no contract number");
            let column = heading();
            self.file.problems.push(Problem { row, column, code: ProblemCode::NumberMissing, message });
            return;
        }
        match self.file.lines.entry(number) {
            Entry::Vacant(free) => {
                free.insert(TheirLine { row, said });
            }
            Entry::Occupied(taken) => {
                let first = taken.get().row;
                let message = Bilingual::new(
                    format!("合同号 {} 与第{first}行重复，只对账第{first}行", taken.key()),
                    format!("The number {} also stands in row {first}; only that row is compared", taken.key()),
                );
                let column = heading();
                self.file.problems.push(Problem { row, column, code: ProblemCode::NumberRepeated, message });
            }
        }
    }
}

impl TheirLine {
    /// What the row says of a field, where the mapping has it.
    pub(super) fn value(&self, mapping: &Mapping, field: ExchangeField) -> Option<String> {
        let place = mapping.columns.iter().position(|column| column.field == field)?;
        match self.said.get(place)? {
            Said::Value(value) => Some(value.to_string()),
            Said::Unknown | Said::Nothing => None,
        }
    }
}

/// The line on which a record begins. After a record that ended in CR LF, the reader has yet to pass the LF.
fn line_at(text: &str, place: &csv::Position) -> u64 {
    let before = usize::try_from(place.byte()).ok().and_then(|at| text.as_bytes().get(at)) == Some(&b'\n');
    place.line() + u64::from(before)
}
