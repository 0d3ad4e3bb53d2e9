//! Analyses.

use actix_web::{get, web};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::Portal;
use crate::app::research::{self, AnalysesView, AnalysisRequest, AnalysisView};
use crate::web::answer::{Answer, json};
use crate::web::extract::{Caller, Parameters};
use crate::web::problem::Problem;

pub(super) fn mount(config: &mut ServiceConfig) {
    config.service(list_analyses).service(read_analysis);
}

/// Of which months, and of what.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AnalysisQuery {
    /// The first month, `2025-01`. With neither end: the last twelve months that are over; for protected figures the last year.
    from: Option<String>,
    /// The last month.
    to: Option<String>,
    /// `country:DE,US`: one of these; `!country:US`: none of these. May occur several times, once a dimension; time is `from` and `to`.
    filter: Option<Vec<String>>,
    /// Of the analysis `suppliers`, which suppliers are listed, by comma: `newcomer`, only those that are new; `not_established`, only
    /// those without a related company here. All of them when absent.
    supplier: Option<String>,
    /// The journal entry up to which is counted; the newest when absent.
    as_of: Option<String>,
}

impl From<AnalysisQuery> for AnalysisRequest {
    fn from(query: AnalysisQuery) -> Self {
        let AnalysisQuery { from, to, filter, supplier, as_of } = query;
        Self { from, to, filters: filter.unwrap_or_default(), supplier, as_of }
    }
}

/// Every analysis with its method.
#[utoipa::path(tag = "research", security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 200, body = AnalysesView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/analyses")]
pub(super) async fn list_analyses(portal: web::Data<Portal>, caller: Caller) -> Answer {
    Ok(json(&research::analyses(&portal, &caller.0)?))
}

/// An analysis of a period: its headline and its panels, all of one moment. A panel that cannot be shown to this reader, or under these
/// filters, says why in `note`.
#[utoipa::path(tag = "research", params(("analysis" = String, Path), AnalysisQuery), security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 200, body = AnalysisView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/analyses/{analysis}")]
pub(super) async fn read_analysis(
    portal: web::Data<Portal>,
    caller: Caller,
    code: web::Path<String>,
    query: Parameters<AnalysisQuery>,
) -> Answer {
    Ok(json(&research::analysis(&portal, &caller.0, &code, &query.0.into()).await?))
}
