//! Reading a workbook: which sheet, which columns, which rows. What a cell means is asked of `domain::bulk`.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use chrono::NaiveDate;
use domain::bulk::{Cell, Column, MOST_ROWS, columns_of};
use domain::filing::FilingKind;

use super::package::{BadPackage, inspect};
use super::style::{EXAMPLE, HINT, MARK_SHEET, SHEET};
use crate::app::{AppError, Context};

/// A row with something in it.
pub(super) struct BookRow {
    /// Its number on the sheet, from 1.
    pub(super) row: u32,
    /// Whether it is hidden there, by a filter or by hand.
    pub(super) hidden: bool,
    /// Place of the column among the kind's columns, and what stands there.
    pub(super) cells: Vec<(usize, Cell)>,
}

/// What a workbook holds.
pub(super) struct Book {
    /// For each of the kind's columns, its number on the sheet from 0.
    pub(super) places: Vec<Option<u32>>,
    /// Headings that are not ours; their columns are left aside.
    pub(super) ignored: Vec<String>,
    pub(super) rows: Vec<BookRow>,
}

/// Why a workbook as a whole is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadBook {
    Unreadable,
    TooLarge,
    Macros,
    OtherKind,
    NoHeadings,
    NoRows,
    TooManyRows,
}

impl BadBook {
    /// The answer to whoever sent it.
    pub(super) fn refusal(self, context: &Context) -> AppError {
        let (code, zh, en) = match self {
            Self::Unreadable => (
                "not_a_workbook",
                "无法读取这个文件。请使用本页下载的模板，保存为 .xlsx 格式，且不要加密码。",
                "The file cannot be read. Use the template from this page, saved as .xlsx, without a password.",
            ),
            Self::TooLarge => (
                "workbook_too_large",
                "文件内容过大。请删除图片和多余的工作表后再上传。",
                "There is too much in the file. Remove pictures and other sheets, and try again.",
            ),
            Self::Macros => (
                "workbook_with_macros",
                "文件含有宏。请另存为不含宏的 .xlsx 工作簿后再上传。",
                "The file contains macros. Save it as an .xlsx workbook without macros, and try again.",
            ),
            Self::OtherKind => (
                "wrong_template",
                "文件是另一类申请的模板，请选择对应的申请类型。",
                "The file is the template of another kind of filing; choose that kind.",
            ),
            Self::NoHeadings => (
                "no_headings",
                "没有找到模板的标题行。请保留模板的标题行，不要改动标题文字。",
                "The heading row of the template was not found. Keep it, with its words.",
            ),
            Self::NoRows => (
                "no_rows",
                "没有填写任何申请。请从第 4 行开始，每行填写一份。",
                "No row is filled in. Begin in row 4, one filing a row.",
            ),
            Self::TooManyRows => (
                "too_many_rows",
                "每个文件最多 2000 行，请分成几个文件上传。",
                "A file has at most 2,000 rows; divide it.",
            ),
        };
        AppError::field("/file", code, context.say(zh, en))
    }
}

/// Reads the rows of a workbook of this kind.
pub(super) fn read_book(content: &[u8], kind: FilingKind) -> Result<Book, BadBook> {
    let hidden = inspect(content).map_err(|bad| match bad {
        BadPackage::Unreadable => BadBook::Unreadable,
        BadPackage::TooLarge => BadBook::TooLarge,
        BadPackage::Macros => BadBook::Macros,
    })?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(content)).map_err(|_| BadBook::Unreadable)?;
    let names = workbook.sheet_names();
    if names.iter().any(|name| name == MARK_SHEET) && marked_kind(&mut workbook).is_some_and(|marked| marked != kind) {
        return Err(BadBook::OtherKind);
    }
    let sheet = names.iter().find(|name| *name == SHEET).or(names.first()).ok_or(BadBook::Unreadable)?.clone();
    let none = BTreeSet::new();
    let mut reading = Reading::new(kind, hidden.get(&sheet).unwrap_or(&none));
    let serials_from_1900 = !workbook.has_1904_epoch();
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|_| BadBook::Unreadable)?;
    while let Some(found) = cells.next_cell_with_formula().map_err(|_| BadBook::Unreadable)? {
        let (row, column) = found.pos;
        if let Some(cell) = cell(&found.value, found.formula.is_some(), serials_from_1900) {
            reading.take(row, column, cell)?;
        }
    }
    reading.finish()
}

fn marked_kind<R: std::io::Read + std::io::Seek>(workbook: &mut Xlsx<R>) -> Option<FilingKind> {
    let range = workbook.worksheet_range(MARK_SHEET).ok()?;
    FilingKind::from_code(&range.get_value((0, 0))?.to_string())
}

