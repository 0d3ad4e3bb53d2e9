//! What screening met, what companies answered, and what reviewers found.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::screening::{Answer, CatalogueHit, Verdict};
use domain::{CompanyId, FilingId};

use crate::schema::{filings, screening_answers, screening_verdicts, screenings};
use crate::text::{from_json, known, to_json, utc};
use crate::{Connection, Result, StorageError};

/// What screening met at one submission.
#[derive(Debug, Clone)]
pub struct Screening {
    /// The application.
    pub filing_id: FilingId,
    /// The number of the submission.
    pub submission: i32,
    /// The edition of the catalogue that it was held against.
    pub edition: i32,
    /// What was met.
    pub hits: Vec<CatalogueHit>,
    /// When.
    pub screened_at: DateTime<Utc>,
}

/// Keeps what screening met at a submission.
pub fn insert_screening(connection: &mut Connection, screening: &Screening) -> Result<()> {
    diesel::insert_into(screenings::table)
        .values((
            screenings::filing_id.eq(screening.filing_id.to_string()),
            screenings::submission.eq(screening.submission),
            screenings::edition.eq(screening.edition),
            screenings::hits.eq(to_json(&screening.hits)?),
            screenings::screened_at.eq(screening.screened_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// What screening met at the newest submission.
pub fn last_screening(connection: &mut Connection, filing: FilingId) -> Result<Option<Screening>> {
    let row: Option<(String, i32, i32, String, NaiveDateTime)> = screenings::table
        .filter(screenings::filing_id.eq(filing.to_string()))
        .order(screenings::submission.desc())
        .first(connection)
        .optional()?;
    row.map(|(_, submission, edition, hits, screened_at)| {
        let screened_at = utc(screened_at);
        Ok(Screening { filing_id: filing, submission, edition, hits: from_json(&hits)?, screened_at })
    })
    .transpose()
}

/// A company's answer to a hit.
#[derive(Debug, Clone)]
pub struct KeptAnswer {
    /// What it says.
    pub answer: Answer,
    /// Why.
    pub reason: String,
    /// Who answered, as the journal names them.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Keeps an answer in the place of the one before.
pub fn store_answer(connection: &mut Connection, filing: FilingId, item: &str, answer: &KeptAnswer) -> Result<()> {
    let id = filing.to_string();
    diesel::delete(screening_answers::table.find((&id, item))).execute(connection)?;
    diesel::insert_into(screening_answers::table)
        .values((
            screening_answers::filing_id.eq(&id),
            screening_answers::item.eq(item),
            screening_answers::answer.eq(answer.answer.code()),
            screening_answers::reason.eq(&answer.reason),
            screening_answers::answered_by.eq(&answer.by),
            screening_answers::answered_at.eq(answer.at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The answers of an application, by item.
pub fn answers_of(connection: &mut Connection, filing: FilingId) -> Result<BTreeMap<String, KeptAnswer>> {
    let rows: Vec<(String, String, String, String, String, NaiveDateTime)> =
        screening_answers::table.filter(screening_answers::filing_id.eq(filing.to_string())).load(connection)?;
    rows.into_iter()
        .map(|(_, item, answer, reason, by, at)| {
            let answer = known(Answer::from_code(&answer), &answer)?;
            Ok((item, KeptAnswer { answer, reason, by, at: utc(at) }))
        })
        .collect()
}

/// A reviewer's verdict on a hit.
#[derive(Debug, Clone)]
pub struct KeptVerdict {
    /// The application.
    pub filing_id: FilingId,
    /// The item.
    pub item: String,
    /// The edition that it stood in.
    pub edition: i32,
    /// What was found.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// The reviewer's id.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

type VerdictRow = (String, String, i32, i32, String, String, String, NaiveDateTime);

fn read_verdict(row: VerdictRow) -> Result<KeptVerdict> {
    let (filing_id, item, _, edition, verdict, reason, by, at) = row;
    let verdict = known(Verdict::from_code(&verdict), &verdict)?;
    let filing_id =
        FilingId::parse(&filing_id).ok_or_else(|| StorageError::Corrupt(format!("no id: {filing_id:?}")))?;
    Ok(KeptVerdict { filing_id, item, edition, verdict, reason, by, at: utc(at) })
}

/// Adds a verdict; those before it stay.
pub fn insert_verdict(connection: &mut Connection, verdict: &KeptVerdict) -> Result<()> {
    let id = verdict.filing_id.to_string();
    let before: Option<i32> = screening_verdicts::table
        .filter(screening_verdicts::filing_id.eq(&id).and(screening_verdicts::item.eq(&verdict.item)))
        .select(diesel::dsl::max(screening_verdicts::number))
        .first(connection)?;
    diesel::insert_into(screening_verdicts::table)
        .values((
            screening_verdicts::filing_id.eq(&id),
            screening_verdicts::item.eq(&verdict.item),
            screening_verdicts::number.eq(before.unwrap_or(0) + 1),
            screening_verdicts::edition.eq(verdict.edition),
            screening_verdicts::verdict.eq(verdict.verdict.code()),
            screening_verdicts::reason.eq(&verdict.reason),
            screening_verdicts::judged_by.eq(&verdict.by),
            screening_verdicts::judged_at.eq(verdict.at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The newest verdict on each item of an application.
pub fn verdicts_of(connection: &mut Connection, filing: FilingId) -> Result<BTreeMap<String, KeptVerdict>> {
    let rows: Vec<VerdictRow> = screening_verdicts::table
        .filter(screening_verdicts::filing_id.eq(filing.to_string()))
        .order((screening_verdicts::item, screening_verdicts::number))
        .load(connection)?;
    rows.into_iter().map(|row| read_verdict(row).map(|verdict| (verdict.item.clone(), verdict))).collect()
}

/// The newest verdicts on one item in other applications of a company, the newest first.
pub fn earlier_verdicts(
    connection: &mut Connection,
    company: CompanyId,
    item: &str,
    other_than: FilingId,
    limit: i64,
) -> Result<Vec<KeptVerdict>> {
    let rows: Vec<VerdictRow> = screening_verdicts::table
        .inner_join(filings::table)
        .filter(screening_verdicts::item.eq(item))
        .filter(filings::company_id.eq(company.to_string()))
        .filter(screening_verdicts::filing_id.ne(other_than.to_string()))
        .order(screening_verdicts::judged_at.desc())
        .limit(limit)
        .select(screening_verdicts::all_columns)
        .load(connection)?;
    rows.into_iter().map(read_verdict).collect()
}
