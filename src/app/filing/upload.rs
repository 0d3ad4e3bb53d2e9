//! Papers that come in parts, so that a lost connection costs one part and not the whole file. As in tus 1.0: begin with the
//! size, send each part with its offset, ask for the offset after a break. The last part makes the paper, as if it had come
//! whole; parts are bytes on their way and no act, so that only beginning and arriving stand in the journal.

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Duration, Utc};
use domain::filing::{Action, AttachmentKind, next};
use domain::{AttachmentId, FilingId, UploadId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::uploads::{
    Upload as Begun, advance_upload, delete_upload, finish_upload, insert_upload, stale_uploads, unfinished, upload,
};
use utoipa::ToSchema;
use validator::Validate;

use super::agency::under;
use super::attach::{MOST_BYTES, Upload, attach, known_ending};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Idempotency, Portal, digest};

/// Largest part.
pub const MOST_PART: usize = 2 * 1024 * 1024;
/// Smallest part, but for the last: bounds how many parts there are.
const LEAST_PART: usize = 64 * 1024;
/// Papers of one application on their way at a time.
const MOST_AT_ONCE: usize = 20;
/// An upload that nobody goes on with is forgotten after so many hours.
const KEPT_HOURS: i64 = 24;

/// A paper that is about to come.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUpload {
    /// What paper it is.
    pub kind: AttachmentKind,
    /// The name of the file, with its ending.
    #[validate(length(min = 1, max = 300))]
    #[schema(min_length = 1, max_length = 300)]
    pub file_name: String,
    /// Bytes in all: 20 MiB at most.
    pub size: u64,
}

/// How far an upload has come.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UploadView {
    /// Id.
    pub id: String,
    /// Bytes that have arrived: the offset of the next part.
    pub offset: i64,
    /// Bytes in all.
    pub size: i64,
    /// The paper, once everything has arrived.
    pub attachment_id: Option<String>,
    /// When it is forgotten unless another part comes.
    pub expires_at: DateTime<Utc>,
}

impl From<&Begun> for UploadView {
    fn from(upload: &Begun) -> Self {
        Self {
            id: upload.id.to_string(),
            offset: upload.received,
            size: upload.size,
            attachment_id: upload.attachment_id.map(|id| id.to_string()),
            expires_at: upload.touched_at + Duration::hours(KEPT_HOURS),
        }
    }
}

/// Announces a paper.
pub async fn begin_upload(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    body: NewUpload,
) -> Result<Answered, AppError> {
    context.filer()?;
    let size = i64::try_from(body.size).unwrap_or(i64::MAX);
    if usize::try_from(body.size).unwrap_or(usize::MAX) > MOST_BYTES {
        return Err(AppError::TooLarge(MOST_BYTES));
    }
    if size == 0 {
        return Err(AppError::field("/size", "empty_file", context.say("文件为空。", "The file is empty.")));
    }
    known_ending(context, &body.file_name)?;
    let (reader, upload_id) = (context.clone(), UploadId(portal.new_id()));
    portal
        .execute(context, move |connection, now| {
            let (filing, mandate) = reader.filed_locked(connection, id)?;
            next(filing.status, Action::Attach, None)?;
            if unfinished(connection, id, MOST_AT_ONCE)? >= MOST_AT_ONCE {
                return Err(AppError::conflict("too_many_uploads"));
            }
            let begun = Begun {
                id: upload_id,
                filing_id: id,
                kind: body.kind,
                file_name: body.file_name,
                size,
                received: 0,
                parts: Vec::new(),
                attachment_id: None,
                begun_by: reader.actor_text(),
                touched_at: now,
            };
            insert_upload(connection, &begun)?;
            let body = json!({ "filing": id, "kind": begun.kind, "size": size });
            let record = Record { kind: "upload.begun", subject: upload_id.to_string(), body };
            let record = under(connection, mandate, id, now, record)?;
            let path = format!("/api/v1/filings/{id}/uploads/{upload_id}");
            Ok(Done::json(201, &UploadView::from(&begun), record)?.location(path))
        })
        .await
}

/// How far an upload has come; after a break, go on from there.
pub async fn read_upload(
    portal: &Portal,
    context: &Context,
    filing: FilingId,
    id: UploadId,
) -> Result<UploadView, AppError> {
    Ok(UploadView::from(&own(portal, context, filing, id).await?))
}

