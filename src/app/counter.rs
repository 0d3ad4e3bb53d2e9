//! Counts that are kept in memory and written together, so that counting costs no write. What cannot be written is kept for the next
//! time; what a crash takes is lost.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use storage::{Connection, Database};

use super::AppError;

/// Written in one transaction at most, so that the writer is soon free again.
const AT_ONCE: usize = 200;

/// How often, and when last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Count {
    pub(crate) times: i64,
    pub(crate) last_at: DateTime<Utc>,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.times += other.times;
        self.last_at = self.last_at.max(other.last_at);
    }
}

/// Counts since they were last written.
#[derive(Debug)]
pub(crate) struct Counter<K>(Mutex<HashMap<K, Count>>);

impl<K> Default for Counter<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Clone + Eq + Hash + Send + 'static> Counter<K> {
    /// Once more.
    pub(crate) fn count(&self, what: K, now: DateTime<Utc>) {
        self.add([(what, Count { times: 1, last_at: now })]);
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<K, Count>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, counts: impl IntoIterator<Item = (K, Count)>) {
        let mut all = self.counts();
        for (what, count) in counts {
            all.entry(what).and_modify(|known| known.add(count)).or_insert(count);
        }
    }

    /// Writes what was counted.
    pub(crate) async fn flush(
        &self,
        database: &Database,
        write: fn(&mut Connection, &K, Count) -> storage::Result<()>,
    ) -> Result<(), AppError> {
        let mut counts: Vec<(K, Count)> = std::mem::take(&mut *self.counts()).into_iter().collect();
        while !counts.is_empty() {
            let some = counts.split_off(counts.len().saturating_sub(AT_ONCE));
            let written = some.clone();
            let outcome = database
                .write(move |connection| {
                    written.iter().try_for_each(|(what, count)| write(connection, what, *count))?;
                    Ok::<_, AppError>(())
                })
                .await;
            if outcome.is_err() {
                self.add(counts.into_iter().chain(some));
                return outcome;
            }
        }
        Ok(())
    }
}

/// The beginning of an hour.
pub(crate) fn hour_of(now: DateTime<Utc>) -> DateTime<Utc> {
    now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now)
}
