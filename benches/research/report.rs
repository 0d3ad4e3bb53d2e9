//! What was measured, as tables.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::common::machine::Machine;
use crate::common::measure::Figures;
use crate::common::opened::today;
use crate::common::targets::{Target, save, table};
use crate::http::Served;
use crate::queries::QUERIES;
use crate::rebuild::Rebuilt;
use crate::{Failure, Options};

/// One question to engine and DuckDB.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Line {
    /// Its name.
    pub(crate) name: &'static str,
    /// The engine.
    pub(crate) engine: Figures,
    /// DuckDB, where it was asked.
    pub(crate) duckdb: Option<Figures>,
    /// What differs between the answers.
    pub(crate) difference: Option<String>,
    /// Cells of the answer.
    pub(crate) cells: usize,
}

impl Line {
    /// How many times as long as DuckDB the engine takes, by the median.
    fn ratio(&self) -> Option<f64> {
        self.duckdb.as_ref().map(|duckdb| self.engine.p50_ms / duckdb.p50_ms)
    }
}

/// The engine with so many facts.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct InMemory {
    /// Facts.
    pub(crate) facts: usize,
    /// Bytes a fact that the cube counts.
    pub(crate) bytes_per_fact: f64,
    /// Bytes a fact by which the process grew.
    pub(crate) resident_per_fact: f64,
    /// Facts appended in a second.
    pub(crate) appended_per_second: f64,
    /// DuckDB's version.
    pub(crate) duckdb: Option<String>,
    /// Each question.
    pub(crate) lines: Vec<Line>,
}

/// The portal on one database.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct OnDatabase {
    /// `sqlite` or `postgresql`.
    pub(crate) database: String,
    /// Counting everything the first time, where it was done there.
    pub(crate) counted: Option<Rebuilt>,
    /// Counting again where all is well.
    pub(crate) checked: Rebuilt,
    /// Over HTTP.
    pub(crate) served: Served,
}

/// Everything measured.
pub(crate) struct Report {
    /// On what.
    pub(crate) machine: Machine,
    /// By size.
    pub(crate) in_memory: Vec<InMemory>,
    /// By database.
    pub(crate) on_databases: Vec<OnDatabase>,
}

impl Report {
    /// What is to be reached, and whether it is; what falls short first.
    fn targets(&self) -> Vec<Target> {
        let mut found = Vec::new();
        let smallest = self.in_memory.iter().map(|one| one.facts).min().unwrap_or_default();
        for one in &self.in_memory {
            let on = format!("engine, {} facts", one.facts);
            let slowest = one.lines.iter().map(|line| line.engine.p95_ms).fold(0.0, f64::max);
            let limit = if one.facts == smallest { 15.0 } else { 150.0 };
            found.push(Target::most(&on, "slowest question, p95", slowest, limit, "ms"));
            found.push(Target::most(&on, "memory of a fact", one.bytes_per_fact, 64.0, "bytes"));
            if one.duckdb.is_some() {
                let worst = one.lines.iter().filter_map(Line::ratio).fold(0.0, f64::max);
                found.push(Target::most(&on, "p50 beside DuckDB, the worst question", worst, 1.0, "times"));
                let differing = one.lines.iter().filter(|line| line.difference.is_some()).count();
                found.push(Target {
                    on,
                    what: "every answer is DuckDB's".into(),
                    reached: format!("{differing} differ"),
                    met: differing == 0,
                });
            }
        }
        for one in &self.on_databases {
            let slowest = one.served.alone.iter().map(|figures| figures.p95_ms).fold(0.0, f64::max);
            let errors: usize = one.served.alone.iter().chain(&one.served.together).map(|figures| figures.errors).sum();
            found.push(Target::most(&one.database, "slowest question over HTTP, one client, p95", slowest, 40.0, "ms"));
            found.push(Target::most(
                &one.database,
                "registration → visible, p95",
                one.served.visible.p95_ms,
                1_000.0,
                "ms",
            ));
            found.push(Target {
                on: one.database.clone(),
                what: "no question without an answer".into(),
                reached: format!("{errors} errors"),
                met: errors == 0 && one.served.visible.errors == 0,
            });
            found.push(Target {
                on: one.database.clone(),
                what: "rebuild ≥ 200000 facts/s".into(),
                reached: format!("{:.0}/s", one.checked.per_second),
                met: one.checked.per_second >= 200_000.0,
            });
        }
        found.sort_by_key(|target| target.met);
        found
    }