/// Takes in the part that begins at `offset`; the last one makes the paper. At the end an empty part asks for that again.
pub async fn append_part(
    portal: &Portal,
    context: &Context,
    filing: FilingId,
    id: UploadId,
    offset: i64,
    part: Bytes,
) -> Result<UploadView, AppError> {
    let before = own(portal, context, filing, id).await?;
    if before.attachment_id.is_some() {
        return Ok(UploadView::from(&before));
    }
    if offset != before.received {
        return Err(AppError::conflict("upload_offset"));
    }
    let length = i64::try_from(part.len()).map_err(AppError::internal)?;
    let received = before.received + length;
    let last = received == before.size;
    if received > before.size || part.len() > MOST_PART || (!last && part.len() < LEAST_PART) {
        return Err(AppError::BadRequest("upload_part"));
    }
    let mut after = before.clone();
    if length > 0 {
        let name = portal.new_id().to_string();
        portal.blobs.put(&name, part).await?;
        after.received = received;
        after.parts.push(name.clone());
        after.touched_at = portal.now();
        let kept = after.clone();
        let advanced =
            portal.database.write(move |connection| Ok::<_, AppError>(advance_upload(connection, &before, &kept)?));
        if !matches!(advanced.await, Ok(true)) {
            portal.blobs.delete(&name).await?;
            return Err(AppError::conflict("upload_offset"));
        }
    }
    if last {
        after.attachment_id = Some(finish(portal, context, &after).await?);
    }
    Ok(UploadView::from(&after))
}

/// Puts the parts together and adds the paper, once however often it is asked for. What is no paper is forgotten.
async fn finish(portal: &Portal, context: &Context, done: &Begun) -> Result<AttachmentId, AppError> {
    let mut bytes = BytesMut::new();
    for part in &done.parts {
        let kept = portal.blobs.get(part).await?;
        bytes.extend_from_slice(&kept.ok_or_else(|| AppError::internal("a part of an upload is missing"))?);
    }
    let whole = Upload { kind: done.kind, file_name: done.file_name.clone(), content: bytes.freeze() };
    let mut context = context.clone();
    context.idempotency =
        Some(Idempotency { route: "upload".to_owned(), key: done.id.to_string(), fingerprint: digest(&whole.content) });
    let answered = attach(portal, &context, done.filing_id, whole).await;
    if let Err(AppError::Invalid { .. }) = &answered {
        forget(portal, done).await?;
    }
    let view: Value = serde_json::from_str(&answered?.body).map_err(AppError::internal)?;
    let paper = view["id"].as_str().and_then(AttachmentId::parse);
    let paper = paper.ok_or_else(|| AppError::internal("a paper without an id"))?;
    let id = done.id;
    portal.database.write(move |connection| Ok::<_, AppError>(finish_upload(connection, id, paper)?)).await?;
    for part in &done.parts {
        portal.blobs.delete(part).await?;
    }
    Ok(paper)
}

/// The upload, if the actor may add papers to its application.
async fn own(portal: &Portal, context: &Context, id: FilingId, upload_id: UploadId) -> Result<Begun, AppError> {
    context.filer()?;
    let reader = context.clone();
    portal
        .database
        .read(move |connection| {
            let filing = storage::filings::filing(connection, id)?.ok_or(AppError::NotFound)?;
            reader.files(&filing)?;
            let known = upload(connection, id, upload_id)?.ok_or(AppError::NotFound)?;
            next(filing.status, Action::Attach, None)?;
            Ok(known)
        })
        .await
}

/// The parts first: a row without its parts can be forgotten later, parts without their row cannot be found.
async fn forget(portal: &Portal, upload: &Begun) -> Result<(), AppError> {
    for part in &upload.parts {
        portal.blobs.delete(part).await?;
    }
    let id = upload.id;
    portal.database.write(move |connection| Ok::<_, AppError>(delete_upload(connection, id)?)).await
}

/// Forgets uploads that nobody went on with.
pub(crate) async fn sweep_uploads(portal: &Portal) -> Result<(), AppError> {
    let before = portal.now() - Duration::hours(KEPT_HOURS);
    loop {
        let stale =
            portal.database.read(move |connection| Ok::<_, AppError>(stale_uploads(connection, before, 100)?)).await?;
        for upload in &stale {
            forget(portal, upload).await?;
        }
        if stale.len() < 100 {
            return Ok(());
        }
    }
}
