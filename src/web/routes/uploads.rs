//! Papers that come in parts and can go on after a break.

use actix_web::{HttpRequest, get, patch, post, web};
use domain::{FilingId, UploadId};
use utoipa::ToSchema;

use crate::app::filing::{self, MOST_PART, NewUpload, UploadView};
use crate::app::{AppError, Portal};
use crate::web::answer::{Answer, answered, json};
use crate::web::extract::{Caller, Command, Id, expect_type, read_all};
use crate::web::problem::Problem;

/// One part of a paper.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes the body for readers of the API; it is read as it comes")]
pub(in crate::web) struct UploadPart(Vec<u8>);

/// Announce a paper that will come in parts: kind, name and size. Send the parts by `PATCH`, then.
#[utoipa::path(tag = "filings", request_body = NewUpload, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 201, body = UploadView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/uploads")]
pub(super) async fn begin_upload(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<NewUpload>) -> Answer {
    Ok(answered(filing::begin_upload(&portal, &command.context, id.0, command.body).await?))
}

/// How far a paper has come: go on from `offset` after a break.
#[utoipa::path(tag = "filings", params(("id" = String, Path), ("upload_id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 200, body = UploadView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/uploads/{upload_id}")]
pub(super) async fn read_upload(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<FilingId>,
    path: web::Path<(String, String)>,
) -> Answer {
    Ok(json(&filing::read_upload(&portal, &caller.0, id.0, upload_id(&path)?).await?))
}

/// Send the part that begins at `Upload-Offset`: 64 KiB to 2 MiB, the last one as long as it is. The last makes the paper.
#[utoipa::path(tag = "filings", request_body(content = UploadPart, content_type = "application/offset+octet-stream"),
    params(("id" = String, Path), ("upload_id" = String, Path), ("Upload-Offset" = i64, Header)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 200, body = UploadView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[patch("/filings/{id}/uploads/{upload_id}")]
pub(super) async fn append_upload(
    portal: web::Data<Portal>,
    caller: Caller,
    request: HttpRequest,
    id: Id<FilingId>,
    path: web::Path<(String, String)>,
    payload: web::Payload,
) -> Answer {
    let upload = upload_id(&path)?;
    let offset: Option<i64> =
        request.headers().get("upload-offset").and_then(|value| value.to_str().ok()?.parse().ok());
    let offset = offset.filter(|offset| *offset >= 0).ok_or(AppError::BadRequest("upload_part"))?;
    expect_type(&request, "application/offset+octet-stream")?;
    // Before any byte is taken in: the upload is theirs.
    filing::read_upload(&portal, &caller.0, id.0, upload).await?;
    let part = read_all(&mut payload.into_inner(), MOST_PART).await?;
    Ok(json(&filing::append_part(&portal, &caller.0, id.0, upload, offset, part).await?))
}

fn upload_id(path: &(String, String)) -> Result<UploadId, AppError> {
    UploadId::parse(&path.1).ok_or(AppError::NotFound)
}
