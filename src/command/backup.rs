//! `backup` and `restore`.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use portal::app::backup::{BackupError, MANIFEST, Place, restore as put_back, take};
use portal::app::journal::EXPORTED_HEADS;
use portal::app::{Clock, SystemClock, digest};
use portal::config::Config;
use storage::DatabaseUrl;

use super::{Failure, blobs};

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        match error {
            // It names its cause itself.
            BackupError::File { .. } => Self::Other(error.to_string()),
            other => Self::Other(format!("{other}{cause}")),
        }
    }
}

/// Copies everything beside a running portal.
pub(crate) async fn backup(config: &Config, folder: &Path) -> Result<ExitCode, Failure> {
    let manifest = take(&place(config)?, folder, SystemClock.now()).await?;
    let text = std::fs::read(folder.join(MANIFEST)).map_err(Failure::other)?;
    println!(
        "{}: {} files, a journal of {} entries with root {}; SHA-256 of {MANIFEST}: {}",
        folder.display(),
        manifest.files.len(),
        manifest.entries,
        manifest.root,
        digest(text)
    );
    if let Some(bucket) = &manifest.papers_in {
        println!("the papers in {bucket} were NOT copied: back up the bucket by its own means");
    }
    if !manifest.missing_papers.is_empty() {
        println!(
            "papers that the database names and that were not there, because they were just removed or are lost (see `check --papers`): {}",
            manifest.missing_papers.join(" ")
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts a backup back into an empty place, and checks its journal; exit 1 when that does not hold.
pub(crate) async fn restore(config: &Config, folder: &Path) -> Result<ExitCode, Failure> {
    let manifest = put_back(&place(config)?, folder).await?;
    println!("{} files of {}, made at {}, are back", manifest.files.len(), folder.display(), manifest.made_at);
    if let Some(bucket) = &manifest.papers_in {
        println!("the papers in {bucket} are not part of this backup: see that they are as of then");
    }
    match super::journal::verified(config).await? {
        Ok(found) if (found.entries, &found.root) == (manifest.entries, &manifest.root) => {
            println!("{} entries, {} signed heads, root {}: all hold", found.entries, found.heads, found.root);
            Ok(ExitCode::SUCCESS)
        }
        Ok(found) => {
            println!(
                "the journal has {} entries with root {}, and not those of the manifest",
                found.entries, found.root
            );
            Ok(ExitCode::FAILURE)
        }
        Err(bad) => {
            println!("entry {} {}", bad.seq, bad.why);
            Ok(ExitCode::FAILURE)
        }
    }
}

fn place(config: &Config) -> Result<Place, Failure> {
    let bucket = config.blobs.clone().filter(|named| named.starts_with("s3://"));
    Ok(Place {
        database: DatabaseUrl::parse(&config.database_url())?,
        blobs: blobs(config)?,
        bucket,
        keys: config.keys(),
        heads: config.data().join(EXPORTED_HEADS),
    })
}
