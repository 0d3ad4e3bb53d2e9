//! A million rows are written in the memory of a few. Alone in its program: what others need would be counted too.
//! Only where the system tells what a program needs: elsewhere there is no such test, rather than one that cannot fail.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::io::{self, Write};

use research::write::{Column, ColumnKind, Field, Rows, write_csv, write_parquet, write_sdmx_csv};
use research::{Answer, Axis, Base, Cells, Dimension, Measure, Value};

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

/// A figure of this process, in KiB.
fn kib(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// The bytes that were written, and by how much memory grew meanwhile.
fn grown(write: impl Fn(&mut dyn Write) -> io::Result<()>) -> (usize, u64) {
    // From here on the most that was needed is counted anew, where the system lets us.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let before = kib("VmRSS");
    let mut sink = Counting(0);
    write(&mut sink).unwrap();
    (sink.0, kib("VmHWM").saturating_sub(before))
}

#[test]
fn a_million_rows_need_no_more_memory_than_a_few() {
    let names: Vec<String> = (0..20_000).map(|number| format!("01900000-0000-7000-8000-{number:012}")).collect();
    let (bytes, csv) = grown(|sink| write_csv(&mut Many::new(&names), sink));
    assert!(bytes > 80 * ROWS && csv < MOST_KIB, "CSV: {bytes} bytes, {csv} KiB more");
    let (bytes, parquet) = grown(|sink| write_parquet(&mut Many::new(&names), &[], sink));
    assert!((10 * ROWS..40 * ROWS).contains(&bytes), "Parquet: {bytes} bytes");
    assert!(parquet < MOST_KIB, "Parquet: {parquet} KiB more");
    let answer = answer(&names);
    let (bytes, sdmx) = grown(|sink| write_sdmx_csv(&answer, sink));
    assert!(bytes > 80 * ROWS && sdmx < MOST_KIB, "SDMX-CSV: {bytes} bytes, {sdmx} KiB more");
}

/// An answer of as many cells, which is in memory as a whole.
fn answer(names: &[String]) -> Answer {
    let axis =
        |dimension, keys: &[String]| Axis { dimension, keys: keys.iter().map(|key| key.as_str().into()).collect() };
    let mut cells = Cells::with_room(1, ROWS);
    for number in 0..ROWS {
        let code = |of: usize| u32::try_from(of).unwrap();
        cells.push([code(number / names.len()), code(number % names.len()), 0, 0], [Value::Count(1)]);
    }
    Answer {
        as_of: 1,
        latest_month: None,
        axes: vec![axis(Dimension::Country, &names[..ROWS / names.len()]), axis(Dimension::Industry, names)],
        measures: vec![Measure::Sum(Base::Contracts)],
        cells,
        margins: Vec::new(),
        totals: vec![Value::Count(1)],
        without_rate: 0,
        disclosure: None,
    }
}
