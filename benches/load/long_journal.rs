//! A journal as long as a portal's of many years, in a file of its own, and what a proof out of it takes. Nobody loads so many filings:
//! its entries say nothing, but each has its row, its leaf and its tiles, as any other has.

use std::path::Path;
use std::time::{Duration, Instant};

use domain::merkle::verify_inclusion;
use portal::app::{Clock, SystemClock};
use serde_json::json;
use storage::journal::{NewEntry, by_seq, inclusion_proof, root_of};
use storage::{Access, Database, DatabaseUrl, StorageError};

use crate::common::measure::{Figures, of_waits};
use crate::scenarios::Dice;
use crate::{Failure, Options};

/// Entries in one transaction: one statement bears so many values.
const AT_ONCE: u64 = 4_096;
/// Longer than this, nobody waits for the loading; proofs are then out of what is there.
const PATIENCE: Duration = Duration::from_mins(3);

/// The figures, by their name; nothing where no such journal was asked for.
pub(crate) async fn measure(options: &Options, folder: &Path) -> Result<Option<(String, Figures)>, Failure> {
    if options.proofs == 0 {
        return Ok(None);
    }
    let place = folder.join("long-journal");
    std::fs::create_dir_all(&place)?;
    let url = format!("sqlite://{}", place.join("portal.db").display());
    let database = Database::open(&DatabaseUrl::parse(&url)?, Access::Exclusive, 1)?;
    let began = Instant::now();
    let size = load(&database, options.proofs, began).await?;
    println!("\n== a journal of {size} entries, loaded in {:.0} s", began.elapsed().as_secs_f64());
    let figures = prove(&database, size, options.seconds).await?;
    println!(
        "inclusion proof: p50 {:.2} ms  p95 {:.2} ms  p99 {:.2} ms  {} errors",
        figures.p50_ms, figures.p95_ms, figures.p99_ms, figures.errors
    );
    drop(database);
    std::fs::remove_dir_all(&place)?;
    Ok(Some((format!("inclusion proof in a journal of {size} entries"), figures)))
}

/// Appends as the portal does; answers how many entries there are.
async fn load(database: &Database, wanted: u64, began: Instant) -> Result<u64, Failure> {
    let mut size = 0;
    while size < wanted && began.elapsed() < PATIENCE {
        let count = AT_ONCE.min(wanted - size);
        let at = SystemClock.now();
        let entry = |_| NewEntry {
            at,
            actor: "system".into(),
            kind: "bench.entry",
            subject: "bench".into(),
            body: json!({}),
            told: Vec::new(),
            seal: None,
        };
        let entries: Vec<NewEntry> = (0..count).map(entry).collect();
        database.record::<_, StorageError, _>(move |_| Ok(((), entries))).await?;
        size += count;
    }
    Ok(size)
}

/// Proofs of entries anywhere, one after the other. Each is checked; one that does not hold counts as an error.
async fn prove(database: &Database, size: u64, seconds: u64) -> Result<Figures, Failure> {
    let proved = database.read(move |connection| {
        let root = root_of(connection, size)?;
        let (mut dice, mut waits, mut wrong) = (Dice(1), Vec::new(), 0);
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(seconds) {
            let index = dice.below(size);
            let asked = Instant::now();
            let path = inclusion_proof(connection, index, size)?;
            waits.push(asked.elapsed());
            let entry = by_seq(connection, i64::try_from(index + 1).unwrap_or(i64::MAX))?;
            let holds = entry.is_some_and(|entry| verify_inclusion(&entry.leaf, index, size, &path, &root));
            wrong += usize::from(!holds);
        }
        Ok::<_, StorageError>(of_waits(waits, wrong, began.elapsed()))
    });
    Ok(proved.await?)
}
