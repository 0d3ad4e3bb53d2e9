//! Open data, for everybody.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::Portal;
use crate::app::research::{self, OpenDatasetList, OpenDatasetView, OpenVersionList};
use crate::web::answer::{Answer, has, json};
use crate::web::extract::{Anyone, Parameters};
use crate::web::problem::Problem;

/// Mounts what is under `/api/v1/open/datasets`, which has a quota of its own: each file is counted again.
pub(in crate::web::routes) fn mount_datasets(config: &mut ServiceConfig) {
    config.service(list_open_datasets).service(read_open_dataset).service(list_open_versions).service(read_open_data);
}

/// Mounts what is under `/api/v1/open/sdmx`, which is written anew for whoever fetches it: it counts as open data does.
pub(in crate::web::routes) fn mount_sdmx(config: &mut ServiceConfig) {
    config.service(read_sdmx_structure);
}

/// In which form.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FormatQuery {
    /// `csv`, `xlsx`, `sdmx-csv` or `parquet`; `csv` when absent.
    format: Option<String>,
}

/// A release is never changed, but a newer one may come within the hour.
const KEPT: &str = "public, max-age=3600";

/// The open data sets, each with its newest version.
#[utoipa::path(tag = "open data", security(()), responses(
    (status = 200, body = OpenDatasetList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("")]
pub(super) async fn list_open_datasets(portal: web::Data<Portal>, caller: Anyone) -> Answer {
    Ok(json(&research::open_datasets(&portal, caller.0.language).await?))
}

/// One data set: its columns, and the question that it answers.
#[utoipa::path(tag = "open data", params(("dataset" = String, Path)), security(()), responses(
    (status = 200, body = OpenDatasetView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/{dataset}")]
pub(super) async fn read_open_dataset(portal: web::Data<Portal>, caller: Anyone, dataset: web::Path<String>) -> Answer {
    Ok(json(&research::open_dataset(&portal, caller.0.language, &dataset).await?))
}

/// The versions of a data set, the newest first, each with what has changed since the one before.
#[utoipa::path(tag = "open data", params(("dataset" = String, Path)), security(()), responses(
    (status = 200, body = OpenVersionList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/{dataset}/versions")]
pub(super) async fn list_open_versions(
    portal: web::Data<Portal>,
    _caller: Anyone,
    dataset: web::Path<String>,
) -> Answer {
    Ok(json(&research::versions_of(&portal, &dataset).await?))
}

/// A version of a data set as a file, counted again: as it was released to the byte, or refused.
#[utoipa::path(tag = "open data", params(("dataset" = String, Path), ("version" = String, Path), FormatQuery), security(()), responses(
    (status = 200, content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (String = "application/vnd.sdmx.data+csv"), (String = "application/vnd.apache.parquet"))),
    (status = 304, description = "It is what `If-None-Match` names"),
    (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/{dataset}/versions/{version}/data")]
pub(super) async fn read_open_data(
    portal: web::Data<Portal>,
    request: HttpRequest,
    caller: Anyone,
    path: web::Path<(String, String)>,
    query: Parameters<FormatQuery>,
) -> Answer {
    let (dataset, version) = path.into_inner();
    let file = research::open_file(&portal, &caller.0, &dataset, &version, query.0.format.as_deref()).await?;
    let tag = file.tag();
    if has(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish());
    }
    let content = file.content(&portal).await?;
    Ok(HttpResponse::Ok()
        .content_type(file.format().media_type())
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name())))
        .insert_header((header::LINK, format!("<{}>; rel=\"cite-as\"", file.address(&portal))))
        .insert_header((header::CACHE_CONTROL, KEPT))
        .insert_header((header::VARY, "accept-language"))
        .insert_header((header::ETAG, tag))
        .body(content))
}

/// The structure of our SDMX files: dimensions, code lists and attributes, as an SDMX-JSON 2.0 message.
#[utoipa::path(tag = "open data", security(()), responses(
    (status = 200, description = "The structure message", content_type = "application/vnd.sdmx.structure+json"),
    (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/structure")]
pub(super) async fn read_sdmx_structure(portal: web::Data<Portal>, _caller: Anyone) -> Answer {
    Ok(HttpResponse::Ok()
        .content_type("application/vnd.sdmx.structure+json;version=2.0.0")
        .body(research::structure(&portal)))
}
