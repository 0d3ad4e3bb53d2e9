//! Sending an application back to be put right: once, with everything that is wrong.

use domain::FilingId;
use domain::clock::shanghai_date;
use domain::filing::{Action, Correction};
use serde::Deserialize;
use serde_json::json;
use storage::Connection;
use storage::casework::{insert_return_items, reasons};
use storage::filings::{Returned, insert_return, last_submission};
use utoipa::ToSchema;
use validator::Validate;

use super::act::{By, act};
use crate::app::command::Record;
use crate::app::{Answered, AppError, Context, FieldError, Portal};

/// Everything to put right.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnBody {
    /// At least one item, each about a field or a paper.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_items = 1, max_items = 100)]
    pub items: Vec<Correction>,
}

/// Returns an application; the clock stops until it is submitted again.
pub async fn return_(portal: &Portal, context: &Context, id: FilingId, body: ReturnBody) -> Result<Answered, AppError> {
    context.reviewer()?;
    let errors: Vec<FieldError> = body
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| !item.is_complete() || item.message.chars().count() > 2000)
        .map(|(index, _)| {
            FieldError::new(
                format!("/items/{index}"),
                "correction_incomplete",
                context.say(
                    "请指明一个字段或一份材料，并写明如何补正。",
                    "Name one field or one document, and say what to mend.",
                ),
            )
        })
        .collect();
    if !errors.is_empty() {
        return Err(AppError::Invalid { code: "validation_failed", errors });
    }
    let (reader, correction_days) = (context.clone(), portal.settings.correction_days);
    act(portal, context, id, (Action::Return, None, By::Claimant), move |connection, filing, reviewer, now| {
        let number = last_submission(connection, id)?.map_or(0, |last| last.number);
        refuse_unknown_reasons(connection, &reader, &body.items)?;
        let desk = filing.routed.as_ref().map(|routed| routed.desk.clone()).unwrap_or_default();
        let month = shanghai_date(now).format("%Y-%m").to_string();
        insert_return_items(connection, id, number, (&desk, &month), &body.items)?;
        let record = Record {
            kind: "filing.returned",
            subject: id.to_string(),
            body: json!({ "submission": number, "items": &body.items }),
        };
        insert_return(
            connection,
            &Returned {
                filing_id: id,
                number,
                items: body.items,
                returned_by: reviewer.id.to_string(),
                returned_at: now,
                correction_days,
            },
        )?;
        filing.due_on = None;
        filing.claimed_by = None;
        Ok(record)
    })
    .await
}

/// An item begins with a reason of the library, or with none.
fn refuse_unknown_reasons(connection: &mut Connection, reader: &Context, items: &[Correction]) -> Result<(), AppError> {
    if items.iter().all(|item| item.reason.is_none()) {
        return Ok(());
    }
    let library = reasons(connection)?;
    let unknown = |item: &&(usize, &Correction)| {
        item.1.reason.as_ref().is_some_and(|code| library.iter().all(|reason| reason.code != *code || !reason.active))
    };
    let items: Vec<(usize, &Correction)> = items.iter().enumerate().collect();
    let errors: Vec<FieldError> = items
        .iter()
        .filter(unknown)
        .map(|(place, _)| {
            let message = reader.say("事由库中没有这一条，或已停用。", "The library has no such reason, or no longer.");
            FieldError::new(format!("/items/{place}/reason"), "unknown_reason", message)
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(AppError::Invalid { code: "validation_failed", errors }) }
}
