//! Versions of the open data sets. What a version holds is counted again from its question and its moment, and must have its digest.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;

use crate::schema::open_versions;
use crate::text::{from_json, to_json, utc};
use crate::{Connection, Result};

/// A version of a data set. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenVersion {
    /// Code of the data set.
    pub dataset: String,
    /// From 1.
    pub number: i32,
    /// The last closed period that it holds.
    pub period: String,
    /// The journal entry up to which is counted.
    pub as_of: i64,
    /// The question in its one spelling.
    pub question: String,
    /// SHA-256 of its CSV, hex.
    pub digest: String,
    /// How many rows it has.
    pub row_count: i32,
    /// What has changed since the version before.
    pub changes: Value,
    /// When it was released.
    pub released_at: DateTime<Utc>,
}

type VersionRow = (String, i32, String, i64, String, String, i32, String, NaiveDateTime);

fn read(row: VersionRow) -> Result<OpenVersion> {
    let (dataset, number, period, as_of, question, digest, row_count, changes, released_at) = row;
    Ok(OpenVersion {
        dataset,
        number,
        period,
        as_of,
        question,
        digest,
        row_count,
        changes: from_json(&changes)?,
        released_at: utc(released_at),
    })
}

/// Every version of a data set, the newest first.
pub fn open_versions(connection: &mut Connection, dataset: &str) -> Result<Vec<OpenVersion>> {
    let rows: Vec<VersionRow> = open_versions::table
        .filter(open_versions::dataset.eq(dataset))
        .order(open_versions::number.desc())
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// One version of a data set; the newest where no number is given.
pub fn open_version(connection: &mut Connection, dataset: &str, number: Option<i32>) -> Result<Option<OpenVersion>> {
    let of_dataset = open_versions::table.filter(open_versions::dataset.eq(dataset));
    let row = match number {
        Some(number) => of_dataset.filter(open_versions::number.eq(number)).first::<VersionRow>(connection),
        None => of_dataset.order(open_versions::number.desc()).first::<VersionRow>(connection),
    };
    row.optional()?.map(read).transpose()
}

/// The newest version of each data set.
pub fn newest_open_versions(connection: &mut Connection) -> Result<Vec<OpenVersion>> {
    let rows: Vec<VersionRow> =
        open_versions::table.order((open_versions::dataset, open_versions::number.desc())).load(connection)?;
    let mut newest: Vec<OpenVersion> = Vec::new();
    for row in rows {
        if newest.last().is_none_or(|version| version.dataset != row.0) {
            newest.push(read(row)?);
        }
    }
    Ok(newest)
}

/// Keeps a version.
///
/// # Errors
/// [`crate::StorageError::Conflict`] where there is one of this number already.
pub fn insert_open_version(connection: &mut Connection, version: &OpenVersion) -> Result<()> {
    diesel::insert_into(open_versions::table)
        .values((
            open_versions::dataset.eq(&version.dataset),
            open_versions::number.eq(version.number),
            open_versions::period.eq(&version.period),
            open_versions::as_of.eq(version.as_of),
            open_versions::question.eq(&version.question),
            open_versions::digest.eq(&version.digest),
            open_versions::row_count.eq(version.row_count),
            open_versions::changes.eq(to_json(&version.changes)?),
            open_versions::released_at.eq(version.released_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}
