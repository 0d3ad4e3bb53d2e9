//! Signs the journal's head, and keeps it outside the database too, where a rewritten database cannot reach it.

use std::io::Write;
use std::path::{Path, PathBuf};

use proof::HeadView;

use crate::app::journal::{EXPORTED_HEADS, holds, sign_head};
use crate::app::{AppError, Portal};

fn file(portal: &Portal) -> PathBuf {
    portal.settings.data.join(EXPORTED_HEADS)
}

/// Signs what has been added since the last head, and appends the head to `heads.jsonl`.
pub(super) async fn export_head(portal: &Portal, last: &mut i64) -> Result<(), AppError> {
    let Some(head) = sign_head(portal).await? else { return Ok(()) };
    if head.tree_size == *last {
        return Ok(());
    }
    let path = file(portal);
    tokio::task::spawn_blocking(move || append(&path, &head).map(|()| head.tree_size))
        .await
        .map_err(AppError::internal)?
        .map(|size| *last = size)
        .map_err(AppError::internal)
}

fn append(path: &Path, head: &HeadView) -> std::io::Result<()> {
    let line = serde_json::to_string(head)?;
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    writeln!(file, "{line}")?;
    file.sync_all()
}

/// Whether the journal still is the one whose heads were exported; else why not. A database that was set back to an older copy,
/// or rewritten, is not to be served as if nothing had been lost.
pub async fn agrees_with_exported_heads(portal: &Portal) -> Result<Result<(), String>, AppError> {
    let path = file(portal);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Ok(())),
        Err(error) => return Err(AppError::internal(error)),
    };
    // A line that a crash cut short is no head; the one before it is the last.
    let last = text.lines().rev().find_map(|line| serde_json::from_str::<HeadView>(line).ok());
    let Some(head) = last else { return Ok(Ok(())) };
    let outcome = holds(portal, &head).await?;
    Ok(outcome.map_err(|why| format!("{}: {why}", path.display())))
}