/// A cell that is not empty.
pub(in crate::app) fn cell(value: &DataRef<'_>, formula: bool, serials_from_1900: bool) -> Option<Cell> {
    Some(match value {
        DataRef::Empty if formula => Cell::NoValue,
        DataRef::Empty => return None,
        DataRef::String(text) if text.trim().is_empty() => return None,
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) if text.trim().is_empty() => return None,
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet has no other numbers than these")]
        DataRef::Int(number) => number_cell(*number as f64, serials_from_1900),
        DataRef::Float(number) => number_cell(*number, serials_from_1900),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
                .map_or_else(|| Cell::Text(time.as_f64().to_string()), Cell::Date)
        }
        DataRef::DateTime(time) => Cell::Text(time.as_f64().to_string()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            let day = text.get(..10).and_then(|day| day.parse().ok());
            day.map_or_else(|| Cell::Text(text.clone()), Cell::Date)
        }
        DataRef::Error(error) => Cell::Fault(error.to_string()),
    })
}

/// In a workbook that counts its days from 1904, a number that is not formatted as a day could be read as another day: as text, it
/// is refused where a day is asked for.
fn number_cell(number: f64, serials_from_1900: bool) -> Cell {
    let may_be_a_day = (10_000.0..=80_000.0).contains(&number);
    if serials_from_1900 || !may_be_a_day { Cell::Number(number) } else { Cell::Text(number.to_string()) }
}

/// The sheet as far as it has been read: row by row, headings first.
struct Reading<'a> {
    columns: Vec<&'static Column>,
    hidden: &'a BTreeSet<u32>,
    current: u32,
    cells: Vec<(u32, Cell)>,
    headed: bool,
    book: Book,
}

impl<'a> Reading<'a> {
    fn new(kind: FilingKind, hidden: &'a BTreeSet<u32>) -> Self {
        let columns = columns_of(kind);
        let places = vec![None; columns.len()];
        let book = Book { places, ignored: Vec::new(), rows: Vec::new() };
        Self { columns, hidden, current: 0, cells: Vec::new(), headed: false, book }
    }

    fn take(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), BadBook> {
        if row != self.current {
            self.end_row()?;
            self.current = row;
        }
        self.cells.push((column, cell));
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), BadBook> {
        let cells = std::mem::take(&mut self.cells);
        if cells.is_empty() {
            return Ok(());
        }
        if !self.headed {
            self.read_headings(&cells);
            // Who moved the headings down by a title or two is understood; not who has none.
            return if self.headed || self.current < 10 { Ok(()) } else { Err(BadBook::NoHeadings) };
        }
        let remark = cells.iter().any(|(column, cell)| {
            *column == 0 && matches!(cell, Cell::Text(text) if text.starts_with(HINT) || text.starts_with(EXAMPLE))
        });
        if remark {
            return Ok(());
        }
        let known: Vec<(usize, Cell)> = cells
            .into_iter()
            .filter_map(|(column, cell)| {
                Some((self.book.places.iter().position(|place| *place == Some(column))?, cell))
            })
            .collect();
        if known.is_empty() {
            return Ok(());
        }
        if self.book.rows.len() == MOST_ROWS {
            return Err(BadBook::TooManyRows);
        }
        let row = self.current + 1;
        self.book.rows.push(BookRow { row, hidden: self.hidden.contains(&row), cells: known });
        Ok(())
    }

    fn read_headings(&mut self, cells: &[(u32, Cell)]) {
        let mut places = vec![None; self.columns.len()];
        let mut ignored = Vec::new();
        for (column, cell) in cells {
            let Cell::Text(text) = cell else { continue };
            let heading = text.lines().next().unwrap_or_default().trim().trim_end_matches(['*', '＊']).trim();
            match self.columns.iter().position(|known| known.name.zh == heading || known.name.en == heading) {
                Some(place) => places[place] = places[place].or(Some(*column)),
                None if *column > 0 => ignored.push(heading.chars().take(40).collect()),
                None => {}
            }
        }
        if places.iter().flatten().count() >= 2 && places.first().is_some_and(Option::is_some) {
            (self.book.places, self.book.ignored, self.headed) = (places, ignored, true);
        }
    }

    fn finish(mut self) -> Result<Book, BadBook> {
        self.end_row()?;
        match (self.headed, self.book.rows.is_empty()) {
            (false, _) => Err(BadBook::NoHeadings),
            (true, true) => Err(BadBook::NoRows),
            (true, false) => Ok(self.book),
        }
    }
}
