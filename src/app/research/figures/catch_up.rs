//! Brings what is in memory up to what is stored.

use storage::journal::cursor;
use storage::register::{facts_after, generation};

use super::{Counted, Figures};
use crate::app::research::READER;
use crate::app::{AppError, Portal};

/// Facts read at a time.
const CHUNK: i64 = 20_000;

/// What was read: up to where entries are counted, of which generation, and facts that are new.
struct Read {
    reached: i64,
    generation: i64,
    facts: Vec<domain::statistics::Fact>,
}

/// Brings the facts in memory up to those that are stored; answers the journal entry up to which they are counted. Where stored facts
/// have changed, all of them are read again, and questions meanwhile are answered from those before.
pub(crate) async fn catch_up(portal: &Portal) -> Result<i64, AppError> {
    let here = portal.figures.position();
    let ahead = read(portal, here).await?;
    if ahead.facts.is_empty() && ahead.generation == here.1 {
        return Ok(ahead.reached);
    }
    let _one = portal.figures.reading.lock().await;
    let mut fresh: Option<Counted> = None;
    loop {
        let here = match &fresh {
            Some(counted) => (counted.cube.as_of(), counted.generation),
            None => portal.figures.position(),
        };
        let Read { reached, generation, facts } = read(portal, here).await?;
        if generation != here.1 {
            fresh = Some(Counted::new(generation));
            continue;
        }
        match &mut fresh {
            Some(counted) => counted.cube.append(&facts),
            None => portal.figures.counted().cube.append(&facts),
        }
        // A full page may lack one that the next begins with.
        if i64::try_from(facts.len()).is_ok_and(|count| count + 1 < CHUNK) {
            if let Some(counted) = fresh {
                *portal.figures.counted() = counted;
            }
            return Ok(reached);
        }
    }
}

impl Figures {
    /// The newest fact in memory, and of which generation it is.
    fn position(&self) -> (i64, i64) {
        let counted = self.counted();
        (counted.cube.as_of(), counted.generation)
    }
}

async fn read(portal: &Portal, (seq, known): (i64, i64)) -> Result<Read, AppError> {
    portal
        .database
        .read(move |connection| {
            // The cursor first: facts up to it are there.
            let reached = cursor(connection, READER)?;
            let generation = generation(connection)?;
            let facts = if generation == known { facts_after(connection, seq, CHUNK)? } else { Vec::new() };
            Ok(Read { reached, generation, facts })
        })
        .await
}
