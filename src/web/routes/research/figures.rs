//! Questions to the figures.

use ::research::Dimension;
use actix_web::{HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::query::code;
use crate::app::Portal;
use crate::app::research::{self, DimensionsView};
use crate::web::answer::{Answer, json};
use crate::web::extract::{Caller, Parameters};
use crate::web::openapi::PivotView;
use crate::web::problem::Problem;

pub(super) fn mount(config: &mut ServiceConfig) {
    config.service(list_dimensions).service(read_pivot).service(read_series);
}

/// Of which moment.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MomentQuery {
    /// The journal entry up to which is counted; the newest when absent.
    as_of: Option<String>,
}

/// A question.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PivotQuery {
    /// Dimensions down, by comma.
    pub(super) rows: Option<String>,
    /// Dimensions across, by comma; four with the rows at most.
    pub(super) columns: Option<String>,
    /// Measures, by comma: `contracts`, `amount_usd`, `median_royalty_rate`, `share:amount_usd`, `yoy:amount_usd`,
    /// `hhi:amount_usd:country` …
    pub(super) measures: Option<String>,
    /// `country:DE,US`: one of these; `!country:US`: none of these; `month:2024-01..2024-12`: from the one to the other. May occur
    /// several times, once a dimension.
    pub(super) filter: Option<Vec<String>>,
    /// `all` totals, or `none` but the grand total.
    pub(super) margins: Option<String>,
    /// A measure to order cells by, such as `-amount_usd` for the largest first.
    pub(super) order: Option<String>,
    /// Only so many cells from the first.
    pub(super) top: Option<String>,
    /// The journal entry up to which is counted; the newest when absent.
    pub(super) as_of: Option<String>,
}

impl PivotQuery {
    /// The question as pairs of names and values.
    pub(super) fn pairs(self) -> Vec<(String, String)> {
        let Self { rows, columns, measures, filter, margins, order, top, as_of } = self;
        let filters = filter.unwrap_or_default().into_iter().map(|filter| ("filter", Some(filter)));
        [("rows", rows), ("columns", columns), ("measures", measures)]
            .into_iter()
            .chain(filters)
            .chain([("margins", margins), ("order", order), ("top", top), ("as_of", as_of)])
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect()
    }
}

/// A question over time.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SeriesQuery {
    /// The steps: `month`, `quarter` or `year`; `month` when absent.
    #[param(pattern = "^(month|quarter|year)$")]
    rows: Option<String>,
    /// Dimensions across, by comma: a series for each of their values; three at most.
    columns: Option<String>,
    /// Measures, by comma, as of a pivot: `contracts`, `amount_usd`, `mom:amount_usd` …
    measures: Option<String>,
    /// As of a pivot: `country:DE,US`, `!country:US`, `month:2024-01..2024-12`. May occur several times, once a dimension.
    filter: Option<Vec<String>>,
    /// `all` totals, or `none` but the grand total.
    margins: Option<String>,
    /// The journal entry up to which is counted; the newest when absent.
    as_of: Option<String>,
}

/// What a series may go by.
fn step(code: &str) -> Option<Dimension> {
    Dimension::from_code(code).filter(|dimension| dimension.is_time())
}

/// What can be asked.
#[utoipa::path(tag = "research", params(MomentQuery), security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 200, body = DimensionsView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/dimensions")]
pub(super) async fn list_dimensions(
    portal: web::Data<Portal>,
    caller: Caller,
    query: Parameters<MomentQuery>,
) -> Answer {
    Ok(json(&research::dimensions(&portal, &caller.0, query.0.as_of.as_deref()).await?))
}

/// Answer a question. Staff who research are told every figure; others those of closed years, with what would tell of a single company
/// withheld.
#[utoipa::path(tag = "research", params(PivotQuery), security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 200, body = PivotView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/pivot")]
pub(super) async fn read_pivot(portal: web::Data<Portal>, caller: Caller, query: Parameters<PivotQuery>) -> Answer {
    let answer = research::ask(&portal, &caller.0, &query.0.pairs()).await?;
    Ok(HttpResponse::Ok().content_type("application/json").body(answer.to_json()))
}

/// Answer a question over time, the earliest first: what a pivot answers with the same rows, to the byte. A step in which nothing was
/// registered has no cell.
#[utoipa::path(tag = "research", params(SeriesQuery), security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 200, body = PivotView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/series")]
pub(super) async fn read_series(portal: web::Data<Portal>, caller: Caller, query: Parameters<SeriesQuery>) -> Answer {
    let SeriesQuery { rows, columns, measures, filter, margins, as_of } = query.0;
    let rows = code("rows", rows.as_deref(), step)?.unwrap_or(Dimension::Month).code().to_owned();
    let pivot = PivotQuery { rows: Some(rows), columns, measures, filter, margins, order: None, top: None, as_of };
    let answer = research::ask(&portal, &caller.0, &pivot.pairs()).await?;
    Ok(HttpResponse::Ok().content_type("application/json").body(answer.to_json()))
}
