//! Taking an application back.

use domain::FilingId;
use domain::filing::{Action, next};
use serde::Deserialize;
use serde_json::json;
use storage::filings::store_filing;
use utoipa::ToSchema;
use validator::Validate;

use super::agency::under;
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// Why, if the company wants to say.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Withdraw {
    /// Reason.
    #[validate(length(max = 1000))]
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
}

/// Withdraws an application that nobody has decided.
pub async fn withdraw(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    request: Withdraw,
) -> Result<Answered, AppError> {
    context.filer()?;
    let (reader, view) = (context.clone(), portal.view_of());
    portal
        .execute(context, move |connection, now| {
            let (mut filing, mandate) = reader.filed_locked(connection, id)?;
            filing.status = next(filing.status, Action::Withdraw, None)?;
            filing.version += 1;
            filing.updated_at = now;
            filing.due_on = None;
            store_filing(connection, &filing)?;
            let view = view(connection, &reader, &filing)?;
            let record =
                Record { kind: "filing.withdrawn", subject: id.to_string(), body: json!({ "reason": request.reason }) };
            let record = under(connection, mandate, id, now, record)?;
            Ok(Done::json(200, &view, record)?.version(filing.version))
        })
        .await
}
