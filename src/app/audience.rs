//! Who is told of an entry of the journal: its company, and an institution of what happens to contracts under which it recorded
//! payments. Decided in the entry's transaction and kept beside it; every night it is decided anew from the journal.

use std::collections::{BTreeSet, HashMap};

use domain::event::{About, partner_of};
use domain::{Audience, CompanyId, ContractId, EventType, FilingId, MandateId, VerificationCaseId};
use serde_json::Value;
use storage::Connection;
use storage::duties::verification_case;
use storage::filings::{companies_of, company_of};
use storage::journal::{Entry, actors_of, created_by_company};
use storage::mandates::mandate;
use storage::partners::partner;
use storage::payments::institutions_of;
use storage::register::{companies_of_contracts, contract, lock_contract};

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

/// What entries do not say themselves: asked for when it is needed, or of the usual ones for many entries at once.
pub(super) struct Lookup<'a> {
    connection: &'a mut Connection,
    filings: HashMap<FilingId, Option<CompanyId>>,
    contracts: HashMap<ContractId, Option<CompanyId>>,
    /// Who recorded payments under a contract, each with the place of its entry.
    payers: HashMap<String, Vec<(i64, String)>>,
}

impl<'a> Lookup<'a> {
    fn new(connection: &'a mut Connection) -> Self {
        Self { connection, filings: HashMap::new(), contracts: HashMap::new(), payers: HashMap::new() }
    }

    /// With what these entries need.
    pub(super) fn of(connection: &'a mut Connection, entries: &[Entry]) -> Result<Self, AppError> {
        let (mut filings, mut contracts, mut paid) = (Vec::new(), Vec::new(), Vec::new());
        for entry in entries {
            let Some(what) = EventType::from_code(&entry.kind) else { continue };
            match what.about() {
                About::Filing if company_named(&entry.body).is_none() => {
                    filings.extend(FilingId::parse(&entry.subject))
                }
                About::Contract => contracts.extend(ContractId::parse(&entry.subject)),
                _ => {}
            }
            if concerns_payers(what) {
                paid.extend(contract_named(&entry.body).map(str::to_owned));
            }
        }
        let payers = actors_of(connection, &paid, EventType::PaymentRecorded.code())?;
        let known = companies_of(connection, &filings)?;
        let filings = filings.into_iter().map(|id| (id, known.get(&id).copied())).collect();
        let known = companies_of_contracts(connection, &contracts)?;
        let contracts = contracts.into_iter().map(|id| (id, known.get(&id).copied())).collect();
        Ok(Self { connection, filings, contracts, payers })
    }

    fn company_of_filing(&mut self, id: FilingId) -> Result<Option<CompanyId>, AppError> {
        match self.filings.get(&id) {
            Some(known) => Ok(*known),
            None => Ok(company_of(self.connection, id)?),
        }
    }

    fn company_of_contract(&mut self, id: ContractId) -> Result<Option<CompanyId>, AppError> {
        match self.contracts.get(&id) {
            Some(known) => Ok(*known),
            None => Ok(contract(self.connection, id)?.map(|contract| contract.company_id)),
        }
    }
}

/// Who is told of what is about to be entered.
pub(super) fn of_record(
    connection: &mut Connection,
    actor: &str,
    record: &Record,
) -> Result<BTreeSet<Audience>, AppError> {
    let said = Said { actor, kind: record.kind, subject: &record.subject, body: &record.body, seq: None };
    told(&mut Lookup::new(connection), &said)
}

/// Who must have been told of an entry, by what the journal said before it.
pub(super) fn of_entry(lookup: &mut Lookup<'_>, entry: &Entry) -> Result<BTreeSet<Audience>, AppError> {
    let Entry { seq, actor, kind, subject, body, .. } = entry;
    told(lookup, &Said { actor, kind, subject, body, seq: Some(*seq) })
}

fn told(lookup: &mut Lookup<'_>, said: &Said<'_>) -> Result<BTreeSet<Audience>, AppError> {
    let Some(what) = EventType::from_code(said.kind) else { return Ok(BTreeSet::new()) };
    let mut companies: Vec<Option<CompanyId>> = Vec::new();
    let mut partners: Vec<Audience> = Vec::new();
    match what.about() {
        About::Filing => {
            companies.push(company_of_filing(lookup, said)?);
            if concerns_payers(what) {
                partners = institutions(lookup, said)?;
            }
        }
        About::Contract => {
            companies.push(match ContractId::parse(said.subject) {
                Some(id) => lookup.company_of_contract(id)?,
                None => None,
            });
            partners.extend(Audience::parse(said.actor));
        }
        About::Mandate => {
            let given = MandateId::parse(said.subject).map(|id| mandate(lookup.connection, id)).transpose()?.flatten();
            companies.extend(given.map(|given| [Some(given.company_id), Some(given.agent_id)]).into_iter().flatten());
        }
        About::VerificationCase => {
            let case = VerificationCaseId::parse(said.subject);
            let case = case.map(|id| verification_case(lookup.connection, id)).transpose()?.flatten();
            companies.push(case.map(|case| case.company_id));
        }
        About::Company => companies.push(CompanyId::parse(said.subject)),
        About::Partner => {
            if let Some(id) = partner_of(said.subject, said.body) {
                companies.push(partner(lookup.connection, id)?.and_then(|partner| partner.company_id));
                partners.push(Audience::Partner(id));
            }
        }
    }
    Ok(companies.into_iter().flatten().map(Audience::Company).chain(partners).collect())
}

/// Whether those are told who recorded payments under the contract.
const fn concerns_payers(what: EventType) -> bool {
    matches!(what, EventType::FilingRegistered | EventType::CertificateRevoked)
}

fn company_named(body: &Value) -> Option<&str> {
    body.get("company").and_then(Value::as_str)
}

fn contract_named(body: &Value) -> Option<&str> {
    body.get("contract").and_then(Value::as_str)
}

/// As the entry says, as the application says, or as the entry said that began one which is gone.
fn company_of_filing(lookup: &mut Lookup<'_>, said: &Said<'_>) -> Result<Option<CompanyId>, AppError> {
    if let Some(named) = company_named(said.body) {
        return Ok(CompanyId::parse(named));
    }
    let known = FilingId::parse(said.subject).map(|id| lookup.company_of_filing(id)).transpose()?;
    match known.flatten() {
        Some(company) => Ok(Some(company)),
        None => Ok(created_by_company(lookup.connection, said.subject)?),
    }
}

/// Those who had recorded payments under the contract. Its row is locked meanwhile, as it is by whoever records one: a payment
/// comes before this entry, or after it.
fn institutions(lookup: &mut Lookup<'_>, said: &Said<'_>) -> Result<Vec<Audience>, AppError> {
    let Some(named) = contract_named(said.body) else { return Ok(Vec::new()) };
    if let Some(seq) = said.seq {
        let payers = lookup.payers.get(named).into_iter().flatten();
        let before = payers.filter(|(place, _)| *place < seq);
        return Ok(before.filter_map(|(_, actor)| Audience::parse(actor)).collect());
    }
    let Some(id) = ContractId::parse(named) else { return Ok(Vec::new()) };
    lock_contract(lookup.connection, id)?;
    Ok(institutions_of(lookup.connection, id)?.into_iter().map(Audience::Partner).collect())
}
