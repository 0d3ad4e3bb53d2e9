//! Registered contracts.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::contract::{ContractForm, Direction};
use domain::filing::FilingStatus;
use domain::registered::ContractStatus;
use domain::{CompanyId, ContractId, FilingId};

use crate::direct::directly;
use crate::schema::{companies, contract_versions, contracts, filings};
use crate::text::{from_json, known, to_json, utc};
use crate::{Connection, Result, dialect};

/// An entry of the register.
#[derive(Debug, Clone)]
pub struct Contract {
    /// Its id.
    pub id: ContractId,
    /// The contract number.
    pub number: String,
    /// Who registered it.
    pub company_id: CompanyId,
    /// That company's name; empty on insert.
    pub company_name: String,
    /// Whether it is in force.
    pub status: ContractStatus,
    /// The version in force.
    pub version: i32,
    /// Import or export.
    pub direction: String,
    /// Name of the contract.
    pub name: String,
    /// The other side's country.
    pub counterparty_country: String,
    /// Last day of validity.
    pub valid_until: NaiveDate,
    /// The certificate in force.
    pub certificate_number: String,
    /// When it entered the register.
    pub registered_at: DateTime<Utc>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = contracts, treat_none_as_default_value = false)]
pub(crate) struct ContractRow {
    id: String,
    number: String,
    company_id: String,
    status: String,
    version: i32,
    direction: String,
    name: String,
    counterparty_country: String,
    valid_until: NaiveDate,
    certificate_number: String,
    registered_at: NaiveDateTime,
}

pub(crate) fn read((row, company_name): (ContractRow, String)) -> Result<Contract> {
    Ok(Contract {
        id: known(ContractId::parse(&row.id), &row.id)?,
        company_id: known(CompanyId::parse(&row.company_id), &row.company_id)?,
        company_name,
        number: row.number,
        status: known(ContractStatus::from_code(&row.status), &row.status)?,
        version: row.version,
        direction: row.direction,
        name: row.name,
        counterparty_country: row.counterparty_country,
        valid_until: row.valid_until,
        certificate_number: row.certificate_number,
        registered_at: utc(row.registered_at),
    })
}

/// Enters a contract; a number that is registered is [`crate::Constraint::Unique`].
pub fn insert_contract(connection: &mut Connection, contract: &Contract) -> Result<()> {
    diesel::insert_into(contracts::table)
        .values(ContractRow {
            id: contract.id.to_string(),
            number: contract.number.clone(),
            company_id: contract.company_id.to_string(),
            status: contract.status.code().to_owned(),
            version: contract.version,
            direction: contract.direction.clone(),
            name: contract.name.clone(),
            counterparty_country: contract.counterparty_country.clone(),
            valid_until: contract.valid_until,
            certificate_number: contract.certificate_number.clone(),
            registered_at: contract.registered_at.naive_utc(),
        })
        .execute(connection)?;
    Ok(())
}

/// Stores what an amendment, a closure or a reissue changed.
pub fn update_contract(connection: &mut Connection, contract: &Contract) -> Result<()> {
    diesel::update(contracts::table.find(contract.id.to_string()))
        .set((
            contracts::status.eq(contract.status.code()),
            contracts::version.eq(contract.version),
            contracts::name.eq(&contract.name),
            contracts::counterparty_country.eq(&contract.counterparty_country),
            contracts::valid_until.eq(contract.valid_until),
            contracts::certificate_number.eq(&contract.certificate_number),
        ))
        .execute(connection)?;
    Ok(())
}

/// The contract with this id.
pub fn contract(connection: &mut Connection, id: ContractId) -> Result<Option<Contract>> {
    let asked = contracts::table
        .inner_join(companies::table)
        .filter(contracts::id.eq(id.to_string()))
        .select((contracts::all_columns, companies::name));
    let row: Option<(ContractRow, String)> = directly!(connection, |inner| asked.first(inner)).optional()?;
    row.map(read).transpose()
}

