//! Good rows become drafts: each in a transaction of its own with its journal entry, under a key of its own, so that an upload that
//! was interrupted goes on where it stopped when the same request comes again.

use domain::FilingId;
use domain::finding::Severity;
use futures_util::StreamExt;
use serde_json::{Value, json};
use storage::bulk::count_draft;
use storage::idempotency::{KeyOf, kept_answer};

use super::check::Checked;
use super::view::{BulkNote, RowOutcome};
use crate::app::command::Done;
use crate::app::context::Idempotency;
use crate::app::filing::{Draft, NewFiling, keep};
use crate::app::{Answered, AppError, Context, Portal};

/// Drafts on their way to the writer together: it commits as many at once.
const DRAFTS_AT_ONCE: usize = 64;

/// The context under which one row is drafted.
fn of_row(context: &Context, row: u32) -> Context {
    let idempotency = context.idempotency.as_ref().map(|given| Idempotency {
        route: format!("{} row", given.route),
        key: format!("{}#{row}", given.key),
        fingerprint: given.fingerprint.clone(),
    });
    Context { idempotency, ..context.clone() }
}

/// Marks the rows that an earlier try of this same request has drafted.
pub(super) async fn recognise(
    portal: &Portal,
    context: &Context,
    rows: &[u32],
) -> Result<Vec<(u32, String)>, AppError> {
    let keys: Vec<(u32, KeyOf)> = rows
        .iter()
        .filter_map(|row| {
            let given = of_row(context, *row).idempotency?;
            Some((*row, KeyOf { scope: context.actor_text(), route: given.route, key: given.key }))
        })
        .collect();
    portal
        .database
        .read(move |connection| {
            let mut drafted = Vec::new();
            for (row, key) in keys {
                if let Some(kept) = kept_answer(connection, &key)? {
                    drafted.push((row, filing_of(&kept.body)));
                }
            }
            Ok::<_, AppError>(drafted)
        })
        .await
}

fn filing_of(body: &str) -> String {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    body["id"].as_str().unwrap_or_default().to_owned()
}

/// Drafts the good rows of an upload.
pub(super) async fn draft_all(
    portal: &Portal,
    context: &Context,
    upload: &str,
    company: domain::CompanyId,
    checked: &mut [Checked],
) -> Result<(), AppError> {
    let good: Vec<(usize, u32, NewFiling)> = checked
        .iter()
        .enumerate()
        .filter(|(_, row)| row.view.outcome == RowOutcome::Good)
        .filter_map(|(place, row)| Some((place, row.view.row, row.begun.clone()?)))
        .collect();
    let mut drafted = futures_util::stream::iter(good.into_iter().map(|(place, row, begun)| {
        let draft = Draft { id: FilingId(portal.new_id()), company_id: company, body: begun, copied_from: None };
        async move { (place, one(portal, &of_row(context, row), upload, row, draft).await) }
    }))
    .buffer_unordered(DRAFTS_AT_ONCE);
    while let Some((place, answered)) = drafted.next().await {
        let Some(row) = checked.get_mut(place) else { continue };
        match answered {
            Ok(answered) => {
                row.view.outcome = RowOutcome::Drafted;
                row.view.filing_id = Some(filing_of(&answered.body));
            }
            // The register has moved on since the check: the row comes back, the others go on.
            Err(AppError::Invalid { code, errors }) => {
                row.view.outcome = RowOutcome::Bad;
                row.view.notes.extend(errors.into_iter().map(|error| BulkNote {
                    cell: None,
                    column: String::new(),
                    pointer: error.pointer,
                    severity: Severity::Error,
                    code: code.to_owned(),
                    message: error.message,
                    mend: None,
                }));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

async fn one(portal: &Portal, context: &Context, upload: &str, row: u32, draft: Draft) -> Result<Answered, AppError> {
    let (reader, upload) = (context.clone(), upload.to_owned());
    portal
        .execute(context, move |connection, now| {
            let (filing, mut record) = keep(connection, &reader, draft, now)?;
            count_draft(connection, &upload)?;
            record.body["bulk"] = json!(upload);
            record.body["row"] = json!(row);
            Done::json(201, &json!({ "id": filing.id }), record)
        })
        .await
}
