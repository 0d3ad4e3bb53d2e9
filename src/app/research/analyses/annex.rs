//! What is counted beside the facts: the patents that contracts are about, and the returns of applications. Read when first asked for,
//! and brought up to what is stored at each question.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use domain::statistics::{Month, Particulars};
use research::analysis::{PatentTable, ReturnItem, ReturnTable};
use storage::register::{ReturnFact, generation, particulars_after, return_facts_after};

use crate::app::{AppError, Portal};

/// Rows read at a time.
const CHUNK: i64 = 5_000;
/// As many items as a return may have: a page of returns may lack so many.
const ITEMS_OF_A_RETURN: i64 = 100;

/// The patents and returns in memory.
#[derive(Default)]
pub(crate) struct Annex {
    tables: RwLock<Tables>,
    /// One reads what is stored at a time.
    reading: tokio::sync::Mutex<()>,
}

/// Both tables, of one generation of the facts: where those are made anew, so are these.
#[derive(Default)]
pub(super) struct Tables {
    generation: i64,
    pub(super) patents: PatentTable,
    pub(super) returns: ReturnTable,
}

/// What was read: more of both, of which generation, and whether that was all.
struct More {
    generation: i64,
    particulars: Vec<(i64, Particulars)>,
    returns: Vec<ReturnFact>,
    is_all: bool,
}

impl Annex {
    /// The tables as they are.
    pub(super) fn tables(&self) -> RwLockReadGuard<'_, Tables> {
        self.tables.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self) -> RwLockWriteGuard<'_, Tables> {
        self.tables.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn position(&self) -> (i64, i64) {
        let tables = self.tables();
        (tables.patents.newest(), tables.returns.newest())
    }

    /// Adds what was read; whether there may be more.
    fn add(&self, more: &More) -> Result<bool, AppError> {
        let mut tables = self.change();
        if tables.generation != more.generation {
            *tables = Tables { generation: more.generation, ..Tables::default() };
            return Ok(true);
        }
        for (seq, particulars) in &more.particulars {
            tables.patents.append(*seq, particulars);
        }
        for fact in &more.returns {
            let month = Month::parse(&fact.month);
            let month = month.ok_or_else(|| AppError::internal(format!("no month: {}", fact.month)))?;
            let (seq, desk, kind) = (fact.seq, fact.desk_code.as_str(), fact.kind.as_str());
            tables.returns.append(&ReturnItem { seq, month, desk, kind, reason: fact.reason.as_deref() });
        }
        Ok(!more.is_all)
    }
}

/// Brings the tables up to what is stored.
pub(super) async fn catch_up(portal: &Portal) -> Result<(), AppError> {
    let _one = portal.annex.reading.lock().await;
    loop {
        let more = read(portal, portal.annex.position()).await?;
        if !portal.annex.add(&more)? {
            return Ok(());
        }
    }
}

async fn read(portal: &Portal, (patents, returns): (i64, i64)) -> Result<More, AppError> {
    portal
        .database
        .read(move |connection| {
            let generation = generation(connection)?;
            let texts = particulars_after(connection, patents, CHUNK)?;
            let returns = return_facts_after(connection, returns, CHUNK)?;
            let full = |rows: usize| i64::try_from(rows).is_ok_and(|rows| rows + ITEMS_OF_A_RETURN >= CHUNK);
            let is_all = !full(texts.len()) && !full(returns.len());
            let read = |(seq, text): &(i64, String)| Particulars::from_json(text).map(|of| (*seq, of));
            let particulars: Result<Vec<_>, _> = texts.iter().map(read).collect();
            let particulars = particulars.map_err(AppError::internal)?;
            Ok(More { generation, particulars, returns, is_all })
        })
        .await
}
