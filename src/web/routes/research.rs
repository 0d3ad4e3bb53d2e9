//! Figures.

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use utoipa::IntoParams;

use crate::app::research::{self, DimensionsView, PivotRequest};
use crate::app::{AppError, Portal};
use crate::web::answer::{Answer, json};
use crate::web::extract::Caller;
use crate::web::openapi::PivotView;
use crate::web::problem::Problem;

/// A question.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the parameters; `filter` may occur several times, so that they are read as pairs"
)]
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
pub(super) async fn read_pivot(
    portal: web::Data<Portal>,
    caller: Caller,
    query: web::Query<Vec<(String, String)>>,
) -> Answer {
    Ok(json(&research::pivot(&portal, &caller.0, &request(query.into_inner())?).await?.to_json()))
}

/// The same answer as CSV.
#[utoipa::path(tag = "research", params(PivotQuery), security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 200, body = String, content_type = "text/csv"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/export")]
pub(super) async fn export_pivot(
    portal: web::Data<Portal>,
    caller: Caller,
    query: web::Query<Vec<(String, String)>>,
) -> Answer {
    let csv = research::export(&portal, &caller.0, &request(query.into_inner())?).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"figures.csv\""))
        .body(csv))
}

fn request(pairs: Vec<(String, String)>) -> Result<PivotRequest, AppError> {
    let mut request = PivotRequest::default();
    for (name, value) in pairs {
        let place = match name.as_str() {
            "rows" => &mut request.rows,
            "columns" => &mut request.columns,
            "measures" => &mut request.measures,
            "filter" => {
                request.filters.push(value);
                continue;
            }
            _ => continue,
        };
        if place.replace(value).is_some() {
            return Err(AppError::BadRequest("invalid_query"));
        }
    }
    Ok(request)
}
