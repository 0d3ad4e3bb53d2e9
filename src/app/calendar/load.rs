//! Putting another edition in force, together with the due days that move with it.

use chrono::Datelike;
use domain::calendar::WorkingCalendar;
use domain::{FilingId, Role};
use serde::Deserialize;
use serde_json::json;
use storage::Connection;
use storage::filings::{lock_filing, store_filing};
use storage::reference::{ReferenceSet, store_reference_set};
use utoipa::ToSchema;
use validator::Validate;

use super::check::{moved, parse};
use super::read::{SET, detail, in_force};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal, reference};

/// An edition of the calendar.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadCalendar {
    /// Its name, such as `2020-2027`.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub version: String,
    /// The notice that it comes from.
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500)]
    pub source: String,
    /// CSV with the columns `date,kind,name`; every year that is to be covered.
    #[validate(length(min = 1, max = 200_000))]
    #[schema(min_length = 1, max_length = 200_000)]
    pub content: String,
    /// `digest` of the calendar that it replaces, so that nobody's edition is overwritten unseen. Not needed for a dry run.
    #[serde(default)]
    pub replaces: Option<String>,
}

/// Loads an edition.
pub async fn load(portal: &Portal, context: &Context, body: LoadCalendar) -> Result<Answered, AppError> {
    let by = context.staff(|role| role == Role::SystemAdmin)?.id.to_string();
    let calendar = parse(context, &body.content)?;
    let year = portal.today().year();
    let answered = portal
        .execute(context, move |connection, now| {
            let current = in_force(connection)?;
            if body.replaces.as_deref() != Some(crate::app::digest(&current.content).as_str()) {
                return Err(AppError::Stale);
            }
            let set = ReferenceSet {
                name: SET.to_owned(),
                version: body.version.clone(),
                source: body.source.clone(),
                content: body.content.clone(),
                loaded_at: now,
                loaded_by: Some(by),
            };
            store_reference_set(connection, &set)?;
            let moved = redate(connection, &calendar)?;
            let record = Record {
                kind: "reference.loaded",
                subject: SET.to_owned(),
                body: json!({
                    "version": set.version, "source": set.source, "digest": crate::app::digest(&set.content),
                    "replaces": body.replaces, "filings_moved": moved,
                }),
            };
            Done::json(200, &detail(&set, year)?, record)
        })
        .await?;
    reference::refresh(portal).await?;
    Ok(answered)
}

/// Moves the due days of open applications to where this calendar puts them; says how many moved.
pub(crate) fn redate(connection: &mut Connection, calendar: &WorkingCalendar) -> Result<usize, AppError> {
    let moved = moved(connection, calendar)?;
    for (open, due) in &moved {
        let Some(id) = FilingId::parse(&open.id) else { continue };
        let Some(mut filing) = lock_filing(connection, id)? else { continue };
        filing.due_on = filing.due_on.map(|_| *due);
        store_filing(connection, &filing)?;
    }
    Ok(moved.len())
}
