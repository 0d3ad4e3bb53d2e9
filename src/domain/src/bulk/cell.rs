//! How one cell is read. What a spreadsheet does to values on its own (dates as serial numbers, long numbers rounded, full-width
//! digits, thousands separators) is undone where that is certain, and refused in plain words where it is not.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Choices, Column, Input};
use crate::language::Bilingual;
use crate::money::is_decimal_text;
use crate::text::{confusable_in_identifier, forbidden_character};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Text.
    Text(String),
    /// A number without a form of its own.
    Number(f64),
    /// A day, in a cell formatted as one.
    Date(NaiveDate),
    /// True or false.
    Bool(bool),
    /// A formula's error, such as `#N/A`.
    Fault(String),
    /// A formula that was never worked out: the program that wrote the file left no value.
    NoValue,
}

/// Why a cell cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultCode {
    /// Not a day.
    Date,
    /// Not an amount or a rate.
    Number,
    /// Digits may be lost: a long number in a cell that is not text.
    DigitsLost,
    /// Not in the list.
    NotInList,
    /// Too long.
    TooLong,
    /// Invisible characters.
    Invisible,
    /// The formula has an error or no value.
    Formula,
    /// The number occurs in another row.
    Repeated,
    /// The company has no such contract in the register.
    UnknownContract,
}

impl FaultCode {
    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Date => "bulk.date",
            Self::Number => "bulk.number",
            Self::DigitsLost => "bulk.digits_lost",
            Self::NotInList => "bulk.not_in_list",
            Self::TooLong => "bulk.too_long",
            Self::Invisible => "bulk.invisible",
            Self::Formula => "bulk.formula",
            Self::Repeated => "bulk.repeated",
            Self::UnknownContract => "bulk.unknown_contract",
        }
    }
}

/// Why a cell cannot be read, in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// JSON pointer of the column.
    pub pointer: String,
    /// Which fault.
    pub code: FaultCode,
    /// What is wrong and how to mend it.
    pub message: Bilingual,
}

/// Words that empty a field of a registered contract.
const CLEAR: [&str; 2] = ["清空", "clear"];

/// What a cell says, or why it cannot be read.
type Read = Result<Option<Value>, (FaultCode, Bilingual)>;

/// The JSON of a cell: none when it is empty, null when it says that the registered value is to be emptied.
pub fn read_cell(column: &Column, cell: &Cell, choices: &Choices) -> Result<Option<Value>, CellFault> {
    read_value(column.input, cell, choices).map_err(|(code, message)| CellFault {
        pointer: column.pointer.clone(),
        code,
        message,
    })
}

fn fault(code: FaultCode, zh: impl Into<String>, en: impl Into<String>) -> (FaultCode, Bilingual) {
    (code, Bilingual::new(zh, en))
}

/// The same for a cell that takes this, in whatever column of whatever table.
pub(crate) fn read_value(input: Input, cell: &Cell, choices: &Choices) -> Read {
    match cell {
        Cell::Fault(error) => {
            return Err(fault(
                FaultCode::Formula,
                format!("单元格公式有错误（{error}），请改正公式或直接填写"),
                format!("The formula gives an error ({error}); mend it, or write the value itself"),
            ));
        }
        Cell::NoValue => {
            return Err(fault(
                FaultCode::Formula,
                "单元格的公式没有计算结果，请用 Excel 或 WPS 打开并保存后再上传，或直接填写",
                "The formula has no value: open and save the file in Excel or WPS, or write the value itself",
            ));
        }
        _ => {}
    }
    let text = cell_text(cell);
    if text.is_empty() {
        return Ok(None);
    }
    if CLEAR.contains(&text.to_lowercase().as_str()) {
        return Ok(Some(if input == Input::Words { json!([]) } else { Value::Null }));
    }
    match input {
        Input::Text(most) | Input::Identifier(most) | Input::Long(most) => words_of(input, cell, &text, most),
        Input::Words => Ok(Some(json!(split_words(&text)))),
        Input::Date => date(cell, &text),
        Input::Amount => amount(cell, &text),
        Input::Percent => percent(cell, &text),
        Input::Choice(list) => {
            let padded = if list == super::CodeList::Industry && text.len() == 1 { format!("0{text}") } else { text };
            let choice = choices.find(list, &padded).ok_or_else(|| {
                fault(
                    FaultCode::NotInList,
                    format!("“{padded}”不在可选范围内，请从下拉列表中选择"),
                    format!("“{padded}” is not in the list; choose from the drop-down"),
                )
            })?;
            Ok(Some(if list == super::CodeList::YesNo { json!(choice.code == "true") } else { json!(choice.code) }))
        }
    }
}

/// The cell as text, without the blanks around it.
pub(crate) fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.trim().to_owned(),
        Cell::Number(number) => plain(*number),
        Cell::Date(day) => day.to_string(),
        Cell::Bool(true) => "是".to_owned(),
        Cell::Bool(false) => "否".to_owned(),
        Cell::Fault(_) | Cell::NoValue => String::new(),
    }
}

/// A number with the fifteen digits that a spreadsheet shows, without an exponent.
fn plain(number: f64) -> String {
    let shown = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{shown}")
}

