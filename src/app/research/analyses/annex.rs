//! What is counted beside the facts: the patents that contracts are about, and the returns of applications. Read when first asked for,
//! and brought up to what is stored at each question.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use domain::registered::ContractStatus;
use domain::statistics::{Fact, FactKind, Month, Particulars};
use research::analysis::{LicenceEvent, PatentTable, ReturnItem, ReturnTable};
use serde_json::Value;
use storage::Connection;
use storage::journal::{by_seq, cursor};
use storage::register::{ReturnFact, generation, return_facts_after};
use storage::research::findings::{StoredEvent, events_between};

use crate::app::research::READER;
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
    events: Vec<Event>,
    returns: Vec<ReturnFact>,
    is_all: bool,
}

/// A registered event, with what it counts for.
struct Event {
    seq: i64,
    particulars: Particulars,
    usd_cents: i64,
    status: Option<ContractStatus>,
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
        for Event { seq, particulars, usd_cents, status } in &more.events {
            let event = LicenceEvent { seq: *seq, particulars, usd_cents: *usd_cents, status: *status };
            tables.patents.append(&event);
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
            // What is counted already, since an event's amount is its fact's.
            let reached = cursor(connection, READER)?;
            let generation = generation(connection)?;
            let stored = events_between(connection, patents, reached, CHUNK)?;
            let returns = return_facts_after(connection, returns, CHUNK)?;
            let full = |rows: usize| i64::try_from(rows).is_ok_and(|rows| rows + ITEMS_OF_A_RETURN >= CHUNK);
            let is_all = !full(stored.len()) && !full(returns.len());
            let events = stored.iter().map(|one| event(connection, one)).collect::<Result<_, _>>()?;
            Ok(More { generation, events, returns, is_all })
        })
        .await
}

fn event(connection: &mut Connection, stored: &StoredEvent) -> Result<Event, AppError> {
    let particulars = Particulars::from_json(&stored.particulars).map_err(AppError::internal)?;
    let fact = stored.fact.as_deref().map(Fact::from_json).transpose().map_err(AppError::internal)?;
    let status = match particulars.kind {
        FactKind::Closure => status_after(connection, stored.seq)?,
        FactKind::Registration | FactKind::Amendment | FactKind::Settlement => None,
    };
    let usd_cents = fact.map_or(0, |fact| fact.standing_usd_cents);
    Ok(Event { seq: stored.seq, particulars, usd_cents, status })
}

/// What a closure made of its contract: its entry in the journal says it.
fn status_after(connection: &mut Connection, seq: i64) -> Result<Option<ContractStatus>, AppError> {
    let entry = by_seq(connection, seq)?;
    let code = entry.as_ref().and_then(|entry| entry.body.get("contract_status")).and_then(Value::as_str);
    Ok(code.and_then(ContractStatus::from_code))
}
