//! What is said of each row: its cells are read, and the checks that every application passes are run over what they make.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::bulk::{
    Cell, CellFault, Choices, Column, FaultCode, Own, column_at, columns_of, read_row, repeated_numbers,
};
use domain::contract::ContractForm;
use domain::filing::{AttachmentKind, FilingKind};
use domain::finding::{Bilingual, Finding, Severity};
use domain::text::confusable_in_identifier;
use domain::{CompanyId, ContractId, FilingId};
use storage::Connection;
use storage::bulk::draft_with_number;
use storage::register::{contract_as_of, contract_by_number};

use super::book::{Book, BookRow};
use super::view::{BulkNote, BulkRow, RowOutcome};
use crate::app::filing::{Draft, NewFiling, assess, prepare};
use crate::app::portal::Reference;
use crate::app::{AppError, Context, Portal};

/// Rows that are checked on one connection before it is given back.
const ROWS_AT_ONCE: usize = 50;

/// What every row is checked with.
#[derive(Clone)]
pub(super) struct Checker {
    pub(super) kind: FilingKind,
    pub(super) company: CompanyId,
    reader: Context,
    own: Arc<Own>,
    choices: Arc<Choices>,
    reference: Arc<Reference>,
    columns: Arc<Vec<&'static Column>>,
    places: Arc<Vec<Option<u32>>>,
    repeated: Arc<BTreeMap<u32, CellFault>>,
    now: DateTime<Utc>,
    today: NaiveDate,
}

/// A row that has been checked.
pub(super) struct Checked {
    pub(super) view: BulkRow,
    pub(super) cells: Vec<(usize, Cell)>,
    /// What it would begin; none when its contract is not known.
    pub(super) begun: Option<NewFiling>,
}

impl Checker {
    /// Gets ready to check the rows of a book.
    pub(super) async fn new(
        portal: &Portal,
        context: &Context,
        kind: FilingKind,
        company: CompanyId,
        book: &Book,
    ) -> Result<Self, AppError> {
        let known = portal
            .database
            .read(move |connection| Ok::<_, AppError>(storage::accounts::company(connection, company)?))
            .await?
            .ok_or(AppError::NotFound)?;
        let reference = portal.reference();
        let numbers: Vec<(u32, Option<String>)> = book.rows.iter().map(|row| (row.row, number_in(row))).collect();
        Ok(Self {
            kind,
            company,
            reader: context.clone(),
            own: Arc::new(Own {
                name: known.name,
                uscc: known.credit_code,
                district: known.district,
                ownership: Some(known.ownership),
            }),
            choices: Arc::new(Choices::of(&reference.data)),
            reference,
            columns: Arc::new(columns_of(kind)),
            places: Arc::new(book.places.clone()),
            repeated: Arc::new(repeated_numbers(&numbers)),
            now: portal.now(),
            today: portal.today(),
        })
    }

    /// Checks every row, a few at a time on connections of their own, so that others have their turns.
    pub(super) async fn check(&self, portal: &Portal, rows: Vec<BookRow>) -> Result<Vec<Checked>, AppError> {
        use futures_util::{StreamExt, TryStreamExt};
        let mut rows = rows.into_iter();
        let mut parts = Vec::new();
        loop {
            let part: Vec<BookRow> = rows.by_ref().take(ROWS_AT_ONCE).collect();
            if part.is_empty() {
                break;
            }
            let checker = self.clone();
            parts.push(portal.database.read(move |connection| {
                part.into_iter().map(|row| checker.row(connection, row)).collect::<Result<Vec<_>, AppError>>()
            }));
        }
        let checked: Vec<Vec<Checked>> = futures_util::stream::iter(parts).buffered(2).try_collect().await?;
        Ok(checked.into_iter().flatten().collect())
    }

    fn row(&self, connection: &mut Connection, row: BookRow) -> Result<Checked, AppError> {
        let number = number_in(&row);
        let target = match (self.kind, &number) {
            (FilingKind::Registration, _) | (_, None) => None,
            (_, Some(number)) => self.registered(connection, number)?,
        };
        let empty = ContractForm::default();
        let base = target.as_ref().map_or(&empty, |(_, form)| form);
        let cells = row.cells.iter().filter_map(|(place, cell)| Some((*self.columns.get(*place)?, cell)));
        let mut read = read_row(self.kind, cells, base, Some(&self.own), &self.choices);
        read.faults.extend(self.repeated.get(&row.row).cloned());
        let begun = (self.kind == FilingKind::Registration || target.is_some()).then(|| NewFiling {
            kind: self.kind,
            contract_id: target.as_ref().map(|(id, _)| *id),
            on_behalf_of: None,
            contract: matches!(self.kind, FilingKind::Registration | FilingKind::Amendment)
                .then(|| read.contract.clone()),
            request: read.request.clone(),
        });
        let findings = match &begun {
            Some(begun) => self.findings(connection, begun.clone())?,
            None => Vec::new(),
        };
        if begun.is_none() {
            // A number that cannot be read has its own fault already.
            if read.faults.iter().all(|fault| fault.pointer != "/contract/number") {
                read.faults.push(unknown_contract(number.as_deref()));
            }
        } else if let Some(draft) = self.draft(connection, number.as_deref())? {
            read.faults.push(draft_exists(draft));
        }
        let (notes, papers) = self.notes(row.row, &read.faults, &findings);
        let bad = notes.iter().any(|note| note.severity == Severity::Error);
        let view = BulkRow {
            row: row.row,
            outcome: if bad { RowOutcome::Bad } else { RowOutcome::Good },
            hidden: row.hidden,
            contract_number: number,
            contract_name: read.contract.name,
            filing_id: None,
            notes,
            papers,
        };
        Ok(Checked { view, cells: row.cells, begun })
    }

