//! The check of every night: once a day, before the desks open, by whichever instance comes first; and the same when somebody asks. What
//! was found is a journal entry, which those who look after the portal read, and are mailed where something differs.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Timelike, Utc};
use domain::Role;
use domain::clock::shanghai_date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::journal::{Entry, last_about};
use utoipa::ToSchema;

use super::{Register, check};
use crate::app::command::{Record, record};
use crate::app::{AppError, Context, Portal};

/// Hours of the day in Shanghai within which the work of a night begins.
const HOURS: std::ops::Range<u32> = 1..6;
/// Subject of its entries.
const SUBJECT: &str = "register";
/// Discrepancies named in the entry; all are in the log.
const NAMED: usize = 50;
/// How long somebody who asks waits for the outcome.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whether the register is what journal, signatures and papers say, as it was found last.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RegisterCheckView {
    /// The last check; none before the first.
    pub last: Option<LastCheck>,
    /// Whether one is under way.
    pub running: bool,
}

/// What a check has found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LastCheck {
    /// Place of its entry in the journal.
    pub seq: i64,
    /// When it ended.
    pub at: DateTime<Utc>,
    /// Entries of the journal that were looked at.
    pub entries: i64,
    /// Contracts of the register.
    pub contracts: i64,
    /// Papers whose bytes were read.
    pub papers: i64,
    /// How much differs.
    pub discrepancies: i64,
    /// What differs, 50 at most; all of it is in the portal's log.
    pub named: Vec<NamedDiscrepancy>,
}

/// Something that is not as it must be.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct NamedDiscrepancy {
    /// What kind it is.
    pub code: String,
    /// The object that it was found in: a filing, a contract, a certificate, an entry of the journal.
    pub subject: String,
    /// What differs.
    pub why: String,
}

/// The body of the entry of a check.
#[derive(Deserialize)]
struct Found {
    entries: i64,
    contracts: i64,
    papers: i64,
    discrepancies: i64,
    named: Vec<NamedDiscrepancy>,
}

impl LastCheck {
    /// What an entry says, if it is the entry of a check.
    pub(crate) fn of(entry: Entry) -> Option<Self> {
        let Found { entries, contracts, papers, discrepancies, named } = serde_json::from_value(entry.body).ok()?;
        Some(Self { seq: entry.seq, at: entry.at, entries, contracts, papers, discrepancies, named })
    }
}

/// Whether it is night, and the journal has no entry of today about a subject yet.
pub(crate) async fn is_due_tonight(portal: &Portal, subject: &'static str) -> Result<bool, AppError> {
    let (now, today) = (portal.now(), portal.today());
    if !HOURS.contains(&(now + chrono::Duration::hours(8)).hour()) {
        return Ok(false);
    }
    let last = portal.database.read(move |connection| Ok::<_, AppError>(last_about(connection, subject)?)).await?;
    Ok(last.is_none_or(|entry| shanghai_date(entry.at) != today))
}

/// Checks, if it is night and today's check was not made yet; whether it was made now, and found nothing.
pub(crate) async fn check_nightly(portal: &Portal) -> Result<bool, AppError> {
    let _one = portal.checking.lock().await;
    if !is_due_tonight(portal, SUBJECT).await? {
        return Ok(false);
    }
    check_and_enter(portal, "system").await
}

/// What the last check found, and whether one is under way.
pub async fn last_check(portal: &Portal, context: &Context) -> Result<RegisterCheckView, AppError> {
    context.staff(Role::may_oversee)?;
    view(portal).await
}

/// Checks now, in a task of its own, which goes on where it takes longer than half a minute. While one is under way no other begins.
pub async fn check_now(portal: &Arc<Portal>, context: &Context) -> Result<RegisterCheckView, AppError> {
    context.staff(Role::may_oversee)?;
    if let Ok(one) = portal.checking.clone().try_lock_owned() {
        let (own, actor) = (portal.clone(), context.actor_text());
        let checking = tokio::spawn(async move {
            let outcome = check_and_enter(&own, &actor).await;
            if let Err(error) = &outcome {
                tracing::error!(%error, "the register could not be checked");
            }
            drop(one);
            outcome
        });
        if let Ok(ended) = tokio::time::timeout(PATIENCE, checking).await {
            ended.map_err(AppError::internal)??;
        }
    }
    view(portal).await
}

async fn view(portal: &Portal) -> Result<RegisterCheckView, AppError> {
    let running = portal.checking.try_lock().is_err();
    let last = portal.database.read(|connection| Ok::<_, AppError>(last_about(connection, SUBJECT)?)).await?;
    Ok(RegisterCheckView { last: last.and_then(LastCheck::of), running })
}

/// Checks everything, with the bytes of every paper, and enters what was found; whether that was nothing.
async fn check_and_enter(portal: &Portal, actor: &str) -> Result<bool, AppError> {
    let report = check(&Register::of(portal), true).await?;
    for one in &report.discrepancies {
        tracing::error!(code = one.code, subject = one.subject, why = one.why, "the register is not as it must be");
    }
    let named: Vec<_> = report.discrepancies.iter().take(NAMED).collect();
    let entry = Record {
        kind: "register.checked",
        subject: SUBJECT.into(),
        body: json!({ "entries": report.entries, "contracts": report.contracts, "papers": report.papers,
            "discrepancies": report.discrepancies.len(), "named": named }),
    };
    let (now, actor) = (portal.now(), actor.to_owned());
    portal.database.write(move |connection| record(connection, now, &actor, &entry).map(|_| ())).await?;
    portal.committed.send_replace(());
    Ok(report.discrepancies.is_empty())
}
