//! Counting everything again: facts are made anew from particulars and rates, and from the items of returns, in the order of the
//! journal, and compared with those that are stored. Where a fact differs, the new one takes its place; where all is well, no fact is
//! written.
//!
//! Facts are put right a few at a time. Whoever does holds a turn meanwhile, as a reader of the journal does: where that runs out,
//! counting was interrupted, some facts are new and others old, and the task that counts goes on with it ([`finish_rebuild`]).

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::statistics::{Fact, Particulars, RateEditions, Standing, fold};
use domain::{ContractId, Role};
use serde::Serialize;
use storage::Connection;
use storage::journal::{advance, cursor, lease, of_kind_between, ran_out};
use storage::register::{
    ReturnFact, fact_texts_between, next_generation, particulars_after, replace_facts, replace_return_facts,
    return_facts_between,
};
use utoipa::ToSchema;

use super::count::{RETURNED, items_of};
use super::{READER, rate_editions};
use crate::app::{AppError, Context, Portal};

/// Particulars read at a time.
const CHUNK: i64 = 20_000;
/// Returns read at a time.
const RETURNS: i64 = 500;
/// Facts replaced in one transaction.
const FEW: usize = 1_000;
/// Whose turn it is while facts are put right, and who takes it: any process that counts again.
const REBUILDING: &str = "rebuild";
/// How long an administrator waits for the outcome.
const PATIENCE: Duration = Duration::from_secs(30);

/// What counting again has found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Rebuilt {
    /// Registered events and returns that were counted.
    pub entries: u64,
    /// Facts that there are to be, those of returns among them: one for each item.
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
    count_again(portal, check).await
}

/// Goes on with what an interruption has left half put right. Who may still be at it has a minute first.
pub(crate) async fn finish_rebuild(portal: &Portal) -> Result<(), AppError> {
    let now = portal.now();
    let left = portal.database.read(move |connection| Ok::<_, AppError>(ran_out(connection, REBUILDING, now)?)).await?;
    if left && let Ok(_one) = portal.figures.rebuilding.try_lock() {
        // Where it fails again, it is tried again in a minute.
        portal.database.write(move |connection| take_turn(connection, now)).await?;
        let rebuilt = count_again(portal, false).await?;
        tracing::warn!(?rebuilt, "counting the facts again had been interrupted, and is done now");
    }
    Ok(())
}

/// Who has begun to put facts right keeps the turn, also over stretches where all is well.
async fn keep_turn(portal: &Portal, rebuilt: &Rebuilt) -> Result<(), AppError> {
    let now = portal.now();
    if rebuilt.written > 0 {
        portal.database.write(move |connection| take_turn(connection, now)).await?;
    }
    Ok(())
}

fn take_turn(connection: &mut Connection, now: DateTime<Utc>) -> Result<(), AppError> {
    lease(connection, REBUILDING, REBUILDING, now)?;
    Ok(())
}

async fn count_again(portal: &Portal, check: bool) -> Result<Rebuilt, AppError> {
    let began = Instant::now();
    let (to, rates) = portal
        .database
        .read(|connection| Ok::<_, AppError>((cursor(connection, READER)?, rate_editions(connection)?)))
        .await?;
    let mut rebuilt = Rebuilt { as_of: to, ..Rebuilt::default() };
    count_registered(portal, rates, check, &mut rebuilt).await?;
    count_returned(portal, check, &mut rebuilt).await?;
    if !check {
        portal.database.write(move |connection| Ok::<_, AppError>(advance(connection, REBUILDING, to)?)).await?;
    }
    rebuilt.seconds_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(rebuilt)
}

