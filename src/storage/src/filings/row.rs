//! One application, with typed fields; the row behind it stays in this file.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::contract::ContractForm;
use domain::filing::{FilingKind, FilingStatus, Outcome, RequestForm};
use domain::reference::RefusalGround;
use domain::routing::Routed;
use domain::search::contract_text;
use domain::{CompanyId, ContractId, FilingId, MandateId};
use serde::{Deserialize, Serialize};

use crate::direct::directly;
use crate::prepared::Prepared;
use crate::schema::filings;
use crate::text::{from_json, known, to_json, utc};
use crate::{Connection, Result, StorageError, dialect};

/// What a reviewer recommends or an approver decides.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Opinion {
    /// Register or refuse.
    pub outcome: Outcome,
    /// The grounds.
    pub opinion: String,
    /// Whose opinion: a user's id.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// On which grounds it is refused, in the words of that day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<RefusalGround>,
}

/// An application (申请件).
#[derive(Debug, Clone)]
pub struct Filing {
    /// Its id.
    pub id: FilingId,
    /// What is applied for.
    pub kind: FilingKind,
    /// Where it stands.
    pub status: FilingStatus,
    /// Counts changes, for If-Match.
    pub version: i32,
    /// Who applies.
    pub company_id: CompanyId,
    /// The contract as typed.
    pub contract: ContractForm,
    /// What is asked for besides.
    pub request: RequestForm,
    /// Where it was routed, with the rule that fired.
    pub routed: Option<Routed>,
    /// Warnings at the last submission.
    pub warnings: i32,
    /// Whether screening met the catalogue at the last submission.
    pub catalogue_hit: bool,
    /// The reviewer working on it.
    pub claimed_by: Option<String>,
    /// What was recommended.
    pub recommendation: Option<Opinion>,
    /// What was decided.
    pub decision: Option<Opinion>,
    /// The contract of the register that it made or changes.
    pub contract_id: Option<ContractId>,
    /// The version of that contract that it starts from; none for a registration.
    pub base_version: Option<i32>,
    /// The certificate that it led to.
    pub certificate_number: Option<String>,
    /// The mandate under which an agent began it, or last submitted it; none where the company did.
    pub mandate_id: Option<MandateId>,
    /// Who began it: `user:<id>` or `partner:<id>`.
    pub created_by: String,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was last submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// While an answer is due: the day. An index for the queue; the clock is computed from the journal.
    pub due_on: Option<NaiveDate>,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = filings, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct FilingRow {
    id: String,
    kind: String,
    status: String,
    version: i32,
    company_id: String,
    contract: String,
    contract_number: Option<String>,
    contract_name: Option<String>,
    direction: Option<String>,
    counterparty_country: Option<String>,
    industry: Option<String>,
    desk_code: Option<String>,
    routing: Option<String>,
    warnings: i32,
    catalogue_hit: bool,
    claimed_by: Option<String>,
    recommendation: Option<String>,
    recommended_by: Option<String>,
    decision: Option<String>,
    decided_by: Option<String>,
    contract_id: Option<String>,
    certificate_number: Option<String>,
    created_by: String,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
    submitted_at: Option<NaiveDateTime>,
    due_on: Option<NaiveDate>,
    request: String,
    base_version: Option<i32>,
    mandate_id: Option<String>,
    search_text: String,
    counterparty_name: Option<String>,
}

impl FilingRow {
    fn of(filing: &Filing) -> Result<Self> {
        let contract = &filing.contract;
        Ok(Self {
            id: filing.id.to_string(),
            kind: filing.kind.code().to_owned(),
            status: filing.status.code().to_owned(),
            version: filing.version,
            company_id: filing.company_id.to_string(),
            contract: to_json(contract)?,
            contract_number: contract.number.clone(),
            contract_name: contract.name.clone(),
            direction: contract.direction.map(|direction| direction.code().to_owned()),
            counterparty_country: contract.counterparty().and_then(|party| party.country.clone()),
            industry: contract.industry.clone(),
            desk_code: filing.routed.as_ref().map(|routed| routed.desk.clone()),
            routing: filing.routed.as_ref().map(to_json).transpose()?,
            warnings: filing.warnings,
            catalogue_hit: filing.catalogue_hit,
            claimed_by: filing.claimed_by.clone(),
            recommendation: filing.recommendation.as_ref().map(to_json).transpose()?,
            recommended_by: filing.recommendation.as_ref().map(|opinion| opinion.by.clone()),
            decision: filing.decision.as_ref().map(to_json).transpose()?,
            decided_by: filing.decision.as_ref().map(|opinion| opinion.by.clone()),
            contract_id: filing.contract_id.map(|id| id.to_string()),
            certificate_number: filing.certificate_number.clone(),
            created_by: filing.created_by.clone(),
            created_at: filing.created_at.naive_utc(),
            updated_at: filing.updated_at.naive_utc(),
            submitted_at: filing.submitted_at.map(|time| time.naive_utc()),
            due_on: filing.due_on,
            request: to_json(&filing.request)?,
            base_version: filing.base_version,
            mandate_id: filing.mandate_id.map(|id| id.to_string()),
            search_text: contract_text(contract),
            counterparty_name: contract.counterparty().and_then(|party| party.name.clone()),
        })
    }
}

impl TryFrom<FilingRow> for Filing {
    type Error = StorageError;

