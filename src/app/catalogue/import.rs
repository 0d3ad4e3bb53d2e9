//! A new edition from an uploaded table: first as a dry run, then for good. It is not in force until somebody says from when.

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use domain::Role;
use domain::finding::Language;
use domain::reference::{CatalogueDiff, CatalogueItem, LineError, catalogue_diff};
use serde::Serialize;
use serde_json::json;
use storage::Connection;
use storage::catalogue::{Edition, edition_of_digest, insert_edition, last_edition, schedule_edition};
use utoipa::ToSchema;

use super::editions::{EditionName, EditionView, digest_of, put_in_place};
use super::table;
use crate::app::command::{Done, Record, record};
use crate::app::{Answered, AppError, Context, FieldError, Portal};

/// Lines told about at most; whoever mends these sees the rest at the next try.
const MOST_TOLD: usize = 200;

/// A table as it was uploaded.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Name of the file.
    pub file_name: String,
    /// Its bytes.
    pub content: Bytes,
}

/// What an edition is called, besides its table.
#[derive(Debug, Clone)]
pub struct NewEdition {
    /// Its name, such as the announcement that published it.
    pub name: String,
    /// Where it comes from.
    pub source: String,
    /// Whether items of the official list are missing.
    pub partial: bool,
    /// The table.
    pub table: Imported,
}

/// What a table would change: nothing was stored.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Preview {
    /// Items in the table.
    pub items: usize,
    /// The edition in force, with which it was compared.
    pub against: EditionName,
    /// What would change; null while lines are wrong.
    pub diff: Option<CatalogueDiff>,
    /// What is wrong, line by line.
    pub problems: Vec<LineProblem>,
}

/// What is wrong with a line of a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LineProblem {
    /// Line of the file or row of the sheet; 0 for the table as a whole.
    pub line: u64,
    /// Heading of the column, where one is to blame.
    pub column: Option<String>,
    /// What is wrong, in the reader's language.
    pub message: String,
}

/// A dry run.
pub async fn preview(portal: &Portal, context: &Context, table: Imported) -> Result<Preview, AppError> {
    context.staff(may_load)?;
    let read = read(table).await?;
    let reference = portal.reference();
    let catalogue = &reference.data.catalogue;
    let against = EditionName { number: catalogue.number, name: catalogue.edition.clone(), partial: catalogue.partial };
    Ok(match read {
        Ok(items) => {
            let diff = catalogue_diff(&catalogue.items, &items);
            Preview { items: items.len(), against, diff: Some(diff), problems: Vec::new() }
        }
        Err(errors) => {
            let problem = |error: &LineError| LineProblem {
                line: error.line,
                column: error.column.map(str::to_owned),
                message: error.message.in_language(context.language).to_owned(),
            };
            let problems = errors.iter().take(MOST_TOLD).map(problem).collect();
            Preview { items: 0, against, diff: None, problems }
        }
    })
}

/// Loads an edition.
pub async fn import(portal: &Portal, context: &Context, new: NewEdition) -> Result<Answered, AppError> {
    let by = context.staff(may_load)?.id.to_string();
    check_names(context, &new)?;
    let NewEdition { name, source, partial, table } = new;
    let items = read(table).await?.map_err(|errors| refused(context.language, &errors))?;
    let (in_force, today) = (portal.reference().data.catalogue.number, portal.today());
    portal
        .execute(context, move |connection, now| {
            let names = Names { name, source, partial, by };
            let (edition, record) = store(connection, names, &items, now)?;
            let path = format!("/api/v1/catalogue/editions/{}", edition.number);
            Ok(Done::json(201, &EditionView::of(edition, in_force, today), record)?.location(path))
        })
        .await
}

/// What the command line is told.
#[derive(Debug, Clone, Serialize)]
pub struct ConsoleImport {
    /// Number of the new edition; none after a dry run.
    pub edition: Option<i32>,
    /// The day from which it is in force, if that was said.
    pub in_force_from: Option<NaiveDate>,
    /// What it changes against the edition in force.
    pub diff: CatalogueDiff,
}

