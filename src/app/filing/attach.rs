//! Papers: received, checked, kept, handed out, removed.

use bytes::Bytes;
use domain::filing::{Action, AttachmentKind, next};
use domain::{AttachmentId, FilingId};
use serde_json::json;
use sha2::{Digest, Sha256};
use storage::filings::{Attachment, attachment, attachments_of, delete_attachment, insert_attachment, store_filing};

use super::AttachmentView;
use super::agency::under;
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// Largest paper, in bytes.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Papers of one application at most.
const MOST_PAPERS: usize = 50;

/// A paper as it came.
pub struct Upload {
    /// What paper it is.
    pub kind: AttachmentKind,
    /// The name of the file.
    pub file_name: String,
    /// Its bytes.
    pub content: Bytes,
}

/// The endings that are taken, with the type that the bytes must show.
const TYPES: &[(&str, &str)] = &[
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
];

/// Adds a paper to an application that may still be changed. Its bytes are on disk before its row commits.
pub async fn attach(portal: &Portal, context: &Context, id: FilingId, upload: Upload) -> Result<Answered, AppError> {
    context.filer()?;
    let media_type = media_type(context, &upload)?;
    let paper = Attachment {
        id: AttachmentId(portal.new_id()),
        filing_id: id,
        kind: upload.kind,
        file_name: plain_name(&upload.file_name),
        media_type: media_type.to_owned(),
        size: i64::try_from(upload.content.len()).map_err(AppError::internal)?,
        sha256: hex(&Sha256::digest(&upload.content)),
        uploaded_by: context.actor_text(),
        uploaded_at: portal.now(),
    };
    let (blob, reader) = (paper.id.to_string(), context.clone());
    portal.blobs.put(&blob, upload.content).await?;
    let answered = portal
        .execute(context, move |connection, now| {
            let (mut filing, mandate) = reader.filed_locked(connection, id)?;
            filing.status = next(filing.status, Action::Attach, None)?;
            if attachments_of(connection, id)?.len() >= MOST_PAPERS {
                return Err(AppError::conflict("too_many_attachments"));
            }
            insert_attachment(connection, &paper)?;
            filing.version += 1;
            filing.updated_at = now;
            store_filing(connection, &filing)?;
            let record = Record {
                kind: "attachment.added",
                subject: id.to_string(),
                body: json!({ "attachment": paper.id, "kind": paper.kind, "sha256": paper.sha256, "size": paper.size }),
            };
            let record = under(connection, mandate, id, now, record)?;
            let path = format!("/api/v1/filings/{id}/attachments/{}", paper.id);
            Ok(Done::json(201, &AttachmentView::from(&paper), record)?.version(filing.version).location(path))
        })
        .await;
    if !matches!(&answered, Ok(fresh) if !fresh.replayed) {
        portal.blobs.delete(&blob).await?;
    }
    answered
}

/// Removes a paper.
pub async fn detach(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    paper: AttachmentId,
) -> Result<Answered, AppError> {
    context.filer()?;
    let reader = context.clone();
    let answered = portal
        .execute(context, move |connection, now| {
            let (mut filing, mandate) = reader.filed_locked(connection, id)?;
            let known = attachment(connection, id, paper)?.ok_or(AppError::NotFound)?;
            filing.status = next(filing.status, Action::Attach, None)?;
            delete_attachment(connection, known.id)?;
            filing.version += 1;
            filing.updated_at = now;
            store_filing(connection, &filing)?;
            let record =
                Record { kind: "attachment.removed", subject: id.to_string(), body: json!({ "attachment": known.id }) };
            let record = under(connection, mandate, id, now, record)?;
            Ok(Done::empty(record).version(filing.version))
        })
        .await?;
    portal.blobs.delete(&paper.to_string()).await?;
    Ok(answered)
}

/// A paper on its way out.
pub struct Download {
    /// What it is.
    pub view: AttachmentView,
    /// Its bytes, whose digest has been compared with the one kept.
    pub content: Bytes,
}

/// Hands out a paper, never one whose bytes have changed.
pub async fn download(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    paper: AttachmentId,
) -> Result<Download, AppError> {
    context.may_see_any()?;
    let reader = context.clone();
    let known = portal
        .database
        .read(move |connection| {
            reader.visible(connection, id)?;
            attachment(connection, id, paper)?.ok_or(AppError::NotFound)
        })
        .await?;
    let kept = portal.blobs.get(&paper.to_string()).await?;
    let whole = kept.filter(|bytes| hex(&Sha256::digest(bytes)) == known.sha256).ok_or_else(|| {
        tracing::error!(attachment = %paper, "the bytes of a paper are missing or changed");
        AppError::Unavailable("the paper's bytes are missing or changed".into())
    })?;
    Ok(Download { view: AttachmentView::from(&known), content: whole })
}

/// Before any byte is taken in: the application is theirs, and may be changed.
pub async fn may_attach(portal: &Portal, context: &Context, id: FilingId) -> Result<(), AppError> {
    context.filer()?;
    let filing = portal
        .database
        .read(move |connection| Ok::<_, AppError>(storage::filings::filing(connection, id)?))
        .await?
        .ok_or(AppError::NotFound)?;
    context.files(&filing)?;
    next(filing.status, Action::Attach, None)?;
    Ok(())
}

/// The type of a file, where its ending and its first bytes agree on one that is taken.
fn media_type(context: &Context, upload: &Upload) -> Result<&'static str, AppError> {
    if upload.content.is_empty() {
        return Err(AppError::field("/file", "empty_file", context.say("文件为空。", "The file is empty.")));
    }
    if upload.content.len() > MOST_BYTES {
        return Err(AppError::TooLarge(MOST_BYTES));
    }
    let expected = expected_type(&upload.file_name);
    let found = infer::get(&upload.content).map(|found| found.mime_type());
    expected.filter(|expected| found == Some(expected)).ok_or_else(|| type_mismatch(context, "/file"))
}

/// The type that a file of this name must have.
fn expected_type(file_name: &str) -> Option<&'static str> {
    let ending = file_name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    TYPES.iter().find(|(known, _)| *known == ending).map(|(_, media_type)| *media_type)
}

/// Refuses a name whose ending is none that is taken, before its bytes come.
pub(super) fn known_ending(context: &Context, file_name: &str) -> Result<(), AppError> {
    expected_type(file_name).map(|_| ()).ok_or_else(|| type_mismatch(context, "/file_name"))
}

fn type_mismatch(context: &Context, pointer: &str) -> AppError {
    AppError::field(
        pointer,
        "type_mismatch",
        context.say(
            "请上传 PDF、PNG、JPG、DOCX 或 XLSX 文件，且扩展名须与内容一致。",
            "Upload a PDF, PNG, JPG, DOCX or XLSX file whose name agrees with its content.",
        ),
    )
}

/// The name without folders, control and direction characters, at most 200 characters: for showing, never for storing under.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars()
        .filter(|character| {
            !character.is_control() && domain::text::confusable_in_identifier(&character.to_string()).is_none()
        })
        .take(200)
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _written = write!(text, "{byte:02x}");
        text
    })
}
