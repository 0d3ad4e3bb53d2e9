//! Papers on their way: what has arrived of each. The bytes of the parts are in [`crate::blobs`], under the parts' names.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::filing::AttachmentKind;
use domain::{AttachmentId, FilingId, UploadId};

use crate::schema::{attachments, uploads};
use crate::text::{from_json, known, to_json, utc};
use crate::{Connection, Result};

/// A paper on its way.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// The application it will belong to.
    pub filing_id: FilingId,
    /// What paper it is.
    pub kind: AttachmentKind,
    /// The name of the file.
    pub file_name: String,
    /// Bytes in all.
    pub size: i64,
    /// Bytes that have arrived.
    pub received: i64,
    /// Names of the parts' blobs, in their order.
    pub parts: Vec<String>,
    /// The paper that it became.
    pub attachment_id: Option<AttachmentId>,
    /// Who began it.
    pub begun_by: String,
    /// When something last arrived.
    pub touched_at: DateTime<Utc>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = uploads, treat_none_as_default_value = false)]
struct UploadRow {
    id: String,
    filing_id: String,
    kind: String,
    file_name: String,
    size: i64,
    received: i64,
    parts: String,
    attachment_id: Option<String>,
    begun_by: String,
    touched_at: NaiveDateTime,
}

fn read(row: UploadRow) -> Result<Upload> {
    Ok(Upload {
        id: known(UploadId::parse(&row.id), &row.id)?,
        filing_id: known(FilingId::parse(&row.filing_id), &row.filing_id)?,
        kind: known(AttachmentKind::from_code(&row.kind), &row.kind)?,
        file_name: row.file_name,
        size: row.size,
        received: row.received,
        parts: from_json(&row.parts)?,
        attachment_id: row.attachment_id.map(|id| known(AttachmentId::parse(&id), &id)).transpose()?,
        begun_by: row.begun_by,
        touched_at: utc(row.touched_at),
    })
}

/// The upload with this id, if it is one of this application.
pub fn upload(connection: &mut Connection, filing: FilingId, id: UploadId) -> Result<Option<Upload>> {
    let row: Option<UploadRow> = uploads::table
        .find(id.to_string())
        .filter(uploads::filing_id.eq(filing.to_string()))
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}

/// How many papers of an application are on their way, counted no further than `most`.
pub fn unfinished(connection: &mut Connection, filing: FilingId, most: usize) -> Result<usize> {
    let ids: Vec<String> = uploads::table
        .filter(uploads::filing_id.eq(filing.to_string()))
        .filter(uploads::attachment_id.is_null())
        .select(uploads::id)
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .load(connection)?;
    Ok(ids.len())
}

/// Adds an upload of which nothing has arrived.
pub fn insert_upload(connection: &mut Connection, upload: &Upload) -> Result<()> {
    diesel::insert_into(uploads::table)
        .values(UploadRow {
            id: upload.id.to_string(),
            filing_id: upload.filing_id.to_string(),
            kind: upload.kind.code().to_owned(),
            file_name: upload.file_name.clone(),
            size: upload.size,
            received: upload.received,
            parts: to_json(&upload.parts)?,
            attachment_id: upload.attachment_id.map(|id| id.to_string()),
            begun_by: upload.begun_by.clone(),
            touched_at: upload.touched_at.naive_utc(),
        })
        .execute(connection)?;
    Ok(())
}

/// Notes that a part has arrived, unless another came in its place; says whether it did.
pub fn advance_upload(connection: &mut Connection, before: &Upload, after: &Upload) -> Result<bool> {
    let changed = diesel::update(uploads::table.find(before.id.to_string()))
        .filter(uploads::received.eq(before.received))
        .set((
            uploads::received.eq(after.received),
            uploads::parts.eq(to_json(&after.parts)?),
            uploads::touched_at.eq(after.touched_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Notes which paper an upload became.
pub fn finish_upload(connection: &mut Connection, id: UploadId, attachment: AttachmentId) -> Result<()> {
    diesel::update(uploads::table.find(id.to_string()))
        .set((uploads::attachment_id.eq(attachment.to_string()), uploads::parts.eq("[]")))
        .execute(connection)?;
    Ok(())
}

/// Uploads to which nothing came since `before`, oldest first.
pub fn stale_uploads(connection: &mut Connection, before: DateTime<Utc>, limit: i64) -> Result<Vec<Upload>> {
    let rows: Vec<UploadRow> = uploads::table
        .filter(uploads::touched_at.lt(before.naive_utc()))
        .order(uploads::touched_at)
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// Forgets an upload.
pub fn delete_upload(connection: &mut Connection, id: UploadId) -> Result<()> {
    diesel::delete(uploads::table.find(id.to_string())).execute(connection)?;
    Ok(())
}

/// Which of these blobs a paper names, or a paper on its way: nobody else keeps bytes there.
pub fn named(connection: &mut Connection, blobs: &[String]) -> Result<HashSet<String>> {
    let papers: Vec<String> =
        attachments::table.filter(attachments::id.eq_any(blobs.to_vec())).select(attachments::id).load(connection)?;
    let on_their_way: Vec<String> =
        uploads::table.filter(uploads::parts.ne("[]")).select(uploads::parts).load(connection)?;
    let mut named: HashSet<String> = papers.into_iter().collect();
    for parts in on_their_way {
        named.extend(from_json::<Vec<String>>(&parts)?);
    }
    Ok(named)
}
