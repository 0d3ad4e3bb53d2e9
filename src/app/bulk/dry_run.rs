//! A dry run: everything is checked, nothing is kept.

use domain::CompanyId;

use super::book::{Book, read_book};
use super::check::{Checked, Checker};
use super::sheet::SentBack;
use super::view::{BulkResult, RowOutcome};
use super::{MOST_BYTES, Workbook};
use crate::app::{AppError, Context, Portal};

/// What would become of each row.
pub async fn dry_run(portal: &Portal, context: &Context, workbook: Workbook) -> Result<BulkResult, AppError> {
    let (ignored, rows) = check(portal, context, &workbook).await?;
    Ok(BulkResult::new(None, ignored, rows.into_iter().map(|row| row.view).collect()))
}

/// The rows that would not be taken, as a workbook with what to mend beside their cells.
pub async fn dry_run_workbook(portal: &Portal, context: &Context, workbook: Workbook) -> Result<Vec<u8>, AppError> {
    let (_, checked) = check(portal, context, &workbook).await?;
    let reference = portal.reference();
    tokio::task::spawn_blocking(move || {
        let choices = domain::bulk::Choices::of(&reference.data);
        let bad: Vec<SentBack<'_>> = checked
            .iter()
            .filter(|row| row.view.outcome == RowOutcome::Bad)
            .map(|row| SentBack { cells: &row.cells, notes: &row.view.notes })
            .collect();
        super::sheet::workbook(workbook.kind, &choices, &bad, &reference.data.catalogue).map_err(AppError::internal)
    })
    .await
    .map_err(AppError::internal)?
}

async fn check(
    portal: &Portal,
    context: &Context,
    workbook: &Workbook,
) -> Result<(Vec<String>, Vec<Checked>), AppError> {
    let company = company_of(context, workbook)?;
    let book = open(context, workbook).await?;
    let run = Checker::new(portal, context, workbook.kind, company, &book).await?;
    let checked = run.check(portal, book.rows).await?;
    Ok((book.ignored, checked))
}

/// The company whose applications the rows are: one's own, or another whose mandate covers the kind.
pub(super) fn company_of(context: &Context, workbook: &Workbook) -> Result<CompanyId, AppError> {
    let own = context.filer()?;
    let Some(company) = workbook.on_behalf_of else { return Ok(own) };
    context.files_of(company, workbook.kind, None).map_err(|_| {
        AppError::field(
            "/on_behalf_of",
            "no_mandate",
            context.say(
                "贵公司没有为该企业办理此类申请的有效委托。",
                "Your company holds no mandate in force to file this for that company.",
            ),
        )
    })?;
    Ok(company)
}

/// Reads the file off the asynchronous threads. A parser that gives up in an unforeseen way has not read it either.
pub(super) async fn open(context: &Context, workbook: &Workbook) -> Result<Book, AppError> {
    if workbook.content.len() > MOST_BYTES {
        return Err(AppError::TooLarge(MOST_BYTES));
    }
    let (bytes, kind) = (workbook.content.clone(), workbook.kind);
    tokio::task::spawn_blocking(move || read_book(&bytes, kind))
        .await
        .unwrap_or(Err(super::book::BadBook::Unreadable))
        .map_err(|bad| bad.refusal(context))
}
