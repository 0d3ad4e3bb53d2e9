//! Where the register and a counterpart's file differ, contract by contract of the national number.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::table::{Problem, Said, TheirFile};
use super::{ExchangeField, Mapping, RegisterLine, number_key};

/// Entries of a list that a report keeps; all of them are counted.
pub const MOST_LISTED: usize = 2_000;

/// A list of which only the beginning is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed<T> {
    /// How many there are.
    pub count: usize,
    /// The first [`MOST_LISTED`] of them.
    pub items: Vec<T>,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self { count: 0, items: Vec::new() }
    }
}

impl<T> Listed<T> {
    /// Counts one more, and keeps it while there is room.
    pub(super) fn push(&mut self, item: T) {
        self.count += 1;
        if self.items.len() < MOST_LISTED {
            self.items.push(item);
        }
    }
}

/// A field in which the two differ, each value as the register would keep it; none where there is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Which.
    pub field: ExchangeField,
    /// What the register says.
    pub ours: Option<String>,
    /// What the file says.
    pub theirs: Option<String>,
}

/// A contract that both have, and not alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differing {
    /// Its number.
    pub number: String,
    /// The row of the file.
    pub row: u32,
    /// In what, in the order of the mapping; never empty.
    pub fields: Vec<Difference>,
}

/// A contract that only one of the two has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmatched {
    /// Its number.
    pub number: String,
    /// Its name, where that is known.
    pub name: Option<String>,
    /// The row of the file; none for a contract of the register.
    pub row: Option<u32>,
}

/// What a comparison found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Rows of the file.
    pub rows: usize,
    /// Contracts of the register that were compared.
    pub contracts: usize,
    /// Contracts that both have, alike.
    pub same: usize,
    /// Contracts that both have, and not alike.
    pub differing: Listed<Differing>,
    /// How many contracts differ in each field.
    pub by_field: BTreeMap<ExchangeField, usize>,
    /// Contracts that only the register has.
    pub ours_only: Listed<Unmatched>,
    /// Contracts that only the file has.
    pub theirs_only: Listed<Unmatched>,
    /// Rows and cells that could not be compared.
    pub problems: Listed<Problem>,
    /// Headings of the mapping that the file does not have; those fields were not compared.
    pub missing_columns: Vec<String>,
    /// Headings of the file that the mapping does not have.
    pub ignored_columns: Vec<String>,
}

/// A comparison under way: the file is known, and the register comes contract by contract.
pub struct Comparison<'a> {
    mapping: &'a Mapping,
    file: TheirFile,
    report: Report,
}

impl<'a> Comparison<'a> {
    /// Begins with a file.
    pub fn new(mapping: &'a Mapping, mut file: TheirFile) -> Self {
        let report = Report {
            rows: file.rows,
            problems: std::mem::take(&mut file.problems),
            missing_columns: std::mem::take(&mut file.missing_columns),
            ignored_columns: std::mem::take(&mut file.ignored_columns),
            ..Report::default()
        };
        Self { mapping, file, report }
    }

    /// Takes the next contract of the register.
    pub fn take(&mut self, line: &RegisterLine<'_>) {
        self.report.contracts += 1;
        let number = line.number.to_owned();
        let Some(theirs) = self.file.lines.remove(&number_key(line.number)) else {
            let name = ExchangeField::Name.of(line);
            self.report.ours_only.push(Unmatched { number, name, row: None });
            return;
        };
        let columns = self.mapping.columns.iter().zip(&theirs.said);
        let fields: Vec<Difference> =
            columns.filter_map(|(column, said)| difference(column.field, line, said)).collect();
        if fields.is_empty() {
            self.report.same += 1;
            return;
        }
        for difference in &fields {
            *self.report.by_field.entry(difference.field).or_default() += 1;
        }
        self.report.differing.push(Differing { number, row: theirs.row, fields });
    }

    /// What was found, once the whole register has been taken.
    pub fn finish(mut self) -> Report {
        for (number, line) in std::mem::take(&mut self.file.lines) {
            let name = line.value(self.mapping, ExchangeField::Name);
            self.report.theirs_only.push(Unmatched { number, name, row: Some(line.row) });
        }
        self.report
    }
}

fn difference(field: ExchangeField, line: &RegisterLine<'_>, said: &Said) -> Option<Difference> {
    let theirs = match said {
        Said::Unknown => return None,
        Said::Nothing => None,
        Said::Value(value) => Some(value.to_string()),
    };
    let ours = field.of(line);
    let spelling = |value: Option<&str>| value.map(|value| field.comparable(value));
    (spelling(ours.as_deref()) != spelling(theirs.as_deref())).then_some(Difference { field, ours, theirs })
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
