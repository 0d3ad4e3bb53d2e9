//! Counterparts' files that were compared with the register: added and read, never changed.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::ExchangeImportId;

use crate::schema::exchange_imports;
use crate::text::{known, utc};
use crate::{Connection, Result};

/// A file that was compared.
#[derive(Debug, Clone)]
pub struct ExchangeImport {
    /// Its id.
    pub id: ExchangeImportId,
    /// Code of the counterpart.
    pub counterpart: String,
    /// The edition of the mapping by which it was read.
    pub mapping_version: String,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Rows in it.
    pub row_count: i32,
    /// Contracts that differ.
    pub differing: i32,
    /// Contracts that only the register has.
    pub ours_only: i32,
    /// Contracts that only the file has.
    pub theirs_only: i32,
    /// Rows and cells that could not be compared.
    pub problems: i32,
    /// Who imported it.
    pub imported_by: String,
    /// When.
    pub imported_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = exchange_imports)]
struct ImportRow {
    id: String,
    counterpart: String,
    mapping_version: String,
    file_name: String,
    sha256: String,
    row_count: i32,
    differing: i32,
    ours_only: i32,
    theirs_only: i32,
    problems: i32,
    imported_by: String,
    imported_at: NaiveDateTime,
}

fn read(row: ImportRow) -> Result<ExchangeImport> {
    Ok(ExchangeImport {
        id: known(ExchangeImportId::parse(&row.id), &row.id)?,
        counterpart: row.counterpart,
        mapping_version: row.mapping_version,
        file_name: row.file_name,
        sha256: row.sha256,
        row_count: row.row_count,
        differing: row.differing,
        ours_only: row.ours_only,
        theirs_only: row.theirs_only,
        problems: row.problems,
        imported_by: row.imported_by,
        imported_at: utc(row.imported_at),
    })
}

/// Adds a file with what was found.
pub fn insert_exchange_import(connection: &mut Connection, import: &ExchangeImport, report: &str) -> Result<()> {
    diesel::insert_into(exchange_imports::table)
        .values((
            exchange_imports::id.eq(import.id.to_string()),
            exchange_imports::counterpart.eq(&import.counterpart),
            exchange_imports::mapping_version.eq(&import.mapping_version),
            exchange_imports::file_name.eq(&import.file_name),
            exchange_imports::sha256.eq(&import.sha256),
            exchange_imports::row_count.eq(import.row_count),
            exchange_imports::differing.eq(import.differing),
            exchange_imports::ours_only.eq(import.ours_only),
            exchange_imports::theirs_only.eq(import.theirs_only),
            exchange_imports::problems.eq(import.problems),
            exchange_imports::report.eq(report),
            exchange_imports::imported_by.eq(&import.imported_by),
            exchange_imports::imported_at.eq(import.imported_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The file with this id, and what was found.
pub fn exchange_import(connection: &mut Connection, id: ExchangeImportId) -> Result<Option<(ExchangeImport, String)>> {
    let row: Option<(ImportRow, String)> = exchange_imports::table
        .find(id.to_string())
        .select((ImportRow::as_select(), exchange_imports::report))
        .first(connection)
        .optional()?;
    row.map(|(row, report)| Ok((read(row)?, report))).transpose()
}

/// Files of these counterparts, newest first, before the one with id `before`; those imported since a time, where one is given.
pub fn exchange_imports_of(
    connection: &mut Connection,
    counterparts: &[String],
    since: Option<DateTime<Utc>>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<ExchangeImport>> {
    let mut query =
        exchange_imports::table.filter(exchange_imports::counterpart.eq_any(counterparts.to_vec())).into_boxed();
    if let Some(since) = since {
        query = query.filter(exchange_imports::imported_at.ge(since.naive_utc()));
    }
    if let Some(before) = before {
        query = query.filter(exchange_imports::id.lt(before.to_owned()));
    }
    let rows: Vec<ImportRow> =
        query.order(exchange_imports::id.desc()).limit(limit).select(ImportRow::as_select()).load(connection)?;
    rows.into_iter().map(read).collect()
}