fn words_of(input: Input, cell: &Cell, text: &str, most: usize) -> Read {
    if matches!(cell, Cell::Number(number) if number.abs() >= 1e15) {
        return Err(fault(
            FaultCode::DigitsLost,
            "单元格是数字格式，15位以后的数字已被表格软件改变；请设为文本格式后重新填写",
            "The cell is a number, and spreadsheets change digits after the fifteenth: format it as text and write it again",
        ));
    }
    let invisible = match input {
        Input::Long(_) => forbidden_character(text),
        _ => confusable_in_identifier(text),
    };
    if invisible.is_some() {
        return Err(fault(
            FaultCode::Invisible,
            "含有换行或看不见的字符，请重新输入",
            "There are line breaks or invisible characters; type it again",
        ));
    }
    if text.chars().count() > most {
        return Err(fault(FaultCode::TooLong, format!("最多{most}个字符"), format!("At most {most} characters")));
    }
    Ok(Some(json!(text)))
}

fn split_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split([';', '；', ',', '，', '、', '\n', ' ', '\u{3000}']).map(str::trim) {
        if !word.is_empty() && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// Full-width digits, points, dashes and spaces as half-width ones.
fn half_width(text: &str) -> String {
    let narrow = |character| match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        '\u{3000}' => ' ',
        '。' => '.',
        other => other,
    };
    text.chars().map(narrow).collect::<String>().trim().to_owned()
}

/// A day: formatted as one, as a serial number of the 1900 system, or as text whose order of year, month and day is certain.
fn date(cell: &Cell, text: &str) -> Read {
    let day = match cell {
        Cell::Date(day) => Some(*day),
        Cell::Number(number) => compact(text).or_else(|| serial(*number)),
        _ => written(&half_width(text)),
    };
    let sensible = day.filter(|day| (1949..=2200).contains(&chrono::Datelike::year(day)));
    sensible.map(|day| Some(json!(day))).ok_or_else(|| {
        fault(
            FaultCode::Date,
            format!("“{text}”不是可以确定的日期，请写成 2026-10-08 的样子"),
            format!("“{text}” is not a date that can be read with certainty; write it like 2026-10-08"),
        )
    })
}

/// The serial numbers of 1927 to 2119: what is outside them is more likely something else.
fn serial(number: f64) -> Option<NaiveDate> {
    let days = plain(number.trunc()).parse::<u64>().ok().filter(|days| (10_000..=80_000).contains(days))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

/// `20261008`.
fn compact(text: &str) -> Option<NaiveDate> {
    (text.len() == 8).then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok()).flatten()
}

/// `2026-10-08`, with any of the usual separators, with or without a time of midnight.
fn written(text: &str) -> Option<NaiveDate> {
    let text = text.strip_suffix("00:00:00").or_else(|| text.strip_suffix("0:00")).unwrap_or(text).trim_end();
    let text = text.strip_suffix('T').unwrap_or(text);
    let parts: Vec<&str> = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).map(str::trim).collect();
    match parts.as_slice() {
        [alone] => compact(alone),
        [year, month, day] if year.len() == 4 => {
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        _ => None,
    }
}

fn amount(cell: &Cell, text: &str) -> Read {
    if matches!(cell, Cell::Number(number) if number.abs() >= 1e15) {
        return Err(not_a_number(text));
    }
    let text = half_width(text);
    let text = if text.contains(',') { without_groups(&text).unwrap_or(text) } else { text };
    if is_decimal_text(&text) && text.len() <= 24 { Ok(Some(json!(text))) } else { Err(not_a_number(&text)) }
}

/// A share of a hundred. A spreadsheet keeps 3.5 % as 0.035 and does not say so, so that small numbers are asked about.
fn percent(cell: &Cell, text: &str) -> Read {
    if let Cell::Number(number) = cell
        && *number > 0.0
        && *number < 0.1
    {
        let as_percent = plain(number * 100.0);
        return Err(fault(
            FaultCode::Number,
            format!(
                "单元格的值是 {text}：如果是 {as_percent}%，请填 {as_percent}；如果确是 {text}%，请设为文本格式再填 {text}%"
            ),
            format!(
                "The cell holds {text}: write {as_percent} if you mean {as_percent} %; if you mean {text} %, write “{text}%” in a cell formatted as text"
            ),
        ));
    }
    let text = half_width(text);
    let rate = text.strip_suffix('%').map_or(text.as_str(), str::trim_end);
    if is_decimal_text(rate) && rate.len() <= 12 { Ok(Some(json!(rate))) } else { Err(not_a_number(&text)) }
}

fn not_a_number(text: &str) -> (FaultCode, Bilingual) {
    fault(
        FaultCode::Number,
        format!("“{text}”不是数字，请写成 1250000.00 的样子，不要货币符号或文字"),
        format!("“{text}” is not a number; write it like 1250000.00, without signs or words"),
    )
}

/// `1,250,000.00` → `1250000.00`, where the groups are groups of three.
fn without_groups(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let (first, rest) = groups.split_first()?;
    let fits = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    fits.then(|| if fraction.is_empty() { groups.concat() } else { format!("{}.{fraction}", groups.concat()) })
}

#[cfg(test)]
mod tests;
