//! The second half of `make bench`: how fast the research centre answers, beside DuckDB on the same facts in the same run.
//!
//! A table goes to the screen and to `benches/results/`, with the targets that fall short first. Nothing fails here by being
//! slow; an answer that differs from DuckDB's is said in the table.

#[path = "../common/mod.rs"]
#[allow(dead_code, reason = "the other bench needs the rest of it")]
mod common;
mod duckdb;
mod engine;
mod http;
mod queries;
mod rebuild;
mod report;
mod stored;
mod supply;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

pub(crate) use common::Failure;
use common::machine::Machine;
use common::{copy, postgresql};
use queries::{QUERIES, parsed};
use report::{InMemory, Line, OnDatabase, Report};

/// What is measured, and for how long.
#[derive(Debug, Clone, Parser)]
pub(crate) struct Options {
    /// Facts in the engine, roughly, one run each; DuckDB answers beside the smallest
    #[arg(long, env = "PORTAL_BENCH_FACTS", value_delimiter = ',', default_value = "1000000,10000000")]
    facts: Vec<u64>,
    /// Facts in the databases, roughly; 0 for none
    #[arg(long, env = "PORTAL_BENCH_STORED_FACTS", default_value_t = 1_000_000)]
    stored: u64,
    /// Times that each question is asked
    #[arg(long, env = "PORTAL_BENCH_RUNS", default_value_t = 50)]
    runs: usize,
    /// Times before that, not counted
    #[arg(long, default_value_t = 5)]
    warm: usize,
    /// Seconds that each question is asked over HTTP
    #[arg(long, env = "PORTAL_BENCH_SECONDS", default_value_t = 2)]
    seconds: u64,
    /// Clients that ask at the same time, after one alone
    #[arg(long, env = "PORTAL_BENCH_CLIENTS", default_value_t = 16)]
    clients: usize,
    /// Databases to measure
    #[arg(long, env = "PORTAL_BENCH_DATABASES", value_delimiter = ',', default_value = "sqlite,postgresql")]
    databases: Vec<String>,
    /// The service
    #[arg(long, env = "PORTAL_BINARY", default_value = env!("CARGO_BIN_EXE_tech-trade-portal"))]
    binary: PathBuf,
    /// A PostgreSQL server to make databases on; a throw-away one is started when absent
    #[arg(long, env = "TEST_POSTGRES_URL")]
    postgresql: Option<String>,
    /// Given by `cargo bench`
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Failure> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir_in(root.join("target"))?;
    let results = root.join("benches/results");
    let mut report = Report { machine: Machine::look(None)?, in_memory: Vec::new(), on_databases: Vec::new() };
    let smallest = options.facts.iter().min().copied();
    for &facts in &options.facts {
        let beside = smallest == Some(facts);
        report.in_memory.push(in_memory(options, &root, folder.path(), facts, beside)?);
        // After each size: whoever ends a long run keeps what it has found.
        println!("written to {}", report.save(options, &results)?.display());
    }
    if options.stored > 0 {
        on_databases(options, &root, folder.path(), &mut report)?;
        println!("written to {}", report.save(options, &results)?.display());
    }
    println!("\n{}", report.markdown(options));
    Ok(())
}

/// The engine with so many facts, and DuckDB beside it.
#[expect(clippy::cast_precision_loss, reason = "facts of one machine")]
fn in_memory(options: &Options, root: &Path, place: &Path, facts: u64, beside: bool) -> Result<InMemory, Failure> {
    println!("\n== engine, about {facts} facts");
    let (market, fields) = (supply::market(facts), supply::fields()?);
    let filled = engine::filled(&market)?;
    println!(
        "{} facts, {:.1} bytes a fact, {:.1} resident",
        filled.facts, filled.bytes_per_fact, filled.resident_per_fact
    );
    let own = engine::measured(options, &filled.snapshot, &fields)?;
    let duckdb = if beside { Some(duckdb::measured(options, root, place, &market)?) } else { None };
    let mut lines = Vec::new();
    for (place, (asked, (figures, answer))) in QUERIES.iter().zip(own).enumerate() {
        let query = parsed(asked.question)?;
        let other = duckdb.as_ref().and_then(|duckdb| duckdb.answers.get(place));
        let line = Line {
            name: asked.name,
            cells: answer.len(),
            difference: other.and_then(|(_, other)| duckdb::difference(&query, &answer, other)),
            duckdb: other.map(|(figures, _)| figures.clone()),
            engine: figures,
        };
        if let Some(beside) = &line.duckdb {
            println!(
                "{:<46} {:>8.2} ms  DuckDB {:>8.2} ms  ratio {:>5.2}  {}",
                line.name,
                line.engine.p50_ms,
                beside.p50_ms,
                line.engine.p50_ms / beside.p50_ms,
                line.difference.as_deref().unwrap_or("equal")
            );
        }
        lines.push(line);
    }
    Ok(InMemory {
        facts: filled.facts,
        bytes_per_fact: filled.bytes_per_fact,
        resident_per_fact: filled.resident_per_fact,
        appended_per_second: filled.facts as f64 / filled.appended_in,
        duckdb: duckdb.map(|duckdb| duckdb.version),
        lines,
    })
}

/// The portal on each database: filled and counted on the embedded one, copied to the other.
fn on_databases(options: &Options, root: &Path, folder: &Path, report: &mut Report) -> Result<(), Failure> {
    // One thread: the load must cost little, since it runs on the machine that is measured.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let place = folder.join("stored");
    std::fs::create_dir_all(&place)?;
    let file = place.join("portal.db");
    let embedded = format!("sqlite://{}", file.display());
    println!("\n== databases, about {} facts", options.stored);
    let waiting = runtime.block_on(stored::fill(&embedded, &place, options.stored))?;
    let counted = rebuild::rebuilt(options, &embedded, &place, false)?;
    let cluster = if options.databases.iter().any(|database| database == "postgresql") {
        Some(postgresql::Cluster::at_hand(root, options.postgresql.as_deref())?)
    } else {
        None
    };
    let copied = cluster.as_ref().map(|cluster| copied(cluster, &file)).transpose()?;
    for database in &options.databases {
        println!("\n-- {database}");
        let own = database == "postgresql";
        let url = if own { copied.as_deref() } else { None }.unwrap_or(&embedded);
        // The same entries on another database are another history, whose heads are not this one's.
        let heads = place.join("heads.jsonl");
        if heads.exists() {
            std::fs::remove_file(heads)?;
        }
        let checked = rebuild::rebuilt(options, url, &place, true)?;
        let served = runtime.block_on(http::served(options, url, &place, &waiting))?;
        report.on_databases.push(OnDatabase {
            database: database.clone(),
            counted: (!own).then(|| counted.clone()),
            checked,
            served,
        });
    }
    if let (Some(cluster), Some(url)) = (&cluster, &copied) {
        cluster.drop_database(url)?;
    }
    Ok(())
}

/// The same on PostgreSQL.
fn copied(cluster: &postgresql::Cluster, file: &Path) -> Result<String, Failure> {
    let url = cluster.database("research")?;
    drop(storage::Database::open(&storage::DatabaseUrl::parse(&url)?, storage::Access::Exclusive, 1)?);
    copy::copy(file, &cluster.psql_program(), &url)?;
    cluster.settle(&url)?;
    Ok(url)
}