    fn registered(
        &self,
        connection: &mut Connection,
        number: &str,
    ) -> Result<Option<(ContractId, ContractForm)>, AppError> {
        let known = contract_by_number(connection, number)?.filter(|contract| contract.company_id == self.company);
        // An agent may hold a mandate for some of a company's contracts only.
        let Some(contract) =
            known.filter(|known| self.reader.files_of(self.company, self.kind, Some(known.id)).is_ok())
        else {
            return Ok(None);
        };
        Ok(contract_as_of(connection, contract.id, contract.version)?.map(|form| (contract.id, form)))
    }

    fn findings(&self, connection: &mut Connection, begun: NewFiling) -> Result<Vec<Finding>, AppError> {
        // An id that no application has: nothing is earlier than itself.
        let draft = Draft { id: FilingId(uuid::Uuid::nil()), company_id: self.company, body: begun, copied_from: None };
        let filing = prepare(connection, &self.reader, draft, self.now)?;
        Ok(assess(connection, &self.reference, self.today, &filing, &[])?.findings)
    }

    fn draft(&self, connection: &mut Connection, number: Option<&str>) -> Result<Option<FilingId>, AppError> {
        match number {
            Some(number) => Ok(draft_with_number(connection, self.company, self.kind, number)?),
            None => Ok(None),
        }
    }

    /// What is said of a row, errors first, and the papers it will need. A missing paper is not the workbook's fault, and a cell
    /// that could not be read is not also missing.
    fn notes(&self, row: u32, faults: &[CellFault], findings: &[Finding]) -> (Vec<BulkNote>, Vec<AttachmentKind>) {
        let (papers, findings): (Vec<&Finding>, Vec<&Finding>) =
            findings.iter().partition(|finding| finding.pointer == "/attachments");
        let papers = papers
            .iter()
            .filter_map(|finding| serde_json::from_value(finding.evidence.as_ref()?.get("kind")?.clone()).ok())
            .collect();
        let language = self.reader.language;
        let mut notes: Vec<BulkNote> = faults
            .iter()
            .map(|fault| {
                let message = fault.message.in_language(language).to_owned();
                self.note(row, &fault.pointer, Severity::Error, fault.code.code(), message, None)
            })
            .collect();
        for finding in findings.into_iter().filter(|finding| finding.severity != Severity::Info) {
            let unread = faults.iter().any(|fault| fault.pointer == finding.pointer);
            if !(unread && finding.code == "field.required") {
                let view = finding.in_language(language);
                // That a note vanishes once the field is filled in is true of the form, not of a workbook.
                let mend = view.mend.filter(|_| finding.code != "field.required");
                notes.push(self.note(row, &view.pointer, view.severity, &view.code, view.message, mend));
            }
        }
        // As the eye goes over the row: what must be mended first, then from left to right.
        notes.sort_by_key(|note| (note.severity, column_at(&self.columns, &note.pointer)));
        (notes, papers)
    }

    fn note(
        &self,
        row: u32,
        pointer: &str,
        severity: Severity,
        code: &str,
        message: String,
        mend: Option<String>,
    ) -> BulkNote {
        let place = column_at(&self.columns, pointer);
        let column = self.columns.get(place);
        let letters = self.places.get(place).copied().flatten().and_then(|at| u16::try_from(at).ok());
        BulkNote {
            cell: letters.map(|at| format!("{}{row}", rust_xlsxwriter::utility::column_number_to_name(at))),
            column: column.map(|column| column.name.in_language(self.reader.language).to_owned()).unwrap_or_default(),
            pointer: column.map_or_else(|| pointer.to_owned(), |column| column.pointer.clone()),
            severity,
            code: code.to_owned(),
            message,
            mend,
        }
    }
}

/// The contract number as it stands in its cell; it is the first column of every kind.
fn number_in(row: &BookRow) -> Option<String> {
    let (_, cell) = row.cells.iter().find(|(place, _)| *place == 0)?;
    match cell {
        // What no number has is not looked for: PostgreSQL takes no U+0000. The cell's own fault says so.
        Cell::Text(text) if confusable_in_identifier(text.trim()).is_some() => None,
        Cell::Text(text) => Some(text.trim().chars().take(40).collect()),
        Cell::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn unknown_contract(number: Option<&str>) -> CellFault {
    let message = if number.is_some() {
        Bilingual::new(
            "登记库中没有贵公司的这份合同，请核对合同号",
            "Your company has no such contract in the register; compare the number",
        )
    } else {
        Bilingual::new("请填写已登记的合同号", "Fill in the number of the registered contract")
    };
    CellFault { pointer: "/contract/number".to_owned(), code: FaultCode::UnknownContract, message }
}

fn draft_exists(draft: FilingId) -> CellFault {
    let message = Bilingual::new(
        format!("该合同号已有一份草稿（编号 {draft}），请在草稿中继续填写，或删除草稿后再导入"),
        format!("There is a draft with this contract number already ({draft}); go on there, or delete it first"),
    );
    CellFault { pointer: "/contract/number".to_owned(), code: FaultCode::Repeated, message }
}
