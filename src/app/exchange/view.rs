//! What a comparison found, as its readers see it: fields and codes by their names.

use chrono::{DateTime, NaiveDate, Utc};
use domain::bulk::{Choices, Input};
use domain::exchange::{Difference, Differing, ExchangeField, Mapping, Problem, ProblemCode, Unmatched};
use domain::names::Named as _;
use serde::Serialize;
use storage::Connection;
use storage::exchange::ExchangeImport;
use utoipa::ToSchema;

use super::reconcile::Kept;
use crate::app::{AppError, Context};

/// A counterpart's file that was compared with the register, and kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExchangeImportView {
    /// Id.
    pub id: String,
    /// Code of the counterpart.
    pub counterpart: String,
    /// Edition of the mapping by which the file was read.
    pub mapping_version: String,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// Rows in it.
    pub rows: i32,
    /// Contracts that differ.
    pub differing: i32,
    /// Contracts that only the register has.
    pub ours_only: i32,
    /// Contracts that only the file has.
    pub theirs_only: i32,
    /// Rows and cells that could not be compared.
    pub problems: i32,
    /// Name of whoever imported it.
    pub imported_by: String,
    /// When.
    pub imported_at: DateTime<Utc>,
}

/// What a comparison found. Each list has the first 2,000 entries; the counts are of all.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReconciliationView {
    /// The import; null for a dry run.
    pub import: Option<ExchangeImportView>,
    /// Code of the counterpart.
    pub counterpart: String,
    /// Name of the counterpart.
    pub counterpart_name: String,
    /// Compared only with contracts for which something was registered on that day or later; null for all of them.
    pub since: Option<NaiveDate>,
    /// How many there are of each.
    pub counts: CountsView,
    /// How many contracts differ in each field.
    pub by_field: Vec<ByFieldView>,
    /// Contracts that both have, and not alike.
    pub differing: Vec<DifferingView>,
    /// Contracts that only the register has.
    pub ours_only: Vec<UnmatchedView>,
    /// Contracts that only the file has, by their numbers.
    pub theirs_only: Vec<UnmatchedView>,
    /// Rows and cells that could not be compared.
    pub problems: Vec<ProblemView>,
    /// Headings of the mapping that the file does not have; those fields were not compared.
    pub missing_columns: Vec<String>,
    /// Headings of the file that the mapping does not have.
    pub ignored_columns: Vec<String>,
}

/// How many a comparison found of each.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CountsView {
    /// Rows of the file.
    pub rows: usize,
    /// Contracts of the register that were compared.
    pub contracts: usize,
    /// Contracts that both have, alike.
    pub same: usize,
    /// Contracts that both have, and not alike.
    pub differing: usize,
    /// Contracts that only the register has.
    pub ours_only: usize,
    /// Contracts that only the file has.
    pub theirs_only: usize,
    /// Rows and cells that could not be compared.
    pub problems: usize,
}

/// How many contracts differ in a field.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ByFieldView {
    /// The field.
    pub field: ExchangeField,
    /// Its name.
    pub name: String,
    /// Contracts.
    pub contracts: usize,
}

/// A contract that both have, and not alike.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DifferingView {
    /// The national contract number.
    pub number: String,
    /// The row of the file.
    pub row: u32,
    /// In what.
    pub fields: Vec<DifferenceView>,
}

/// A field in which the two differ.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DifferenceView {
    /// The field.
    pub field: ExchangeField,
    /// Its name.
    pub name: String,
    /// What the register says; null for nothing.
    pub ours: Option<String>,
    /// What the file says; null for nothing.
    pub theirs: Option<String>,
}

/// A contract that only one of the two has.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnmatchedView {
    /// The national contract number.
    pub number: String,
    /// Its name, where that is known.
    pub name: Option<String>,
    /// The row of the file; null for a contract of the register.
    pub row: Option<u32>,
}

/// A row or a cell that could not be compared.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemView {
    /// The row, from 1.
    pub row: u32,
    /// Heading of the column.
    pub column: String,
    /// What is wrong.
    pub code: ProblemCode,
    /// In words.
    pub message: String,
}

impl ExchangeImportView {
    /// An import, with the name of whoever made it.
    pub(super) fn read(connection: &mut Connection, import: ExchangeImport) -> Result<Self, AppError> {
        Ok(Self {
            imported_by: name_of(connection, &import.imported_by)?,
            id: import.id.to_string(),
            counterpart: import.counterpart,
            mapping_version: import.mapping_version,
            file_name: import.file_name,
            sha256: import.sha256,
            rows: import.row_count,
            differing: import.differing,
            ours_only: import.ours_only,
            theirs_only: import.theirs_only,
            problems: import.problems,
            imported_at: import.imported_at,
        })
    }
}

/// The name behind an actor as the journal writes it.
fn name_of(connection: &mut Connection, actor: &str) -> Result<String, AppError> {
    let name = match actor.split_once(':') {
        Some(("user", id)) => {
            storage::accounts::user_names(connection, &[id.to_owned()])?.remove(id).map(|(name, _)| name)
        }
        Some(("partner", id)) => match domain::PartnerId::parse(id) {
            Some(id) => storage::partners::partner(connection, id)?.map(|partner| partner.name),
            None => None,
        },
        _ => None,
    };
    Ok(name.unwrap_or_default())
}

impl ReconciliationView {
    /// What was found, in the reader's language.
    pub(super) fn of(
        import: Option<ExchangeImportView>,
        mapping: &Mapping,
        Kept { since, report }: Kept,
        context: &Context,
        choices: &Choices,
    ) -> Self {
        let name = |field: ExchangeField| context.say(field.zh(), field.en());
        let difference = |Difference { field, ours, theirs }: Difference| DifferenceView {
            name: name(field),
            ours: ours.map(|value| shown(field, value, choices)),
            theirs: theirs.map(|value| shown(field, value, choices)),
            field,
        };
        let differing = |Differing { number, row, fields }: Differing| DifferingView {
            number,
            row,
            fields: fields.into_iter().map(difference).collect(),
        };
        let unmatched = |Unmatched { number, name, row }: Unmatched| UnmatchedView { number, name, row };
        let problem = |Problem { row, column, code, message }: Problem| ProblemView {
            row,
            column,
            code,
            message: message.in_language(context.language).to_owned(),
        };
        Self {
            import,
            counterpart: mapping.counterpart.clone(),
            counterpart_name: mapping.name.in_language(context.language).to_owned(),
            since,
            counts: CountsView {
                rows: report.rows,
                contracts: report.contracts,
                same: report.same,
                differing: report.differing.count,
                ours_only: report.ours_only.count,
                theirs_only: report.theirs_only.count,
                problems: report.problems.count,
            },
            by_field: report
                .by_field
                .into_iter()
                .map(|(field, contracts)| ByFieldView { field, name: name(field), contracts })
                .collect(),
            differing: report.differing.items.into_iter().map(differing).collect(),
            ours_only: report.ours_only.items.into_iter().map(unmatched).collect(),
            theirs_only: report.theirs_only.items.into_iter().map(unmatched).collect(),
            problems: report.problems.items.into_iter().map(problem).collect(),
            missing_columns: report.missing_columns,
            ignored_columns: report.ignored_columns,
        }
    }
}

/// A value as people read it: a code with its names.
fn shown(field: ExchangeField, value: String, choices: &Choices) -> String {
    match field.input() {
        Input::Choice(list) => choices.find(list, &value).map_or(value, |choice| choice.shown.clone()),
        _ => value,
    }
}
