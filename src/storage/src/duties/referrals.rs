//! Referred applications and what the desk has recorded of them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::contract::Direction;
use domain::licence::{LicenceRoute, LicenceStep, ReferralStatus};
use domain::{CompanyId, FilingId};

use crate::schema::{companies, filings, referral_steps, referrals};
use crate::text::{known, utc};
use crate::{Connection, Result};

/// A referred application.
#[derive(Debug, Clone)]
pub struct Referral {
    /// The application.
    pub filing_id: FilingId,
    /// Whose it is.
    pub company_id: CompanyId,
    /// The desk that follows it.
    pub desk_code: String,
    /// Import or export.
    pub direction: Direction,
    /// How it is applied for.
    pub route: LicenceRoute,
    /// Whether the IP security review applies; none while nobody has settled it.
    pub ip_review: Option<bool>,
    /// Where it stands.
    pub status: ReferralStatus,
    /// Counts changes.
    pub version: i32,
    /// When it was referred.
    pub opened_at: DateTime<Utc>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// The application that took its place.
    pub successor_id: Option<String>,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = referrals, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ReferralRow {
    filing_id: String,
    company_id: String,
    desk_code: String,
    direction: String,
    route: String,
    ip_review: Option<bool>,
    status: String,
    version: i32,
    opened_at: NaiveDateTime,
    closed_at: Option<NaiveDateTime>,
    successor_id: Option<String>,
}

impl From<&Referral> for ReferralRow {
    fn from(referral: &Referral) -> Self {
        Self {
            filing_id: referral.filing_id.to_string(),
            company_id: referral.company_id.to_string(),
            desk_code: referral.desk_code.clone(),
            direction: referral.direction.code().to_owned(),
            route: referral.route.code().to_owned(),
            ip_review: referral.ip_review,
            status: referral.status.code().to_owned(),
            version: referral.version,
            opened_at: referral.opened_at.naive_utc(),
            closed_at: referral.closed_at.map(|time| time.naive_utc()),
            successor_id: referral.successor_id.clone(),
        }
    }
}

fn read(row: ReferralRow) -> Result<Referral> {
    Ok(Referral {
        filing_id: known(FilingId::parse(&row.filing_id), &row.filing_id)?,
        company_id: known(CompanyId::parse(&row.company_id), &row.company_id)?,
        desk_code: row.desk_code,
        direction: known(Direction::from_code(&row.direction), &row.direction)?,
        route: known(LicenceRoute::from_code(&row.route), &row.route)?,
        ip_review: row.ip_review,
        status: known(ReferralStatus::from_code(&row.status), &row.status)?,
        version: row.version,
        opened_at: utc(row.opened_at),
        closed_at: row.closed_at.map(utc),
        successor_id: row.successor_id,
    })
}

/// Adds a referral.
pub fn insert_referral(connection: &mut Connection, referral: &Referral) -> Result<()> {
    diesel::insert_into(referrals::table).values(ReferralRow::from(referral)).execute(connection)?;
    Ok(())
}

/// Stores a changed referral.
pub fn store_referral(connection: &mut Connection, referral: &Referral) -> Result<()> {
    let row = ReferralRow::from(referral);
    diesel::update(referrals::table.find(row.filing_id.clone())).set(&row).execute(connection)?;
    Ok(())
}

/// The referral of an application.
pub fn referral(connection: &mut Connection, filing: FilingId) -> Result<Option<Referral>> {
    referrals::table.find(filing.to_string()).first(connection).optional()?.map(read).transpose()
}

/// A referral in a list, with the company's and the contract's names.
#[derive(Debug, Clone)]
pub struct ReferralListed {
    /// The referral.
    pub referral: Referral,
    /// The company.
    pub company_name: String,
    /// The contract's name.
    pub contract_name: Option<String>,
    /// The contract's number.
    pub contract_number: Option<String>,
}

/// Which referrals.
#[derive(Debug, Clone, Default)]
pub struct ReferralFilter {
    /// Only this company's; those of the desks where none is named.
    pub company: Option<CompanyId>,
    /// At these desks.
    pub desks: Vec<String>,
    /// Only in this state.
    pub status: Option<ReferralStatus>,
    /// Only what was referred then or later.
    pub since: Option<DateTime<Utc>>,
}

/// Referrals of one company or of some desks, newest first, before the one of application `before`.
pub fn referrals_after(
    connection: &mut Connection,
    filter: &ReferralFilter,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<ReferralListed>> {
    let mut query = referrals::table.inner_join(filings::table).inner_join(companies::table).into_boxed();
    query = match filter.company {
        Some(company) => query.filter(referrals::company_id.eq(company.to_string())),
        None => query.filter(referrals::desk_code.eq_any(filter.desks.clone())),
    };
    if let Some(status) = filter.status {
        query = query.filter(referrals::status.eq(status.code()));
    }
    if let Some(since) = filter.since {
        query = query.filter(referrals::opened_at.ge(since.naive_utc()));
    }
    if let Some(before) = before {
        query = query.filter(referrals::filing_id.lt(before.to_owned()));
    }
    let rows: Vec<(ReferralRow, String, Option<String>, Option<String>)> = query
        .order(referrals::filing_id.desc())
        .limit(limit)
        .select((referrals::all_columns, companies::name, filings::contract_name, filings::contract_number))
        .load(connection)?;
    rows.into_iter()
        .map(|(row, company_name, contract_name, contract_number)| {
            Ok(ReferralListed { referral: read(row)?, company_name, contract_name, contract_number })
        })
        .collect()
}

/// A recorded step.
#[derive(Debug, Clone)]
pub struct ReferralStep {
    /// The application.
    pub filing_id: FilingId,
    /// From 1, in the order in which they were recorded.
    pub number: i32,
    /// Which step.
    pub step: LicenceStep,
    /// When it happened.
    pub happened_on: NaiveDate,
    /// Number of the document, if it has one.
    pub reference: Option<String>,
    /// What else there is to say.
    pub note: Option<String>,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

type StepRow = (String, i32, String, NaiveDate, Option<String>, Option<String>, String, NaiveDateTime);

/// Adds a step.
pub fn insert_referral_step(connection: &mut Connection, step: &ReferralStep) -> Result<()> {
    diesel::insert_into(referral_steps::table)
        .values((
            referral_steps::filing_id.eq(step.filing_id.to_string()),
            referral_steps::number.eq(step.number),
            referral_steps::step.eq(step.step.code()),
            referral_steps::happened_on.eq(step.happened_on),
            referral_steps::reference.eq(step.reference.as_deref()),
            referral_steps::note.eq(step.note.as_deref()),
            referral_steps::recorded_by.eq(&step.recorded_by),
            referral_steps::recorded_at.eq(step.recorded_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// What has been recorded of a referral, in that order.
pub fn referral_steps(connection: &mut Connection, filing: FilingId) -> Result<Vec<ReferralStep>> {
    let rows: Vec<StepRow> = referral_steps::table
        .filter(referral_steps::filing_id.eq(filing.to_string()))
        .order(referral_steps::number)
        .load(connection)?;
    rows.into_iter()
        .map(|(_, number, step, happened_on, reference, note, recorded_by, recorded_at)| {
            Ok(ReferralStep {
                filing_id: filing,
                number,
                step: known(LicenceStep::from_code(&step), &step)?,
                happened_on,
                reference,
                note,
                recorded_by,
                recorded_at: utc(recorded_at),
            })
        })
        .collect()
}
