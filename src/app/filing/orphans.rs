//! Bytes that nothing names: their process ended between the bytes and the row, or between the end of the row and that of the bytes.

use bytes::Bytes;
use chrono::Duration;
use storage::journal::by_seq;
use storage::uploads::named;

use crate::app::{AppError, Clock, Portal, SystemClock};

/// A row follows its bytes within seconds; after so many hours it will not come.
const KEPT_HOURS: i64 = 24;
/// Blobs asked about at a time.
const AT_A_TIME: usize = 500;
/// The blob that says whose the store is.
const MARK: &str = "journal";

/// Removes what came more than a day ago and what no paper, nor one on its way, names.
pub(crate) async fn sweep_orphans(portal: &Portal) -> Result<(), AppError> {
    if portal.is_sandbox() || !is_ours(portal).await? {
        return Ok(());
    }
    // The store goes by the clock on the wall.
    let before = SystemClock.now() - Duration::hours(KEPT_HOURS);
    let old = portal.blobs.list().await?.into_iter().filter(|kept| kept.since < before);
    let old: Vec<String> = old.map(|kept| kept.name).collect();
    // What is named is asked after what is there: a row that comes meanwhile is of younger bytes.
    for names in old.chunks(AT_A_TIME) {
        let asked = names.to_vec();
        let known = portal.database.read(move |connection| Ok::<_, AppError>(named(connection, &asked)?)).await?;
        for orphan in names.iter().filter(|name| !known.contains(*name)) {
            portal.blobs.delete(orphan).await?;
            tracing::info!(blob = orphan, "bytes that no paper names were removed");
        }
    }
    Ok(())
}

/// Whether the store belongs to this journal, by its mark; one without a mark gets it. A portal that was given another's bucket
/// would find all of its papers unnamed.
async fn is_ours(portal: &Portal) -> Result<bool, AppError> {
    let first = portal.database.read(|connection| Ok::<_, AppError>(by_seq(connection, 1)?)).await?;
    let Some(first) = first else { return Ok(false) };
    let mark = Bytes::from(first.leaf.to_string());
    match portal.blobs.get(MARK).await? {
        None => {
            portal.blobs.put(MARK, mark).await?;
            Ok(true)
        }
        Some(found) if found == mark => Ok(true),
        Some(_) => {
            tracing::warn!("the store of papers belongs to another journal: nothing in it is removed");
            Ok(false)
        }
    }
}
