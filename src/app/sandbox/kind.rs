//! Whether a database is a sandbox's: its journal begins by saying so. One is never served as the other, whatever is in it.

use std::sync::Arc;

use chrono::Duration;
use serde_json::json;
use storage::Database;
use storage::journal::{about, by_seq};

use super::SUBJECT;
use crate::app::command::{Record, record};
use crate::app::{AppError, Clock, SandboxClock, SystemClock};

/// What a database is by its journal.
enum Kind {
    /// Nothing has happened yet.
    Unused,
    /// A portal's.
    Portal,
    /// A sandbox's, whose clock was moved by so much.
    Sandbox(Duration),
}

/// Opens a database as a sandbox's, whose clock is answered, or as a portal's; else says why not. One in which nothing has happened
/// yet becomes a sandbox's.
pub async fn open_as(
    database: &Database,
    sandbox: bool,
) -> Result<Result<Option<Arc<SandboxClock>>, &'static str>, AppError> {
    let ahead = match (kind(database).await?, sandbox) {
        (Kind::Unused | Kind::Portal, false) => return Ok(Ok(None)),
        (Kind::Portal, true) => return Ok(Err("the database is a portal's in which things count, and no sandbox")),
        (Kind::Sandbox(_), false) => return Ok(Err("the database is a sandbox's: it is served with --sandbox")),
        (Kind::Sandbox(ahead), true) => ahead,
        (Kind::Unused, true) => {
            let first = Record { kind: "sandbox.created", subject: SUBJECT.to_owned(), body: json!({}) };
            let now = SystemClock.now();
            database.write(move |connection| record(connection, now, "system", &first)).await?;
            Duration::zero()
        }
    };
    Ok(Ok(Some(Arc::new(SandboxClock::ahead_by(ahead)))))
}

async fn kind(database: &Database) -> Result<Kind, AppError> {
    database
        .read(|connection| {
            let Some(first) = by_seq(connection, 1)? else { return Ok(Kind::Unused) };
            if first.kind != "sandbox.created" {
                return Ok(Kind::Portal);
            }
            let moved = about(connection, SUBJECT)?;
            let ahead = moved.iter().rev().find_map(|entry| entry.body.get("ahead_seconds")?.as_i64());
            Ok::<_, AppError>(Kind::Sandbox(Duration::try_seconds(ahead.unwrap_or_default()).unwrap_or_default()))
        })
        .await
}