    fn try_from(row: FilingRow) -> Result<Self> {
        Ok(Self {
            id: known(FilingId::parse(&row.id), &row.id)?,
            kind: known(FilingKind::from_code(&row.kind), &row.kind)?,
            status: known(FilingStatus::from_code(&row.status), &row.status)?,
            version: row.version,
            company_id: known(CompanyId::parse(&row.company_id), &row.company_id)?,
            contract: from_json(&row.contract)?,
            request: from_json(&row.request)?,
            routed: row.routing.as_deref().map(from_json).transpose()?,
            warnings: row.warnings,
            catalogue_hit: row.catalogue_hit,
            claimed_by: row.claimed_by,
            recommendation: row.recommendation.as_deref().map(from_json).transpose()?,
            decision: row.decision.as_deref().map(from_json).transpose()?,
            contract_id: row.contract_id.map(|id| known(ContractId::parse(&id), &id)).transpose()?,
            base_version: row.base_version,
            certificate_number: row.certificate_number,
            mandate_id: row.mandate_id.map(|id| known(MandateId::parse(&id), &id)).transpose()?,
            created_by: row.created_by,
            created_at: utc(row.created_at),
            updated_at: utc(row.updated_at),
            submitted_at: row.submitted_at.map(utc),
            due_on: row.due_on,
        })
    }
}

/// The application with this id.
pub fn filing(connection: &mut Connection, id: FilingId) -> Result<Option<Filing>> {
    let row: Option<FilingRow> =
        directly!(connection, |inner| filings::table.find(id.to_string()).first(inner)).optional()?;
    row.map(Filing::try_from).transpose()
}

/// Whose application it is.
pub fn company_of(connection: &mut Connection, id: FilingId) -> Result<Option<CompanyId>> {
    let company: Option<String> =
        filings::table.find(id.to_string()).select(filings::company_id).first(connection).optional()?;
    company.map(|company| known(CompanyId::parse(&company), &company)).transpose()
}

/// The same for many: those that are there.
pub fn companies_of(connection: &mut Connection, ids: &[FilingId]) -> Result<HashMap<FilingId, CompanyId>> {
    let rows: Vec<(String, String)> = filings::table
        .filter(filings::id.eq_any(ids.iter().map(ToString::to_string).collect::<Vec<_>>()))
        .select((filings::id, filings::company_id))
        .load(connection)?;
    let company = |(id, company): (String, String)| -> Result<_> {
        Ok((known(FilingId::parse(&id), &id)?, known(CompanyId::parse(&company), &company)?))
    };
    rows.into_iter().map(company).collect()
}

/// The application with this id, locked until the transaction ends.
pub fn lock_filing(connection: &mut Connection, id: FilingId) -> Result<Option<Filing>> {
    dialect::lock_filing(connection, &id.to_string())?.map(Filing::try_from).transpose()
}

/// Adds an application.
pub fn insert_filing(connection: &mut Connection, filing: &Filing) -> Result<()> {
    let row = FilingRow::of(filing)?;
    directly!(connection, |inner| diesel::insert_into(filings::table).values(&row).execute(inner))?;
    if filing.due_on.is_some() { super::queue::enter(connection, filing, &row.search_text) } else { Ok(()) }
}

/// Stores a changed application; [`crate::Constraint::FourEyes`] when one person recommended and decided.
pub fn store_filing(connection: &mut Connection, filing: &Filing) -> Result<()> {
    let row = FilingRow::of(filing)?;
    let changed = Prepared(diesel::update(filings::table.find(row.id.clone())).set(&row));
    directly!(connection, |inner| changed.execute(inner))?;
    super::queue::follow(connection, filing, &row.search_text)
}

/// Removes a draft with its papers' rows.
pub fn delete_filing(connection: &mut Connection, id: FilingId) -> Result<()> {
    diesel::delete(filings::table.find(id.to_string())).execute(connection)?;
    Ok(())
}
