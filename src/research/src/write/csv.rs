//! CSV (RFC 4180): codes and exact numbers. What is withheld or undefined is empty; a spreadsheet takes no field for a formula.

use std::io::{self, Write};

use domain::spreadsheet::{csv_field, csv_line};

use super::{Field, Rows};

/// Writes a table as CSV, in UTF-8.
///
/// # Errors
/// Those of the sink.
pub fn write_csv(rows: &mut dyn Rows<'_>, sink: &mut dyn Write) -> io::Result<()> {
    sink.write_all(csv_line(rows.columns().iter().map(|column| column.code.as_str())).as_bytes())?;
    let (mut row, mut line) = (Vec::new(), String::new());
    while rows.next(&mut row) {
        line.clear();
        for (place, field) in row.iter().enumerate() {
            if place > 0 {
                line.push(',');
            }
            match field {
                Field::Text(text) => line.push_str(&csv_field(text)),
                // A number is none of the words that begin a formula, whatever its sign.
                Field::Number(value) => {
                    value.write(&mut line);
                }
                Field::Empty | Field::Withheld => {}
            }
        }
        line.push_str("\r\n");
        sink.write_all(line.as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::AnswerRows;
    use crate::{Answer, Axis, Base, Cells, Dimension, Disclosure, Measure, Spread, Value};

    /// Three cells by country: told, withheld in part, withheld wholly.
    fn answer(disclosure: Option<Disclosure>) -> Answer {
        let usd = |units| Value::Fixed { units, digits: 2 };
        let mut cells = Cells::new(3);
        cells.push([0, 0, 0, 0], [Value::Count(2), usd(-123_456), Value::Undefined]);
        cells.push([1, 0, 0, 0], [Value::Count(1), usd(5), Value::Suppressed]);
        cells.push([2, 0, 0, 0], [Value::Suppressed; 3]);
        Answer {
            as_of: 7,
            latest_month: None,
            axes: vec![Axis {
                dimension: Dimension::Counterparty,
                keys: vec!["=A,B|DE".into(), "B|JP".into(), "C|US".into()],
            }],
            measures: vec![
                Measure::Sum(Base::Contracts),
                Measure::Sum(Base::AmountUsd),
                Measure::Median(Spread::RoyaltyRate),
            ],
            cells,
            margins: Vec::new(),
            totals: Vec::new(),
            without_rate: 0,
            disclosure,
        }
    }

    fn lines(answer: &Answer) -> Vec<String> {
        let mut text = Vec::new();
        write_csv(&mut AnswerRows::new(answer), &mut text).unwrap();
        String::from_utf8(text).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn an_answer_is_its_cells_in_their_order() {
        assert_eq!(
            lines(&answer(None)),
            [
                "counterparty,contracts,amount_usd,median_royalty_rate",
                "\"'=A,B|DE\",2,-1234.56,",
                "B|JP,1,0.05,",
                "C|US,,,",
            ]
        );
    }

    #[test]
    fn what_is_withheld_is_flagged_and_never_zero() {
        let lines = lines(&answer(Some(Disclosure { policy: 2000, withheld: 2 })));
        assert_eq!(lines[0], "counterparty,contracts,amount_usd,median_royalty_rate,flag");
        assert_eq!(&lines[1..], ["\"'=A,B|DE\",2,-1234.56,,", "B|JP,1,0.05,,c", "C|US,,,,c"]);
    }
}
