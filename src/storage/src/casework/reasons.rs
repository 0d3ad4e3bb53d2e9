//! The library of reasons for a return. A change adds a version; the newest one counts.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::filing::{AttachmentKind, CorrectionType};
use domain::language::Bilingual;

use crate::schema::return_reasons;
use crate::text::{known, utc};
use crate::{Connection, Result};

/// One version of a reason.
#[derive(Debug, Clone)]
pub struct Reason {
    /// Its code, which stays.
    pub code: String,
    /// Counts changes.
    pub version: i32,
    /// Wrong, or missing.
    pub kind: CorrectionType,
    /// The field that it is usually about.
    pub pointer: Option<String>,
    /// The paper that it is usually about.
    pub document: Option<AttachmentKind>,
    /// In a few words.
    pub title: Bilingual,
    /// What the company is asked to do, as the reviewer's words begin.
    pub text: Bilingual,
    /// Whether it is offered.
    pub active: bool,
    /// When this version was made.
    pub changed_at: DateTime<Utc>,
    /// By whom; nobody for what ships.
    pub changed_by: Option<String>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = return_reasons)]
struct Row {
    code: String,
    version: i32,
    kind: String,
    pointer: Option<String>,
    document: Option<String>,
    title_zh: String,
    title_en: String,
    text_zh: String,
    text_en: String,
    active: bool,
    changed_at: NaiveDateTime,
    changed_by: Option<String>,
}

fn read(row: Row) -> Result<Reason> {
    Ok(Reason {
        kind: known(CorrectionType::from_code(&row.kind), &row.kind)?,
        document: row.document.map(|kind| known(AttachmentKind::from_code(&kind), &kind)).transpose()?,
        code: row.code,
        version: row.version,
        pointer: row.pointer,
        title: Bilingual::new(row.title_zh, row.title_en),
        text: Bilingual::new(row.text_zh, row.text_en),
        active: row.active,
        changed_at: utc(row.changed_at),
        changed_by: row.changed_by,
    })
}

/// Adds a version; taking one twice is [`crate::Constraint::Unique`].
pub fn insert_reason(connection: &mut Connection, reason: &Reason) -> Result<()> {
    diesel::insert_into(return_reasons::table)
        .values(Row {
            code: reason.code.clone(),
            version: reason.version,
            kind: reason.kind.code().to_owned(),
            pointer: reason.pointer.clone(),
            document: reason.document.map(|kind| kind.code().to_owned()),
            title_zh: reason.title.zh.clone(),
            title_en: reason.title.en.clone(),
            text_zh: reason.text.zh.clone(),
            text_en: reason.text.en.clone(),
            active: reason.active,
            changed_at: reason.changed_at.naive_utc(),
            changed_by: reason.changed_by.clone(),
        })
        .execute(connection)?;
    Ok(())
}

/// The newest version of every reason, by code. The library is as long as people can read.
pub fn reasons(connection: &mut Connection) -> Result<Vec<Reason>> {
    let rows: Vec<Row> =
        return_reasons::table.order((return_reasons::code, return_reasons::version.desc())).load(connection)?;
    let mut newest: Vec<Reason> = Vec::new();
    for row in rows {
        if newest.last().is_none_or(|last| last.code != row.code) {
            newest.push(read(row)?);
        }
    }
    Ok(newest)
}

/// The newest version of one reason.
pub fn reason(connection: &mut Connection, code: &str) -> Result<Option<Reason>> {
    return_reasons::table
        .filter(return_reasons::code.eq(code))
        .order(return_reasons::version.desc())
        .first(connection)
        .optional()?
        .map(read)
        .transpose()
}

/// Every version of one reason, newest first.
pub fn reason_versions(connection: &mut Connection, code: &str) -> Result<Vec<Reason>> {
    let rows: Vec<Row> = return_reasons::table
        .filter(return_reasons::code.eq(code))
        .order(return_reasons::version.desc())
        .limit(100)
        .load(connection)?;
    rows.into_iter().map(read).collect()
}
