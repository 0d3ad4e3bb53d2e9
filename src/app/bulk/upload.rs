//! An upload: good rows become drafts, the others are kept with what was said of them. A request that comes again, after an answer
//! was lost or the portal was stopped half way, goes on under the same key and drafts nothing twice.

use std::collections::BTreeMap;

use domain::CompanyId;
use serde_json::json;
use sha2::{Digest, Sha256};
use storage::bulk::{BulkUpload, finish_bulk, insert_bulk};

use super::Workbook;
use super::book::BookRow;
use super::check::{Checked, Checker};
use super::draft::{draft_all, recognise};
use super::dry_run::{company_of, open};
use super::view::{BulkRow, BulkView, Kept, RowOutcome};
use crate::app::command::{Done, Record};
use crate::app::context::Idempotency;
use crate::app::{Answered, AppError, Context, Portal};

/// Takes a workbook.
pub async fn upload(portal: &Portal, context: &Context, workbook: Workbook) -> Result<Answered, AppError> {
    let company = company_of(context, &workbook)?;
    let book = open(context, &workbook).await?;
    let upload = begin(portal, context, &workbook, company, book.rows.len()).await?;
    let numbers: Vec<u32> = book.rows.iter().map(|row| row.row).collect();
    let drafted: BTreeMap<u32, String> = recognise(portal, context, &numbers).await?.into_iter().collect();
    let run = Checker::new(portal, context, workbook.kind, company, &book).await?;
    let (known, rows): (Vec<BookRow>, Vec<BookRow>) =
        book.rows.into_iter().partition(|row| drafted.contains_key(&row.row));
    let mut checked = run.check(portal, rows).await?;
    draft_all(portal, context, &upload.id, company, &mut checked).await?;
    let mut kept = Kept { ignored: book.ignored, ..Kept::default() };
    for Checked { view, cells, .. } in checked {
        if view.outcome == RowOutcome::Bad {
            kept.cells.push((view.row, cells));
        }
        kept.rows.push(view);
    }
    kept.rows.extend(known.into_iter().map(|row| drafted_before(row.row, row.hidden, drafted.get(&row.row))));
    kept.rows.sort_by_key(|row| row.row);
    finish(portal, context, upload, kept).await
}

/// Enters the upload, once however often the request comes.
async fn begin(
    portal: &Portal,
    context: &Context,
    workbook: &Workbook,
    company: CompanyId,
    rows: usize,
) -> Result<BulkUpload, AppError> {
    let of_beginning = Context {
        idempotency: context
            .idempotency
            .as_ref()
            .map(|given| Idempotency { route: format!("{} begin", given.route), ..given.clone() }),
        ..context.clone()
    };
    let upload = BulkUpload {
        id: portal.new_id().to_string(),
        company_id: company,
        agent_id: Some(context.filer()?).filter(|own| *own != company),
        kind: workbook.kind,
        file_name: workbook.file_name.chars().filter(|letter| !letter.is_control()).take(200).collect(),
        sha256: hex(&Sha256::digest(&workbook.content)),
        row_count: i32::try_from(rows).map_err(AppError::internal)?,
        drafted: 0,
        done: false,
        created_by: context.actor_text(),
        created_at: portal.now(),
        finished_at: None,
    };
    let entered = upload.clone();
    let answered = portal
        .execute(&of_beginning, move |connection, _| {
            insert_bulk(connection, &entered)?;
            let record = Record {
                kind: "bulk.begun",
                subject: entered.id.clone(),
                body: json!({ "company": entered.company_id, "kind": entered.kind, "rows": entered.row_count, "sha256": entered.sha256 }),
            };
            Done::json(201, &json!({ "id": entered.id }), record)
        })
        .await?;
    let answer: serde_json::Value = serde_json::from_str(&answered.body).map_err(AppError::internal)?;
    let id = answer["id"].as_str().unwrap_or_default().to_owned();
    Ok(BulkUpload { id, ..upload })
}

/// Keeps what was said of each row, and answers.
async fn finish(portal: &Portal, context: &Context, upload: BulkUpload, kept: Kept) -> Result<Answered, AppError> {
    let text = serde_json::to_string(&kept).map_err(AppError::internal)?;
    let count = |outcome| kept.rows.iter().filter(|row| row.outcome == outcome).count();
    let (drafted, bad) = (count(RowOutcome::Drafted), count(RowOutcome::Bad));
    portal
        .execute(context, move |connection, now| {
            finish_bulk(connection, &upload.id, &text, now)?;
            let entered = storage::bulk::bulk(connection, &upload.id)?.ok_or(AppError::NotFound)?;
            let record = Record {
                kind: "bulk.finished",
                subject: upload.id.clone(),
                body: json!({ "company": upload.company_id, "drafted": drafted, "bad": bad }),
            };
            let view = BulkView::read(connection, &entered)?;
            Ok(Done::json(201, &view, record)?.location(format!("/api/v1/bulk/{}", upload.id)))
        })
        .await
}

/// A row that an earlier try of this request has drafted.
fn drafted_before(row: u32, hidden: bool, filing: Option<&String>) -> BulkRow {
    BulkRow {
        row,
        outcome: RowOutcome::Drafted,
        hidden,
        contract_number: None,
        contract_name: None,
        filing_id: filing.cloned(),
        notes: Vec::new(),
        papers: Vec::new(),
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _written = write!(text, "{byte:02x}");
        text
    })
}
