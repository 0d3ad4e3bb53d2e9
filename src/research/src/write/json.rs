//! An answer as JSON, written straight into a text: building a tree of values first would take longer than counting did.

use std::fmt::{Display, Write};

use crate::figures::{Answer, Cell, Cells, Value};

impl Answer {
    /// The answer as JSON: `{as_of, latest_month, dimensions, measures, cells: [{country, contracts, amount_usd}], margins:
    /// [{dimensions, cells}], totals, without_rate, disclosure}`.
    ///
    /// Cells are flat objects. Counts, ranks and indices are numbers, decimals are text. What is undefined or withheld is null;
    /// `suppressed` is `true` where all of a cell is withheld, and else the list of the measures that are.
    pub fn to_json(&self) -> String {
        let words = Words::of(self);
        let axes: Vec<usize> = (0..self.axes.len()).collect();
        let mut text = String::with_capacity(256 + self.cells.len() * 32 * (axes.len() + self.measures.len()));
        text.push('{');
        member(&mut text, "as_of", self.as_of);
        member(&mut text, "latest_month", self.latest_month.map_or("null".to_owned(), |month| format!("\"{month}\"")));
        member(&mut text, "dimensions", words.dimensions(&axes));
        member(&mut text, "measures", format_args!("[{}]", words.measures.join(",")));
        text.push_str(",\"cells\":");
        words.write_cells(&mut text, &axes, &self.cells);
        text.push_str(",\"margins\":[");
        for margin in &self.margins {
            let kept: Vec<usize> = axes.iter().copied().filter(|axis| (margin.kept >> axis) & 1 == 1).collect();
            separate(&mut text);
            text.push('{');
            member(&mut text, "dimensions", words.dimensions(&kept));
            text.push_str(",\"cells\":");
            words.write_cells(&mut text, &kept, &margin.cells);
            text.push('}');
        }
        text.push_str("],\"totals\":{");
        words.write_values(&mut text, &self.totals);
        text.push('}');
        member(&mut text, "without_rate", self.without_rate);
        text.push_str(",\"disclosure\":");
        match self.disclosure {
            None => text.push_str("null"),
            Some(disclosure) => {
                text.push('{');
                member(&mut text, "policy", disclosure.policy);
                member(&mut text, "withheld", disclosure.withheld);
                text.push('}');
            }
        }
        text.push('}');
        text
    }
}

/// The texts that cells are put together from, escaped once.
struct Words {
    /// Of each axis, its code, and of each key the whole member.
    axes: Vec<(String, Vec<String>)>,
    /// Codes.
    measures: Vec<String>,
}

impl Words {
    fn of(answer: &Answer) -> Self {
        let axes = answer.axes.iter().map(|axis| {
            let code = quoted(axis.dimension.code());
            let members = axis.keys.iter().map(|key| format!("{code}:{}", quoted(key))).collect();
            (code, members)
        });
        Self { axes: axes.collect(), measures: answer.measures.iter().map(|measure| quoted(&measure.code())).collect() }
    }

    fn dimensions(&self, axes: &[usize]) -> String {
        let codes: Vec<&str> = axes.iter().map(|axis| self.axes[*axis].0.as_str()).collect();
        format!("[{}]", codes.join(","))
    }

    fn write_cells(&self, text: &mut String, axes: &[usize], cells: &Cells) {
        text.push('[');
        for Cell { codes, values } in cells.iter() {
            separate(text);
            text.push('{');
            for axis in axes {
                separate(text);
                let (_, members) = &self.axes[*axis];
                text.push_str(members.get(codes[*axis] as usize).map_or("", String::as_str));
            }
            self.write_values(text, values);
            text.push('}');
        }
        text.push(']');
    }

