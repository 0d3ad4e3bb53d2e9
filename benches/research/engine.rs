//! The engine alone: a cube of so many facts, what it takes of memory, and how long each question takes.

use std::collections::BTreeMap;
use std::time::Instant;

use domain::reference::StrategicFields;
use invented::Market;
use research::{Answer, Cells, Cube, Limits, Query, Snapshot, Value};

use crate::common::machine::resident_mib;
use crate::common::measure::{Figures, of_waits};
use crate::queries::{QUERIES, parsed};
use crate::supply::Supply;
use crate::{Failure, Options};

/// Facts appended at a time.
const CHUNK: usize = 10_000;
/// Cells are not what is measured here.
const LIMITS: Limits = Limits { cells: 10_000_000 };

/// A full cube, and what filling it took.
pub(crate) struct Filled {
    /// What is asked.
    pub(crate) snapshot: Snapshot,
    /// Facts in it.
    pub(crate) facts: usize,
    /// Bytes a fact that the cube says it has.
    pub(crate) bytes_per_fact: f64,
    /// Bytes a fact by which resident memory grew.
    pub(crate) resident_per_fact: f64,
    /// Seconds in `append` alone.
    pub(crate) appended_in: f64,
}

/// A value as SQL gives it; none where there is none.
pub(crate) type Number = Option<i128>;

/// The answer to a question: keys, joined by a line break, with the values of each measure.
pub(crate) type Cellwise = BTreeMap<String, Vec<Number>>;

/// Fills a cube.
#[expect(clippy::cast_precision_loss, reason = "bytes and facts of one machine")]
pub(crate) fn filled(market: &Market) -> Result<Filled, Failure> {
    let mut supply = Supply::new(market)?;
    let (mut cube, mut appended_in, before) = (Cube::new(), 0.0, resident_mib()?);
    loop {
        let facts = supply.next_facts(CHUNK)?;
        if facts.is_empty() {
            break;
        }
        let began = Instant::now();
        cube.append(&facts);
        appended_in += began.elapsed().as_secs_f64();
    }
    drop(supply);
    let (facts, snapshot) = (cube.len(), cube.snapshot());
    let grown = (resident_mib()? - before).max(0.0) * 1024.0 * 1024.0;
    Ok(Filled {
        snapshot,
        facts,
        bytes_per_fact: cube.bytes() as f64 / facts.max(1) as f64,
        resident_per_fact: grown / facts.max(1) as f64,
        appended_in,
    })
}

/// How long each question takes, in their order, and its answer.
pub(crate) fn measured(
    options: &Options,
    snapshot: &Snapshot,
    fields: &StrategicFields,
) -> Result<Vec<(Figures, Cellwise)>, Failure> {
    let threads = std::thread::available_parallelism()?.get();
    let mut found = Vec::new();
    for asked in QUERIES {
        let query = parsed(asked.question)?;
        let answer = || {
            snapshot
                .answer(&query, fields, &LIMITS, threads)
                .map_err(|refusal| Failure::from(format!("{}: {refusal:?}", asked.name)))
        };
        let mut waits = Vec::with_capacity(options.runs);
        let began = Instant::now();
        for turn in 0..options.warm + options.runs {
            let one = Instant::now();
            let answered = answer()?;
            let wait = one.elapsed();
            drop(answered);
            if turn >= options.warm {
                waits.push(wait);
            }
        }
        let figures = of_waits(waits, 0, began.elapsed());
        println!("{:<46} p50 {:>8.2} ms  p95 {:>8.2} ms", asked.name, figures.p50_ms, figures.p95_ms);
        found.push((figures, cellwise(&query, &answer()?)));
    }
    Ok(found)
}

fn cellwise(query: &Query, answer: &Answer) -> Cellwise {
    let numbers = |values: &[Value]| {
        query.measures.iter().zip(values).map(|(measure, value)| number(*value, measure.digits())).collect()
    };
    if answer.axes.is_empty() {
        return Cellwise::from([(String::new(), numbers(&answer.totals))]);
    }
    let cells: &Cells = &answer.cells;
    cells.iter().map(|cell| (answer.keys(cell).collect::<Vec<_>>().join("\n"), numbers(cell.values))).collect()
}

/// A value in units of so many decimals.
fn number(value: Value, digits: u8) -> Number {
    let scale = |more: u8| 10_i128.pow(u32::from(more));
    match value {
        Value::Count(count) => Some(i128::from(count) * scale(digits)),
        Value::Fixed { units, digits: own } if own <= digits => Some(units * scale(digits - own)),
        Value::Fixed { units, digits: own } => Some(units / scale(own - digits)),
        Value::Undefined | Value::Suppressed => None,
    }
}
