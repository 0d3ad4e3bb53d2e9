//! Mandates that companies gave to agents, and the applications touched under each.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use domain::filing::FilingKind;
use domain::mandate::{Mandate, MandateScope};
use domain::{CompanyId, ContractId, FilingId, MandateId};

use crate::schema::{companies, journal, mandate_filings, mandates};
use crate::text::{containing, known, utc};
use crate::{Connection, Result, StorageError};

/// A mandate as it is kept.
#[derive(Debug, Clone)]
pub struct GivenMandate {
    /// Its id.
    pub id: MandateId,
    /// Who gave it.
    pub company_id: CompanyId,
    /// Who may act.
    pub agent_id: CompanyId,
    /// On what.
    pub scope: MandateScope,
    /// The last day of its term.
    pub ends_on: NaiveDate,
    /// The user who gave it.
    pub given_by: String,
    /// When.
    pub given_at: DateTime<Utc>,
    /// The user who ended it.
    pub ended_by: Option<String>,
    /// When it was ended.
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = mandates, treat_none_as_default_value = false)]
struct MandateRow {
    id: String,
    company_id: String,
    agent_id: String,
    kind: Option<String>,
    contract_id: Option<String>,
    ends_on: NaiveDate,
    given_by: String,
    given_at: NaiveDateTime,
    ended_by: Option<String>,
    ended_at: Option<NaiveDateTime>,
}

impl From<&GivenMandate> for MandateRow {
    fn from(mandate: &GivenMandate) -> Self {
        let (kind, contract_id) = match mandate.scope {
            MandateScope::All => (None, None),
            MandateScope::Kind(kind) => (Some(kind.code().to_owned()), None),
            MandateScope::Contract(contract) => (None, Some(contract.to_string())),
        };
        Self {
            id: mandate.id.to_string(),
            company_id: mandate.company_id.to_string(),
            agent_id: mandate.agent_id.to_string(),
            kind,
            contract_id,
            ends_on: mandate.ends_on,
            given_by: mandate.given_by.clone(),
            given_at: mandate.given_at.naive_utc(),
            ended_by: mandate.ended_by.clone(),
            ended_at: mandate.ended_at.map(|time| time.naive_utc()),
        }
    }
}

impl TryFrom<MandateRow> for GivenMandate {
    type Error = StorageError;

    fn try_from(row: MandateRow) -> Result<Self> {
        let scope = match (&row.kind, &row.contract_id) {
            (Some(kind), _) => MandateScope::Kind(known(FilingKind::from_code(kind), kind)?),
            (None, Some(contract)) => MandateScope::Contract(known(ContractId::parse(contract), contract)?),
            (None, None) => MandateScope::All,
        };
        Ok(Self {
            id: known(MandateId::parse(&row.id), &row.id)?,
            company_id: known(CompanyId::parse(&row.company_id), &row.company_id)?,
            agent_id: known(CompanyId::parse(&row.agent_id), &row.agent_id)?,
            scope,
            ends_on: row.ends_on,
            given_by: row.given_by,
            given_at: utc(row.given_at),
            ended_by: row.ended_by,
            ended_at: row.ended_at.map(utc),
        })
    }
}

/// Adds a mandate.
pub fn insert_mandate(connection: &mut Connection, mandate: &GivenMandate) -> Result<()> {
    diesel::insert_into(mandates::table).values(MandateRow::from(mandate)).execute(connection)?;
    Ok(())
}

/// The mandate with this id.
pub fn mandate(connection: &mut Connection, id: MandateId) -> Result<Option<GivenMandate>> {
    let row: Option<MandateRow> = mandates::table.find(id.to_string()).first(connection).optional()?;
    row.map(GivenMandate::try_from).transpose()
}

