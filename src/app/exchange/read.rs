//! A counterpart's file as bytes: CSV in UTF-8 or GB18030, or the first sheet of a workbook. What its rows mean is asked of
//! `domain::exchange`.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use domain::bulk::{Cell, Choices};
use domain::exchange::{BadTable, FileReader, Mapping, TheirFile};
use encoding_rs::GB18030;

use crate::app::bulk::{BadPackage, cell_of, within};
use crate::app::{AppError, Context};

/// All parts of a workbook together, unpacked: a hundred thousand rows of thirty columns take about half of it.
const MOST_UNPACKED: u64 = 256 * 1024 * 1024;

/// Why a file is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadFile {
    Unreadable,
    TooLarge,
    Macros,
    Table(BadTable),
}

impl From<BadTable> for BadFile {
    fn from(bad: BadTable) -> Self {
        Self::Table(bad)
    }
}

impl BadFile {
    /// The answer to whoever sent it.
    pub(super) fn refusal(self, context: &Context) -> AppError {
        let (zh, en) = match self {
            Self::Unreadable => (
                "无法读取这个文件。请使用 CSV（UTF-8 或 GB18030 编码）或不加密码的 .xlsx 文件。",
                "The file cannot be read. Use CSV (UTF-8 or GB18030), or .xlsx without a password.",
            ),
            Self::TooLarge => (
                "文件内容过大。请删除图片和多余的工作表后再上传。",
                "There is too much in the file. Remove pictures and other sheets, and try again.",
            ),
            Self::Macros => (
                "文件含有宏。请另存为不含宏的 .xlsx 工作簿后再上传。",
                "The file contains macros. Save it as an .xlsx workbook without macros, and try again.",
            ),
            Self::Table(BadTable::NoHeadings) => (
                "没有找到标题行：前 10 行中应有合同号一列，列名与对方的映射表一致。",
                "The heading row was not found: one of the first ten rows names the column of the contract number as the mapping does.",
            ),
            Self::Table(BadTable::NoRows) => ("标题行下面没有数据。", "There is nothing below the row of headings."),
            Self::Table(BadTable::TooManyRows) => {
                ("每个文件最多 10 万行，请分成几个文件。", "A file has at most 100,000 rows; divide it.")
            }
        };
        AppError::field("/file", "exchange_file_invalid", context.say(zh, en))
    }
}

/// What the file says.
pub(super) fn read(
    file_name: &str,
    content: &[u8],
    mapping: &Mapping,
    choices: &Choices,
) -> Result<TheirFile, BadFile> {
    let reader = FileReader::new(mapping, choices);
    let is_workbook = content.starts_with(b"PK\x03\x04") || file_name.to_ascii_lowercase().ends_with(".xlsx");
    if is_workbook {
        return read_workbook(reader, content);
    }
    if let Ok(text) = std::str::from_utf8(content) {
        return Ok(reader.read_csv(text)?);
    }
    // What Excel writes in China, and most systems there.
    let text = GB18030.decode_without_bom_handling_and_without_replacement(content);
    Ok(reader.read_csv(&text.ok_or(BadFile::Unreadable)?)?)
}

fn read_workbook(mut reader: FileReader<'_>, content: &[u8]) -> Result<TheirFile, BadFile> {
    within(content, MOST_UNPACKED).map_err(|bad| match bad {
        BadPackage::Unreadable => BadFile::Unreadable,
        BadPackage::TooLarge => BadFile::TooLarge,
        BadPackage::Macros => BadFile::Macros,
    })?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(content)).map_err(|_| BadFile::Unreadable)?;
    let sheet = workbook.sheet_names().first().cloned().ok_or(BadFile::Unreadable)?;
    let serials_from_1900 = !workbook.has_1904_epoch();
    let mut found = workbook.worksheet_cells_reader(&sheet).map_err(|_| BadFile::Unreadable)?;
    let (mut current, mut cells): (u32, Vec<(u32, Cell)>) = (0, Vec::new());
    while let Some(next) = found.next_cell_with_formula().map_err(|_| BadFile::Unreadable)? {
        let (row, column) = next.pos;
        if row != current {
            end_row(&mut reader, current, &mut cells)?;
            current = row;
        }
        cells.extend(cell_of(&next.value, next.formula.is_some(), serials_from_1900).map(|cell| (column, cell)));
    }
    end_row(&mut reader, current, &mut cells)?;
    Ok(reader.finish()?)
}

/// A row is over.
fn end_row(reader: &mut FileReader<'_>, row: u32, cells: &mut Vec<(u32, Cell)>) -> Result<(), BadFile> {
    if !cells.is_empty() {
        reader.take(row + 1, cells)?;
        cells.clear();
    }
    Ok(())
}
