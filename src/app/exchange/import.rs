//! An import: a counterpart's file is compared, and what was found is kept for those who exchange files with that counterpart.

use chrono::{DateTime, Utc};
use domain::ExchangeImportId;
use domain::bulk::Choices;
use serde_json::json;
use storage::exchange::{ExchangeImport, exchange_import as kept_import, exchange_imports_of, insert_exchange_import};

use super::counterparts::{Counterpart, of_reader};
use super::reconcile::{Kept, TheirUpload, reconcile};
use super::view::{ExchangeImportView, ReconciliationView};
use super::workbook;
use crate::app::authorise::Scope;
use crate::app::command::{Done, Record};
use crate::app::page::{Page, PageRequest};
use crate::app::{Answered, AppError, Context, Portal};

/// Compares a file and keeps what was found.
pub async fn import(
    portal: &Portal,
    context: &Context,
    counterpart: Counterpart,
    upload: TheirUpload,
) -> Result<Answered, AppError> {
    let kept = reconcile(portal, context, &counterpart, &upload).await?;
    let text = serde_json::to_string(&kept).map_err(AppError::internal)?;
    let count = |count: usize| i32::try_from(count).map_err(AppError::internal);
    let import = ExchangeImport {
        id: ExchangeImportId(portal.new_id()),
        counterpart: counterpart.mapping.counterpart,
        mapping_version: counterpart.version,
        file_name: upload.file_name.chars().filter(|letter| !letter.is_control()).take(200).collect(),
        sha256: crate::app::digest(&upload.content),
        row_count: count(kept.report.rows)?,
        differing: count(kept.report.differing.count)?,
        ours_only: count(kept.report.ours_only.count)?,
        theirs_only: count(kept.report.theirs_only.count)?,
        problems: count(kept.report.problems.count)?,
        imported_by: context.actor_text(),
        imported_at: portal.now(),
    };
    portal
        .execute(context, move |connection, _| {
            insert_exchange_import(connection, &import, &text)?;
            let record = Record {
                kind: "exchange.imported",
                subject: import.id.to_string(),
                body: json!({
                    "counterpart": import.counterpart, "mapping": import.mapping_version, "sha256": import.sha256,
                    "report_digest": crate::app::digest(&text), "rows": import.row_count, "differing": import.differing,
                    "ours_only": import.ours_only, "theirs_only": import.theirs_only, "problems": import.problems,
                }),
            };
            let path = format!("/api/v1/exchange-imports/{}", import.id);
            let view = ExchangeImportView::read(connection, import)?;
            Ok(Done::json(201, &view, record)?.location(path))
        })
        .await
}

/// Imports of the reader's counterparts, newest first.
pub async fn exchange_imports(
    portal: &Portal,
    context: &Context,
    counterpart: Option<String>,
    since: Option<DateTime<Utc>>,
    page: &PageRequest,
) -> Result<Page<ExchangeImportView>, AppError> {
    context.exchanges(Scope::ExchangeRead)?;
    let (reader, limit, before) = (context.clone(), page.limit()?, page.place(portal)?);
    let found = portal
        .database
        .read(move |connection| {
            let codes = of_reader(connection, &reader)?.into_iter().map(|one| one.mapping.counterpart);
            let codes: Vec<String> =
                codes.filter(|code| counterpart.as_ref().is_none_or(|wanted| wanted == code)).collect();
            let found = exchange_imports_of(connection, &codes, since, before.as_deref(), limit + 1)?;
            let views = found.into_iter().map(|import| ExchangeImportView::read(connection, import));
            views.collect::<Result<Vec<_>, AppError>>()
        })
        .await?;
    Ok(Page::cut(portal, found, limit, |view| view.id.clone()))
}

/// One import, with what was found.
pub async fn exchange_import(
    portal: &Portal,
    context: &Context,
    id: ExchangeImportId,
) -> Result<ReconciliationView, AppError> {
    context.exchanges(Scope::ExchangeRead)?;
    let (reader, reference) = (context.clone(), portal.reference());
    portal
        .database
        .read(move |connection| {
            let (import, text) = kept_import(connection, id)?.ok_or(AppError::NotFound)?;
            let counterpart = of_reader(connection, &reader)?
                .into_iter()
                .find(|one| one.mapping.counterpart == import.counterpart)
                .ok_or(AppError::NotFound)?;
            let kept: Kept = serde_json::from_str(&text).map_err(AppError::internal)?;
            let choices = Choices::of(&reference.data);
            let view = ExchangeImportView::read(connection, import)?;
            Ok(ReconciliationView::of(Some(view), &counterpart.mapping, kept, &reader, &choices))
        })
        .await
}

/// The same as a workbook, to be worked through.
pub async fn import_workbook(portal: &Portal, context: &Context, id: ExchangeImportId) -> Result<Vec<u8>, AppError> {
    let found = exchange_import(portal, context, id).await?;
    let language = context.language;
    tokio::task::spawn_blocking(move || workbook::report(&found, language).map_err(AppError::internal))
        .await
        .map_err(AppError::internal)?
}
