//! Rows as a workbook for people: numbers as numbers, what is withheld said so, a sheet with the names of codes and one that says
//! what it is. Rows wait in a temporary file, not in memory.

use std::io::Write;

use domain::finding::Language;
use research::Value;
use research::write::{Column, ColumnKind, Field, Rows};
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::About;

/// Rows that a sheet has room for, below its headings.
pub(super) const MOST_ROWS: usize = 1_048_575;
/// A larger number would lose its last digits in a cell: it is written as text.
const MOST_EXACT: u128 = 1_000_000_000_000_000;
const INK: Color = Color::RGB(0x0016_324f);

/// Writes rows, of which there are no more than [`MOST_ROWS`].
pub(super) fn write_workbook(
    rows: &mut dyn Rows<'_>,
    about: &About,
    sink: &mut (impl Write + Send),
) -> Result<(), XlsxError> {
    let say = |zh: &'static str, en: &'static str| if about.language == Language::Zh { zh } else { en };
    let mut workbook = Workbook::new();
    // A day of its own rather than now: the same figures are the same file.
    let created = ExcelDateTime::from_ymd(2026, 12, 2)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let figures = workbook.add_worksheet_with_constant_memory().set_name(say("数据", "Figures"))?;
    write_rows(figures, rows)?;
    if !about.names.is_empty() {
        let names = workbook.add_worksheet().set_name(say("代码", "Codes"))?;
        let head = [say("维度", "Dimension"), say("代码", "Code"), say("名称", "Name")].map(str::to_owned);
        write_texts(names, std::iter::once(&head).chain(&about.names))?;
    }
    let said = workbook.add_worksheet().set_name(say("说明", "About"))?;
    let lines = [
        [say("引用方式", "How to cite it").to_owned(), about.citation.clone()],
        [say("截至登记簿记录", "As of journal entry").to_owned(), about.as_of.to_string()],
        [
            WITHHELD.to_owned(),
            say("不予公布，以免推知个别企业的数据", "Withheld, so that no single company's figures can be told")
                .to_owned(),
        ],
        [say("空白", "Empty").to_owned(), say("没有数值", "There is no value").to_owned()],
    ];
    let unrated = about.unrated.as_ref().map(|unrated| [say("缺少汇率", "Without a rate").to_owned(), unrated.clone()]);
    write_texts(said, lines.iter().chain(&unrated))?;
    workbook.save_to_writer(sink)
}

/// In the place of what is withheld.
const WITHHELD: &str = "⊘";

fn write_rows(sheet: &mut Worksheet, rows: &mut dyn Rows<'_>) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_font_color(INK);
    let formats: Vec<Format> = rows.columns().iter().map(format_of).collect();
    sheet.set_freeze_panes(1, 0)?;
    for (place, column) in (0_u16..).zip(rows.columns()) {
        sheet.set_column_width(place, 18)?;
        sheet.write_string_with_format(0, place, &column.code, &head)?;
    }
    let (mut row, mut at) = (Vec::new(), 1_u32);
    while rows.next(&mut row) {
        for ((place, field), format) in (0_u16..).zip(&row).zip(&formats) {
            match field {
                Field::Text(text) => {
                    sheet.write_string_with_format(at, place, *text, format)?;
                }
                Field::Number(value) => write_value(sheet, (at, place), *value, format)?,
                Field::Withheld => {
                    sheet.write_string(at, place, WITHHELD)?;
                }
                Field::Empty => {}
            }
        }
        at += 1;
    }
    Ok(())
}

/// How a column's cells are shown.
fn format_of(column: &Column) -> Format {
    let shown = match column.kind {
        ColumnKind::Text => "@".to_owned(),
        ColumnKind::Integer => "0".to_owned(),
        ColumnKind::Decimal { digits } => format!("0.{}", "0".repeat(digits.into())),
    };
    Format::new().set_num_format(shown)
}

