//! Editions of the control catalogue.

use actix_multipart::Multipart;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use bytes::{Bytes, BytesMut};
use domain::reference::{CatalogueDiff, CatalogueItem};
use futures_util::StreamExt;
use utoipa::ToSchema;

use super::query::{List, PageQuery};
use crate::app::catalogue::{self, EditionView, Imported, NewEdition, Preview, Schedule};
use crate::app::{AppError, Portal};
use crate::web::answer::{Answer, answered, json, page};
use crate::web::extract::{BODY_SECONDS, Caller, Command, Upload, idempotency};
use crate::web::openapi::{CatalogueEditionPage, CatalogueItemPage};
use crate::web::problem::{Problem, WebError};

/// Largest table, in bytes; the official lists are a hundred kilobytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// A table to be looked at, as `multipart/form-data`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the parts for readers of the API; the parts are read one by one")]
pub(in crate::web) struct CataloguePreviewUpload {
    /// CSV in UTF-8, or XLSX.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A new edition, as `multipart/form-data`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the parts for readers of the API; the parts are read one by one")]
pub(in crate::web) struct CatalogueUpload {
    /// What it is called.
    name: String,
    /// Where it comes from.
    source: String,
    /// Whether items of the official list are missing.
    partial: bool,
    /// CSV in UTF-8, or XLSX.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Editions, the newest first.
#[utoipa::path(tag = "catalogue", params(PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = CatalogueEditionPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/catalogue/editions")]
pub(super) async fn list_catalogue_editions(portal: web::Data<Portal>, caller: Caller, list: List) -> Answer {
    page::<EditionView>(&catalogue::editions(&portal, &caller.0, &list.page).await?, list.fields.as_deref())
}

/// One edition.
#[utoipa::path(tag = "catalogue", params(("edition" = String, Path)), security(("bearer" = [])), responses(
    (status = 200, body = EditionView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/catalogue/editions/{edition}")]
pub(super) async fn read_catalogue_edition(
    portal: web::Data<Portal>,
    caller: Caller,
    edition: web::Path<String>,
) -> Answer {
    Ok(json(&catalogue::edition(&portal, &caller.0, number(&edition)?).await?))
}

/// The items of an edition.
#[utoipa::path(tag = "catalogue", params(("edition" = String, Path), PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = CatalogueItemPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/catalogue/editions/{edition}/items")]
pub(super) async fn list_catalogue_items(
    portal: web::Data<Portal>,
    caller: Caller,
    edition: web::Path<String>,
    list: List,
) -> Answer {
    let found = catalogue::items(&portal, &caller.0, number(&edition)?, &list.page).await?;
    page::<CatalogueItem>(&found, list.fields.as_deref())
}

/// What an edition changes against the one in force.
#[utoipa::path(tag = "catalogue", params(("edition" = String, Path)), security(("bearer" = [])), responses(
    (status = 200, body = CatalogueDiff), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/catalogue/editions/{edition}/diff")]
pub(super) async fn read_catalogue_diff(
    portal: web::Data<Portal>,
    caller: Caller,
    edition: web::Path<String>,
) -> Answer {
    Ok(json(&catalogue::diff(&portal, &caller.0, number(&edition)?).await?))
}

/// An edition as CSV, to be edited and loaded again.
#[utoipa::path(tag = "catalogue", params(("edition" = String, Path)), security(("bearer" = [])), responses(
    (status = 200, content_type = "text/csv"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/catalogue/editions/{edition}/export")]
pub(super) async fn export_catalogue_edition(
    portal: web::Data<Portal>,
    caller: Caller,
    edition: web::Path<String>,
) -> Answer {
    let number = number(&edition)?;
    let text = catalogue::export(&portal, &caller.0, number).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"catalogue-{number}.csv\"")))
        .body(text))
}

/// Look at what a table would change. Nothing is stored.
#[utoipa::path(tag = "catalogue", request_body(content = CataloguePreviewUpload, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = Preview), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/catalogue/previews")]
pub(super) async fn preview_catalogue(portal: web::Data<Portal>, upload: Upload, parts: Multipart) -> Answer {
    catalogue::may_import(&upload.0)?;
    let parts = receive_in_time(parts).await?;
    Ok(json(&catalogue::preview(&portal, &upload.0, parts.file()?).await?))
}

