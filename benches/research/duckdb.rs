//! DuckDB on the same facts: the same questions as SQL, in the same run, and whether it answers the same.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use invented::Market;
use research::{Dimension, Measure, Query};
use serde::Deserialize;
use serde_json::Value;

use crate::common::measure::{Figures, of_waits};
use crate::engine::{Cellwise, Number};
use crate::queries::{QUERIES, parsed, sql};
use crate::supply::{fields, write_csv};
use crate::{Failure, Options};

/// What DuckDB did.
pub(crate) struct Beside {
    /// Its version.
    pub(crate) version: String,
    /// Each question's times and answer, in their order.
    pub(crate) answers: Vec<(Figures, Cellwise)>,
}

#[derive(Deserialize)]
struct Said {
    version: String,
    loaded_in: f64,
    answers: Vec<SaidOne>,
}

#[derive(Deserialize)]
struct SaidOne {
    waits_ms: Vec<f64>,
    rows: Vec<Vec<Value>>,
}

/// Lets DuckDB answer the questions on the facts of a market.
pub(crate) fn measured(options: &Options, root: &Path, place: &Path, market: &Market) -> Result<Beside, Failure> {
    let (facts, questions) = (place.join("facts.csv"), place.join("questions.json"));
    write_csv(market, &fields()?, &facts)?;
    let queries = QUERIES.iter().map(|asked| parsed(asked.question)).collect::<Result<Vec<_>, _>>()?;
    let statements = queries.iter().map(sql).collect::<Result<Vec<_>, _>>()?;
    std::fs::write(&questions, serde_json::to_vec(&statements)?)?;
    let python = Command::new(root.join("tests/support/python.sh")).stderr(Stdio::inherit()).output()?;
    let python = String::from_utf8(python.stdout)?;
    let threads = std::thread::available_parallelism()?.get();
    let output = Command::new(python.trim())
        .arg(root.join("benches/research/with_duckdb.py"))
        .args([&facts, &questions])
        .args([threads, options.warm, options.runs].map(|number| number.to_string()))
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err("DuckDB did not answer".into());
    }
    let said: Said = serde_json::from_slice(&output.stdout)?;
    std::fs::remove_file(&facts)?;
    println!("DuckDB {} loaded the facts in {:.1} s", said.version, said.loaded_in);
    let answers = said
        .answers
        .into_iter()
        .zip(&queries)
        .map(|(one, query)| {
            let waits: Vec<Duration> = one.waits_ms.iter().map(|wait| Duration::from_secs_f64(wait / 1e3)).collect();
            let took = waits.iter().sum();
            (of_waits(waits, 0, took), cellwise(query, &one.rows))
        })
        .collect();
    Ok(Beside { version: said.version, answers })
}

fn cellwise(query: &Query, rows: &[Vec<Value>]) -> Cellwise {
    let dimensions: Vec<Dimension> = query.dimensions().collect();
    let cell = |row: &Vec<Value>| {
        let (keys, values) = row.split_at(dimensions.len().min(row.len()));
        let keys: Vec<String> = dimensions.iter().zip(keys).map(|(dimension, key)| text(*dimension, key)).collect();
        (keys.join("\n"), values.iter().map(number).collect())
    };
    rows.iter().map(cell).collect()
}

/// A key as the engine spells it: months are numbers such as 202611 there.
fn text(dimension: Dimension, key: &Value) -> String {
    match (dimension, key) {
        (Dimension::Month, Value::Number(month)) => {
            let month = month.as_i64().unwrap_or_default();
            format!("{:04}-{:02}", month / 100, month % 100)
        }
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

fn number(value: &Value) -> Number {
    value.as_i64().map(i128::from)
}

/// What differs between two answers, if anything does. A concentration may differ by one: DuckDB has it from floats.
pub(crate) fn difference(query: &Query, own: &Cellwise, other: &Cellwise) -> Option<String> {
    let most = if matches!(query.measures.as_slice(), [Measure::Hhi(..)]) { 1 } else { 0 };
    let near = |left: &Number, right: &Number| match (left, right) {
        (Some(left), Some(right)) => (left - right).abs() <= most,
        (left, right) => left == right,
    };
    let same = |left: &[Number], right: &[Number]| {
        left.len() == right.len() && left.iter().zip(right).all(|(left, right)| near(left, right))
    };
    if own.len() != other.len() {
        return Some(format!("{} cells, DuckDB has {}", own.len(), other.len()));
    }
    let (key, values) = own.iter().find(|(key, values)| !other.get(*key).is_some_and(|there| same(values, there)))?;
    Some(format!("{}: {values:?}, DuckDB has {:?}", key.replace('\n', ", "), other.get(key)))
}
