//! `journal verify` and `journal export`.

use std::io::Write;
use std::process::ExitCode;

use portal::app::{AppError, Keys, journal};
use portal::config::Config;
use storage::journal::{Discrepancy, Verified};
use storage::{Access, Database, DatabaseUrl};

use super::Failure;

/// Checks the whole journal beside a running portal; exit 1 names the first bad entry.
pub(crate) async fn verify_journal(config: &Config) -> Result<ExitCode, Failure> {
    match verified(config).await? {
        Ok(verified) => {
            println!("{} entries, {} signed heads, root {}: all hold", verified.entries, verified.heads, verified.root);
            Ok(ExitCode::SUCCESS)
        }
        Err(bad) => {
            println!("entry {} {}", bad.seq, bad.why);
            Ok(ExitCode::FAILURE)
        }
    }
}

/// What the whole journal says, or the first entry that is wrong.
pub(super) async fn verified(config: &Config) -> Result<Result<Verified, Discrepancy>, Failure> {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let readers = u32::try_from(cores).unwrap_or(u32::MAX);
    let database = Database::open(&DatabaseUrl::parse(&config.database_url())?, Access::ReadOnly, readers)?;
    let folder = config.keys();
    if !folder.join("journal.pk8").exists() {
        return Err(Failure::Configuration(format!("{}: there is no key of a journal here", folder.display())));
    }
    let keys = Keys::in_folder(&folder).map_err(Failure::configuration)?;
    // Twice as many as there are readers: none of them waits for its next part.
    Ok(journal::verify(&database, &keys.journal, 2 * cores).await?)
}

/// Entries read at a time.
const AT_A_TIME: i64 = 10_000;

/// Prints every entry as it was hashed, one a line.
pub(crate) async fn export_journal(config: &Config) -> Result<ExitCode, Failure> {
    let database = Database::open(&DatabaseUrl::parse(&config.database_url())?, Access::ReadOnly, 1)?;
    let mut last = 0;
    loop {
        let entries = database
            .read(move |connection| Ok::<_, AppError>(storage::journal::after(connection, last, AT_A_TIME)?))
            .await?;
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        for entry in &entries {
            writeln!(out, "{}", entry.canonical()).map_err(Failure::other)?;
        }
        out.flush().map_err(Failure::other)?;
        match entries.last() {
            Some(entry) => last = entry.seq,
            None => return Ok(ExitCode::SUCCESS),
        }
    }
}
