//! Writing a workbook: the template, empty or with the rows that were not taken and what was said of them beside their cells.

use domain::bulk::{Cell, Choices, CodeList, Column, Input, MOST_ROWS, Need, columns_of};
use domain::filing::FilingKind;
use domain::finding::Severity;
use domain::names::Named;
use domain::reference::Catalogue;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, Formula, Note, Workbook, Worksheet,
    XlsxError,
};

use super::style::{EXAMPLE, HELP_SHEET, HINT, LISTS_SHEET, MARK_SHEET, ROWS_ABOVE, SHEET, Style};
use super::view::BulkNote;

/// A row that comes back: its cells, by the column's place, and what was said of it.
pub(super) struct SentBack<'a> {
    pub(super) cells: &'a [(usize, Cell)],
    pub(super) notes: &'a [BulkNote],
}

/// The template of a kind, with these rows in it. What comes back says, at the heading of its results, if the catalogue that the rows
/// were held against is partial.
pub(super) fn workbook(
    kind: FilingKind,
    choices: &Choices,
    rows: &[SentBack<'_>],
    catalogue: &Catalogue,
) -> Result<Vec<u8>, XlsxError> {
    let (columns, style) = (columns_of(kind), Style::new());
    let mut workbook = Workbook::new();
    // A day of its own rather than now: the same template is the same file.
    let created = ExcelDateTime::from_ymd(2026, 11, 24)?;
    workbook.set_properties(&DocProperties::new().set_title(title(kind)).set_creation_datetime(&created));
    let sheet = workbook.add_worksheet().set_name(SHEET)?;
    headings(sheet, kind, &columns, &style)?;
    for (place, column) in (1_u16..).zip(&columns) {
        let format = if column.input == Input::Date { &style.date } else { &style.text };
        sheet.set_column_format(place, format)?;
        let rule = validation(column, choices)?;
        let last = ROWS_ABOVE + u32::try_from(MOST_ROWS).unwrap_or(u32::MAX) - 1;
        sheet.add_data_validation(ROWS_ABOVE, place, last, place, &rule)?;
    }
    let screened = matches!(kind, FilingKind::Registration | FilingKind::Amendment) && !rows.is_empty();
    if let Some(said) = catalogue.partial_note().filter(|_| screened) {
        sheet.insert_note(0, 0, &note(&format!("{}\n{}", said.zh, said.en)))?;
    }
    for (row, sent_back) in (ROWS_ABOVE..).zip(rows) {
        write_row(sheet, row, &columns, sent_back, &style)?;
    }
    sheet.set_freeze_panes(ROWS_ABOVE, 2)?;
    help(workbook.add_worksheet().set_name(HELP_SHEET)?, kind, &columns, &style)?;
    lists(workbook.add_worksheet().set_name(LISTS_SHEET)?, choices, &style)?;
    workbook.add_worksheet().set_name(MARK_SHEET)?.set_very_hidden(true).write_string(0, 0, kind.code())?;
    workbook.save_to_buffer()
}

fn title(kind: FilingKind) -> String {
    format!("批量填报模板 · {}", kind.zh())
}

fn headings(
    sheet: &mut Worksheet,
    kind: FilingKind,
    columns: &[&'static Column],
    style: &Style,
) -> Result<(), XlsxError> {
    sheet.set_row_height(0, 36)?.set_row_height(1, 84)?.set_row_height(2, 30)?;
    sheet.set_column_width(0, 26)?;
    sheet.write_string_with_format(0, 0, "核查结果\nResult", &style.result)?;
    sheet.write_string_with_format(1, 0, format!("{HINT}：深蓝必填，金色视情况填写，浅色选填。从第 4 行开始，每行一份。Dark blue: required; gold: it depends; light: optional. One filing a row, from row 4."), &style.hint)?;
    sheet.write_string_with_format(2, 0, format!("{EXAMPLE}（本行不导入）Example, not read"), &style.example)?;
    for (place, column) in (1_u16..).zip(columns) {
        let heading = match column.need(kind) {
            Need::Must => &style.must,
            Need::If => &style.depends,
            Need::May | Need::Absent => &style.may,
        };
        sheet.set_column_width(place, width(column.input))?;
        sheet.write_string_with_format(0, place, format!("{}\n{}", column.name.zh, column.name.en), heading)?;
        sheet.write_string_with_format(1, place, format!("{}\n{}", column.hint.zh, column.hint.en), &style.hint)?;
        sheet.write_string_with_format(2, place, &column.example, &style.example)?;
    }
    Ok(())
}

fn width(input: Input) -> f64 {
    match input {
        Input::Long(_) => 44.0,
        Input::Text(most) if most > 100 => 30.0,
        Input::Identifier(most) if most > 10 => 23.0,
        Input::Date | Input::Percent | Input::Identifier(_) => 14.0,
        _ => 20.0,
    }
}

/// The drop-down or bound of a column, and its hint where the cell is chosen.
fn validation(column: &Column, choices: &Choices) -> Result<DataValidation, XlsxError> {
    let rule = DataValidation::new()
        .set_input_title(column.name.zh.chars().take(32).collect::<String>())?
        .set_input_message(&column.hint.zh)?
        .set_error_title("请核对 Please check")?;
    Ok(match column.input {
        Input::Choice(list) => {
            let place = CodeList::ALL.iter().position(|known| *known == list).unwrap_or_default();
            let letters = rust_xlsxwriter::utility::column_number_to_name(u16::try_from(place).unwrap_or_default());
            let end = choices.entries(list).len() + 1;
            rule.allow_list_formula(Formula::new(format!("={LISTS_SHEET}!${letters}$2:${letters}${end}")))
                // Codes and single names are understood as well: a warning, not a wall.
                .set_error_style(DataValidationErrorStyle::Information)
                .set_error_message("请从下拉列表中选择。Choose from the list.")?
        }
        _ => rule.allow_any_value(),
    })
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    columns: &[&'static Column],
    sent_back: &SentBack<'_>,
    style: &Style,
) -> Result<(), XlsxError> {
    let said: Vec<String> = sent_back.notes.iter().map(|note| format!("{}：{}", note.column, note.message)).collect();
    sheet.write_string_with_format(row, 0, said.join("\n"), &style.said)?;
    for (place, column) in columns.iter().enumerate() {
        let at = u16::try_from(place + 1).unwrap_or(u16::MAX);
        let notes: Vec<&BulkNote> = sent_back.notes.iter().filter(|note| note.pointer == column.pointer).collect();
        let day = column.input == Input::Date;
        let format = match (notes.iter().map(|note| note.severity).min(), day) {
            (Some(Severity::Error), true) => &style.wrong_date,
            (Some(Severity::Error), false) => &style.wrong,
            (Some(_), _) => &style.asked,
            (None, true) => &style.date,
            (None, false) => &style.text,
        };
        let cell = sent_back.cells.iter().find(|(known, _)| *known == place).map(|(_, cell)| cell);
        write_cell(sheet, row, at, cell, format, notes.is_empty())?;
        if !notes.is_empty() {
            let text: Vec<String> = notes
                .iter()
                .map(|note| note.mend.as_ref().map_or(note.message.clone(), |mend| format!("{}\n{mend}", note.message)))
                .collect();
            sheet.insert_note(row, at, &note(&text.join("\n\n")))?;
        }
    }
    Ok(())
}

fn note(text: &str) -> Note {
    Note::new(text).add_author_prefix(false).set_width(320).set_height(140)
}

/// A cell as it came. Text is written as text: what begins with `=` stays what the person wrote.
fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: Option<&Cell>,
    format: &Format,
    plain: bool,
) -> Result<(), XlsxError> {
    match cell {
        None | Some(Cell::NoValue) if plain => {}
        None | Some(Cell::NoValue) => {
            sheet.write_blank(row, column, format)?;
        }
        Some(Cell::Text(text) | Cell::Fault(text)) => {
            sheet.write_string_with_format(row, column, text, format)?;
        }
        Some(Cell::Number(number)) => {
            sheet.write_number_with_format(row, column, *number, format)?;
        }
        Some(Cell::Bool(value)) => {
            sheet.write_boolean_with_format(row, column, *value, format)?;
        }
        Some(Cell::Date(day)) => {
            let text = day.to_string();
            match ExcelDateTime::parse_from_str(&text) {
                Ok(day) => sheet.write_datetime_with_format(row, column, &day, format)?,
                Err(_) => sheet.write_string_with_format(row, column, text, format)?,
            };
        }
    }
    Ok(())
}

fn help(sheet: &mut Worksheet, kind: FilingKind, columns: &[&'static Column], style: &Style) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 30)?.set_column_width(1, 12)?.set_column_width(2, 90)?;
    sheet.write_string_with_format(0, 0, title(kind), &style.title)?;
    let blank = if kind == FilingKind::Amendment {
        "留空的单元格表示不变更；要清空已登记的内容，请填“清空”。An empty cell leaves the registered value; write “clear” to empty it."
    } else {
        "不要改动标题行；可以隐藏或删除不用的选填列。Keep the heading row; optional columns may be removed."
    };
    let lines = [
        "每行一份申请，最多 2000 行。One filing a row, at most 2,000 rows.",
        blank,
        "上传后先试算，逐格列出问题；没有错误的行生成草稿，有错误的行连同说明退回，改好后再上传。A dry run names every problem by cell; good rows become drafts, the others come back with what to mend.",
        "日期写成 2026-10-08；金额只填数字；合同号、信用代码用文本格式。Dates like 2026-10-08; amounts as digits; numbers and codes as text.",
        "材料在草稿中上传，然后逐份提交。Papers are added to each draft, which is then submitted.",
    ];
    for (row, line) in (1_u32..).zip(lines) {
        sheet.write_string(row, 0, line)?;
    }
    for (row, column) in (7_u32..).zip(columns) {
        let need = match column.need(kind) {
            Need::Must => "必填 required",
            Need::If => "视情况 depends",
            Need::May | Need::Absent => "选填 optional",
        };
        sheet.write_string_with_format(row, 0, format!("{}\n{}", column.name.zh, column.name.en), &style.plain)?;
        sheet.write_string_with_format(row, 1, need, &style.plain)?;
        sheet.write_string_with_format(row, 2, format!("{}\n{}", column.hint.zh, column.hint.en), &style.plain)?;
    }
    Ok(())
}

fn lists(sheet: &mut Worksheet, choices: &Choices, style: &Style) -> Result<(), XlsxError> {
    for (column, list) in (0_u16..).zip(CodeList::ALL) {
        sheet.set_column_width(column, 30)?;
        sheet.write_string_with_format(0, column, name_of(list), &style.may)?;
        for (row, choice) in (1_u32..).zip(choices.entries(list)) {
            sheet.write_string(row, column, &choice.shown)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn name_of(list: CodeList) -> &'static str {
    match list {
        CodeList::Direction => "进口或出口 Direction",
        CodeList::LegalType => "合同类型 Legal type",
        CodeList::Mode => "技术转移方式 Mode",
        CodeList::PaymentMode => "支付方式 Payment",
        CodeList::RoyaltyBase => "提成基准 Royalty on",
        CodeList::Ownership => "企业性质 Ownership",
        CodeList::ClosureEffect => "中止、解除或恢复 Closure",
        CodeList::YesNo => "是否 Yes or no",
        CodeList::District => "区市 District",
        CodeList::Currency => "币种 Currency",
        CodeList::Country => "国家（地区） Country",
        CodeList::Industry => "行业 Industry",
    }
}
