//! Papers of an application.

use actix_multipart::Multipart;
use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use domain::filing::AttachmentKind;
use domain::{AttachmentId, FilingId};
use futures_util::StreamExt;
use utoipa::ToSchema;

use crate::app::filing::{self, AttachmentView, MOST_BYTES};
use crate::app::{AppError, FieldError, Portal};
use crate::web::answer::{Answer, answered};
use crate::web::extract::{BODY_SECONDS, Caller, Id, Upload, idempotency, read_part};
use crate::web::problem::{Problem, WebError};

/// A paper, as `multipart/form-data`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the parts for readers of the API; the parts are read one by one")]
pub(in crate::web) struct AttachmentUpload {
    /// What paper it is; comes first.
    kind: AttachmentKind,
    /// PDF, PNG, JPG, DOCX or XLSX of at most 20 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Add a paper.
#[utoipa::path(tag = "filings", request_body(content = AttachmentUpload, content_type = "multipart/form-data"),
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 201, body = AttachmentView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/attachments")]
pub(super) async fn add_attachment(
    portal: web::Data<Portal>,
    request: HttpRequest,
    id: Id<FilingId>,
    upload: Upload,
    parts: Multipart,
) -> Answer {
    let mut context = upload.0;
    filing::may_attach(&portal, &context, id.0).await?;
    let received = tokio::time::timeout(std::time::Duration::from_secs(BODY_SECONDS * 10), receive(parts))
        .await
        .map_err(|_| WebError::Http(actix_web::http::StatusCode::REQUEST_TIMEOUT, "request_timeout"))??;
    let mut named = format!("{}\n{}\n", received.kind.code(), received.file_name).into_bytes();
    named.extend_from_slice(&received.content);
    context.idempotency = Some(idempotency(&request, &named)?);
    Ok(answered(filing::attach(&portal, &context, id.0, received).await?))
}

/// Hand out a paper. Never shown inside a page of ours.
#[utoipa::path(tag = "filings", params(("id" = String, Path), ("attachment_id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, description = "The paper, in the type that it was uploaded in.", content_type = "*/*"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/attachments/{attachment_id}")]
pub(super) async fn read_attachment(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<FilingId>,
    path: web::Path<(String, String)>,
) -> Answer {
    let paper = filing::download(&portal, &caller.0, id.0, attachment_id(&path)?).await?;
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![
            DispositionParam::Filename("download".into()),
            DispositionParam::FilenameExt(header::ExtendedValue {
                charset: header::Charset::Ext("UTF-8".into()),
                language_tag: None,
                value: paper.view.file_name.clone().into_bytes(),
            }),
        ],
    };
    Ok(HttpResponse::Ok()
        .content_type(paper.view.media_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(paper.content))
}

/// Remove a paper.
#[utoipa::path(tag = "filings", params(("id" = String, Path), ("attachment_id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[delete("/filings/{id}/attachments/{attachment_id}")]
pub(super) async fn delete_attachment(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<FilingId>,
    path: web::Path<(String, String)>,
) -> Answer {
    Ok(answered(filing::detach(&portal, &caller.0, id.0, attachment_id(&path)?).await?))
}

fn attachment_id(path: &(String, String)) -> Result<AttachmentId, AppError> {
    AttachmentId::parse(&path.1).ok_or(AppError::NotFound)
}

/// Reads the two parts, never more bytes than a paper may have.
async fn receive(mut parts: Multipart) -> Result<filing::Upload, WebError> {
    let broken = || AppError::BadRequest("invalid_multipart");
    let (mut kind, mut file) = (None, None);
    while let Some(part) = parts.next().await {
        let (name, file_name, content) = read_part(part, |name| if name == "file" { MOST_BYTES } else { 256 }).await?;
        match (name.as_str(), kind.is_some(), file.is_some()) {
            ("kind", false, _) => kind = Some(String::from_utf8(content.to_vec()).map_err(|_| broken())?),
            ("file", _, false) => file = Some((file_name, content)),
            _ => return Err(broken().into()),
        }
    }
    let kind = kind.as_deref().and_then(AttachmentKind::from_code).ok_or_else(|| AppError::Invalid {
        code: "validation_failed",
        errors: vec![FieldError::new("/kind", "invalid_value", "?")],
    })?;
    let (file_name, content) = file.ok_or_else(broken)?;
    Ok(filing::Upload { kind, file_name, content })
}
