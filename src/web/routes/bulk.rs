//! Many applications in one workbook.

use actix_multipart::Multipart;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use domain::CompanyId;
use domain::filing::FilingKind;
use futures_util::StreamExt;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::query::{List, PageQuery, Parameters, code, time};
use crate::app::bulk::{self, BulkResult, BulkView, MOST_BYTES, Workbook};
use crate::app::{AppError, FieldError, Portal};
use crate::web::answer::{Answer, answered, json, page};
use crate::web::extract::{BODY_SECONDS, Caller, Upload, idempotency};
use crate::web::openapi::BulkPage;
use crate::web::problem::{Problem, WebError};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A filled-in template, as `multipart/form-data`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the parts for readers of the API; the parts are read one by one")]
pub(in crate::web) struct BulkUpload {
    /// What its rows apply for.
    kind: FilingKind,
    /// The company for which an agent files; left out for one's own.
    on_behalf_of: Option<CompanyId>,
    /// The workbook (.xlsx), at most 5 MiB and 2,000 rows.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Which template.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TemplateQuery {
    /// `registration`, `amendment`, `closure` or `reissue`.
    kind: Option<String>,
}

/// The workbook to fill in, with drop-downs and hints.
#[utoipa::path(tag = "bulk", params(TemplateQuery), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/bulk/template")]
pub(super) async fn read_bulk_template(
    portal: web::Data<Portal>,
    _caller: Caller,
    query: Parameters<TemplateQuery>,
) -> Answer {
    let kind = code("kind", query.0.kind.as_deref(), FilingKind::from_code)?.unwrap_or(FilingKind::Registration);
    Ok(file(bulk::template(&portal, kind).await?, &format!("template-{}.xlsx", kind.code())))
}

/// Check a workbook; nothing is kept.
#[utoipa::path(tag = "bulk", request_body(content = BulkUpload, content_type = "multipart/form-data"),
    security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 200, body = BulkResult), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/bulk-dry-run")]
pub(super) async fn check_bulk(portal: web::Data<Portal>, caller: Caller, parts: Multipart) -> Answer {
    caller.0.filer()?;
    let workbook = receive(parts).await?;
    Ok(json(&bulk::dry_run(&portal, &caller.0, workbook).await?))
}

/// Check a workbook, and get back the rows with errors, with what to mend beside their cells.
#[utoipa::path(tag = "bulk", request_body(content = BulkUpload, content_type = "multipart/form-data"),
    security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/bulk-dry-run/workbook")]
pub(super) async fn check_bulk_workbook(portal: web::Data<Portal>, caller: Caller, parts: Multipart) -> Answer {
    caller.0.filer()?;
    let workbook = receive(parts).await?;
    Ok(file(bulk::dry_run_workbook(&portal, &caller.0, workbook).await?, "to-mend.xlsx"))
}

/// Take a workbook: good rows become drafts. Repeat it with the same key when the answer was lost; nothing is drafted twice.
#[utoipa::path(tag = "bulk", request_body(content = BulkUpload, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 201, body = BulkView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/bulk")]
pub(super) async fn upload_bulk(
    portal: web::Data<Portal>,
    request: HttpRequest,
    upload: Upload,
    parts: Multipart,
) -> Answer {
    let mut context = upload.0;
    context.filer()?;
    let workbook = receive(parts).await?;
    let mut named =
        format!("{}\n{:?}\n{}\n", workbook.kind.code(), workbook.on_behalf_of, workbook.file_name).into_bytes();
    named.extend_from_slice(&workbook.content);
    context.idempotency = Some(idempotency(&request, &named)?);
    // A task of its own: whoever closes the page does not stop it half way.
    let taken = actix_web::rt::spawn(async move { bulk::upload(&portal, &context, workbook).await });
    Ok(answered(taken.await.map_err(AppError::internal)??))
}

/// Which uploads.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct BulkQuery {
    /// Uploaded at this time or later.
    #[serde(default, deserialize_with = "time")]
    since: Option<DateTime<Utc>>,
}

/// Uploads, newest first.
#[utoipa::path(tag = "bulk", params(BulkQuery, PageQuery), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = BulkPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/bulk")]
pub(super) async fn list_bulks(portal: web::Data<Portal>, caller: Caller, list: List<BulkQuery>) -> Answer {
    let found = bulk::bulks(&portal, &caller.0, list.filter.since, &list.page).await?;
    page::<BulkView>(&found, list.fields.as_deref())
}

/// One upload, with what was said of each row.
#[utoipa::path(tag = "bulk", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = BulkResult), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/bulk/{id}")]
pub(super) async fn read_bulk(portal: web::Data<Portal>, caller: Caller, id: web::Path<String>) -> Answer {
    Ok(json(&bulk::bulk(&portal, &caller.0, &id).await?))
}

/// The rows of an upload that did not become drafts, with what to mend beside their cells.
#[utoipa::path(tag = "bulk", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/bulk/{id}/workbook")]
pub(super) async fn read_bulk_workbook(portal: web::Data<Portal>, caller: Caller, id: web::Path<String>) -> Answer {
    Ok(file(bulk::workbook(&portal, &caller.0, &id).await?, "to-mend.xlsx"))
}

fn file(content: Vec<u8>, name: &str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(XLSX)
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(content)
}

/// Reads the parts within a time, never more bytes than a workbook may have.
async fn receive(parts: Multipart) -> Result<Workbook, WebError> {
    tokio::time::timeout(std::time::Duration::from_secs(BODY_SECONDS * 4), parts_of(parts))
        .await
        .map_err(|_| WebError::Http(actix_web::http::StatusCode::REQUEST_TIMEOUT, "request_timeout"))?
}

async fn parts_of(mut parts: Multipart) -> Result<Workbook, WebError> {
    let broken = || AppError::BadRequest("invalid_multipart");
    let (mut kind, mut company, mut workbook) = (None, None, None);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| broken())?;
        let name = part.name().unwrap_or_default().to_owned();
        let file_name =
            part.content_disposition().and_then(|disposition| disposition.get_filename().map(str::to_owned));
        let most = if name == "file" { MOST_BYTES } else { 256 };
        let mut content = BytesMut::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| broken())?;
            if content.len() + chunk.len() > most {
                return Err(AppError::TooLarge(most).into());
            }
            content.extend_from_slice(&chunk);
        }
        let field = match name.as_str() {
            "kind" => &mut kind,
            "on_behalf_of" => &mut company,
            "file" if workbook.is_none() => {
                workbook = Some((file_name.unwrap_or_default(), content.freeze()));
                continue;
            }
            _ => return Err(broken().into()),
        };
        if field.replace(text(&content.freeze())?).is_some() {
            return Err(broken().into());
        }
    }
    let (file_name, content) = workbook.ok_or_else(broken)?;
    let kind = kind.as_deref().and_then(FilingKind::from_code).ok_or_else(|| invalid("/kind"))?;
    let on_behalf_of = match company.filter(|id| !id.is_empty()) {
        Some(id) => Some(CompanyId::parse(&id).ok_or_else(|| invalid("/on_behalf_of"))?),
        None => None,
    };
    Ok(Workbook { kind, on_behalf_of, file_name, content })
}

fn text(content: &Bytes) -> Result<String, AppError> {
    String::from_utf8(content.to_vec()).map_err(|_| AppError::BadRequest("invalid_multipart"))
}

fn invalid(pointer: &str) -> AppError {
    AppError::Invalid { code: "validation_failed", errors: vec![FieldError::new(pointer, "invalid_value", "?")] }
}
