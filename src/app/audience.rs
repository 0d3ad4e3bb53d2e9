//! Who is told of an entry of the journal: its company, and an institution of what happens to contracts under which it recorded
//! payments. Decided in the entry's transaction and kept beside it; every night it is decided anew from the journal.

use std::collections::BTreeSet;

use domain::event::{About, partner_of};
use domain::{Audience, CompanyId, ContractId, EventType, FilingId, MandateId, VerificationCaseId};
use serde_json::Value;
use storage::Connection;
use storage::duties::verification_case;
use storage::journal::{Entry, actors_of, created_by_company};
use storage::mandates::mandate;
use storage::partners::partner;
use storage::payments::institutions_of;
use storage::register::lock_contract;

use super::AppError;
use super::command::Record;

/// What is known of an entry.
struct Said<'a> {
    actor: &'a str,
    kind: &'a str,
    subject: &'a str,
    body: &'a Value,
    /// Its place; none before it has one.
    seq: Option<i64>,
}

/// Who is told of what is about to be entered.
pub(super) fn of_record(
    connection: &mut Connection,
    actor: &str,
    record: &Record,
) -> Result<BTreeSet<Audience>, AppError> {
    told(connection, &Said { actor, kind: record.kind, subject: &record.subject, body: &record.body, seq: None })
}

/// Who must have been told of an entry, by what the journal said before it.
pub(super) fn of_entry(connection: &mut Connection, entry: &Entry) -> Result<BTreeSet<Audience>, AppError> {
    let Entry { seq, actor, kind, subject, body, .. } = entry;
    told(connection, &Said { actor, kind, subject, body, seq: Some(*seq) })
}

fn told(connection: &mut Connection, said: &Said<'_>) -> Result<BTreeSet<Audience>, AppError> {
    let Some(what) = EventType::from_code(said.kind) else { return Ok(BTreeSet::new()) };
    let mut companies: Vec<Option<CompanyId>> = Vec::new();
    let mut partners: Vec<Audience> = Vec::new();
    match what.about() {
        About::Filing => {
            companies.push(company_of_filing(connection, said)?);
            if matches!(what, EventType::FilingRegistered | EventType::CertificateRevoked) {
                partners = institutions(connection, said)?;
            }
        }
        About::Contract => {
            let contract = match ContractId::parse(said.subject) {
                Some(id) => storage::register::contract(connection, id)?,
                None => None,
            };
            companies.push(contract.map(|contract| contract.company_id));
            partners.extend(Audience::parse(said.actor));
        }
        About::Mandate => {
            let given = MandateId::parse(said.subject).map(|id| mandate(connection, id)).transpose()?.flatten();
            companies.extend(given.map(|given| [Some(given.company_id), Some(given.agent_id)]).into_iter().flatten());
        }
        About::VerificationCase => {
            let case = VerificationCaseId::parse(said.subject);
            let case = case.map(|id| verification_case(connection, id)).transpose()?.flatten();
            companies.push(case.map(|case| case.company_id));
        }
        About::Company => companies.push(CompanyId::parse(said.subject)),
        About::Partner => {
            if let Some(id) = partner_of(said.subject, said.body) {
                companies.push(partner(connection, id)?.and_then(|partner| partner.company_id));
                partners.push(Audience::Partner(id));
            }
        }
    }
    Ok(companies.into_iter().flatten().map(Audience::Company).chain(partners).collect())
}

/// As the entry says, as the application says, or as the entry said that began one which is gone.
fn company_of_filing(connection: &mut Connection, said: &Said<'_>) -> Result<Option<CompanyId>, AppError> {
    if let Some(named) = said.body.get("company").and_then(Value::as_str) {
        return Ok(CompanyId::parse(named));
    }
    let known = FilingId::parse(said.subject).map(|id| storage::filings::company_of(connection, id)).transpose()?;
    match known.flatten() {
        Some(company) => Ok(Some(company)),
        None => Ok(created_by_company(connection, said.subject)?),
    }
}

/// Those who had recorded payments under the contract. Its row is locked meanwhile, as it is by whoever records one: a payment
/// comes before this entry, or after it.
fn institutions(connection: &mut Connection, said: &Said<'_>) -> Result<Vec<Audience>, AppError> {
    let Some(contract) = said.body.get("contract").and_then(Value::as_str) else { return Ok(Vec::new()) };
    if let Some(seq) = said.seq {
        let actors = actors_of(connection, contract, EventType::PaymentRecorded.code(), seq)?;
        return Ok(actors.iter().filter_map(|actor| Audience::parse(actor)).collect());
    }
    let Some(id) = ContractId::parse(contract) else { return Ok(Vec::new()) };
    lock_contract(connection, id)?;
    Ok(institutions_of(connection, id)?.into_iter().map(Audience::Partner).collect())
}
