//! The centre lets a company file.

use domain::CompanyId;
use serde_json::json;
use storage::accounts::{CompanyStatus, store_company};

use super::CompanyView;
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// Approves a company that signed up.
pub async fn approve(portal: &Portal, context: &Context, id: CompanyId) -> Result<Answered, AppError> {
    let by = context.staff(domain::Role::may_approve_companies)?.id.to_string();
    let answered = portal
        .execute(context, move |connection, now| {
            let mut company = storage::accounts::company(connection, id)?.ok_or(AppError::NotFound)?;
            if company.status != CompanyStatus::Pending {
                return Err(AppError::Conflict { code: "illegal_state", state: Some(company.status.code().into()) });
            }
            company.status = CompanyStatus::Approved;
            company.approved_at = Some(now);
            company.approved_by = Some(by);
            company.version += 1;
            store_company(connection, &company)?;
            let record = Record { kind: "company.approved", subject: id.to_string(), body: json!({}) };
            Ok(Done::json(200, &CompanyView::from(&company), record)?.version(company.version))
        })
        .await?;
    portal.principals.forget_all();
    Ok(answered)
}
