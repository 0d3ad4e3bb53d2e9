//! What is said of a workbook and of its rows.

use chrono::{DateTime, Utc};
use domain::bulk::Cell;
use domain::filing::{AttachmentKind, FilingKind};
use domain::finding::Severity;
use serde::{Deserialize, Serialize};
use storage::Connection;
use storage::bulk::BulkUpload;
use utoipa::ToSchema;

use crate::app::AppError;
use crate::app::view::Named;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// Nothing stands against a draft.
    Good,
    /// It has become a draft.
    Drafted,
    /// There are errors to mend first.
    Bad,
}

/// One thing said of a cell.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BulkNote {
    /// The cell, such as `C7`; null when its column is not in the file.
    pub cell: Option<String>,
    /// Name of the column.
    pub column: String,
    /// JSON pointer of the field.
    pub pointer: String,
    /// `error` keeps the row from becoming a draft; `warning` will need a reason when it is submitted.
    pub severity: Severity,
    /// Stable code.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: Option<String>,
}

/// One row.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BulkRow {
    /// Its number on the sheet.
    pub row: u32,
    /// What became of it.
    pub outcome: RowOutcome,
    /// Whether it is hidden on the sheet. Hidden rows are read like all others.
    pub hidden: bool,
    /// Contract number.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// The draft that it became.
    pub filing_id: Option<String>,
    /// What is said of its cells, errors first.
    pub notes: Vec<BulkNote>,
    /// Papers that the draft will need.
    pub papers: Vec<AttachmentKind>,
}

/// A workbook, row by row.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkResult {
    /// The upload; null for a dry run.
    pub upload: Option<BulkView>,
    /// Rows in the file.
    pub rows: usize,
    /// Rows that are good, or have become drafts.
    pub good: usize,
    /// Rows with errors.
    pub bad: usize,
    /// Headings that are not of the template; their columns were left aside.
    pub ignored_columns: Vec<String>,
    /// Every row, in the order of the sheet.
    pub items: Vec<BulkRow>,
}

impl BulkResult {
    pub(super) fn new(upload: Option<BulkView>, ignored: Vec<String>, items: Vec<BulkRow>) -> Self {
        let bad = items.iter().filter(|row| row.outcome == RowOutcome::Bad).count();
        Self { upload, rows: items.len(), good: items.len() - bad, bad, ignored_columns: ignored, items }
    }
}

/// An uploaded workbook in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkView {
    /// Id.
    pub id: String,
    /// The company whose applications it holds.
    pub company: Named,
    /// What its rows apply for.
    pub kind: FilingKind,
    /// Name of the file.
    pub file_name: String,
    /// Rows in it.
    pub rows: i32,
    /// Rows that have become drafts so far.
    pub drafted: i32,
    /// Whether every row has been dealt with; if not, and nothing moves, send the same file with the same key again.
    pub done: bool,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
}

impl BulkView {
    /// An upload, with the name of its company.
    pub(super) fn read(connection: &mut Connection, upload: &BulkUpload) -> Result<Self, AppError> {
        let company = storage::accounts::company(connection, upload.company_id)?.ok_or(AppError::NotFound)?;
        Ok(Self {
            id: upload.id.clone(),
            company: Named { id: company.id.to_string(), name: company.name },
            kind: upload.kind,
            file_name: upload.file_name.clone(),
            rows: upload.row_count,
            drafted: upload.drafted,
            done: upload.done,
            created_at: upload.created_at,
        })
    }
}

/// What is kept of an upload: its rows, and the cells of those that were not taken.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) ignored: Vec<String>,
    pub(super) rows: Vec<BulkRow>,
    pub(super) cells: Vec<(u32, Vec<(usize, Cell)>)>,
}
