//! Figures as files.

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::figures::PivotQuery;
use crate::app::Portal;
use crate::app::research::{self, Export};
use crate::web::answer::Answer;
use crate::web::extract::{Caller, Parameters};
use crate::web::problem::Problem;

pub(super) fn mount(config: &mut ServiceConfig) {
    config.service(export_pivot).service(export_facts);
}

/// A question, and in which form it is answered.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportQuery {
    /// Dimensions down, by comma.
    rows: Option<String>,
    /// Dimensions across, by comma; four with the rows at most.
    columns: Option<String>,
    /// Measures, by comma, as in the answer's JSON.
    measures: Option<String>,
    /// `country:DE,US`: one of these; `!country:US`: none of these; `month:2024-01..2024-12`: from the one to the other. May occur
    /// several times, once a dimension.
    filter: Option<Vec<String>>,
    /// Totals are not in files; it is taken, so that the question of a pivot can be given as it is.
    margins: Option<String>,
    /// A measure to order cells by, such as `-amount_usd` for the largest first.
    order: Option<String>,
    /// Only so many cells from the first.
    top: Option<String>,
    /// The journal entry up to which is counted; the newest when absent.
    as_of: Option<String>,
    /// `csv`, `xlsx`, `sdmx-csv` or `parquet`; `csv` when absent.
    format: Option<String>,
}

/// In which form, and of which moment.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FactsQuery {
    /// `csv`, `xlsx` or `parquet`; `csv` when absent.
    format: Option<String>,
    /// The journal entry up to which is counted; the newest when absent.
    as_of: Option<String>,
}

/// Answer a question as a file: a row for each cell, totals left out. Where something may be withheld, `flag` is `c` in the rows of
/// which something is. `Link` says where the figures are found again.
#[utoipa::path(tag = "research", params(ExportQuery), security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 200, content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (String = "application/vnd.sdmx.data+csv"), (String = "application/vnd.apache.parquet"))),
    (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/export")]
pub(super) async fn export_pivot(portal: web::Data<Portal>, caller: Caller, query: Parameters<ExportQuery>) -> Answer {
    let ExportQuery { rows, columns, measures, filter, margins, order, top, as_of, format } = query.0;
    let pairs = PivotQuery { rows, columns, measures, filter, margins, order, top, as_of }.pairs();
    let export = research::export(&portal, &caller.0, &pairs, format.as_deref()).await?;
    Ok(sent(export, "figures"))
}

/// Every fact as a file, for staff who research.
#[utoipa::path(tag = "research", params(FactsQuery), security(("bearer" = [])), responses(
    (status = 200, content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (String = "application/vnd.apache.parquet"))),
    (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/facts")]
pub(super) async fn export_facts(portal: web::Data<Portal>, caller: Caller, query: Parameters<FactsQuery>) -> Answer {
    let FactsQuery { format, as_of } = query.0;
    let export = research::export_facts(&portal, &caller.0, format.as_deref(), as_of.as_deref()).await?;
    Ok(sent(export, "facts"))
}

fn sent(export: Export, name: &str) -> HttpResponse {
    let Export { format, address, chunks } = export;
    HttpResponse::Ok()
        .content_type(format.media_type())
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", format.file_name(name))))
        .insert_header((header::LINK, format!("<{address}>; rel=\"cite-as\"")))
        .streaming(chunks)
}