/// Loads an edition from the command line, and puts it in force from a day.
pub async fn import_at_the_console(
    portal: &Portal,
    new: NewEdition,
    from: Option<NaiveDate>,
    dry_run: bool,
) -> Result<ConsoleImport, AppError> {
    let NewEdition { name, source, partial, table } = new;
    let items = read(table).await?.map_err(|errors| refused(Language::En, &errors))?;
    let (now, today) = (portal.now(), portal.today());
    if from.is_some_and(|from| from < today) {
        return Err(AppError::invalid_field("/from", "invalid_value", "the day cannot lie before today"));
    }
    let diff = catalogue_diff(&portal.reference().data.catalogue.items, &items);
    if dry_run {
        return Ok(ConsoleImport { edition: None, in_force_from: None, diff });
    }
    let edition = portal
        .database
        .write(move |connection| {
            let names = Names { name, source, partial, by: "administrator".into() };
            let (edition, entry) = store(connection, names, &items, now)?;
            record(connection, now, "system", &entry)?;
            if let Some(from) = from {
                schedule_edition(connection, edition.number, from)?;
                let body = json!({ "from": from, "digest": edition.digest });
                let entry = Record { kind: "catalogue.scheduled", subject: entry.subject, body };
                record(connection, now, "system", &entry)?;
            }
            Ok::<_, AppError>(edition.number)
        })
        .await?;
    put_in_place(portal).await?;
    Ok(ConsoleImport { edition: Some(edition), in_force_from: from, diff })
}

/// Before any byte is taken in: only an administrator of the system loads editions.
pub fn may_import(context: &Context) -> Result<(), AppError> {
    context.staff(may_load).map(|_| ())
}

fn may_load(role: Role) -> bool {
    role == Role::SystemAdmin
}

struct Names {
    name: String,
    source: String,
    partial: bool,
    by: String,
}

fn store(
    connection: &mut Connection,
    names: Names,
    items: &[CatalogueItem],
    now: DateTime<Utc>,
) -> Result<(Edition, Record), AppError> {
    let digest = digest_of(items)?;
    if edition_of_digest(connection, &digest)?.is_some_and(|known| known.partial == names.partial) {
        return Err(AppError::conflict("already_exists"));
    }
    let edition = Edition {
        number: last_edition(connection)? + 1,
        name: names.name,
        source: names.source,
        partial: names.partial,
        digest,
        loaded_at: now,
        loaded_by: Some(names.by),
        in_force_from: None,
    };
    insert_edition(connection, &edition, items)?;
    let record = Record {
        kind: "catalogue.loaded",
        subject: format!("catalogue/{}", edition.number),
        body: json!({ "name": edition.name, "source": edition.source, "partial": edition.partial,
                      "digest": edition.digest, "items": items.len() }),
    };
    Ok((edition, record))
}

/// A workbook is unpacked away from the threads that answer requests.
async fn read(table: Imported) -> Result<Result<Vec<CatalogueItem>, Vec<LineError>>, AppError> {
    tokio::task::spawn_blocking(move || table::read(&table.file_name, &table.content)).await.map_err(AppError::internal)
}

fn refused(language: Language, errors: &[LineError]) -> AppError {
    let told = errors.iter().take(MOST_TOLD).map(|error| {
        let place = match (error.line, language) {
            (0, _) => String::new(),
            (line, Language::Zh) => format!("第{line}行："),
            (line, Language::En) => format!("Line {line}: "),
        };
        let pointer = format!("/file/{}/{}", error.line, error.column.unwrap_or_default());
        let message = format!("{place}{}", error.message.in_language(language));
        FieldError::new(pointer.trim_end_matches('/'), "catalogue_invalid", message)
    });
    AppError::Invalid { code: "catalogue_invalid", errors: told.collect() }
}

fn check_names(context: &Context, new: &NewEdition) -> Result<(), AppError> {
    let bad = |text: &str| {
        text.trim().is_empty() || text.chars().count() > 300 || domain::text::forbidden_character(text).is_some()
    };
    let errors: Vec<FieldError> = [("/name", &new.name), ("/source", &new.source)]
        .into_iter()
        .filter(|(_, text)| bad(text))
        .map(|(pointer, _)| {
            let message = context.say("请填写，不超过300字。", "Fill this in, with at most 300 characters.");
            FieldError::new(pointer, "invalid_value", message)
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(AppError::Invalid { code: "validation_failed", errors }) }
}
