//! Data verification: questions about what is registered.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::verification::{VerificationStatus, VerificationStep};
use domain::{ContractId, VerificationCaseId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery, code, time};
use crate::app::Portal;
use crate::app::verification::{self, AskBody, CaseQuestion, CaseSummary, CaseView, NewCase, StepBody};
use crate::web::answer::{Answer, answered, page, versioned};
use crate::web::extract::{Caller, Command, Id};
use crate::web::openapi::VerificationCasePage;
use crate::web::problem::Problem;

/// Which cases.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CaseQuery {
    /// A state, such as `asked`.
    #[param(inline, value_type = Option<VerificationStatus>)]
    status: Option<String>,
    /// Only about this contract.
    #[param(format = Uuid)]
    contract: Option<String>,
    /// Opened at this time or later.
    #[serde(default, deserialize_with = "time")]
    since: Option<DateTime<Utc>>,
    /// Only where the company's answer is late, or only where it is not.
    overdue: Option<bool>,
}

/// The company's cases; all of them for reviewers and researchers. Newest first.
#[utoipa::path(tag = "data verification", params(CaseQuery, PageQuery), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = VerificationCasePage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/verification-cases")]
pub(super) async fn list_verification_cases(
    portal: web::Data<Portal>,
    caller: Caller,
    list: List<CaseQuery>,
) -> Answer {
    let query = list.filter;
    let question = CaseQuestion {
        since: query.since,
        overdue: query.overdue,
        status: code("status", query.status.as_deref(), VerificationStatus::from_code)?,
        contract: code("contract", query.contract.as_deref(), ContractId::parse)?,
    };
    let found = verification::list(&portal, &caller.0, question, &list.page).await?;
    page::<CaseSummary>(&found, list.fields.as_deref())
}

/// Ask about a registered contract.
#[utoipa::path(tag = "data verification", request_body = NewCase, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 201, body = CaseView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/verification-cases")]
pub(super) async fn open_verification_case(portal: web::Data<Portal>, command: Command<NewCase>) -> Answer {
    Ok(answered(verification::open(&portal, &command.context, command.body).await?))
}

/// One case.
#[utoipa::path(tag = "data verification", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = CaseView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/verification-cases/{id}")]
pub(super) async fn read_verification_case(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<VerificationCaseId>,
) -> Answer {
    let view = verification::read(&portal, &caller.0, id.0).await?;
    Ok(versioned(&view, view.summary.version))
}

/// Ask the company about what a detector found.
#[utoipa::path(tag = "data verification", request_body = AskBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CaseView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/verification-cases/{id}/ask")]
pub(super) async fn ask_verification_case(
    portal: web::Data<Portal>,
    id: Id<VerificationCaseId>,
    command: Command<AskBody>,
) -> Answer {
    Ok(answered(verification::ask(&portal, &command.context, id.0, command.body).await?))
}

/// Dismiss what a detector found: the data are right. The company is told nothing.
#[utoipa::path(tag = "data verification", request_body = StepBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CaseView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/verification-cases/{id}/dismiss")]
pub(super) async fn dismiss_verification_case(
    portal: web::Data<Portal>,
    id: Id<VerificationCaseId>,
    command: Command<StepBody>,
) -> Answer {
    let step = VerificationStep::Dismiss;
    Ok(answered(verification::take(&portal, &command.context, id.0, step, command.body).await?))
}

/// Answer, as the company.
#[utoipa::path(tag = "data verification", request_body = StepBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 200, body = CaseView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/verification-cases/{id}/answer")]
pub(super) async fn answer_verification_case(
    portal: web::Data<Portal>,
    id: Id<VerificationCaseId>,
    command: Command<StepBody>,
) -> Answer {
    let step = VerificationStep::Answer;
    Ok(answered(verification::take(&portal, &command.context, id.0, step, command.body).await?))
}

/// Send the answer back: it does not settle the case.
#[utoipa::path(tag = "data verification", request_body = StepBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CaseView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/verification-cases/{id}/return")]
pub(super) async fn return_verification_case(
    portal: web::Data<Portal>,
    id: Id<VerificationCaseId>,
    command: Command<StepBody>,
) -> Answer {
    let step = VerificationStep::Return;
    Ok(answered(verification::take(&portal, &command.context, id.0, step, command.body).await?))
}

/// Settle: the data are right.
#[utoipa::path(tag = "data verification", request_body = StepBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CaseView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/verification-cases/{id}/confirm")]
pub(super) async fn confirm_verification_case(
    portal: web::Data<Portal>,
    id: Id<VerificationCaseId>,
    command: Command<StepBody>,
) -> Answer {
    let step = VerificationStep::Confirm;
    Ok(answered(verification::take(&portal, &command.context, id.0, step, command.body).await?))
}

/// Settle: an amendment has put the data right.
#[utoipa::path(tag = "data verification", request_body = StepBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CaseView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/verification-cases/{id}/correct")]
pub(super) async fn correct_verification_case(
    portal: web::Data<Portal>,
    id: Id<VerificationCaseId>,
    command: Command<StepBody>,
) -> Answer {
    let step = VerificationStep::Correct;
    Ok(answered(verification::take(&portal, &command.context, id.0, step, command.body).await?))
}

/// Settle by reporting the company (通报).
#[utoipa::path(tag = "data verification", request_body = StepBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CaseView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/verification-cases/{id}/report")]
pub(super) async fn report_verification_case(
    portal: web::Data<Portal>,
    id: Id<VerificationCaseId>,
    command: Command<StepBody>,
) -> Answer {
    let step = VerificationStep::Report;
    Ok(answered(verification::take(&portal, &command.context, id.0, step, command.body).await?))
}
