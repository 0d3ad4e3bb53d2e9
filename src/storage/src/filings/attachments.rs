//! The papers of an application. Their bytes are in [`crate::blobs`], under the same id.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::filing::AttachmentKind;
use domain::{AttachmentId, FilingId};

use crate::direct::directly;
use crate::schema::attachments;
use crate::text::{known, utc};
use crate::{Connection, Result};

/// A paper.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Its id, and the name of its blob.
    pub id: AttachmentId,
    /// The application it belongs to.
    pub filing_id: FilingId,
    /// What paper it is.
    pub kind: AttachmentKind,
    /// The name it was uploaded under.
    pub file_name: String,
    /// Our own verdict on its type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Who uploaded it.
    pub uploaded_by: String,
    /// When.
    pub uploaded_at: DateTime<Utc>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = attachments, treat_none_as_default_value = false)]
struct AttachmentRow {
    id: String,
    filing_id: String,
    kind: String,
    file_name: String,
    media_type: String,
    size: i64,
    sha256: String,
    uploaded_by: String,
    uploaded_at: NaiveDateTime,
}

fn read(row: AttachmentRow) -> Result<Attachment> {
    Ok(Attachment {
        id: known(AttachmentId::parse(&row.id), &row.id)?,
        filing_id: known(FilingId::parse(&row.filing_id), &row.filing_id)?,
        kind: known(AttachmentKind::from_code(&row.kind), &row.kind)?,
        file_name: row.file_name,
        media_type: row.media_type,
        size: row.size,
        sha256: row.sha256,
        uploaded_by: row.uploaded_by,
        uploaded_at: utc(row.uploaded_at),
    })
}

/// All papers of an application, oldest first.
pub fn attachments_of(connection: &mut Connection, filing: FilingId) -> Result<Vec<Attachment>> {
    let of_filing = attachments::table.filter(attachments::filing_id.eq(filing.to_string())).order(attachments::id);
    let rows: Vec<AttachmentRow> = directly!(connection, |inner| of_filing.load(inner))?;
    rows.into_iter().map(read).collect()
}

/// One paper, if it belongs to this application.
pub fn attachment(connection: &mut Connection, filing: FilingId, id: AttachmentId) -> Result<Option<Attachment>> {
    let row: Option<AttachmentRow> = attachments::table
        .find(id.to_string())
        .filter(attachments::filing_id.eq(filing.to_string()))
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}

/// Adds a paper whose blob is already on disk.
pub fn insert_attachment(connection: &mut Connection, attachment: &Attachment) -> Result<()> {
    diesel::insert_into(attachments::table)
        .values(AttachmentRow {
            id: attachment.id.to_string(),
            filing_id: attachment.filing_id.to_string(),
            kind: attachment.kind.code().to_owned(),
            file_name: attachment.file_name.clone(),
            media_type: attachment.media_type.clone(),
            size: attachment.size,
            sha256: attachment.sha256.clone(),
            uploaded_by: attachment.uploaded_by.clone(),
            uploaded_at: attachment.uploaded_at.naive_utc(),
        })
        .execute(connection)?;
    Ok(())
}

/// Removes a paper's row; its blob is swept later.
pub fn delete_attachment(connection: &mut Connection, id: AttachmentId) -> Result<()> {
    diesel::delete(attachments::table.find(id.to_string())).execute(connection)?;
    Ok(())
}