/// Who registered each of these contracts: those that are there.
pub fn companies_of_contracts(
    connection: &mut Connection,
    ids: &[ContractId],
) -> Result<HashMap<ContractId, CompanyId>> {
    let rows: Vec<(String, String)> = contracts::table
        .filter(contracts::id.eq_any(ids.iter().map(ToString::to_string).collect::<Vec<_>>()))
        .select((contracts::id, contracts::company_id))
        .load(connection)?;
    let company = |(id, company): (String, String)| -> Result<_> {
        Ok((known(ContractId::parse(&id), &id)?, known(CompanyId::parse(&company), &company)?))
    };
    rows.into_iter().map(company).collect()
}

/// The contract with this id, locked until the transaction ends.
pub fn lock_contract(connection: &mut Connection, id: ContractId) -> Result<Option<Contract>> {
    // Read after the lock is held: what another transaction committed meanwhile is seen.
    dialect::lock_contract(connection, &id.to_string())?;
    contract(connection, id)
}

/// The contract with this number.
pub fn contract_by_number(connection: &mut Connection, number: &str) -> Result<Option<Contract>> {
    let row: Option<(ContractRow, String)> = contracts::table
        .inner_join(companies::table)
        .filter(contracts::number.eq(number))
        .select((contracts::all_columns, companies::name))
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}

/// Which contracts.
#[derive(Debug, Clone, Default)]
pub struct ContractFilter {
    /// Only this company's.
    pub company: Option<CompanyId>,
    /// Only these.
    pub only: Option<Vec<ContractId>>,
    /// Only in this state.
    pub status: Option<ContractStatus>,
    /// Only import, or only export.
    pub direction: Option<Direction>,
    /// Only with this country of the other side.
    pub country: Option<String>,
    /// Only with exactly this number.
    pub number: Option<String>,
    /// Only what is valid until a day before this one.
    pub valid_until_before: Option<NaiveDate>,
    /// Only what entered the register then or later.
    pub registered_since: Option<DateTime<Utc>>,
}

/// Narrows a boxed query over contracts, whatever is joined to them, to what a filter and a place ask for.
macro_rules! narrowed {
    ($query:ident, $filter:expr, $before:expr) => {
        if let Some(company) = $filter.company {
            $query = $query.filter(contracts::company_id.eq(company.to_string()));
        }
        if let Some(only) = &$filter.only {
            $query = $query.filter(contracts::id.eq_any(only.iter().map(ToString::to_string).collect::<Vec<_>>()));
        }
        if let Some(status) = $filter.status {
            $query = $query.filter(contracts::status.eq(status.code()));
        }
        if let Some(direction) = $filter.direction {
            $query = $query.filter(contracts::direction.eq(direction.code()));
        }
        if let Some(country) = &$filter.country {
            $query = $query.filter(contracts::counterparty_country.eq(country.clone()));
        }
        if let Some(number) = &$filter.number {
            $query = $query.filter(contracts::number.eq(number.clone()));
        }
        if let Some(day) = $filter.valid_until_before {
            $query = $query.filter(contracts::valid_until.lt(day));
        }
        if let Some(since) = $filter.registered_since {
            $query = $query.filter(contracts::registered_at.ge(since.naive_utc()));
        }
        if let Some(before) = $before {
            $query = $query.filter(contracts::id.lt(before.to_owned()));
        }
    };
}
pub(crate) use narrowed;

