//! Writing an answer down: JSON for programs, CSV for spreadsheets.

use serde_json::{Map, Value, json};

use crate::measure::Measure;
use crate::pivot::Pivot;

impl Pivot {
    /// The answer as JSON: `{as_of, dimensions, measures, cells: [{country, contracts, amount_usd}], totals}`.
    ///
    /// Cells are flat objects; contracts are integers, every other measure is decimal text or null.
    pub fn to_json(&self) -> Value {
        let cells: Vec<Value> = self
            .cells
            .iter()
            .map(|cell| {
                let keys = self
                    .dimensions
                    .iter()
                    .zip(&cell.keys)
                    .map(|(dimension, key)| (dimension.code().to_owned(), json!(key)));
                Value::Object(keys.chain(self.values_to_json(&cell.values)).collect())
            })
            .collect();
        let totals: Map<String, Value> = self.values_to_json(&self.totals).collect();
        json!({
            "as_of": self.as_of,
            "dimensions": self.dimensions,
            "measures": self.measures,
            "cells": cells,
            "totals": totals,
        })
    }

    /// The cells as CSV (RFC 4180, UTF-8) with a header of codes; an undefined value is empty.
    ///
    /// A key that a spreadsheet would run as a formula gets a leading apostrophe. Measures are our own numbers and stay numbers, minus sign and all.
    pub fn to_csv(&self) -> String {
        let mut text = String::new();
        let dimensions = self.dimensions.iter().map(|dimension| dimension.code());
        let measures = self.measures.iter().map(|measure| measure.code());
        push_line(&mut text, dimensions.chain(measures).map(str::to_owned));
        for cell in &self.cells {
            let keys = cell.keys.iter().map(|key| field(key));
            let values = cell.values.iter().map(|value| value.clone().unwrap_or_default());
            push_line(&mut text, keys.chain(values));
        }
        text
    }

    fn values_to_json(&self, values: &[Option<String>]) -> impl Iterator<Item = (String, Value)> {
        self.measures.iter().zip(values).map(|(measure, value)| {
            let integer =
                value.as_deref().filter(|_| *measure == Measure::Contracts).and_then(|text| text.parse::<i64>().ok());
            (measure.code().to_owned(), integer.map_or_else(|| json!(value), |count| json!(count)))
        })
    }
}

fn push_line(text: &mut String, fields: impl Iterator<Item = String>) {
    let fields: Vec<String> = fields.collect();
    text.push_str(&fields.join(","));
    text.push_str("\r\n");
}

/// One CSV field: harmless to a spreadsheet, and quoted where a comma, a quote or a line break needs it.
fn field(value: &str) -> String {
    // The full-width forms are what a Chinese or Japanese spreadsheet also takes for operators (OWASP, CSV injection).
    let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let safe = if formula { format!("'{value}") } else { value.to_owned() };
    if safe.contains([',', '"', '\r', '\n']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_neutralised_and_quotes_are_doubled() {
        assert_eq!(field("=1+1"), "'=1+1");
        assert_eq!(field("+86"), "'+86");
        assert_eq!(field("-2"), "'-2");
        assert_eq!(field("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(field("\t=1"), "'\t=1");
        assert_eq!(field("\r=1"), "\"'\r=1\"");
        assert_eq!(field("＝1"), "'＝1");
        assert_eq!(field("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
        assert_eq!(field("DE"), "DE");
        assert_eq!(field("a,b"), "\"a,b\"");
    }
}
