//! Figures.

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::Portal;
use crate::app::research::{self, DimensionsView, PivotRequest};
use crate::web::answer::{Answer, json};
use crate::web::extract::{Caller, Parameters};
use crate::web::openapi::PivotView;
use crate::web::problem::Problem;

pub(super) fn mount(config: &mut ServiceConfig) {
    config.service(list_dimensions).service(read_pivot).service(export_pivot);
}

/// A question.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PivotQuery {
    /// Dimensions down, by comma.
    rows: Option<String>,
    /// Dimensions across, by comma.
    columns: Option<String>,
    /// Measures, by comma.
    measures: Option<String>,
    /// `dimension:value,value`; may occur several times.
    filter: Option<Vec<String>>,
}

impl From<PivotQuery> for PivotRequest {
    fn from(query: PivotQuery) -> Self {
        let PivotQuery { rows, columns, measures, filter } = query;
        Self { rows, columns, measures, filters: filter.unwrap_or_default() }
    }
}

/// What can be asked.
#[utoipa::path(tag = "research", security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 200, body = DimensionsView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/dimensions")]
pub(super) async fn list_dimensions(portal: web::Data<Portal>, caller: Caller) -> Answer {
    Ok(json(&research::dimensions(&portal, &caller.0).await?))
}

/// Answer a question.
#[utoipa::path(tag = "research", params(PivotQuery), security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 200, body = PivotView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/pivot")]
pub(super) async fn read_pivot(portal: web::Data<Portal>, caller: Caller, query: Parameters<PivotQuery>) -> Answer {
    Ok(json(&research::pivot(&portal, &caller.0, &query.0.into()).await?.to_json()))
}

/// The same answer as CSV.
#[utoipa::path(tag = "research", params(PivotQuery), security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 200, body = String, content_type = "text/csv"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/export")]
pub(super) async fn export_pivot(portal: web::Data<Portal>, caller: Caller, query: Parameters<PivotQuery>) -> Answer {
    let csv = research::export(&portal, &caller.0, &query.0.into()).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"figures.csv\""))
        .body(csv))
}