/// Contracts, newest first, before the one with id `before`.
pub fn contracts_after(
    connection: &mut Connection,
    filter: &ContractFilter,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<Contract>> {
    let mut query = contracts::table.inner_join(companies::table).into_boxed();
    narrowed!(query, filter, before);
    let rows: Vec<(ContractRow, String)> = query
        .order(contracts::id.desc())
        .limit(limit)
        .select((contracts::all_columns, companies::name))
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// A page of the whole register: contracts with what their version in force says, and the id after which the next page begins;
/// none on the last one.
pub type RegisterPage = (Vec<(Contract, ContractForm)>, Option<String>);

/// The register in the order of its ids, after the one with id `after`, which is empty for the first page; `since`, only contracts for
/// which something was registered since then, so that a page may hold fewer than `limit`, and none at all.
pub fn register_page(
    connection: &mut Connection,
    since: Option<DateTime<Utc>>,
    after: &str,
    limit: i64,
) -> Result<RegisterPage> {
    let in_force =
        contract_versions::contract_id.eq(contracts::id).and(contract_versions::version.eq(contracts::version));
    let rows: Vec<(ContractRow, String, String)> = contracts::table
        .inner_join(companies::table)
        .inner_join(contract_versions::table.on(in_force))
        .filter(contracts::id.gt(after))
        .order(contracts::id)
        .limit(limit)
        .select((contracts::all_columns, companies::name, contract_versions::contract))
        .load(connection)?;
    let whole = i64::try_from(rows.len()).is_ok_and(|count| count == limit);
    let next = rows.last().filter(|_| whole).map(|(row, ..)| row.id.clone());
    let moved = since.map(|since| moved_since(connection, &rows, since)).transpose()?;
    let page = rows
        .into_iter()
        .filter(|(row, ..)| moved.as_ref().is_none_or(|moved| moved.contains(&row.id)))
        .map(|(row, company, form)| Ok((read((row, company))?, from_json(&form)?)))
        .collect::<Result<Vec<_>>>()?;
    Ok((page, next))
}

/// Ids of those contracts for which an application was registered since then.
fn moved_since(
    connection: &mut Connection,
    rows: &[(ContractRow, String, String)],
    since: DateTime<Utc>,
) -> Result<BTreeSet<String>> {
    let ids: Vec<String> = rows.iter().map(|(row, ..)| row.id.clone()).collect();
    let moved: Vec<Option<String>> = filings::table
        .filter(filings::contract_id.eq_any(ids))
        .filter(filings::status.eq(FilingStatus::Registered.code()).and(filings::updated_at.ge(since.naive_utc())))
        .select(filings::contract_id)
        .load(connection)?;
    Ok(moved.into_iter().flatten().collect())
}

/// One version of a registered contract.
#[derive(Debug, Clone)]
pub struct ContractVersion {
    /// The contract.
    pub contract_id: ContractId,
    /// From 1.
    pub version: i32,
    /// The application that made it.
    pub filing_id: FilingId,
    /// The contract as registered.
    pub contract: ContractForm,
    /// When.
    pub registered_at: DateTime<Utc>,
}

/// Adds a version.
pub fn insert_contract_version(connection: &mut Connection, version: &ContractVersion) -> Result<()> {
    diesel::insert_into(contract_versions::table)
        .values((
            contract_versions::contract_id.eq(version.contract_id.to_string()),
            contract_versions::version.eq(version.version),
            contract_versions::filing_id.eq(version.filing_id.to_string()),
            contract_versions::contract.eq(to_json(&version.contract)?),
            contract_versions::registered_at.eq(version.registered_at.naive_utc()),
        ))
        .execute(connection)?;
    crate::search::store_contract_text(connection, version.contract_id, &version.contract)
}

/// What one version of a contract says.
pub fn contract_as_of(connection: &mut Connection, contract: ContractId, version: i32) -> Result<Option<ContractForm>> {
    let form = contract_versions::table.find((contract.to_string(), version)).select(contract_versions::contract);
    let form: Option<String> = directly!(connection, |inner| form.first(inner)).optional()?;
    form.as_deref().map(from_json).transpose()
}

/// Every version of a contract, oldest first.
pub fn contract_versions(connection: &mut Connection, contract: ContractId) -> Result<Vec<ContractVersion>> {
    let rows: Vec<(String, i32, String, String, NaiveDateTime)> = contract_versions::table
        .filter(contract_versions::contract_id.eq(contract.to_string()))
        .order(contract_versions::version)
        .load(connection)?;
    rows.into_iter()
        .map(|(_, version, filing_id, form, registered_at)| {
            Ok(ContractVersion {
                contract_id: contract,
                version,
                filing_id: known(FilingId::parse(&filing_id), &filing_id)?,
                contract: from_json(&form)?,
                registered_at: utc(registered_at),
            })
        })
        .collect()
}
