//! Lists of applications by keyset: the page after a place costs the same wherever the place is. Nothing is counted.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date, Text};
use domain::filing::{FilingKind, FilingStatus};
use domain::{CompanyId, FilingId};

use crate::schema::{companies, contracts, filings};
use crate::text::{known, utc};
use crate::{Connection, Result, StorageError};

/// One line of a list.
#[derive(Debug, Clone)]
pub struct FilingListed {
    /// The application.
    pub id: FilingId,
    /// What is applied for.
    pub kind: FilingKind,
    /// Where it stands.
    pub status: FilingStatus,
    /// Its version.
    pub version: i32,
    /// Who applies.
    pub company: (String, String),
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// Import or export.
    pub direction: Option<String>,
    /// The other side's country.
    pub counterparty_country: Option<String>,
    /// Industry division.
    pub industry: Option<String>,
    /// Where it was routed.
    pub desk_code: Option<String>,
    /// Warnings at submission.
    pub warnings: i32,
    /// Whether the catalogue was met.
    pub catalogue_hit: bool,
    /// Who works on it.
    pub claimed_by: Option<String>,
    /// Its certificate.
    pub certificate_number: Option<String>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was last submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When an answer is due, while one is.
    pub due_on: Option<NaiveDate>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = filings)]
struct ListedRow {
    id: String,
    kind: String,
    status: String,
    version: i32,
    company_id: String,
    contract_number: Option<String>,
    contract_name: Option<String>,
    direction: Option<String>,
    counterparty_country: Option<String>,
    industry: Option<String>,
    desk_code: Option<String>,
    warnings: i32,
    catalogue_hit: bool,
    claimed_by: Option<String>,
    certificate_number: Option<String>,
    updated_at: NaiveDateTime,
    submitted_at: Option<NaiveDateTime>,
    due_on: Option<NaiveDate>,
}

impl TryFrom<(ListedRow, String)> for FilingListed {
    type Error = StorageError;

    fn try_from((row, company_name): (ListedRow, String)) -> Result<Self> {
        Ok(Self {
            id: known(FilingId::parse(&row.id), &row.id)?,
            kind: known(FilingKind::from_code(&row.kind), &row.kind)?,
            status: known(FilingStatus::from_code(&row.status), &row.status)?,
            version: row.version,
            company: (row.company_id, company_name),
            contract_number: row.contract_number,
            contract_name: row.contract_name,
            direction: row.direction,
            counterparty_country: row.counterparty_country,
            industry: row.industry,
            desk_code: row.desk_code,
            warnings: row.warnings,
            catalogue_hit: row.catalogue_hit,
            claimed_by: row.claimed_by,
            certificate_number: row.certificate_number,
            updated_at: utc(row.updated_at),
            submitted_at: row.submitted_at.map(utc),
            due_on: row.due_on,
        })
    }
}

/// Text that a person searches for, as a literal pattern: `%`, `_` and `\` mean themselves.
fn containing(text: &str) -> String {
    let escaped: String = text
        .chars()
        .flat_map(|character| {
            let escape = matches!(character, '%' | '_' | '\\').then_some('\\');
            escape.into_iter().chain(std::iter::once(character))
        })
        .collect();
    format!("%{escaped}%")
}