fn write_value(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: Value,
    format: &Format,
) -> Result<(), XlsxError> {
    let size = match value {
        Value::Count(count) => u128::from(count.unsigned_abs()),
        Value::Fixed { units, .. } => units.unsigned_abs(),
        Value::Undefined | Value::Suppressed => 0,
    };
    let text = value.text().unwrap_or_default();
    match text.parse::<f64>() {
        Ok(number) if size < MOST_EXACT => sheet.write_number_with_format(row, column, number, format)?,
        _ => sheet.write_string(row, column, text)?,
    };
    Ok(())
}

fn write_texts<'a, const WIDTH: usize>(
    sheet: &mut Worksheet,
    rows: impl IntoIterator<Item = &'a [String; WIDTH]>,
) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@");
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_string_with_format(row, column, cell, &text)?;
        }
    }
    for column in (0_u16..).take(WIDTH) {
        sheet.set_column_width(column, 32)?;
    }
    Ok(())
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::process::Command;
    use std::{env, fs, io};

    use super::*;

    const ROWS: usize = 40_000;
    /// A sheet in memory takes three times as much.
    const MOST_KIB: u64 = 12 * 1024;

    /// Rows of a text, which many share, and two numbers.
    struct Many<'a> {
        columns: Vec<Column>,
        names: &'a [String],
        left: usize,
    }

    impl<'a> Many<'a> {
        fn new(names: &'a [String], left: usize) -> Self {
            let kinds = [ColumnKind::Text, ColumnKind::Integer, ColumnKind::Decimal { digits: 2 }];
            let columns = ["a", "b", "c"].into_iter().zip(kinds);
            let columns = columns.map(|(code, kind)| Column { code: code.to_owned(), kind }).collect();
            Self { columns, names, left }
        }
    }

    impl<'a> Rows<'a> for Many<'a> {
        fn columns(&self) -> &[Column] {
            &self.columns
        }

        fn next(&mut self, row: &mut Vec<Field<'a>>) -> bool {
            row.clear();
            let Some(left) = self.left.checked_sub(1) else { return false };
            self.left = left;
            row.push(Field::Text(&self.names[left * 7919 % self.names.len()]));
            row.push(Field::Number(Value::Count(i64::try_from(left).unwrap())));
            row.push(if left.is_multiple_of(3) {
                Field::Withheld
            } else {
                Field::Number(Value::Fixed { units: 12_345, digits: 2 })
            });
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

    /// The bytes of a workbook of so many rows, and by how much memory grew while it was written.
    fn grown(rows: usize) -> (usize, u64) {
        let names: Vec<String> = (0..1_000).map(|number| format!("01900000-0000-7000-8000-{number:012}")).collect();
        let about =
            About { citation: String::new(), as_of: 1, language: Language::En, names: Vec::new(), unrated: None };
        // From here on the most that was needed is counted anew, where the system lets us.
        let _ = fs::write("/proc/self/clear_refs", "5");
        let before = kib("VmRSS");
        let mut sink = Counting(0);
        write_workbook(&mut Many::new(&names, rows), &about, &mut sink).unwrap();
        (sink.0, kib("VmHWM").saturating_sub(before))
    }

    #[test]
    fn many_rows_need_no_more_memory_than_a_few() {
        // Alone in its program: what other tests need would be counted too.
        if !env::args().any(|argument| argument == "--exact") {
            let name = concat!(module_path!(), "::many_rows_need_no_more_memory_than_a_few");
            let name = name.split_once("::").unwrap().1;
            let alone = Command::new(env::current_exe().unwrap()).args(["--exact", name]).output().unwrap();
            let said = String::from_utf8_lossy(&alone.stdout);
            assert!(alone.status.success() && said.contains("1 passed"), "{said}");
            return;
        }
        let (few, _) = grown(100);
        let (many, kib) = grown(ROWS);
        assert!(many > 50 * few && kib < MOST_KIB, "{few} and {many} bytes, {kib} KiB more");
    }
}
