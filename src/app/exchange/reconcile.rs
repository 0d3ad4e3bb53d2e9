//! A counterpart's file compared with the register; a dry run answers what was found and keeps nothing.

use bytes::Bytes;
use chrono::NaiveDate;
use domain::bulk::Choices;
use domain::clock::shanghai_midnight;
use domain::exchange::{Comparison, Report};
use serde::{Deserialize, Serialize};

use super::counterparts::Counterpart;
use super::export::{line, page};
use super::read::{BadFile, read};
use super::view::ReconciliationView;
use crate::app::{AppError, Context, Portal};

/// A counterpart's file as it came.
pub struct TheirUpload {
    /// Compared only with contracts for which something was registered on that day or later; with all of them when absent.
    pub since: Option<NaiveDate>,
    /// The name of the file.
    pub file_name: String,
    /// Its bytes.
    pub content: Bytes,
}

/// What is kept of a comparison.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) since: Option<NaiveDate>,
    pub(super) report: Report,
}

/// What an import would find.
pub async fn dry_run(
    portal: &Portal,
    context: &Context,
    counterpart: Counterpart,
    upload: TheirUpload,
) -> Result<ReconciliationView, AppError> {
    let kept = reconcile(portal, context, &counterpart, &upload).await?;
    let choices = Choices::of(&portal.reference().data);
    Ok(ReconciliationView::of(None, &counterpart.mapping, kept, context, &choices))
}

/// Reads the file off the asynchronous threads, and compares it with the register page by page.
pub(super) async fn reconcile(
    portal: &Portal,
    context: &Context,
    counterpart: &Counterpart,
    upload: &TheirUpload,
) -> Result<Kept, AppError> {
    let since = upload.since.map(shanghai_midnight);
    let (name, bytes, reference) = (upload.file_name.clone(), upload.content.clone(), portal.reference());
    let mapping = counterpart.mapping.clone();
    // A parser that gives up in an unforeseen way has not read the file either.
    let file = tokio::task::spawn_blocking(move || read(&name, &bytes, &mapping, &Choices::of(&reference.data)))
        .await
        .unwrap_or(Err(BadFile::Unreadable))
        .map_err(|bad| bad.refusal(context))?;
    let mut comparison = Comparison::new(&counterpart.mapping, file);
    let mut at = Some(String::new());
    while let Some(after) = at {
        let (contracts, next) = page(portal, since, after).await?;
        for (contract, form) in &contracts {
            comparison.take(&line(contract, form));
        }
        at = next;
    }
    Ok(Kept { since: upload.since, report: comparison.finish() })
}