/// A company's applications, newest first, after the one with id `before`.
pub fn company_filings(
    connection: &mut Connection,
    company: CompanyId,
    status: Option<FilingStatus>,
    search: Option<&str>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<FilingListed>> {
    let mut query =
        filings::table.inner_join(companies::table).filter(filings::company_id.eq(company.to_string())).into_boxed();
    if let Some(status) = status {
        query = query.filter(filings::status.eq(status.code()));
    }
    if let Some(search) = search {
        let pattern = containing(search);
        query = query.filter(
            filings::contract_number
                .like(pattern.clone())
                .escape('\\')
                .or(filings::contract_name.like(pattern).escape('\\')),
        );
    }
    if let Some(before) = before {
        query = query.filter(filings::id.lt(before.to_owned()));
    }
    let rows: Vec<(ListedRow, String)> = query
        .order(filings::id.desc())
        .limit(limit)
        .select((ListedRow::as_select(), companies::name))
        .load(connection)?;
    rows.into_iter().map(FilingListed::try_from).collect()
}

/// What a page of the queue is asked for.
#[derive(Debug, Clone, Default)]
pub struct QueueFilter {
    /// Only these desks.
    pub desks: Vec<String>,
    /// Only this state.
    pub status: Option<FilingStatus>,
    /// Only what is due before this day.
    pub due_before: Option<NaiveDate>,
    /// Only what this person works on.
    pub claimed_by: Option<String>,
    /// Only where number, name or company contain this.
    pub search: Option<String>,
    /// After this place.
    pub after: Option<(NaiveDate, String)>,
}

/// The queue: what is due, soonest first.
pub fn queue(connection: &mut Connection, filter: &QueueFilter, limit: i64) -> Result<Vec<FilingListed>> {
    // Desk by desk, each along its index: asked for several desks at once, SQLite would sort all that lies at them.
    let mut listed = Vec::new();
    for desk in &filter.desks {
        listed.extend(queue_of(connection, desk, filter, limit)?);
    }
    listed.sort_by_key(|filing: &FilingListed| (filing.due_on, filing.id));
    listed.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(listed)
}

fn queue_of(connection: &mut Connection, desk: &str, filter: &QueueFilter, limit: i64) -> Result<Vec<FilingListed>> {
    let mut query = filings::table
        .inner_join(companies::table)
        .filter(filings::due_on.is_not_null())
        .filter(filings::desk_code.eq(desk.to_owned()))
        .into_boxed();
    if let Some(status) = filter.status {
        query = query.filter(filings::status.eq(status.code()));
    }
    if let Some(day) = filter.due_before {
        query = query.filter(filings::due_on.lt(day));
    }
    if let Some(person) = &filter.claimed_by {
        query = query.filter(filings::claimed_by.eq(person.clone()));
    }
    if let Some(search) = &filter.search {
        let pattern = containing(search);
        query = query.filter(
            filings::contract_number
                .like(pattern.clone())
                .escape('\\')
                .or(filings::contract_name.like(pattern.clone()).escape('\\'))
                .or(companies::name.nullable().like(pattern).escape('\\')),
        );
    }
    if let Some((day, id)) = &filter.after {
        // As a pair, which both databases find in the index; taken apart, they would read all that is due on that day.
        let place = sql::<Bool>("(filings.due_on, filings.id) > (").bind::<Date, _>(*day).sql(", ");
        query = query.filter(place.bind::<Text, _>(id.clone()).sql(")"));
    }
    let rows: Vec<(ListedRow, String)> = query
        .order((filings::due_on, filings::id))
        .limit(limit)
        .select((ListedRow::as_select(), companies::name))
        .load(connection)?;
    rows.into_iter().map(FilingListed::try_from).collect()
}

/// Every application with an answer due, for a new calendar to be applied.
pub fn open_filings(connection: &mut Connection) -> Result<Vec<FilingId>> {
    let ids: Vec<String> = filings::table.filter(filings::due_on.is_not_null()).select(filings::id).load(connection)?;
    ids.iter().map(|id| known(FilingId::parse(id), id)).collect()
}

/// Every application that its company is asked to correct.
pub fn returned_filings(connection: &mut Connection) -> Result<Vec<FilingId>> {
    let returned = FilingStatus::Returned.code();
    let ids: Vec<String> = filings::table.filter(filings::status.eq(returned)).select(filings::id).load(connection)?;
    ids.iter().map(|id| known(FilingId::parse(id), id)).collect()
}

/// Where a contract number is already used: in the register, or by another application under way.
pub fn duplicates_of(connection: &mut Connection, number: &str, except: &str) -> Result<Vec<String>> {
    let mut found: Vec<String> =
        contracts::table.filter(contracts::number.eq(number)).select(contracts::id).load(connection)?;
    found.extend(
        filings::table
            .filter(filings::contract_number.eq(number).and(filings::id.ne(except)))
            .filter(filings::due_on.is_not_null())
            .select(filings::id)
            .limit(5)
            .load::<String>(connection)?,
    );
    Ok(found)
}

/// Registered contracts of a company with the same counterparty country, newest first: id, number, name.
pub fn similar_contracts(
    connection: &mut Connection,
    company: CompanyId,
    direction: &str,
    country: &str,
) -> Result<Vec<(String, String, String)>> {
    Ok(contracts::table
        .filter(contracts::company_id.eq(company.to_string()))
        .filter(contracts::direction.eq(direction).and(contracts::counterparty_country.eq(country)))
        .order(contracts::id.desc())
        .limit(20)
        .select((contracts::id, contracts::number, contracts::name))
        .load(connection)?)
}
