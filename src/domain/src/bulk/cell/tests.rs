//! Tables of what people and spreadsheets put into cells.

use super::super::columns_of;
use super::*;
use crate::filing::FilingKind;
use crate::reference::ReferenceData;

fn answer(pointer: &str, cell: &Cell) -> Result<Option<Value>, FaultCode> {
    let choices = Choices::of(&ReferenceData::shipped().unwrap());
    let columns = columns_of(FilingKind::Registration);
    let column = columns.into_iter().find(|column| column.pointer == pointer).unwrap();
    read_cell(column, cell, &choices).map_err(|fault| fault.code)
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[test]
fn days_are_read_when_their_order_is_certain() {
    for cell in [
        text("2026-10-08"),
        text("2026/10/8"),
        text("2026.10.08"),
        text("2026年10月8日"),
        text("２０２６－１０－０８"),
        text("20261008"),
        text(" 2026-10-08 00:00:00 "),
        Cell::Number(46_303.0),
        Cell::Number(20_261_008.0),
        Cell::Date(NaiveDate::from_ymd_opt(2026, 10, 8).unwrap()),
    ] {
        assert_eq!(answer("/contract/signed_on", &cell), Ok(Some(json!("2026-10-08"))), "{cell:?}");
    }
    for cell in
        [text("08/10/2026"), text("10-8-26"), text("2026-02-30"), text("去年"), Cell::Number(3.0), Cell::Bool(true)]
    {
        assert_eq!(answer("/contract/signed_on", &cell), Err(FaultCode::Date), "{cell:?}");
    }
}

#[test]
fn amounts_are_decimal_text_whatever_the_cell_is() {
    for (cell, expected) in [
        (text("1250000.00"), "1250000.00"),
        (text("1,250,000.00"), "1250000.00"),
        (text("１２５００００．００"), "1250000.00"),
        (Cell::Number(1_250_000.0), "1250000"),
        (Cell::Number(0.1 + 0.2), "0.3"),
        (Cell::Number(123_456_789.12), "123456789.12"),
    ] {
        assert_eq!(answer("/contract/amount/total", &cell), Ok(Some(json!(expected))), "{cell:?}");
    }
    for cell in
        [text("12,50"), text("€100"), text("一百万"), text("-5"), Cell::Number(-5.0), Cell::Number(1e20), text("1e6")]
    {
        assert_eq!(answer("/contract/amount/total", &cell), Err(FaultCode::Number), "{cell:?}");
    }
}

#[test]
fn a_rate_that_may_be_a_fraction_is_asked_about() {
    const RATE: &str = "/contract/payment/royalty/rate_percent";
    assert_eq!(answer(RATE, &Cell::Number(3.5)), Ok(Some(json!("3.5"))));
    assert_eq!(answer(RATE, &text("3.5%")), Ok(Some(json!("3.5"))));
    assert_eq!(answer(RATE, &text("0.05%")), Ok(Some(json!("0.05"))));
    assert_eq!(answer(RATE, &Cell::Number(0.035)), Err(FaultCode::Number));
}

#[test]
fn texts_keep_their_characters_and_long_numbers_are_refused() {
    assert_eq!(answer("/contract/name", &text("　合同 甲 ")), Ok(Some(json!("合同 甲"))));
    assert_eq!(answer("/contract/number", &Cell::Number(12.0)), Ok(Some(json!("12"))));
    assert_eq!(answer("/contract/recipient/uscc", &Cell::Number(9.132_059_4e17)), Err(FaultCode::DigitsLost));
    assert_eq!(answer("/contract/name", &text("甲\u{202e}乙")), Err(FaultCode::Invisible));
    assert_eq!(answer("/contract/number", &text(&"1".repeat(41))), Err(FaultCode::TooLong));
    assert_eq!(answer("/contract/summary", &text("一\n二")), Ok(Some(json!("一\n二"))));
    assert_eq!(answer("/contract/name", &text("  ")), Ok(None));
    assert_eq!(answer("/contract/keywords", &text("甲；乙, 甲")), Ok(Some(json!(["甲", "乙"]))));
    assert_eq!(answer("/contract/name_original", &text("清空")), Ok(Some(Value::Null)));
}

#[test]
fn lists_formulas_and_yes_or_no() {
    assert_eq!(answer("/contract/industry", &Cell::Number(39.0)), Ok(Some(json!("39"))));
    assert_eq!(answer("/contract/industry", &Cell::Number(1.0)), Ok(Some(json!("01"))));
    assert_eq!(answer("/contract/related_parties", &text("否")), Ok(Some(json!(false))));
    assert_eq!(answer("/contract/related_parties", &Cell::Bool(true)), Ok(Some(json!(true))));
    assert_eq!(answer("/contract/supplier/country", &text("亚特兰蒂斯")), Err(FaultCode::NotInList));
    assert_eq!(answer("/contract/name", &Cell::Fault("#REF!".into())), Err(FaultCode::Formula));
    assert_eq!(answer("/contract/name", &Cell::NoValue), Err(FaultCode::Formula));
}
