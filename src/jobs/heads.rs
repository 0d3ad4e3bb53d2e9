//! Signs the journal's head, and keeps it outside the database too, where a rewritten database cannot reach it.

use std::io::Write;

use crate::app::journal::sign_head;
use crate::app::{AppError, Portal};

/// Signs what has been added since the last head, and appends the head to `heads.jsonl`.
pub(super) async fn export_head(portal: &Portal, last: &mut i64) -> Result<(), AppError> {
    let Some(head) = sign_head(portal).await? else { return Ok(()) };
    if head.tree_size == *last {
        return Ok(());
    }
    *last = head.tree_size;
    let line = serde_json::to_string(&head).map_err(AppError::internal)?;
    let path = portal.settings.data.join("heads.jsonl");
    tokio::task::spawn_blocking(move || {
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
        writeln!(file, "{line}")?;
        file.sync_all()
    })
    .await
    .map_err(AppError::internal)?
    .map_err(AppError::internal)
}
