//! Companies.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::CompanyId;
use domain::contract::Ownership;

use crate::schema::companies;
use crate::search::lower;
use crate::text::{containing, known, utc};
use crate::{Connection, Result, dialect};

/// Whether a company may file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompanyStatus {
    /// Signed up, not yet approved by the centre.
    Pending,
    /// May file.
    Approved,
    /// May no longer file.
    Suspended,
    /// Signed up, and the centre refused it: it may not file, and its credit code is free for the true company.
    Rejected,
}

impl CompanyStatus {
    /// The code in JSON and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Suspended => "suspended",
            Self::Rejected => "rejected",
        }
    }

    /// The status with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Pending, Self::Approved, Self::Suspended, Self::Rejected]
            .into_iter()
            .find(|status| status.code() == code)
    }
}

/// A company with an account.
#[derive(Debug, Clone)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Registered name.
    pub name: String,
    /// Unified social credit code.
    pub credit_code: String,
    /// District of Suzhou.
    pub district: String,
    /// Enterprise nature.
    pub ownership: Ownership,
    /// Address, if given.
    pub address: Option<String>,
    /// Whether it may file.
    pub status: CompanyStatus,
    /// Counts changes, for If-Match.
    pub version: i32,
    /// Day of sign-up.
    pub created_at: DateTime<Utc>,
    /// When the centre approved it.
    pub approved_at: Option<DateTime<Utc>>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// Why it was refused or suspended, in words that it reads.
    pub status_reason: Option<String>,
}

#[derive(Queryable, Insertable, AsChangeset, Identifiable)]
#[diesel(table_name = companies, treat_none_as_null = true, treat_none_as_default_value = false)]
struct CompanyRow {
    id: String,
    name: String,
    credit_code: String,
    district: String,
    ownership: String,
    address: Option<String>,
    status: String,
    version: i32,
    created_at: NaiveDateTime,
    approved_at: Option<NaiveDateTime>,
    approved_by: Option<String>,
    status_reason: Option<String>,
}

impl From<&Company> for CompanyRow {
    fn from(company: &Company) -> Self {
        Self {
            id: company.id.to_string(),
            name: company.name.clone(),
            credit_code: company.credit_code.clone(),
            district: company.district.clone(),
            ownership: company.ownership.code().to_owned(),
            address: company.address.clone(),
            status: company.status.code().to_owned(),
            version: company.version,
            created_at: company.created_at.naive_utc(),
            approved_at: company.approved_at.map(|time| time.naive_utc()),
            approved_by: company.approved_by.clone(),
            status_reason: company.status_reason.clone(),
        }
    }
}

fn read(row: CompanyRow) -> Result<Company> {
    Ok(Company {
        id: known(CompanyId::parse(&row.id), &row.id)?,
        ownership: known(Ownership::from_code(&row.ownership), &row.ownership)?,
        status: known(CompanyStatus::from_code(&row.status), &row.status)?,
        name: row.name,
        credit_code: row.credit_code,
        district: row.district,
        address: row.address,
        version: row.version,
        created_at: utc(row.created_at),
        approved_at: row.approved_at.map(utc),
        approved_by: row.approved_by,
        status_reason: row.status_reason,
    })
}

/// The company with this id.
pub fn company(connection: &mut Connection, id: CompanyId) -> Result<Option<Company>> {
    companies::table.find(id.to_string()).first(connection).optional()?.map(read).transpose()
}

/// The same, for a change of who works for it: nobody else changes that until the transaction ends.
pub fn company_to_change(connection: &mut Connection, id: CompanyId) -> Result<Option<Company>> {
    dialect::lock_company(connection, &id.to_string())?;
    company(connection, id)
}

/// The company that holds this credit code; one that was refused does not.
pub fn company_by_credit_code(connection: &mut Connection, code: &str) -> Result<Option<Company>> {
    let holds = companies::credit_code.eq(code).and(companies::status.ne(CompanyStatus::Rejected.code()));
    companies::table.filter(holds).first(connection).optional()?.map(read).transpose()
}

/// The name of a company.
pub fn company_name(connection: &mut Connection, id: CompanyId) -> Result<Option<String>> {
    Ok(companies::table.find(id.to_string()).select(companies::name).first(connection).optional()?)
}

/// The names of these companies, by their id as text.
pub fn company_names(connection: &mut Connection, ids: &[CompanyId]) -> Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    for some in ids.chunks(500) {
        let rows: Vec<(String, String)> = companies::table
            .filter(companies::id.eq_any(some.iter().map(CompanyId::to_string)))
            .select((companies::id, companies::name))
            .load(connection)?;
        names.extend(rows);
    }
    Ok(names)
}

/// Companies in order of sign-up, after the one with id `after`; with `words`, those with that in their name or credit code.
pub fn companies_after(
    connection: &mut Connection,
    status: Option<CompanyStatus>,
    words: Option<&str>,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Company>> {
    let mut query = companies::table.into_boxed();
    if let Some(status) = status {
        query = query.filter(companies::status.eq(status.code()));
    }
    if let Some(words) = words.map(containing) {
        let named = lower(companies::name).like(lower(words.clone())).escape('\\');
        query = query.filter(named.or(lower(companies::credit_code).like(lower(words)).escape('\\')));
    }
    if let Some(after) = after {
        query = query.filter(companies::id.gt(after.to_owned()));
    }
    let rows: Vec<CompanyRow> = query.order(companies::id).limit(limit).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// Adds a company; a credit code that is taken is [`crate::Constraint::Unique`].
pub fn insert_company(connection: &mut Connection, company: &Company) -> Result<()> {
    diesel::insert_into(companies::table).values(CompanyRow::from(company)).execute(connection)?;
    Ok(())
}

/// Stores a changed company; under a new name it is found at once. One that was refused may find its credit code taken meanwhile, which
/// is [`crate::Constraint::Unique`].
pub fn store_company(connection: &mut Connection, company: &Company) -> Result<()> {
    let row = CompanyRow::from(company);
    let name: String = companies::table.find(row.id.clone()).select(companies::name).first(connection)?;
    diesel::update(companies::table.find(row.id.clone())).set(&row).execute(connection)?;
    if name == row.name { Ok(()) } else { crate::search::rename_company(connection, company.id, &name, &row.name) }
}
