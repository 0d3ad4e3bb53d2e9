//! One turn of a reader: entries after its cursor, one after the other.

use chrono::Duration;
use storage::journal::{Entry, Lease, advance, after, give_up, is_behind, lease};

use crate::app::{AppError, Portal};

/// Entries taken in one turn.
const TURN: i64 = 200;
/// Tries of one entry before it is set aside.
const MOST_ATTEMPTS: i32 = 8;
/// How long an entry waits for something that is away, such as the mail server, before its tries are counted.
const PATIENCE: Duration = Duration::days(3);

/// Something that follows the journal.
pub(super) trait Reader {
    /// Names the cursor.
    const NAME: &'static str;

    /// Does what the entry calls for. May be called again with the same entry.
    async fn handle(&self, portal: &Portal, entry: &Entry) -> Result<(), AppError>;

    /// Does what the entries of a turn call for, in their order: how many are done, and why it went no further.
    async fn handle_turn(&self, portal: &Portal, entries: &[Entry]) -> (usize, Result<(), AppError>) {
        for (done, entry) in entries.iter().enumerate() {
            if let Err(error) = self.handle(portal, entry).await {
                return (done, Err(error));
            }
        }
        (entries.len(), Ok(()))
    }
}

/// Reads on until nothing is left or something fails; says whether there may be more.
pub(super) async fn take_turn<R: Reader>(reader: &R, portal: &Portal, instance: &str) -> Result<bool, AppError> {
    if !portal.database.read(|connection| Ok::<_, AppError>(is_behind(connection, R::NAME)?)).await? {
        return Ok(false);
    }
    let (holder, now) = (instance.to_owned(), portal.now());
    let turn =
        portal.database.write(move |connection| Ok::<_, AppError>(lease(connection, R::NAME, &holder, now)?)).await?;
    let Some(Lease { seq, .. }) = turn else { return Ok(false) };
    let entries = portal.database.read(move |connection| Ok::<_, AppError>(after(connection, seq, TURN)?)).await?;
    let more = i64::try_from(entries.len()).unwrap_or(i64::MAX) == TURN;
    let (handled, outcome) = reader.handle_turn(portal, &entries).await;
    let done = handled.checked_sub(1).and_then(|last| entries.get(last)).map_or(seq, |entry| entry.seq);
    let failed = outcome.err().zip(entries.get(handled)).map(|(error, entry)| {
        tracing::warn!(reader = R::NAME, seq = entry.seq, %error, "an entry could not be handled");
        let away = matches!(error, AppError::Unavailable(_)) && now - entry.at < PATIENCE;
        (entry.seq, error.to_string(), away)
    });
    let more = more && failed.is_none();
    let set_aside = portal
        .database
        .write(move |connection| {
            if done > seq {
                advance(connection, R::NAME, done)?;
            }
            let Some((place, reason, false)) = failed else { return Ok::<_, AppError>(None) };
            let given_up = give_up(connection, R::NAME, place, MOST_ATTEMPTS, &reason, now)?;
            Ok(given_up.then_some((place, reason)))
        })
        .await?;
    if let Some((seq, reason)) = set_aside {
        tracing::error!(reader = R::NAME, seq, %reason, "an entry is set aside: it failed at every try");
        metrics::counter!("entries_set_aside_total", "reader" => R::NAME).increment(1);
    }
    Ok(more)
}
