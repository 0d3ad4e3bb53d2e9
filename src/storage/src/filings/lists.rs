//! Lists of applications by keyset: the page after a place costs the same wherever the place is. Nothing is counted.
//! What waits for an answer is in [`super::queue`].

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::contract::Direction;
use domain::filing::{FilingKind, FilingStatus};
use domain::mandate::MandateScope;
use domain::search::Keywords;
use domain::{CompanyId, ContractId, FilingId};

use crate::schema::{companies, contracts, filings};
use crate::text::{containing, known, utc};
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
    /// The contract of the register that it made or changes.
    pub contract_id: Option<ContractId>,
    /// Its certificate.
    pub certificate_number: Option<String>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
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
    contract_id: Option<String>,
    certificate_number: Option<String>,
    created_at: NaiveDateTime,
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
            contract_id: row.contract_id.map(|id| known(ContractId::parse(&id), &id)).transpose()?,
            certificate_number: row.certificate_number,
            created_at: utc(row.created_at),
            updated_at: utc(row.updated_at),
            submitted_at: row.submitted_at.map(utc),
            due_on: row.due_on,
        })
    }
}

/// Which of a company's applications.
#[derive(Debug, Clone, Default)]
pub struct FilingFilter {
    /// Only of this kind.
    pub kind: Option<FilingKind>,
    /// Only in one of these states; in any where none is named.
    pub statuses: Vec<FilingStatus>,
    /// Only import, or only export.
    pub direction: Option<Direction>,
    /// Only with this country of the other side.
    pub country: Option<String>,
    /// Only with exactly this contract number.
    pub contract_number: Option<String>,
    /// Only what led to this certificate.
    pub certificate_number: Option<String>,
    /// Only what has changed since.
    pub updated_since: Option<DateTime<Utc>>,
    /// Only what was last submitted then or later.
    pub submitted_from: Option<DateTime<Utc>>,
    /// Only what was last submitted before then.
    pub submitted_before: Option<DateTime<Utc>>,
}

/// A company's applications that one of these mandates covers, newest first, after the one with id `before`.
pub fn company_filings(
    connection: &mut Connection,
    company: CompanyId,
    covered: &[MandateScope],
    filter: &FilingFilter,
    words: Option<&Keywords>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<FilingListed>> {
    let mut query =
        filings::table.inner_join(companies::table).filter(filings::company_id.eq(company.to_string())).into_boxed();
    if !filter.statuses.is_empty() {
        let statuses: Vec<&str> = filter.statuses.iter().map(|status| status.code()).collect();
        query = query.filter(filings::status.eq_any(statuses));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(filings::kind.eq(kind.code()));
    }
    if let Some(direction) = filter.direction {
        query = query.filter(filings::direction.eq(direction.code()));
    }
    if let Some(country) = &filter.country {
        query = query.filter(filings::counterparty_country.eq(country.clone()));
    }
    if let Some(number) = &filter.contract_number {
        query = query.filter(filings::contract_number.eq(number.clone()));
    }
    if let Some(number) = &filter.certificate_number {
        query = query.filter(filings::certificate_number.eq(number.clone()));
    }
    if let Some(since) = filter.updated_since {
        query = query.filter(filings::updated_at.ge(since.naive_utc()));
    }
    if let Some(from) = filter.submitted_from {
        query = query.filter(filings::submitted_at.ge(from.naive_utc()));
    }
    if let Some(before) = filter.submitted_before {
        query = query.filter(filings::submitted_at.lt(before.naive_utc()));
    }
    if !covered.contains(&MandateScope::All) {
        let kinds = covered.iter().filter_map(|scope| match scope {
            MandateScope::Kind(kind) => Some(kind.code().to_owned()),
            _ => None,
        });
        let about = covered.iter().filter_map(|scope| match scope {
            MandateScope::Contract(contract) => Some(contract.to_string()),
            _ => None,
        });
        let (kinds, about): (Vec<String>, Vec<String>) = (kinds.collect(), about.collect());
        query = query.filter(filings::kind.eq_any(kinds).or(filings::contract_id.eq_any(about)));
    }
    for term in words.into_iter().flat_map(Keywords::terms) {
        query = query.filter(filings::search_text.like(containing(&term.contained)).escape('\\'));
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

/// These of a company's applications, as far as they are still there.
pub fn filings_of(connection: &mut Connection, company: CompanyId, ids: &[FilingId]) -> Result<Vec<FilingListed>> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<(ListedRow, String)> = filings::table
        .inner_join(companies::table)
        .filter(filings::company_id.eq(company.to_string()).and(filings::id.eq_any(ids)))
        .select((ListedRow::as_select(), companies::name))
        .load(connection)?;
    rows.into_iter().map(FilingListed::try_from).collect()
}

/// Which finished applications.
#[derive(Debug, Clone, Default)]
pub struct FinishedFilter {
    /// At these desks; at all of them where none are named.
    pub desks: Option<Vec<String>>,
    /// In one of these states.
    pub statuses: Vec<FilingStatus>,
    /// With exactly this contract number.
    pub number: Option<String>,
    /// Begun before the one with this id.
    pub before: Option<String>,
}

/// Applications that desks have done with, newest first.
pub fn finished_filings(connection: &mut Connection, filter: &FinishedFilter, limit: i64) -> Result<Vec<FilingListed>> {
    let statuses: Vec<&str> = filter.statuses.iter().map(|status| status.code()).collect();
    let mut query = filings::table
        .inner_join(companies::table)
        .filter(filings::status.eq_any(statuses).and(filings::submitted_at.is_not_null()))
        .into_boxed();
    if let Some(desks) = &filter.desks {
        query = query.filter(filings::desk_code.eq_any(desks.clone()));
    }
    if let Some(number) = &filter.number {
        query = query.filter(filings::contract_number.eq(number.clone()));
    }
    if let Some(before) = &filter.before {
        query = query.filter(filings::id.lt(before.clone()));
    }
    let rows: Vec<(ListedRow, String)> = query
        .order(filings::id.desc())
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

/// Contracts of a company that a new one is compared with: more of one direction and country than any company registers in years.
const MOST_COMPARED: i64 = 500;

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
        .limit(MOST_COMPARED)
        .select((contracts::id, contracts::number, contracts::name))
        .load(connection)?)
}

/// How many applications someone recommended or decided on that have last changed since a moment.
pub fn done_since(connection: &mut Connection, person: &str, since: DateTime<Utc>) -> Result<i64> {
    let since = since.naive_utc();
    let recommended: i64 = filings::table
        .filter(filings::recommended_by.eq(person).and(filings::updated_at.ge(since)))
        .count()
        .get_result(connection)?;
    let decided: i64 = filings::table
        .filter(filings::decided_by.eq(person).and(filings::updated_at.ge(since)))
        .count()
        .get_result(connection)?;
    Ok(recommended + decided)
}
