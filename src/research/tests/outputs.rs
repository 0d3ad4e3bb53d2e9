//! A million rows are written in the memory of a few. Alone in its program: what others need would be counted too.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::io::{self, Write};

use research::Value;
use research::write::{Column, ColumnKind, Field, Rows, write_csv, write_parquet};

const ROWS: usize = 1_000_000;
/// What a group of rows, its dictionaries and their encoded form may take.
const MOST_KIB: u64 = 48 * 1024;

/// Rows of two texts, of many and of few values, and three numbers.
struct Many<'a> {
    columns: Vec<Column>,
    names: &'a [String],
    at: usize,
}

impl<'a> Many<'a> {
    fn new(names: &'a [String]) -> Self {
        let kinds = [
            ColumnKind::Text,
            ColumnKind::Text,
            ColumnKind::Integer,
            ColumnKind::Decimal { digits: 2 },
            ColumnKind::Integer,
        ];
        let columns = ["a", "b", "c", "d", "e"].into_iter().zip(kinds);
        let columns = columns.map(|(code, kind)| Column { code: code.to_owned(), kind }).collect();
        Self { columns, names, at: 0 }
    }
}

impl<'a> Rows<'a> for Many<'a> {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn next(&mut self, row: &mut Vec<Field<'a>>) -> bool {
        row.clear();
        if self.at == ROWS {
            return false;
        }
        let number = i64::try_from(self.at).unwrap();
        row.push(Field::Text(&self.names[self.at * 7919 % self.names.len()]));
        row.push(Field::Text(&self.names[self.at % 10]));
        row.push(Field::Number(Value::Count(number)));
        row.push(Field::Number(Value::Fixed { units: i128::from(number % 97) - 48, digits: 2 }));
        row.push(if self.at.is_multiple_of(3) { Field::Empty } else { Field::Number(Value::Count(1)) });
        self.at += 1;
        true
    }
}

/// Counts bytes and forgets them.
struct Counting(usize);

impl Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A figure of this process, in KiB; none where the system does not tell.
fn kib(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// The bytes that were written, and by how much memory grew meanwhile.
fn grown(write: impl Fn(&mut dyn Write) -> io::Result<()>) -> (usize, u64) {
    // From here on the most that was needed is counted anew, where the system lets us.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let before = kib("VmRSS").unwrap_or_default();
    let mut sink = Counting(0);
    write(&mut sink).unwrap();
    (sink.0, kib("VmHWM").unwrap_or_default().saturating_sub(before))
}

#[test]
fn a_million_rows_need_no_more_memory_than_a_few() {
    let names: Vec<String> = (0..20_000).map(|number| format!("01900000-0000-7000-8000-{number:012}")).collect();
    let (bytes, csv) = grown(|sink| write_csv(&mut Many::new(&names), sink));
    assert!(bytes > 80 * ROWS && csv < MOST_KIB, "CSV: {bytes} bytes, {csv} KiB more");
    let (bytes, parquet) = grown(|sink| write_parquet(&mut Many::new(&names), &[], sink));
    assert!((10 * ROWS..40 * ROWS).contains(&bytes), "Parquet: {bytes} bytes");
    assert!(parquet < MOST_KIB, "Parquet: {parquet} KiB more");
}
