//! Reading CSV text row by row, so that an error names its line. Lines beginning with `#` are remarks.

use serde::de::DeserializeOwned;

use super::ReferenceError;

/// A record and where it stood.
pub(super) struct Row<T> {
    /// What was read.
    pub record: T,
    set: &'static str,
    line: u64,
}

impl<T> Row<T> {
    /// An error about this row.
    pub fn error(&self, message: impl Into<String>) -> ReferenceError {
        ReferenceError { set: self.set.to_owned(), line: self.line, message: message.into() }
    }

    /// An error about this row unless the condition holds.
    pub fn require(&self, condition: bool, message: &str) -> Result<(), ReferenceError> {
        if condition { Ok(()) } else { Err(self.error(message)) }
    }
}

/// The rows of a set, whose first line names the columns.
pub(super) fn rows<T: DeserializeOwned>(set: &'static str, text: &str) -> Result<Vec<Row<T>>, ReferenceError> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let failed = |error: &csv::Error| ReferenceError {
        set: set.to_owned(),
        line: error.position().map_or(0, csv::Position::line),
        message: error.to_string(),
    };
    let headers = reader.headers().map_err(|error| failed(&error))?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| failed(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let record = record.deserialize(Some(&headers)).map_err(|error| ReferenceError {
            set: set.to_owned(),
            line,
            message: error.to_string(),
        })?;
        rows.push(Row { record, set, line });
    }
    Ok(rows)
}

/// The value of a remark `# name: value`, if the text has it.
pub(super) fn remark<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines()
        .take_while(|line| line.starts_with('#'))
        .find_map(|line| line.trim_start_matches('#').trim_start().strip_prefix(name)?.strip_prefix(':'))
        .map(str::trim)
}
