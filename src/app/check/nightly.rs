//! The check of every night: once a day, before the desks open, by whichever instance comes first. What it found is a journal entry.

use chrono::Timelike;
use domain::clock::shanghai_date;
use serde_json::json;
use storage::journal::about;

use super::{Register, check};
use crate::app::command::{Record, record};
use crate::app::{AppError, Portal};

/// Hours of the day in Shanghai within which the work of a night begins.
const HOURS: std::ops::Range<u32> = 1..6;
/// Subject of its entries.
const SUBJECT: &str = "register";
/// Discrepancies named in the entry; all are in the log.
const NAMED: usize = 50;

/// Whether it is night, and the journal has no entry of today about a subject yet.
pub(crate) async fn is_due_tonight(portal: &Portal, subject: &'static str) -> Result<bool, AppError> {
    let (now, today) = (portal.now(), portal.today());
    if !HOURS.contains(&(now + chrono::Duration::hours(8)).hour()) {
        return Ok(false);
    }
    let last = portal.database.read(move |connection| Ok::<_, AppError>(about(connection, subject)?.pop())).await?;
    Ok(last.is_none_or(|entry| shanghai_date(entry.at) != today))
}

/// Checks, if it is night and today's check was not made yet; whether it was made now, and found nothing.
pub(crate) async fn check_nightly(portal: &Portal) -> Result<bool, AppError> {
    let now = portal.now();
    if !is_due_tonight(portal, SUBJECT).await? {
        return Ok(false);
    }
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
    portal.database.write(move |connection| record(connection, now, "system", &entry).map(|_| ())).await?;
    Ok(report.discrepancies.is_empty())
}