/// What was registered, into what was found.
async fn count_registered(
    portal: &Portal,
    rates: RateEditions,
    check: bool,
    rebuilt: &mut Rebuilt,
) -> Result<(), AppError> {
    let to = rebuilt.as_of;
    let mut count = Count { rates, standings: HashMap::new() };
    // From before the first entry, so that what was invented there is found too.
    let mut chunk = read(portal, i64::MIN, to).await?;
    loop {
        let (end, last) = (chunk.end, chunk.last);
        rebuilt.entries += chunk.particulars.len() as u64;
        let counting = tokio::task::spawn_blocking(move || {
            let outcome = count.compare(chunk);
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
            rebuilt.written += put_right(portal, changes, replace_facts).await?;
            keep_turn(portal, rebuilt).await?;
        }
        match next {
            Some(next) => chunk = next,
            None => break,
        }
    }
    Ok(())
}

/// What was returned, into what was found.
async fn count_returned(portal: &Portal, check: bool, rebuilt: &mut Rebuilt) -> Result<(), AppError> {
    let (mut after, to) = (i64::MIN, rebuilt.as_of);
    loop {
        let stretch = portal.database.read(move |connection| returned(connection, after, to)).await?;
        let Returned { entries, counted, stored, end } = stretch;
        rebuilt.entries += entries;
        rebuilt.facts += counted.len() as u64;
        let placed = |items: Vec<ReturnFact>| items.into_iter().map(|item| ((item.seq, item.item), item));
        let changes = differences(placed(stored), placed(counted), |stored, item| stored == item);
        rebuilt.differing += changes.len() as u64;
        if !check {
            rebuilt.written += put_right(portal, changes, replace_return_facts).await?;
            keep_turn(portal, rebuilt).await?;
        }
        if end == to {
            return Ok(());
        }
        after = end;
    }
}

/// A stretch of the journal: how many returns, their items as they are counted and as they are stored, and where it ends.
struct Returned {
    entries: u64,
    counted: Vec<ReturnFact>,
    stored: Vec<ReturnFact>,
    end: i64,
}

fn returned(connection: &mut Connection, after: i64, to: i64) -> Result<Returned, AppError> {
    let entries = of_kind_between(connection, RETURNED, after, to, RETURNS)?;
    let full = i64::try_from(entries.len()).is_ok_and(|count| count == RETURNS);
    let end = entries.last().map(|entry| entry.seq).filter(|_| full).unwrap_or(to);
    let mut counted = Vec::new();
    for entry in &entries {
        counted.extend(items_of(connection, entry)?);
    }
    let stored = return_facts_between(connection, after, end)?;
    Ok(Returned { entries: entries.len() as u64, counted, stored, end })
}

/// A stretch of the journal: its particulars, read or why they cannot be, and the facts that are stored.
struct Chunk {
    particulars: Vec<(i64, Result<Particulars, String>)>,
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
            // Here, beside the counting of the stretch before, which takes as long.
            let read = |text: &str| Particulars::from_json(text).map_err(|error| error.to_string());
            let particulars = particulars.into_iter().map(|(seq, text)| (seq, read(&text))).collect();
            Ok(Chunk { particulars, stored, end, last })
        })
        .await
}

/// What is carried from one stretch to the next.
struct Count {
    rates: RateEditions,
    standings: HashMap<ContractId, Standing>,
}

/// Where a fact stands: its journal entry, and which one of that it is.
type Place = (i64, i32);

/// A fact that is to be put right: where it stands, whether something is there, and what is to be.
struct Change<T> {
    place: Place,
    stored: bool,
    fact: Option<T>,
}

/// What is to be put right where this is stored and that was counted, both in the order of their places.
fn differences<S, T>(
    stored: impl Iterator<Item = (Place, S)>,
    counted: impl Iterator<Item = (Place, T)>,
    same: impl Fn(&S, &T) -> bool,
) -> Vec<Change<T>> {
    let (mut changes, mut stored) = (Vec::new(), stored.peekable());
    for (place, fact) in counted {
        while let Some((invented, _)) = stored.next_if(|(other, _)| *other < place) {
            changes.push(Change { place: invented, stored: true, fact: None });
        }
        let known = stored.next_if(|(other, _)| *other == place);
        if known.as_ref().is_none_or(|(_, known)| !same(known, &fact)) {
            changes.push(Change { place, stored: known.is_some(), fact: Some(fact) });
        }
    }
    changes.extend(stored.map(|(place, _)| Change { place, stored: true, fact: None }));
    changes
}

struct Compared {
    facts: u64,
    changes: Vec<Change<Fact>>,
}

impl Count {
    fn compare(&mut self, chunk: Chunk) -> Compared {
        let mut facts = 0;
        let stored = chunk.stored.iter().map(|(seq, part, text)| ((*seq, *part), text));
        let counted = chunk.particulars.into_iter().flat_map(|(seq, read)| self.facts_of(seq, read)).map(|fact| {
            facts += 1;
            ((fact.seq, i32::from(fact.part)), fact)
        });
        let changes = differences(stored, counted, |text, fact| **text == fact.to_json());
        Compared { facts, changes }
    }

    /// The facts of an entry. One whose particulars are damaged has none, as when it is counted the first time.
    fn facts_of(&mut self, seq: i64, read: Result<Particulars, String>) -> Vec<Fact> {
        let folded = read.and_then(|particulars| {
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
async fn put_right<T: Send + 'static>(
    portal: &Portal,
    changes: Vec<Change<T>>,
    replace: fn(&mut Connection, &[Place], &[T]) -> storage::Result<()>,
) -> Result<u64, AppError> {
    let (mut written, mut changes) = (0, changes.into_iter().peekable());
    while changes.peek().is_some() {
        let now = portal.now();
        let few: Vec<Change<T>> = changes.by_ref().take(FEW).collect();
        written += few.len() as u64;
        portal
            .database
            .write(move |connection| {
                let delete: Vec<Place> = few.iter().filter(|one| one.stored).map(|one| one.place).collect();
                let insert: Vec<T> = few.into_iter().filter_map(|one| one.fact).collect();
                replace(connection, &delete, &insert)?;
                next_generation(connection)?;
                take_turn(connection, now)
            })
            .await?;
    }
    Ok(written)
}
