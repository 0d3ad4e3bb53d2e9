//! Counting everything again: facts are made anew from particulars and rates, in the order of the journal, and compared with those
//! that are stored. Where a fact differs, the new one takes its place; where all is well, nothing is written.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::statistics::{Fact, Particulars, RateEditions, Standing, fold};
use domain::{ContractId, Role};
use serde::Serialize;
use storage::journal::cursor;
use storage::register::{fact_texts_between, next_generation, particulars_after, replace_facts};
use utoipa::ToSchema;

use super::{READER, rate_editions};
use crate::app::{AppError, Context, Portal};

/// Particulars read at a time.
const CHUNK: i64 = 20_000;
/// Facts replaced in one transaction.
const FEW: usize = 1_000;
/// How long an administrator waits for the outcome.
const PATIENCE: Duration = Duration::from_secs(30);

/// What counting again has found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Rebuilt {
    /// Registered events that were counted.
    pub entries: u64,
    /// Facts that there are to be.
    pub facts: u64,
    /// Facts that were missing, differed, or ought not to be there.
    pub differing: u64,
    /// Facts that were put right; 0 for a check.
    pub written: u64,
    /// How long it took, in milliseconds.
    pub seconds_ms: u64,
    /// The journal entry up to which was counted.
    pub as_of: i64,
}

/// Counts again for an administrator; none where it takes longer than half a minute: then the outcome is found in the log.
pub async fn rebuild_now(portal: &Arc<Portal>, context: &Context, check: bool) -> Result<Option<Rebuilt>, AppError> {
    context.staff(|role| role == Role::SystemAdmin)?;
    let portal = portal.clone();
    let counting = tokio::spawn(async move {
        let outcome = rebuild(&portal, check).await;
        match &outcome {
            Ok(rebuilt) if rebuilt.differing == 0 => tracing::info!(?rebuilt, "the facts were counted again"),
            Ok(rebuilt) => tracing::warn!(?rebuilt, "the facts were counted again, and some differed"),
            Err(error) => tracing::error!(%error, "the facts could not be counted again"),
        }
        outcome
    });
    match tokio::time::timeout(PATIENCE, counting).await {
        Ok(outcome) => outcome.map_err(AppError::internal)?.map(Some),
        Err(_) => Ok(None),
    }
}

/// Counts everything again, up to where the reader of the journal has come. With `check` nothing is written.
pub async fn rebuild(portal: &Portal, check: bool) -> Result<Rebuilt, AppError> {
    let _one = portal.figures.rebuilding.lock().await;
    let began = Instant::now();
    let (to, rates) = portal
        .database
        .read(|connection| Ok::<_, AppError>((cursor(connection, READER)?, rate_editions(connection)?)))
        .await?;
    let mut count = Count { rates, standings: HashMap::new() };
    let mut rebuilt = Rebuilt { as_of: to, ..Rebuilt::default() };
    // From before the first entry, so that what was invented there is found too.
    let mut chunk = read(portal, i64::MIN, to).await?;
    loop {
        let (end, last) = (chunk.end, chunk.last);
        rebuilt.entries += chunk.particulars.len() as u64;
        let counting = tokio::task::spawn_blocking(move || {
            let outcome = count.compare(&chunk);
            (count, outcome)
        });
        let (counted, next) = if last {
            (counting.await, None)
        } else {
            let (counted, next) = tokio::join!(counting, read(portal, end, to));
            (counted, Some(next?))
        };
        let (carried, Compared { facts, changes }) = counted.map_err(AppError::internal)?;
        count = carried;
        rebuilt.facts += facts;
        rebuilt.differing += changes.len() as u64;
        if !check {
            rebuilt.written += put_right(portal, changes).await?;
        }
        match next {
            Some(next) => chunk = next,
            None => break,
        }
    }
    rebuilt.seconds_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(rebuilt)
}

/// A stretch of the journal: its particulars, and the facts that are stored.
struct Chunk {
    particulars: Vec<(i64, String)>,
    stored: Vec<(i64, i32, String)>,
    end: i64,
    last: bool,
}

async fn read(portal: &Portal, after: i64, to: i64) -> Result<Chunk, AppError> {
    portal
        .database
        .read(move |connection| {
            let mut particulars = particulars_after(connection, after, CHUNK)?;
            let full = i64::try_from(particulars.len()).is_ok_and(|count| count == CHUNK);
            let end = particulars.last().map(|(seq, _)| *seq).filter(|seq| full && *seq < to);
            let (end, last) = (end.unwrap_or(to), end.is_none());
            particulars.retain(|(seq, _)| *seq <= end);
            let stored = fact_texts_between(connection, after, end)?;
            Ok(Chunk { particulars, stored, end, last })
        })
        .await
}

/// What is carried from one stretch to the next.
struct Count {
    rates: RateEditions,
    standings: HashMap<ContractId, Standing>,
}

/// A fact that is to be put right: where it stands, whether something is there, and what is to be.
struct Change {
    place: (i64, i32),
    stored: bool,
    fact: Option<Fact>,
}

struct Compared {
    facts: u64,
    changes: Vec<Change>,
}

impl Count {
    fn compare(&mut self, chunk: &Chunk) -> Compared {
        let (mut facts, mut changes) = (0, Vec::new());
        let mut stored = chunk.stored.iter().map(|(seq, part, text)| ((*seq, *part), text)).peekable();
        for (seq, text) in &chunk.particulars {
            for fact in self.facts_of(*seq, text) {
                facts += 1;
                let place = (fact.seq, i32::from(fact.part));
                while let Some((invented, _)) = stored.next_if(|(other, _)| *other < place) {
                    changes.push(Change { place: invented, stored: true, fact: None });
                }
                let known = stored.next_if(|(other, _)| *other == place);
                if known.is_none_or(|(_, text)| *text != fact.to_json()) {
                    changes.push(Change { place, stored: known.is_some(), fact: Some(fact) });
                }
            }
        }
        changes.extend(stored.map(|(place, _)| Change { place, stored: true, fact: None }));
        Compared { facts, changes }
    }

    /// The facts of an entry. One whose particulars are damaged has none, as when it is counted the first time.
    fn facts_of(&mut self, seq: i64, text: &str) -> Vec<Fact> {
        let folded = Particulars::from_json(text).map_err(|error| error.to_string()).and_then(|particulars| {
            let standing = self.standings.get(&particulars.contract);
            let folded = fold(standing, seq, &particulars, &self.rates).map_err(|error| error.to_string());
            folded.map(|(facts, after)| (facts, particulars.contract, after))
        });
        match folded {
            Ok((facts, contract, after)) => {
                self.standings.insert(contract, after);
                facts
            }
            Err(error) => {
                tracing::error!(seq, %error, "an event cannot be counted");
                Vec::new()
            }
        }
    }
}

/// Puts facts right, and says so to whoever holds them in memory, a few at a time, so that commands do not wait long.
async fn put_right(portal: &Portal, changes: Vec<Change>) -> Result<u64, AppError> {
    let (mut written, mut changes) = (0, changes.into_iter().peekable());
    while changes.peek().is_some() {
        let few: Vec<Change> = changes.by_ref().take(FEW).collect();
        written += few.len() as u64;
        portal
            .database
            .write(move |connection| {
                let delete: Vec<(i64, i32)> = few.iter().filter(|one| one.stored).map(|one| one.place).collect();
                let insert: Vec<Fact> = few.into_iter().filter_map(|one| one.fact).collect();
                replace_facts(connection, &delete, &insert)?;
                next_generation(connection)?;
                Ok::<_, AppError>(())
            })
            .await?;
    }
    Ok(written)
}
