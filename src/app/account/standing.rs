//! Whether a company may file: the centre approves or refuses who signed up, suspends who may file, and lets them file again.

use domain::CompanyId;
use serde::Deserialize;
use serde_json::json;
use storage::accounts::{CompanyStatus, store_company};
use utoipa::ToSchema;
use validator::Validate;

use super::CompanyView;
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// Why a company is refused or suspended.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyReason {
    /// The reason, which the company reads.
    #[validate(length(min = 4, max = 2000))]
    #[schema(min_length = 4, max_length = 2000)]
    pub reason: String,
}

/// From where to where, and the kind of the entry that says so.
#[derive(Clone, Copy)]
struct Step {
    from: CompanyStatus,
    to: CompanyStatus,
    kind: &'static str,
}

const APPROVE: Step = Step { from: CompanyStatus::Pending, to: CompanyStatus::Approved, kind: "company.approved" };
const REJECT: Step = Step { from: CompanyStatus::Pending, to: CompanyStatus::Rejected, kind: "company.rejected" };
const SUSPEND: Step = Step { from: CompanyStatus::Approved, to: CompanyStatus::Suspended, kind: "company.suspended" };
const RESUME: Step = Step { from: CompanyStatus::Suspended, to: CompanyStatus::Approved, kind: "company.resumed" };

/// Approves a company that signed up.
pub async fn approve(portal: &Portal, context: &Context, id: CompanyId) -> Result<Answered, AppError> {
    take(portal, context, id, APPROVE, None).await
}

/// Refuses a company that signed up: it may not file, and whoever truly has its credit code may sign up with it.
pub async fn reject(
    portal: &Portal,
    context: &Context,
    id: CompanyId,
    why: CompanyReason,
) -> Result<Answered, AppError> {
    take(portal, context, id, REJECT, Some(why.reason)).await
}

/// Suspends a company: neither it nor its agents and programs file for it, nor does it for others.
pub async fn suspend(
    portal: &Portal,
    context: &Context,
    id: CompanyId,
    why: CompanyReason,
) -> Result<Answered, AppError> {
    take(portal, context, id, SUSPEND, Some(why.reason)).await
}

/// Lets a suspended company file again.
pub async fn resume(portal: &Portal, context: &Context, id: CompanyId) -> Result<Answered, AppError> {
    take(portal, context, id, RESUME, None).await
}

async fn take(
    portal: &Portal,
    context: &Context,
    id: CompanyId,
    step: Step,
    reason: Option<String>,
) -> Result<Answered, AppError> {
    let by = context.staff(domain::Role::may_approve_companies)?.id.to_string();
    let answered = portal
        .execute(context, move |connection, now| {
            let mut company = storage::accounts::company(connection, id)?.ok_or(AppError::NotFound)?;
            if company.status != step.from {
                return Err(AppError::Conflict { code: "illegal_state", state: Some(company.status.code().into()) });
            }
            company.status = step.to;
            if step.from == CompanyStatus::Pending && step.to == CompanyStatus::Approved {
                company.approved_at = Some(now);
                company.approved_by = Some(by);
            }
            company.status_reason.clone_from(&reason);
            company.version += 1;
            store_company(connection, &company)?;
            let body = reason.map_or_else(|| json!({}), |reason| json!({ "reason": reason }));
            let record = Record { kind: step.kind, subject: id.to_string(), body };
            Ok(Done::json(200, &CompanyView::from(&company), record)?.version(company.version))
        })
        .await?;
    portal.principals.forget_all();
    Ok(answered)
}
