//! Writing an answer down: JSON for programs, CSV for spreadsheets.

use domain::spreadsheet::csv_field;
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
            let keys = cell.keys.iter().map(|key| csv_field(key));
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
