//! Workbooks with many applications: what was uploaded, how far it came, and what was said of each row.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::filing::{FilingKind, FilingStatus};
use domain::{CompanyId, FilingId};

use crate::schema::{bulk_uploads, filings};
use crate::text::{known, utc};
use crate::{Connection, Result};

/// An uploaded workbook.
#[derive(Debug, Clone)]
pub struct BulkUpload {
    /// Its id.
    pub id: String,
    /// The company whose applications it holds.
    pub company_id: CompanyId,
    /// The agent that uploaded it, if it was one.
    pub agent_id: Option<CompanyId>,
    /// What is applied for.
    pub kind: FilingKind,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Rows in it.
    pub row_count: i32,
    /// Rows that have become drafts.
    pub drafted: i32,
    /// Whether every row has been dealt with.
    pub done: bool,
    /// Who uploaded it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When the last row was dealt with.
    pub finished_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = bulk_uploads)]
struct UploadRow {
    id: String,
    company_id: String,
    agent_id: Option<String>,
    kind: String,
    file_name: String,
    sha256: String,
    row_count: i32,
    drafted: i32,
    status: String,
    created_by: String,
    created_at: NaiveDateTime,
    finished_at: Option<NaiveDateTime>,
}

fn read(row: UploadRow) -> Result<BulkUpload> {
    Ok(BulkUpload {
        company_id: known(CompanyId::parse(&row.company_id), &row.company_id)?,
        agent_id: row.agent_id.map(|id| known(CompanyId::parse(&id), &id)).transpose()?,
        kind: known(FilingKind::from_code(&row.kind), &row.kind)?,
        id: row.id,
        file_name: row.file_name,
        sha256: row.sha256,
        row_count: row.row_count,
        drafted: row.drafted,
        done: row.status == "done",
        created_by: row.created_by,
        created_at: utc(row.created_at),
        finished_at: row.finished_at.map(utc),
    })
}

/// Adds an upload that has just begun.
pub fn insert_bulk(connection: &mut Connection, upload: &BulkUpload) -> Result<()> {
    diesel::insert_into(bulk_uploads::table)
        .values(UploadRow {
            id: upload.id.clone(),
            company_id: upload.company_id.to_string(),
            agent_id: upload.agent_id.map(|id| id.to_string()),
            kind: upload.kind.code().to_owned(),
            file_name: upload.file_name.clone(),
            sha256: upload.sha256.clone(),
            row_count: upload.row_count,
            drafted: upload.drafted,
            status: "running".to_owned(),
            created_by: upload.created_by.clone(),
            created_at: upload.created_at.naive_utc(),
            finished_at: None,
        })
        .execute(connection)?;
    Ok(())
}

/// Counts one more draft.
pub fn count_draft(connection: &mut Connection, id: &str) -> Result<()> {
    diesel::update(bulk_uploads::table.find(id))
        .set(bulk_uploads::drafted.eq(bulk_uploads::drafted + 1))
        .execute(connection)?;
    Ok(())
}

/// Keeps what was said of each row: the upload is done.
pub fn finish_bulk(connection: &mut Connection, id: &str, result: &str, now: DateTime<Utc>) -> Result<()> {
    diesel::update(bulk_uploads::table.find(id))
        .set((
            bulk_uploads::status.eq("done"),
            bulk_uploads::result.eq(result),
            bulk_uploads::finished_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The upload with this id.
pub fn bulk(connection: &mut Connection, id: &str) -> Result<Option<BulkUpload>> {
    bulk_uploads::table.find(id).select(UploadRow::as_select()).first(connection).optional()?.map(read).transpose()
}

/// What was said of each row, once the upload is done.
pub fn bulk_result(connection: &mut Connection, id: &str) -> Result<Option<String>> {
    let result: Option<Option<String>> =
        bulk_uploads::table.find(id).select(bulk_uploads::result).first(connection).optional()?;
    Ok(result.flatten())
}

/// Uploads of a company, and those that it made as an agent; newest first, before the one with id `before`, none from before
/// `since`.
pub fn bulks_of(
    connection: &mut Connection,
    company: CompanyId,
    since: Option<DateTime<Utc>>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<BulkUpload>> {
    let company = company.to_string();
    let mut query = bulk_uploads::table
        .filter(bulk_uploads::company_id.eq(company.clone()).or(bulk_uploads::agent_id.eq(company)))
        .into_boxed();
    if let Some(since) = since {
        query = query.filter(bulk_uploads::created_at.ge(since.naive_utc()));
    }
    if let Some(before) = before {
        query = query.filter(bulk_uploads::id.lt(before.to_owned()));
    }
    let rows: Vec<UploadRow> =
        query.order(bulk_uploads::id.desc()).limit(limit).select(UploadRow::as_select()).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// A draft of the company of this kind with this contract number.
pub fn draft_with_number(
    connection: &mut Connection,
    company: CompanyId,
    kind: FilingKind,
    number: &str,
) -> Result<Option<FilingId>> {
    let id: Option<String> = filings::table
        .filter(filings::contract_number.eq(number))
        .filter(filings::company_id.eq(company.to_string()))
        .filter(filings::kind.eq(kind.code()).and(filings::status.eq(FilingStatus::Draft.code())))
        .select(filings::id)
        .first(connection)
        .optional()?;
    id.map(|id| known(FilingId::parse(&id), &id)).transpose()
}

/// Forgets uploads begun before then. The drafts stay.
pub fn purge_bulks(connection: &mut Connection, before: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(bulk_uploads::table.filter(bulk_uploads::created_at.lt(before.naive_utc())))
        .execute(connection)?)
}
