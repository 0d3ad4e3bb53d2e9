//! Cases of data verification.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::verification::{VerificationOrigin, VerificationStatus, VerificationStep};
use domain::{CompanyId, ContractId, FindingId, VerificationCaseId};

use crate::schema::{companies, contracts, verification_cases, verification_steps as steps};
use crate::text::{known, utc};
use crate::{Connection, Result};

/// A case.
#[derive(Debug, Clone)]
pub struct VerificationCase {
    /// Its id.
    pub id: VerificationCaseId,
    /// The contract that it questions.
    pub contract_id: ContractId,
    /// Whose that is.
    pub company_id: CompanyId,
    /// Where the case comes from.
    pub origin: VerificationOrigin,
    /// Where it stands.
    pub status: VerificationStatus,
    /// Counts changes.
    pub version: i32,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Until when the company is asked to answer, while it is.
    pub answer_due_on: Option<NaiveDate>,
    /// When it was settled.
    pub closed_at: Option<DateTime<Utc>>,
    /// What it is about, where a detector found it.
    pub finding: Option<FindingId>,
    /// The company's name; unused when storing.
    pub company_name: String,
    /// The contract's number; unused when storing.
    pub contract_number: String,
    /// The contract's name; unused when storing.
    pub contract_name: String,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = verification_cases, treat_none_as_null = true, treat_none_as_default_value = false)]
struct CaseRow {
    id: String,
    contract_id: String,
    company_id: String,
    origin: String,
    status: String,
    version: i32,
    opened_at: NaiveDateTime,
    answer_due_on: Option<NaiveDate>,
    closed_at: Option<NaiveDateTime>,
    finding_id: Option<String>,
}

impl From<&VerificationCase> for CaseRow {
    fn from(case: &VerificationCase) -> Self {
        Self {
            id: case.id.to_string(),
            contract_id: case.contract_id.to_string(),
            company_id: case.company_id.to_string(),
            origin: case.origin.code().to_owned(),
            status: case.status.code().to_owned(),
            version: case.version,
            opened_at: case.opened_at.naive_utc(),
            answer_due_on: case.answer_due_on,
            closed_at: case.closed_at.map(|time| time.naive_utc()),
            finding_id: case.finding.map(|finding| finding.to_string()),
        }
    }
}

type Joined = (CaseRow, String, String, String);

fn read((row, company_name, contract_number, contract_name): Joined) -> Result<VerificationCase> {
    Ok(VerificationCase {
        id: known(VerificationCaseId::parse(&row.id), &row.id)?,
        contract_id: known(ContractId::parse(&row.contract_id), &row.contract_id)?,
        company_id: known(CompanyId::parse(&row.company_id), &row.company_id)?,
        origin: known(VerificationOrigin::from_code(&row.origin), &row.origin)?,
        status: known(VerificationStatus::from_code(&row.status), &row.status)?,
        version: row.version,
        opened_at: utc(row.opened_at),
        answer_due_on: row.answer_due_on,
        closed_at: row.closed_at.map(utc),
        finding: row.finding_id.map(|id| known(FindingId::parse(&id), &id)).transpose()?,
        company_name,
        contract_number,
        contract_name,
    })
}

/// Adds a case.
pub fn insert_case(connection: &mut Connection, case: &VerificationCase) -> Result<()> {
    diesel::insert_into(verification_cases::table).values(CaseRow::from(case)).execute(connection)?;
    Ok(())
}

/// Stores a changed case.
pub fn store_case(connection: &mut Connection, case: &VerificationCase) -> Result<()> {
    let row = CaseRow::from(case);
    diesel::update(verification_cases::table.find(row.id.clone())).set(&row).execute(connection)?;
    Ok(())
}

/// The case with this id.
pub fn verification_case(connection: &mut Connection, id: VerificationCaseId) -> Result<Option<VerificationCase>> {
    let row: Option<Joined> = verification_cases::table
        .inner_join(companies::table)
        .inner_join(contracts::table)
        .filter(verification_cases::id.eq(id.to_string()))
        .select((verification_cases::all_columns, companies::name, contracts::number, contracts::name))
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}

