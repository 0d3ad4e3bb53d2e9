//! An uploaded table as lines: CSV text, or the first sheet of a workbook.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use domain::finding::Bilingual;
use domain::reference::{CatalogueItem, Line, LineError, csv_lines, read_items};

/// Cells that a sheet may have; a workbook that claims more is refused before it fills the memory.
const MOST_CELLS: usize = 200_000;

/// The items of an uploaded file, or everything that is wrong with it.
pub(super) fn read(file_name: &str, content: &[u8]) -> Result<Vec<CatalogueItem>, Vec<LineError>> {
    let is_workbook = content.starts_with(b"PK\x03\x04") || file_name.to_ascii_lowercase().ends_with(".xlsx");
    let lines = if is_workbook { sheet_lines(content) } else { csv_lines(content) };
    read_items(&lines.map_err(|error| vec![error])?)
}

fn sheet_lines(content: &[u8]) -> Result<Vec<Line>, LineError> {
    let unreadable = || LineError {
        line: 0,
        column: None,
        message: Bilingual::new(
            "工作簿无法读取，请另存为 XLSX 后再上传",
            "the workbook cannot be read; save it as XLSX again",
        ),
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(content)).map_err(|_| unreadable())?;
    let sheet = book.worksheet_range_at(0).ok_or_else(unreadable)?.map_err(|_| unreadable())?;
    if sheet.get_size().0.saturating_mul(sheet.get_size().1) > MOST_CELLS {
        return Err(unreadable());
    }
    let first = sheet.start().map_or(0, |(row, _)| u64::from(row));
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        other => other.to_string().trim().to_owned(),
    };
    Ok(sheet
        .rows()
        .zip(first + 1..)
        .map(|(cells, number)| Line { number, cells: cells.iter().map(text).collect() })
        .collect())
}
