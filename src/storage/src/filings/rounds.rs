//! The rounds of an application: what was submitted each time, and what was sent back.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::FilingId;
use domain::filing::{Correction, CorrectionAnswer, Filed};
use serde_json::Value;

use crate::direct::directly;
use crate::schema::{corrections, submissions};
use crate::text::{from_json, known, to_json, utc};
use crate::{Connection, Result};

/// What was filed at one submission.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The application.
    pub filing_id: FilingId,
    /// 1 for the first, one more after each return.
    pub number: i32,
    /// Who submitted.
    pub submitted_by: String,
    /// When it was accepted.
    pub submitted_at: DateTime<Utc>,
    /// The company's reasons, by the code of the warning.
    pub reasons: Value,
    /// The findings at that moment.
    pub findings: Value,
    /// SHA-256 over everything filed, hex.
    pub digest: String,
    /// Everything filed, to be read again; none for what was filed before it was kept.
    pub filed: Option<Filed>,
    /// The company's answers to the return before it, item by item.
    pub answers: Vec<CorrectionAnswer>,
}

type SubmissionRow = (String, i32, String, NaiveDateTime, String, String, String, Option<String>, String);

fn read(filing_id: FilingId, row: SubmissionRow) -> Result<Submission> {
    let (_, number, submitted_by, submitted_at, reasons, findings, digest, filed, answers) = row;
    Ok(Submission {
        filing_id,
        number,
        submitted_by,
        submitted_at: utc(submitted_at),
        reasons: from_json(&reasons)?,
        findings: from_json(&findings)?,
        digest,
        filed: filed.as_deref().map(from_json).transpose()?,
        answers: from_json(&answers)?,
    })
}

/// Adds a submission.
pub fn insert_submission(connection: &mut Connection, submission: &Submission) -> Result<()> {
    let row = (
        submissions::filing_id.eq(submission.filing_id.to_string()),
        submissions::number.eq(submission.number),
        submissions::submitted_by.eq(&submission.submitted_by),
        submissions::submitted_at.eq(submission.submitted_at.naive_utc()),
        submissions::reasons.eq(to_json(&submission.reasons)?),
        submissions::findings.eq(to_json(&submission.findings)?),
        submissions::digest.eq(&submission.digest),
        submissions::filed.eq(submission.filed.as_ref().map(to_json).transpose()?),
        submissions::answers.eq(to_json(&submission.answers)?),
    );
    directly!(connection, |inner| diesel::insert_into(submissions::table).values(row).execute(inner))?;
    Ok(())
}

/// Every submission of an application, oldest first.
pub fn submissions_of(connection: &mut Connection, filing: FilingId) -> Result<Vec<Submission>> {
    let of_filing = submissions::table.filter(submissions::filing_id.eq(filing.to_string())).order(submissions::number);
    let rows: Vec<SubmissionRow> = directly!(connection, |inner| of_filing.load(inner))?;
    rows.into_iter().map(|row| read(filing, row)).collect()
}

/// The newest submission.
pub fn last_submission(connection: &mut Connection, filing: FilingId) -> Result<Option<Submission>> {
    let row: Option<SubmissionRow> = submissions::table
        .filter(submissions::filing_id.eq(filing.to_string()))
        .order(submissions::number.desc())
        .first(connection)
        .optional()?;
    row.map(|row| read(filing, row)).transpose()
}

/// What was sent back at one return.
#[derive(Debug, Clone)]
pub struct Returned {
    /// The application.
    pub filing_id: FilingId,
    /// The number of the submission that was returned.
    pub number: i32,
    /// Everything to put right.
    pub items: Vec<Correction>,
    /// Who returned it.
    pub returned_by: String,
    /// When.
    pub returned_at: DateTime<Utc>,
    /// Calendar days that the company was given then.
    pub correction_days: u16,
}

/// Adds a return.
pub fn insert_return(connection: &mut Connection, returned: &Returned) -> Result<()> {
    diesel::insert_into(corrections::table)
        .values((
            corrections::filing_id.eq(returned.filing_id.to_string()),
            corrections::number.eq(returned.number),
            corrections::items.eq(to_json(&returned.items)?),
            corrections::returned_by.eq(&returned.returned_by),
            corrections::returned_at.eq(returned.returned_at.naive_utc()),
            corrections::correction_days.eq(i32::from(returned.correction_days)),
        ))
        .execute(connection)?;
    Ok(())
}

type ReturnedRow = (String, i32, String, String, NaiveDateTime, i32);

fn read_return(filing_id: FilingId, row: ReturnedRow) -> Result<Returned> {
    let (_, number, items, returned_by, returned_at, days) = row;
    Ok(Returned {
        filing_id,
        number,
        items: from_json(&items)?,
        returned_by,
        returned_at: utc(returned_at),
        correction_days: known(u16::try_from(days).ok(), &days.to_string())?,
    })
}

/// The newest return.
pub fn last_return(connection: &mut Connection, filing: FilingId) -> Result<Option<Returned>> {
    let row: Option<ReturnedRow> = corrections::table
        .filter(corrections::filing_id.eq(filing.to_string()))
        .order(corrections::number.desc())
        .first(connection)
        .optional()?;
    row.map(|row| read_return(filing, row)).transpose()
}

/// Every return of an application, oldest first.
pub fn returns_of(connection: &mut Connection, filing: FilingId) -> Result<Vec<Returned>> {
    let rows: Vec<ReturnedRow> = corrections::table
        .filter(corrections::filing_id.eq(filing.to_string()))
        .order(corrections::number)
        .load(connection)?;
    rows.into_iter().map(|row| read_return(filing, row)).collect()
}