/// Which cases.
#[derive(Debug, Clone, Default)]
pub struct CaseFilter {
    /// Only this company's, of those that it was told of: neither what is proposed nor what was dismissed.
    pub company: Option<CompanyId>,
    /// Only about this contract.
    pub contract: Option<ContractId>,
    /// Only in this state.
    pub status: Option<VerificationStatus>,
    /// Only what was opened then or later.
    pub since: Option<DateTime<Utc>>,
    /// Only where the answer was due before this day, or only where it was not.
    pub overdue: Option<(NaiveDate, bool)>,
}

/// Cases, newest first, before the one with id `before`.
pub fn verification_cases_before(
    connection: &mut Connection,
    filter: &CaseFilter,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<VerificationCase>> {
    let mut query = verification_cases::table.inner_join(companies::table).inner_join(contracts::table).into_boxed();
    if let Some(company) = filter.company {
        let dismissed = steps::table.filter(steps::step.eq(VerificationStep::Dismiss.code())).select(steps::case_id);
        query = query
            .filter(verification_cases::company_id.eq(company.to_string()))
            .filter(verification_cases::status.ne(VerificationStatus::Proposed.code()))
            .filter(verification_cases::id.ne_all(dismissed));
    }
    if let Some(contract) = filter.contract {
        query = query.filter(verification_cases::contract_id.eq(contract.to_string()));
    }
    if let Some(status) = filter.status {
        query = query.filter(verification_cases::status.eq(status.code()));
    }
    if let Some(since) = filter.since {
        query = query.filter(verification_cases::opened_at.ge(since.naive_utc()));
    }
    query = match filter.overdue {
        Some((today, true)) => query.filter(verification_cases::answer_due_on.lt(today)),
        Some((today, false)) => {
            query.filter(verification_cases::answer_due_on.is_null().or(verification_cases::answer_due_on.ge(today)))
        }
        None => query,
    };
    if let Some(before) = before {
        query = query.filter(verification_cases::id.lt(before.to_owned()));
    }
    let rows: Vec<Joined> = query
        .order(verification_cases::id.desc())
        .limit(limit)
        .select((verification_cases::all_columns, companies::name, contracts::number, contracts::name))
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// Cases that wait for the company's answer, with whose they are and the last day for it, from one day up to another.
pub fn answers_due_between(
    connection: &mut Connection,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(VerificationCaseId, CompanyId, NaiveDate)>> {
    let rows: Vec<(String, String, Option<NaiveDate>)> = verification_cases::table
        .filter(verification_cases::status.eq(VerificationStatus::Asked.code()))
        .filter(verification_cases::answer_due_on.ge(from).and(verification_cases::answer_due_on.le(to)))
        .order((verification_cases::answer_due_on, verification_cases::id))
        .select((verification_cases::id, verification_cases::company_id, verification_cases::answer_due_on))
        .load(connection)?;
    rows.into_iter()
        .filter_map(|(id, company, due_on)| due_on.map(|due_on| (id, company, due_on)))
        .map(|(id, company, due_on)| {
            Ok((known(VerificationCaseId::parse(&id), &id)?, known(CompanyId::parse(&company), &company)?, due_on))
        })
        .collect()
}

/// One step of a case.
#[derive(Debug, Clone)]
pub struct TakenStep {
    /// Which.
    pub step: VerificationStep,
    /// What was asked, answered or decided.
    pub text: String,
    /// Who: `user:<id>` or `partner:<id>`.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Adds a step.
pub fn insert_step(connection: &mut Connection, case: VerificationCaseId, number: i32, step: &TakenStep) -> Result<()> {
    diesel::insert_into(steps::table)
        .values((
            steps::case_id.eq(case.to_string()),
            steps::number.eq(number),
            steps::step.eq(step.step.code()),
            steps::text.eq(&step.text),
            steps::taken_by.eq(&step.by),
            steps::taken_at.eq(step.at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The steps of a case, in order.
pub fn verification_steps(connection: &mut Connection, case: VerificationCaseId) -> Result<Vec<TakenStep>> {
    let rows: Vec<(String, i32, String, String, String, NaiveDateTime)> =
        steps::table.filter(steps::case_id.eq(case.to_string())).order(steps::number).load(connection)?;
    rows.into_iter()
        .map(|(_, _, step, text, by, at)| {
            Ok(TakenStep { step: known(VerificationStep::from_code(&step), &step)?, text, by, at: utc(at) })
        })
        .collect()
}
