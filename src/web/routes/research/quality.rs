//! How good the registered data are: findings, looking for them, and the notices of each month.

use actix_web::{get, post, web};
use domain::FindingId;
use domain::quality::Detector;
use domain::statistics::Month;
use domain::verification::VerificationStatus;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::query::{List, PageQuery, Parameters, code};
use crate::app::Portal;
use crate::app::research::{self, DataFindingView, Detections, FindingQuestion, OwnQuality, QualityNotice};
use crate::web::answer::{Answer, answered, json, page};
use crate::web::extract::{Caller, Command, Id, Nothing};
use crate::web::openapi::DataFindingPage;
use crate::web::problem::Problem;

pub(super) fn mount(config: &mut ServiceConfig) {
    config.service(list_data_findings).service(read_data_finding).service(detect_data_findings);
    config.service(read_quality_notice).service(read_own_quality);
}

/// Which findings.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FindingQuery {
    /// Only of this detector, such as `amount_outlier`.
    #[param(inline, value_type = Option<Detector>)]
    detector: Option<String>,
    /// Only about what was registered in this month, `2026-11`.
    month: Option<String>,
    /// Only about what this desk registered, by its code.
    desk: Option<String>,
    /// Only those whose case stands so, such as `proposed`.
    #[param(inline, value_type = Option<VerificationStatus>)]
    status: Option<String>,
}

/// Which notice.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NoticeQuery {
    /// Only about what this desk registered, by its code.
    desk: Option<String>,
}

/// Of which month.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OwnQuery {
    /// The month, `2026-11`; without one, the last that is over.
    #[param(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    month: Option<String>,
}

/// What is odd about the registered data, newest first. What came of a finding is where its case stands.
#[utoipa::path(tag = "research", params(FindingQuery, PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = DataFindingPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/findings")]
pub(super) async fn list_data_findings(portal: web::Data<Portal>, caller: Caller, list: List<FindingQuery>) -> Answer {
    let query = list.filter;
    let question = FindingQuestion {
        detector: code("detector", query.detector.as_deref(), Detector::from_code)?,
        month: code("month", query.month.as_deref(), Month::parse)?,
        desk: query.desk,
        status: code("status", query.status.as_deref(), VerificationStatus::from_code)?,
    };
    let found = research::findings(&portal, &caller.0, question, &list.page).await?;
    page::<DataFindingView>(&found, list.fields.as_deref())
}

/// One finding.
#[utoipa::path(tag = "research", params(("id" = String, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DataFindingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/findings/{id}")]
pub(super) async fn read_data_finding(portal: web::Data<Portal>, caller: Caller, id: Id<FindingId>) -> Answer {
    Ok(json(&research::finding(&portal, &caller.0, id.0).await?))
}

/// Look through the register for what is odd, as is done every night. Each finding that is not known yet opens a case for its desk; the
/// company is told nothing until that asks it.
#[utoipa::path(tag = "research", request_body = Nothing, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = Detections), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/research/detections")]
pub(super) async fn detect_data_findings(portal: web::Data<Portal>, command: Command<Nothing>) -> Answer {
    Ok(answered(research::detect(&portal, &command.context).await?))
}

/// How good the data of a month are, by desk and by company.
#[utoipa::path(tag = "research", params(("month" = String, Path), NoticeQuery), security(("bearer" = [])), responses(
    (status = 200, body = QualityNotice), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/quality/notices/{month}")]
pub(super) async fn read_quality_notice(
    portal: web::Data<Portal>,
    caller: Caller,
    month: web::Path<String>,
    query: Parameters<NoticeQuery>,
) -> Answer {
    Ok(json(&research::notice(&portal, &caller.0, &month, query.0.desk).await?))
}

/// How good the data of one's own company of a month are: its line of the notice, as far as it was asked.
#[utoipa::path(tag = "research", params(OwnQuery), security(("bearer" = [])), responses(
    (status = 200, body = OwnQuality), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/quality/own")]
pub(super) async fn read_own_quality(portal: web::Data<Portal>, caller: Caller, query: Parameters<OwnQuery>) -> Answer {
    let month = code("month", query.0.month.as_deref(), Month::parse)?;
    Ok(json(&research::own_quality(&portal, &caller.0, month).await?))
}