/// Load an edition. It is in force once somebody says from when.
#[utoipa::path(tag = "catalogue", request_body(content = CatalogueUpload, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 201, body = EditionView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/catalogue/editions")]
pub(super) async fn import_catalogue(
    portal: web::Data<Portal>,
    request: HttpRequest,
    upload: Upload,
    parts: Multipart,
) -> Answer {
    let mut context = upload.0;
    catalogue::may_import(&context)?;
    let parts = receive_in_time(parts).await?;
    context.idempotency = Some(idempotency(&request, &parts.fingerprint())?);
    Ok(answered(catalogue::import(&portal, &context, parts.edition()?).await?))
}

/// Put an edition in force from a day.
#[utoipa::path(tag = "catalogue", request_body = Schedule, params(("edition" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = EditionView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/catalogue/editions/{edition}/schedule")]
pub(super) async fn schedule_catalogue_edition(
    portal: web::Data<Portal>,
    edition: web::Path<String>,
    command: Command<Schedule>,
) -> Answer {
    Ok(answered(catalogue::schedule(&portal, &command.context, number(&edition)?, command.body).await?))
}

/// The number in a path, in its one spelling; anything else is nothing that exists.
fn number(text: &str) -> Result<i32, AppError> {
    text.parse().ok().filter(|number: &i32| number.to_string() == text).ok_or(AppError::NotFound)
}

/// The parts of an upload, by name.
#[derive(Default)]
struct Parts {
    texts: std::collections::BTreeMap<String, String>,
    table: Option<(String, Bytes)>,
}

impl Parts {
    fn file(&self) -> Result<Imported, AppError> {
        let (file_name, content) = self.table.clone().ok_or(AppError::BadRequest("invalid_multipart"))?;
        Ok(Imported { file_name, content })
    }

    fn edition(&self) -> Result<NewEdition, AppError> {
        let text = |name: &str| self.texts.get(name).cloned().unwrap_or_default();
        let partial = match text("partial").as_str() {
            "true" => true,
            "false" => false,
            _ => return Err(AppError::invalid_field("/partial", "invalid_value", "true / false")),
        };
        Ok(NewEdition { name: text("name"), source: text("source"), partial, table: self.file()? })
    }

    fn fingerprint(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (name, text) in &self.texts {
            bytes.extend_from_slice(format!("{name}\n{text}\n").as_bytes());
        }
        if let Some((name, content)) = &self.table {
            bytes.extend_from_slice(format!("{name}\n").as_bytes());
            bytes.extend_from_slice(content);
        }
        bytes
    }
}

async fn receive_in_time(parts: Multipart) -> Result<Parts, WebError> {
    tokio::time::timeout(std::time::Duration::from_secs(BODY_SECONDS * 10), receive(parts))
        .await
        .map_err(|_| WebError::Http(actix_web::http::StatusCode::REQUEST_TIMEOUT, "request_timeout"))?
}

/// Reads the parts, never more bytes than a table may have; a part that is unknown or comes twice is refused.
async fn receive(mut stream: Multipart) -> Result<Parts, WebError> {
    let broken = || AppError::BadRequest("invalid_multipart");
    let mut parts = Parts::default();
    while let Some(part) = stream.next().await {
        let mut part = part.map_err(|_| broken())?;
        let name = part.name().unwrap_or_default().to_owned();
        let file_name =
            part.content_disposition().and_then(|disposition| disposition.get_filename().map(str::to_owned));
        let most = if name == "file" { MOST_BYTES } else { 4096 };
        let mut content = BytesMut::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| broken())?;
            if content.len() + chunk.len() > most {
                return Err(AppError::TooLarge(most).into());
            }
            content.extend_from_slice(&chunk);
        }
        match name.as_str() {
            "file" if parts.table.is_none() => parts.table = Some((file_name.unwrap_or_default(), content.freeze())),
            "name" | "source" | "partial" if !parts.texts.contains_key(&name) => {
                parts.texts.insert(name, String::from_utf8(content.to_vec()).map_err(|_| broken())?);
            }
            _ => return Err(broken().into()),
        }
    }
    Ok(parts)
}