/// Ends a mandate; false when it had been ended before.
pub fn end_mandate(connection: &mut Connection, id: MandateId, by: &str, now: DateTime<Utc>) -> Result<bool> {
    let changed = diesel::update(mandates::table.find(id.to_string()))
        .filter(mandates::ended_at.is_null())
        .set((mandates::ended_by.eq(Some(by)), mandates::ended_at.eq(Some(now.naive_utc()))))
        .execute(connection)?;
    Ok(changed == 1)
}

/// From which side a list of mandates is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Those a company gave.
    Given,
    /// Those an agent holds.
    Held,
}

/// Mandates of a company on one side, newest first, after the one with id `before`; with `live_on`, only those in force then.
pub fn mandates_of(
    connection: &mut Connection,
    company: CompanyId,
    side: Side,
    live_on: Option<NaiveDate>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<GivenMandate>> {
    let mut query = mandates::table.into_boxed();
    query = match side {
        Side::Given => query.filter(mandates::company_id.eq(company.to_string())),
        Side::Held => query.filter(mandates::agent_id.eq(company.to_string())),
    };
    if let Some(today) = live_on {
        query = query.filter(mandates::ended_at.is_null().and(mandates::ends_on.ge(today)));
    }
    if let Some(before) = before {
        query = query.filter(mandates::id.lt(before.to_owned()));
    }
    let rows: Vec<MandateRow> = query.order(mandates::id.desc()).limit(limit).load(connection)?;
    rows.into_iter().map(GivenMandate::try_from).collect()
}

/// What the users of an agent may do for others today: mandates in force, given by companies that may file.
pub fn held_by(connection: &mut Connection, agent: CompanyId, today: NaiveDate) -> Result<Vec<Mandate>> {
    let rows: Vec<MandateRow> = mandates::table
        .inner_join(companies::table.on(companies::id.eq(mandates::company_id)))
        .filter(mandates::agent_id.eq(agent.to_string()))
        .filter(mandates::ended_at.is_null().and(mandates::ends_on.ge(today)))
        .filter(companies::status.eq("approved"))
        .order(mandates::id)
        .select(mandates::all_columns)
        .load(connection)?;
    rows.into_iter()
        .map(|row| {
            let given = GivenMandate::try_from(row)?;
            Ok(Mandate { id: given.id, company: given.company_id, scope: given.scope })
        })
        .collect()
}

/// Notes that an application was touched under a mandate; the second time is the same as the first. The application's row is
/// locked by whoever touches it, so that nobody else notes it meanwhile.
pub fn touch(connection: &mut Connection, mandate: MandateId, filing: FilingId) -> Result<()> {
    let key = (mandate.to_string(), filing.to_string());
    let found: Option<String> =
        mandate_filings::table.find(key.clone()).select(mandate_filings::filing_id).first(connection).optional()?;
    if found.is_none() {
        diesel::insert_into(mandate_filings::table)
            .values((mandate_filings::mandate_id.eq(key.0), mandate_filings::filing_id.eq(key.1)))
            .execute(connection)?;
    }
    Ok(())
}

/// Applications touched under a mandate, newest first, after the one with id `before`; where a time is given, those of which the journal
/// has an entry under the mandate since.
pub fn touched(
    connection: &mut Connection,
    mandate: MandateId,
    since: Option<DateTime<Utc>>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<FilingId>> {
    let mut query = mandate_filings::table
        .filter(mandate_filings::mandate_id.eq(mandate.to_string()))
        .select(mandate_filings::filing_id)
        .into_boxed();
    if let Some(since) = since {
        let acts = journal::table
            .filter(journal::subject.eq(mandate_filings::filing_id))
            .filter(journal::at.ge(since.naive_utc()))
            .filter(journal::body.like(containing(&mandate.to_string())).escape('\\'));
        query = query.filter(exists(acts));
    }
    if let Some(before) = before {
        query = query.filter(mandate_filings::filing_id.lt(before.to_owned()));
    }
    let ids: Vec<String> = query.order(mandate_filings::filing_id.desc()).limit(limit).load(connection)?;
    ids.iter().map(|id| known(FilingId::parse(id), id)).collect()
}
