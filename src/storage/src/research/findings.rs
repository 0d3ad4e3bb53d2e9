//! What detectors found odd about registered events, each once. What came of a finding is where its case stands.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::quality::Detector;
use domain::statistics::Month;
use domain::verification::VerificationStatus;
use domain::{CompanyId, ContractId, FindingId, VerificationCaseId};
use serde_json::Value;

use crate::schema::{companies, contracts, data_findings, facts, particulars, verification_cases};
use crate::text::{from_json, known, to_json, utc};
use crate::{Connection, Result};

/// Something odd about a registered event.
#[derive(Debug, Clone)]
pub struct DataFinding {
    /// Its id.
    pub id: FindingId,
    /// Who found it.
    pub detector: Detector,
    /// About which contract.
    pub contract: ContractId,
    /// The journal entry of the event.
    pub seq: i64,
    /// The month of that entry.
    pub month: Month,
    /// The desk that registered it.
    pub desk_code: String,
    /// By what it was found.
    pub evidence: Value,
    /// The journal entry up to which was looked.
    pub as_of: i64,
    /// When.
    pub found_at: DateTime<Utc>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = data_findings, treat_none_as_default_value = false)]
struct FindingRow {
    id: String,
    detector: String,
    contract_id: String,
    seq: i64,
    month: String,
    desk_code: String,
    evidence: String,
    as_of: i64,
    found_at: NaiveDateTime,
}

/// Whether a detector has found something about this event of a contract.
pub fn knows_finding(connection: &mut Connection, detector: Detector, contract: ContractId, seq: i64) -> Result<bool> {
    let same: i64 = data_findings::table
        .filter(data_findings::contract_id.eq(contract.to_string()))
        .filter(data_findings::detector.eq(detector.code()).and(data_findings::seq.eq(seq)))
        .count()
        .get_result(connection)?;
    Ok(same > 0)
}

/// Keeps a finding; false where it is known already.
pub fn insert_finding(connection: &mut Connection, finding: &DataFinding) -> Result<bool> {
    if knows_finding(connection, finding.detector, finding.contract, finding.seq)? {
        return Ok(false);
    }
    let row = FindingRow {
        id: finding.id.to_string(),
        detector: finding.detector.code().to_owned(),
        contract_id: finding.contract.to_string(),
        seq: finding.seq,
        month: finding.month.to_string(),
        desk_code: finding.desk_code.clone(),
        evidence: to_json(&finding.evidence)?,
        as_of: finding.as_of,
        found_at: finding.found_at.naive_utc(),
    };
    diesel::insert_into(data_findings::table).values(row).execute(connection)?;
    Ok(true)
}

/// A finding with its contract and its case.
#[derive(Debug, Clone)]
pub struct ListedFinding {
    /// The finding.
    pub finding: DataFinding,
    /// Number of the contract.
    pub contract_number: String,
    /// Whose it is.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// The case that it opened.
    pub case: VerificationCaseId,
    /// Where that stands.
    pub status: VerificationStatus,
}

type Joined = (FindingRow, String, String, String, String, String);

fn read((row, contract_number, company, company_name, case, status): Joined) -> Result<ListedFinding> {
    let finding = DataFinding {
        id: known(FindingId::parse(&row.id), &row.id)?,
        detector: known(Detector::from_code(&row.detector), &row.detector)?,
        contract: known(ContractId::parse(&row.contract_id), &row.contract_id)?,
        seq: row.seq,
        month: known(Month::parse(&row.month), &row.month)?,
        desk_code: row.desk_code,
        evidence: from_json(&row.evidence)?,
        as_of: row.as_of,
        found_at: utc(row.found_at),
    };
    Ok(ListedFinding {
        finding,
        contract_number,
        company: known(CompanyId::parse(&company), &company)?,
        company_name,
        case: known(VerificationCaseId::parse(&case), &case)?,
        status: known(VerificationStatus::from_code(&status), &status)?,
    })
}

/// Which findings.
#[derive(Debug, Clone, Default)]
pub struct FindingFilter {
    /// Only this one.
    pub id: Option<FindingId>,
    /// Only of this detector.
    pub detector: Option<Detector>,
    /// Only about what was registered in this month.
    pub month: Option<Month>,
    /// Only about what this desk registered.
    pub desk: Option<String>,
    /// Only about contracts of this company.
    pub company: Option<CompanyId>,
    /// Only those whose case stands so.
    pub status: Option<VerificationStatus>,
}

/// Findings, newest first, before the one with id `before`.
pub fn findings_before(
    connection: &mut Connection,
    filter: &FindingFilter,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<ListedFinding>> {
    let mut query = data_findings::table
        .inner_join(verification_cases::table.on(verification_cases::finding_id.eq(data_findings::id.nullable())))
        .inner_join(contracts::table.on(contracts::id.eq(data_findings::contract_id)))
        .inner_join(companies::table.on(companies::id.eq(contracts::company_id)))
        .into_boxed();
    if let Some(id) = filter.id {
        query = query.filter(data_findings::id.eq(id.to_string()));
    }
    if let Some(detector) = filter.detector {
        query = query.filter(data_findings::detector.eq(detector.code()));
    }
    if let Some(month) = filter.month {
        query = query.filter(data_findings::month.eq(month.to_string()));
    }
    if let Some(desk) = &filter.desk {
        query = query.filter(data_findings::desk_code.eq(desk.clone()));
    }
    if let Some(company) = filter.company {
        query = query.filter(contracts::company_id.eq(company.to_string()));
    }
    if let Some(status) = filter.status {
        query = query.filter(verification_cases::status.eq(status.code()));
    }
    if let Some(before) = before {
        query = query.filter(data_findings::id.lt(before.to_owned()));
    }
    let rows: Vec<Joined> = query
        .order(data_findings::id.desc())
        .limit(limit)
        .select((
            data_findings::all_columns,
            contracts::number,
            companies::id,
            companies::name,
            verification_cases::id,
            verification_cases::status,
        ))
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// The finding with this id.
pub fn finding(connection: &mut Connection, id: FindingId) -> Result<Option<ListedFinding>> {
    let filter = FindingFilter { id: Some(id), ..FindingFilter::default() };
    Ok(findings_before(connection, &filter, None, 1)?.pop())
}

/// A registered event as it is stored, for whoever looks at all of them: detectors, and the layout of patents.
#[derive(Debug, Queryable)]
pub struct StoredEvent {
    /// The journal entry.
    pub seq: i64,
    /// `domain::statistics::Particulars` as JSON.
    pub particulars: String,
    /// The fact that tells what the contract counts for afterwards, as JSON; none where it was not counted.
    pub fact: Option<String>,
    /// The contract's name.
    pub name: String,
}

/// At most `limit` registered events after the entry `after`, up to and with the entry `to`, oldest first.
pub fn events_between(connection: &mut Connection, after: i64, to: i64, limit: i64) -> Result<Vec<StoredEvent>> {
    Ok(particulars::table
        .inner_join(contracts::table.on(contracts::id.eq(particulars::contract_id)))
        .left_join(facts::table.on(facts::seq.eq(particulars::seq).and(facts::part.eq(1))))
        .filter(particulars::seq.gt(after).and(particulars::seq.le(to)))
        .order(particulars::seq)
        .limit(limit)
        .select((particulars::seq, particulars::body, facts::body.nullable(), contracts::name))
        .load(connection)?)
}
