//! `make bench`: loads N filings into each database, serves them with the release binary, and measures what people do.
//!
//! A table goes to the screen and to `benches/results/`, with the targets that fall short first. Nothing fails here by being
//! slow: machines differ, and the ratios beside `/health/live` and `pgbench` say how much of a figure is the machine's.

mod bulk;
mod checks;
#[path = "../common/mod.rs"]
#[allow(dead_code, reason = "the other bench needs the rest of it")]
mod common;
mod invented;
mod load;
mod long_journal;
mod proofs;
mod report;
mod scenarios;
mod statements;
mod targets;
mod tokens;
mod webhooks;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

pub(crate) use common::Failure;
use common::machine::Machine;
use common::{Load, copy, postgresql};
use report::Report;

/// What is measured, and for how long.
#[derive(Debug, Clone, Parser)]
pub(crate) struct Options {
    /// Filings in the database, one run each
    #[arg(long, env = "PORTAL_BENCH_SIZES", value_delimiter = ',', default_value = "10000,100000")]
    sizes: Vec<u64>,
    /// Seconds that each thing is measured for
    #[arg(long, env = "PORTAL_BENCH_SECONDS", default_value_t = 5)]
    seconds: u64,
    /// Clients that ask at the same time, each on a connection of its own
    #[arg(long, env = "PORTAL_BENCH_CLIENTS", default_value_t = 16)]
    clients: usize,
    /// Databases to measure
    #[arg(long, env = "PORTAL_BENCH_DATABASES", value_delimiter = ',', default_value = "sqlite,postgresql")]
    databases: Vec<String>,
    /// Only what has this in its name, such as `queue`
    #[arg(long, env = "PORTAL_BENCH_ONLY", default_value = "")]
    only: String,
    /// Entries of a journal out of which proofs are made, such as 10000000; none is made when absent
    #[arg(long, env = "PORTAL_BENCH_PROOFS", default_value_t = 0)]
    proofs: u64,
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

impl Options {
    /// The load of each measurement.
    fn load(&self) -> Load {
        Load { clients: self.clients, seconds: self.seconds }
    }
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
    // One thread: the load must cost little, since it runs on the machine that is measured.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let cluster = if options.databases.iter().any(|database| database == "postgresql") {
        Some(postgresql::Cluster::at_hand(&root, options.postgresql.as_deref())?)
    } else {
        None
    };
    let machine = Machine::look(cluster.as_ref().map(|cluster| (cluster, options.load())))?;
    let mut report = Report::new(machine, options);
    report.alone = checks::measure(options)?;
    report.alone.extend(runtime.block_on(long_journal::measure(options, folder.path()))?);
    for &filings in &options.sizes {
        let place = folder.path().join(filings.to_string());
        std::fs::create_dir_all(&place)?;
        let file = place.join("portal.db");
        let embedded = format!("sqlite://{}", file.display());
        println!("\n== {filings} filings");
        let loaded = runtime.block_on(load::load(options, &embedded, &place, filings))?;
        println!("loaded in {:.0} s; the journal has {} entries", loaded.took, loaded.entries);
        // Copied before anything changes the one that was loaded.
        let copied = cluster.as_ref().map(|cluster| copied(cluster, &file, filings)).transpose()?;
        for database in &options.databases {
            println!("\n-- {database}, {filings} filings");
            let url = if database == "postgresql" { copied.as_deref() } else { None }.unwrap_or(&embedded);
            let run = runtime.block_on(scenarios::measure(options, url, &place, &loaded))?;
            report.add(database, filings, run);
        }
        if let (Some(cluster), Some(url)) = (&cluster, &copied) {
            report.add_pgbench(filings, statements::same(cluster, url, &place, filings, options.load())?);
            cluster.drop_database(url)?;
        }
        std::fs::remove_dir_all(&place)?;
        // After each size: whoever ends a long run keeps what it has found.
        println!("written to {}", report.save(&root.join("benches/results"))?.display());
    }
    println!("\n{}", report.markdown());
    Ok(())
}

/// The same on PostgreSQL.
fn copied(cluster: &postgresql::Cluster, file: &std::path::Path, filings: u64) -> Result<String, Failure> {
    let began = std::time::Instant::now();
    let url = cluster.database(&filings.to_string())?;
    drop(storage::Database::open(&storage::DatabaseUrl::parse(&url)?, storage::Access::Exclusive, 1)?);
    copy::copy(file, &cluster.psql_program(), &url)?;
    cluster.settle(&url)?;
    println!("copied to PostgreSQL in {:.0} s", began.elapsed().as_secs_f64());
    Ok(url)
}
