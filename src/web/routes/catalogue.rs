//! Editions of the control catalogue.

use actix_multipart::Multipart;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use domain::reference::{CatalogueDiff, CatalogueItem};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::query::{List, PageQuery, search};
use crate::app::catalogue::{self, EditionView, Imported, NewEdition, Preview, Schedule};
use crate::app::{AppError, Portal};
use crate::web::answer::{Answer, answered, json, page};
use crate::web::extract::{BODY_SECONDS, Caller, Command, Parts, Upload, idempotency};
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

/// Which items.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ItemQuery {
    /// Part of the name, the number or the control points.
    q: Option<String>,
}

/// The items of an edition.
#[utoipa::path(tag = "catalogue", params(("edition" = String, Path), ItemQuery, PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = CatalogueItemPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/catalogue/editions/{edition}/items")]
pub(super) async fn list_catalogue_items(
    portal: web::Data<Portal>,
    caller: Caller,
    edition: web::Path<String>,
    list: List<ItemQuery>,
) -> Answer {
    let found = catalogue::items(&portal, &caller.0, number(&edition)?, search(list.filter.q), &list.page).await?;
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
    let parts = receive(parts).await?;
    Ok(json(&catalogue::preview(&portal, &upload.0, table(&parts)).await?))
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
    let parts = receive(parts).await?;
    context.idempotency = Some(idempotency(&request, &parts.fingerprint())?);
    Ok(answered(catalogue::import(&portal, &context, edition(&parts)?).await?))
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

fn table(parts: &Parts) -> Imported {
    Imported { file_name: parts.file_name.clone(), content: parts.content.clone() }
}

fn edition(parts: &Parts) -> Result<NewEdition, AppError> {
    let partial = match parts.text("partial") {
        "true" => true,
        "false" => false,
        _ => return Err(AppError::invalid_field("/partial", "invalid_value", "true / false")),
    };
    let (name, source) = (parts.text("name").to_owned(), parts.text("source").to_owned());
    Ok(NewEdition { name, source, partial, table: table(parts) })
}

async fn receive(parts: Multipart) -> Result<Parts, WebError> {
    Parts::receive(parts, MOST_BYTES, &["name", "source", "partial"], BODY_SECONDS * 10).await
}
