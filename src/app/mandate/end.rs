//! Ending a mandate: the company takes it back, or the agent lays it down (《民法典》 Art. 173, 2).

use domain::MandateId;
use domain::mandate::{MandateStatus, standing};
use serde_json::json;
use storage::mandates::{end_mandate, mandate};

use super::MandateView;
use super::give::own_company;
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// Ends a mandate at once: from this answer on, no request under it is let through.
pub async fn end(portal: &Portal, context: &Context, id: MandateId) -> Result<Answered, AppError> {
    let own = own_company(context)?;
    let by = context.user()?.id.to_string();
    let (reader, today) = (context.clone(), portal.today());
    let answered = portal
        .execute(context, move |connection, now| {
            let mut known = mandate(connection, id)?
                .filter(|mandate| mandate.company_id == own || mandate.agent_id == own)
                .ok_or(AppError::NotFound)?;
            let status = standing(known.ends_on, known.ended_at.is_some(), today);
            if status != MandateStatus::Live || !end_mandate(connection, id, &by, now)? {
                return Err(AppError::conflict("mandate_over"));
            }
            let by_company = known.company_id == own;
            known.ended_by = Some(by);
            known.ended_at = Some(now);
            let view = MandateView::of(connection, &reader, &known, today)?;
            let record = Record {
                kind: "mandate.ended",
                subject: id.to_string(),
                body: json!({ "by": if by_company { "company" } else { "agent" } }),
            };
            Done::json(200, &view, record)
        })
        .await?;
    portal.principals.forget_all();
    Ok(answered)
}