    fn write_values(&self, text: &mut String, values: &[Value]) {
        for (measure, value) in self.measures.iter().zip(values) {
            separate(text);
            text.push_str(measure);
            text.push(':');
            let is_text = matches!(value, Value::Fixed { .. });
            if is_text {
                text.push('"');
            }
            if !value.write(text) {
                text.push_str("null");
            }
            if is_text {
                text.push('"');
            }
        }
        let withheld = self.measures.iter().zip(values).filter(|(_, value)| value.is_suppressed());
        let withheld: Vec<&str> = withheld.map(|(measure, _)| measure.as_str()).collect();
        if !withheld.is_empty() && withheld.len() == values.len() {
            text.push_str(",\"suppressed\":true");
        } else if !withheld.is_empty() {
            member(text, "suppressed", format_args!("[{}]", withheld.join(",")));
        }
    }
}

/// Writes a member of an object whose value is written as it is.
fn member(text: &mut String, name: &str, value: impl Display) {
    separate(text);
    let _ = write!(text, "\"{name}\":{value}"); // writing to a String cannot fail
}

/// A comma, but for the first in its list. No member or item ends with an opening bracket.
fn separate(text: &mut String) {
    if !text.ends_with(['{', '[']) {
        text.push(',');
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use domain::statistics::Month;
    use serde_json::json;

    use crate::{Answer, Axis, Base, Cells, Dimension, Disclosure, Margin, Measure, Spread, Value};

    #[test]
    fn withheld_undefined_and_nothing_are_told_apart() {
        let usd = |units| Value::Fixed { units, digits: 2 };
        let mut cells = Cells::new(3);
        cells.push([0; 4], [Value::Count(0), usd(-5), Value::Undefined]);
        cells.push([1, 0, 0, 0], [Value::Count(2), usd(1_250), Value::Suppressed]);
        cells.push([1, 1, 0, 0], [Value::Suppressed; 3]);
        let mut of_modes = Cells::new(3);
        of_modes.push([0, 1, 0, 0], [Value::Suppressed; 3]);
        let axis = |dimension, keys: [&str; 2]| Axis { dimension, keys: keys.map(Into::into).to_vec() };
        let answer = Answer {
            as_of: 7,
            latest_month: Month::parse("2026-11"),
            axes: vec![axis(Dimension::Counterparty, ["\"A\\\n[", "B"]), axis(Dimension::Mode, ["patent", "software"])],
            measures: vec![
                Measure::Sum(Base::Contracts),
                Measure::Sum(Base::AmountUsd),
                Measure::Median(Spread::RoyaltyRate),
            ],
            cells,
            margins: vec![Margin { kept: 0b10, cells: of_modes }],
            totals: vec![Value::Count(2), usd(1_245), Value::Undefined],
            without_rate: 1,
            disclosure: Some(Disclosure { policy: 2000, withheld: 2 }),
        };

        let read: serde_json::Value = serde_json::from_str(&answer.to_json()).unwrap();

        let expected = json!({
            "as_of": 7,
            "latest_month": "2026-11",
            "dimensions": ["counterparty", "mode"],
            "measures": ["contracts", "amount_usd", "median_royalty_rate"],
            "cells": [
                {"counterparty": "\"A\\\n[", "mode": "patent", "contracts": 0, "amount_usd": "-0.05",
                 "median_royalty_rate": null},
                {"counterparty": "B", "mode": "patent", "contracts": 2, "amount_usd": "12.50",
                 "median_royalty_rate": null, "suppressed": ["median_royalty_rate"]},
                {"counterparty": "B", "mode": "software", "contracts": null, "amount_usd": null,
                 "median_royalty_rate": null, "suppressed": true},
            ],
            "margins": [{"dimensions": ["mode"], "cells": [
                {"mode": "software", "contracts": null, "amount_usd": null, "median_royalty_rate": null,
                 "suppressed": true},
            ]}],
            "totals": {"contracts": 2, "amount_usd": "12.45", "median_royalty_rate": null},
            "without_rate": 1,
            "disclosure": {"policy": 2000, "withheld": 2},
        });
        assert_eq!(read, expected);
    }
}
