//! What was registered of a contract, in the order of the journal: each application that took effect on it.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::filing::{FilingKind, FilingStatus, RequestForm};
use domain::{ContractId, FilingId};
use serde_json::Value;

use crate::schema::{filings, journal, submissions};
use crate::text::{from_json, known, utc};
use crate::{Connection, Result};

/// The kind of the entry by which an application takes effect.
const REGISTERED: &str = "filing.registered";

/// An application that took effect on a contract.
#[derive(Debug, Clone)]
pub struct RegisteredEvent {
    /// Its place in the journal.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The application.
    pub filing_id: FilingId,
    /// What was applied for.
    pub kind: FilingKind,
    /// What was asked for besides the contract.
    pub request: RequestForm,
    /// The version in force afterwards.
    pub version: i32,
    /// The certificate that was issued, if one was.
    pub certificate_number: Option<String>,
    /// Who submitted it last: `user:<id>` or `partner:<id>`.
    pub filed_by: Option<String>,
}

/// Everything that was registered of a contract, oldest first.
pub fn register_history(connection: &mut Connection, contract: ContractId) -> Result<Vec<RegisteredEvent>> {
    let rows: Vec<(i64, NaiveDateTime, String, String, String, String)> = filings::table
        .inner_join(journal::table.on(journal::subject.eq(filings::id)))
        .filter(filings::contract_id.eq(contract.to_string()))
        .filter(journal::kind.eq(REGISTERED))
        .order(journal::seq)
        .select((journal::seq, journal::at, journal::body, filings::id, filings::kind, filings::request))
        .load(connection)?;
    let ids: Vec<&String> = rows.iter().map(|row| &row.3).collect();
    let filed: Vec<(String, String)> = submissions::table
        .filter(submissions::filing_id.eq_any(ids))
        .order((submissions::filing_id, submissions::number))
        .select((submissions::filing_id, submissions::submitted_by))
        .load(connection)?;
    rows.into_iter()
        .map(|(seq, at, body, id, kind, request)| {
            let body: Value = from_json(&body)?;
            let version = body.get("version").and_then(Value::as_i64).and_then(|version| i32::try_from(version).ok());
            Ok(RegisteredEvent {
                seq,
                at: utc(at),
                filing_id: known(FilingId::parse(&id), &id)?,
                kind: known(FilingKind::from_code(&kind), &kind)?,
                request: from_json(&request)?,
                version: known(version, "version")?,
                certificate_number: body.get("certificate").and_then(Value::as_str).map(str::to_owned),
                filed_by: filed.iter().rfind(|(filing, _)| *filing == id).map(|(_, by)| by.clone()),
            })
        })
        .collect()
}

/// The application about this contract that is under way, if there is one.
pub fn open_filing(connection: &mut Connection, contract: ContractId) -> Result<Option<FilingId>> {
    let under_way = FilingStatus::ALL.iter().filter(|status| status.is_under_way()).map(|status| status.code());
    let id: Option<String> = filings::table
        .filter(filings::contract_id.eq(contract.to_string()))
        .filter(filings::status.eq_any(under_way))
        .select(filings::id)
        .first(connection)
        .optional()?;
    id.map(|id| known(FilingId::parse(&id), &id)).transpose()
}

/// Drafts about this contract, which a new version is carried over to.
pub fn drafts_about(connection: &mut Connection, contract: ContractId) -> Result<Vec<FilingId>> {
    let ids: Vec<String> = filings::table
        .filter(filings::contract_id.eq(contract.to_string()))
        .filter(filings::status.eq(FilingStatus::Draft.code()))
        .order(filings::id)
        .select(filings::id)
        .load(connection)?;
    ids.iter().map(|id| known(FilingId::parse(id), id)).collect()
}