    /// The whole report.
    pub(crate) fn markdown(&self, options: &Options) -> String {
        let mut text = format!("# The research centre, {}\n\n", today());
        let machine = &self.machine;
        // Writing into a string cannot fail.
        let _written = writeln!(
            text,
            "{} cores of {}. Load averages before: {}. Invented facts of twenty years; {} runs of each question after {} to warm up.",
            machine.cores, machine.processor, machine.load_before, options.runs, options.warm
        );
        text.push_str(&table(&self.targets()));
        for one in &self.in_memory {
            text.push_str(&engine_table(one));
        }
        for one in &self.on_databases {
            text.push_str(&database_table(one, options));
        }
        text.push_str(NOTES);
        text
    }

    /// Writes both files; answers where the readable one is.
    pub(crate) fn save(&self, options: &Options, folder: &Path) -> Result<PathBuf, Failure> {
        let json = serde_json::json!({
            "machine": self.machine, "runs": options.runs, "targets": self.targets(),
            "engine": self.in_memory, "databases": self.on_databases,
        });
        let name = format!("{}-{}-research", today(), self.machine.short());
        save(folder, &name, &self.markdown(options), &json)
    }
}

fn engine_table(one: &InMemory) -> String {
    let mut text = format!(
        "\n## Engine, {} facts\n\n{:.1} bytes a fact by its own count, {:.1} by resident memory. {:.0} facts/s appended.{}\n\n\
         | question | cells | p50 ms | p95 ms | DuckDB p50 ms | p95 ms | ratio | answers |\n|---|--:|--:|--:|--:|--:|--:|---|\n",
        one.facts,
        one.bytes_per_fact,
        one.resident_per_fact,
        one.appended_per_second,
        one.duckdb.as_ref().map_or_else(String::new, |version| format!(" DuckDB {version}."))
    );
    for line in &one.lines {
        let duckdb = |of: fn(&Figures) -> f64| {
            line.duckdb.as_ref().map_or_else(|| "—".to_owned(), |figures| format!("{:.2}", of(figures)))
        };
        let _written = writeln!(
            text,
            "| {} | {} | {:.2} | {:.2} | {} | {} | {} | {} |",
            line.name,
            line.cells,
            line.engine.p50_ms,
            line.engine.p95_ms,
            duckdb(|figures| figures.p50_ms),
            duckdb(|figures| figures.p95_ms),
            line.ratio().map_or_else(|| "—".to_owned(), |ratio| format!("{ratio:.2}")),
            match (&line.difference, &line.duckdb) {
                (Some(difference), _) => difference.as_str(),
                (None, Some(_)) => "equal",
                (None, None) => "—",
            }
        );
    }
    text
}

fn database_table(one: &OnDatabase, options: &Options) -> String {
    let served = &one.served;
    let mut text = format!(
        "\n## {}, {} facts\n\n{}`research rebuild --check` counts {:.0} facts/s. Started in {:.2} s, first question {:.0} ms. \
         Registration → visible: p50 {:.0} ms, p95 {:.0} ms. Resident memory {:.0} MiB.\n\n\
         | question, with totals | p50 ms | p95 ms | {} clients: per second | p50 ms | p95 ms |\n|---|--:|--:|--:|--:|--:|\n",
        one.database,
        one.checked.facts,
        one.counted.as_ref().map_or_else(String::new, |counted| format!(
            "`research rebuild` writes {:.0} facts/s the first time. ",
            counted.per_second
        )),
        one.checked.per_second,
        served.started_in,
        served.first_ms,
        served.visible.p50_ms,
        served.visible.p95_ms,
        served.memory_mib,
        options.clients
    );
    for ((asked, alone), together) in QUERIES.iter().zip(&served.alone).zip(&served.together) {
        let _written = writeln!(
            text,
            "| {} | {:.2} | {:.2} | {:.0} | {:.2} | {:.2} |",
            asked.name, alone.p50_ms, alone.p95_ms, together.per_second, together.p50_ms, together.p95_ms
        );
    }
    text
}

const NOTES: &str = "
## How it was measured

The engine answers in this process, with as many threads as there are cores; DuckDB has as many, the same facts in the same order with
every word as an ENUM, and the same questions as SQL. Neither adds totals of parts. DuckDB is timed up to the first row of its answer,
so that making objects of Python is not counted; the ratio is of medians, below 1 where the engine is faster. Answers are compared cell by cell.
Over HTTP questions come with all their totals, from clients on the same machine.
";
