//! Putting an edition in force from a day: today or later. What is in force stays so until another one takes its place.

use chrono::NaiveDate;
use domain::Role;
use serde::Deserialize;
use serde_json::json;
use storage::catalogue::{edition, schedule_edition};
use utoipa::ToSchema;
use validator::Validate;

use super::editions::{EditionView, put_in_place, scheduled};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// From when.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// The first day; today at the earliest.
    pub from: NaiveDate,
}

/// Sets the day from which an edition is in force.
pub async fn schedule(portal: &Portal, context: &Context, number: i32, body: Schedule) -> Result<Answered, AppError> {
    context.staff(|role| role == Role::SystemAdmin)?;
    let (reader, today) = (context.clone(), portal.today());
    let answered = portal
        .execute(context, move |connection, _| {
            let mut found = edition(connection, number)?.ok_or(AppError::NotFound)?;
            if found.in_force_from.is_some_and(|from| from <= today) {
                return Err(AppError::Conflict { code: "edition_in_force", state: None });
            }
            if body.from < today {
                let message = reader.say("生效日期不能早于今天。", "The day cannot lie before today.");
                return Err(AppError::invalid_field("/from", "invalid_value", message));
            }
            schedule_edition(connection, number, body.from)?;
            found.in_force_from = Some(body.from);
            let (current, _) = scheduled(connection, today)?;
            let record = Record {
                kind: "catalogue.scheduled",
                subject: format!("catalogue/{number}"),
                body: json!({ "from": body.from, "digest": found.digest }),
            };
            Done::json(200, &EditionView::of(found, current.number, today), record)
        })
        .await?;
    put_in_place(portal).await?;
    Ok(answered)
}
