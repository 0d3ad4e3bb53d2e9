//! What changed in an application since this reviewer last looked at it.

use chrono::{DateTime, Utc};
use domain::FilingId;
use domain::filing::FiledChanges;
use serde::Serialize;
use serde_json::json;
use storage::casework::{Look, look, store_look};
use storage::filings::submissions_of;
use utoipa::ToSchema;

use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// The last look, and what is different now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LookView {
    /// The submission that lies at the desk now.
    pub submission: i32,
    /// The submission that was looked at; null when it was never looked at.
    pub seen: Option<i32>,
    /// When.
    pub seen_at: Option<DateTime<Utc>>,
    /// What changed since; null where there is nothing to compare.
    pub changes: Option<FiledChanges>,
}

/// What changed since my last look.
pub async fn last_look(portal: &Portal, context: &Context, id: FilingId) -> Result<LookView, AppError> {
    let reviewer = context.reviewer()?.id;
    let reader = context.clone();
    portal
        .database
        .read(move |connection| {
            reader.visible(connection, id)?;
            let submissions = submissions_of(connection, id)?;
            let seen = look(connection, reviewer, id)?;
            let of =
                |number: i32| submissions.iter().find(|one| one.number == number).and_then(|one| one.filed.as_ref());
            let number = submissions.last().map_or(0, |last| last.number);
            let changes = seen.as_ref().and_then(|seen| Some(FiledChanges::between(of(seen.submission)?, of(number)?)));
            Ok(LookView {
                submission: number,
                seen: seen.as_ref().map(|seen| seen.submission),
                seen_at: seen.map(|seen| seen.seen_at),
                changes,
            })
        })
        .await
}

/// Remembers that this reviewer has looked at the application as it lies at the desk now.
pub async fn remember_look(portal: &Portal, context: &Context, id: FilingId) -> Result<Answered, AppError> {
    let reviewer = context.reviewer()?.id;
    let reader = context.clone();
    portal
        .execute(context, move |connection, now| {
            reader.visible_locked(connection, id)?;
            let last = submissions_of(connection, id)?.pop().ok_or(AppError::conflict("not_submitted"))?;
            store_look(
                connection,
                reviewer,
                id,
                &Look { submission: last.number, digest: last.digest.clone(), seen_at: now },
            )?;
            let view = LookView {
                submission: last.number,
                seen: Some(last.number),
                seen_at: Some(now),
                changes: last.filed.map(|_| FiledChanges::default()),
            };
            // About the reviewer, not the application: its company's history is not the place for who looked at it.
            let record = Record {
                kind: "case.looked_at",
                subject: reviewer.to_string(),
                body: json!({ "filing": id, "submission": last.number, "digest": last.digest }),
            };
            Done::json(200, &view, record)
        })
        .await
}
