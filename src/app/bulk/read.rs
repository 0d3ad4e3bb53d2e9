//! Uploads of a company, what was said of their rows, and the workbook of those that were not taken.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::CompanyId;
use domain::bulk::{Cell, Choices};
use storage::bulk::{BulkUpload, bulk_result, bulks_of};

use super::sheet::SentBack;
use super::view::{BulkResult, BulkView, Kept, RowOutcome};
use crate::app::authorise::Scope;
use crate::app::page::{Page, PageRequest};
use crate::app::{Actor, AppError, Context, Portal};

/// Uploads, newest first; none from before `since`.
pub async fn bulks(
    portal: &Portal,
    context: &Context,
    since: Option<DateTime<Utc>>,
    page: &PageRequest,
) -> Result<Page<BulkView>, AppError> {
    let company = reader(context)?;
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let found = portal
        .database
        .read(move |connection| {
            let found = bulks_of(connection, company, since, before.as_deref(), limit + 1)?;
            let view = |upload| Ok((BulkView::read(connection, &upload)?, upload));
            found.into_iter().map(view).collect::<Result<Vec<_>, AppError>>()
        })
        .await?;
    let mut page = Page::cut(portal, found, limit, |(_, upload)| upload.id.clone());
    page.items.retain(|(_, upload)| may_see(context, company, upload));
    page.try_map(|(view, _)| Ok(view))
}

/// Uploads of one's own company, and those that one made for a company for as long as its mandate covers them.
fn may_see(context: &Context, own: CompanyId, upload: &BulkUpload) -> bool {
    let covered = || {
        matches!(&context.actor, Actor::User(user) if user.mandates.iter().any(|mandate| {
            mandate.company == upload.company_id && mandate.scope.covers(upload.kind, None)
        }))
    };
    upload.company_id == own || (upload.agent_id == Some(own) && covered())
}

/// One upload with all its rows; no rows while they are being dealt with.
pub async fn bulk(portal: &Portal, context: &Context, id: &str) -> Result<BulkResult, AppError> {
    let (_, view, kept) = load(portal, context, id).await?;
    Ok(BulkResult::new(Some(view), kept.ignored, kept.rows))
}

/// The rows that were not taken, with what to mend beside their cells.
pub async fn workbook(portal: &Portal, context: &Context, id: &str) -> Result<Vec<u8>, AppError> {
    let (upload, _, kept) = load(portal, context, id).await?;
    if !upload.done {
        return Err(AppError::conflict("bulk_running"));
    }
    let reference = portal.reference();
    tokio::task::spawn_blocking(move || {
        let choices = Choices::of(&reference.data);
        let cells: BTreeMap<u32, Vec<(usize, Cell)>> = kept.cells.into_iter().collect();
        let bad: Vec<SentBack<'_>> = kept
            .rows
            .iter()
            .filter(|row| row.outcome == RowOutcome::Bad)
            .map(|row| SentBack { cells: cells.get(&row.row).map_or(&[], Vec::as_slice), notes: &row.notes })
            .collect();
        super::sheet::workbook(upload.kind, &choices, &bad, &reference.data.catalogue).map_err(AppError::internal)
    })
    .await
    .map_err(AppError::internal)?
}

/// The company whose uploads are read; a suspended one may still read its own.
fn reader(context: &Context) -> Result<CompanyId, AppError> {
    context.scope(Scope::FilingsRead)?;
    match &context.actor {
        Actor::User(user) => user.company.ok_or(AppError::Forbidden("forbidden")),
        Actor::Partner(partner) => partner.company.ok_or(AppError::Forbidden("forbidden")),
        Actor::Anonymous => Err(AppError::Unauthenticated),
    }
}

async fn load(portal: &Portal, context: &Context, id: &str) -> Result<(BulkUpload, BulkView, Kept), AppError> {
    let (company, id, asking) = (reader(context)?, id.to_owned(), context.clone());
    portal
        .database
        .read(move |connection| {
            let upload = storage::bulk::bulk(connection, &id)?
                .filter(|upload| may_see(&asking, company, upload))
                .ok_or(AppError::NotFound)?;
            let kept = match bulk_result(connection, &id)? {
                Some(text) => serde_json::from_str(&text).map_err(AppError::internal)?,
                None => Kept::default(),
            };
            let view = BulkView::read(connection, &upload)?;
            Ok((upload, view, kept))
        })
        .await
}
