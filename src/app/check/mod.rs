//! The independent checker: recomputes from the journal, the signatures and the bytes of the papers what the register ought to say,
//! and names everything that differs. It believes no stored result. It reads only.

mod audience;
mod filing;
mod nightly;
mod payments;
mod register;

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::ContractId;
use domain::reference::ReferenceData;
use serde::Serialize;
use storage::blobs::Blobs;
use storage::journal::{Entry, after, cursor};
use storage::register::{ContractFilter, companies_of_contracts, contracts_after, fact_seqs_after, particulars_after};
use storage::{Connection, Database};

use super::{AppError, Keys, Portal};
use crate::app::journal::verify;
use crate::app::research::{READER, rate_editions};

pub use nightly::{LastCheck, NamedDiscrepancy, RegisterCheckView, check_now, last_check};
pub(crate) use nightly::{check_nightly, is_due_tonight};

/// Rows looked at in one go.
const AT_A_TIME: i64 = 1_000;

/// Something that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Discrepancy {
    /// What kind it is.
    pub code: &'static str,
    /// The object that it was found in: a filing, a contract, a certificate, an entry of the journal.
    pub subject: String,
    /// What differs.
    pub why: String,
}

impl Discrepancy {
    fn new(code: &'static str, subject: &(impl ToString + ?Sized), why: impl Into<String>) -> Self {
        Self { code, subject: subject.to_string(), why: why.into() }
    }
}

/// What was checked, and what was found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Entries of the journal.
    pub entries: i64,
    /// Contracts of the register, each with its applications, versions, certificates and facts.
    pub contracts: usize,
    /// Papers whose bytes were read.
    pub papers: usize,
    /// Everything that differs; empty when all is well.
    pub discrepancies: Vec<Discrepancy>,
}

/// What is checked, and with what.
pub struct Register {
    database: Database,
    blobs: Blobs,
    keys: Arc<Keys>,
    reference: ReferenceData,
}

impl Register {
    /// The register of a running portal.
    pub fn of(portal: &Portal) -> Self {
        Self {
            database: portal.database.clone(),
            blobs: portal.blobs.clone(),
            keys: portal.keys.clone(),
            reference: portal.reference().data.clone(),
        }
    }

    /// A register beside the portal that serves it; nothing is written.
    pub async fn beside(database: Database, blobs: Blobs, keys: Keys, today: NaiveDate) -> Result<Self, AppError> {
        let reference = super::reference::read(&database, today).await?;
        Ok(Self { database, blobs, keys: Arc::new(keys), reference })
    }
}

/// Checks everything that is registered; with `papers` also the bytes of every paper.
pub async fn check(register: &Register, papers: bool) -> Result<Report, AppError> {
    let mut report = Report::default();
    journal(register, &mut report).await?;
    let registered = registrations(register, &mut report).await?;
    let filings = contracts(register, &mut report).await?;
    facts(register, &registered, &mut report).await?;
    if papers {
        for filing in filings {
            report.papers += filing::papers(register, filing, &mut report.discrepancies).await?;
        }
    }
    report.discrepancies.sort();
    report.discrepancies.dedup();
    Ok(report)
}

/// The journal itself: leaves, tree, signed heads.
async fn journal(register: &Register, report: &mut Report) -> Result<(), AppError> {
    // One part after the other, so that people who ask meanwhile are answered in between.
    match verify(&register.database, &register.keys.journal, 1).await? {
        Ok(verified) => report.entries = verified.entries,
        Err(bad) => report.discrepancies.push(Discrepancy::new("journal", &bad.seq, bad.why)),
    }
    Ok(())
}

/// Every entry that registered something names a contract, and that contract is there; and those are told of each entry whom it
/// concerns. Answers the places of registrations.
async fn registrations(register: &Register, report: &mut Report) -> Result<HashSet<i64>, AppError> {
    let (mut last, mut places) = (0, HashSet::new());
    loop {
        let (end, found, absent) = register
            .database
            .read(move |connection| {
                let entries = after(connection, last, AT_A_TIME)?;
                let end = entries.last().map(|entry| entry.seq);
                let (mut found, mut absent) = (Vec::new(), Vec::new());
                match end {
                    Some(_) => audience::check(connection, &entries, &mut absent)?,
                    None => audience::check_ends(connection, last, &mut absent)?,
                }
                let named = |entry: &Entry| entry.body.get("contract")?.as_str().map(str::to_owned);
                let registered: Vec<(i64, String)> = entries
                    .iter()
                    .filter(|entry| entry.kind == "filing.registered")
                    .map(|entry| (entry.seq, named(entry).unwrap_or_default()))
                    .collect();
                let ids: Vec<ContractId> =
                    registered.iter().filter_map(|(_, named)| ContractId::parse(named)).collect();
                let known = companies_of_contracts(connection, &ids)?;
                for (seq, named) in registered {
                    found.push(seq);
                    if ContractId::parse(&named).is_none_or(|id| !known.contains_key(&id)) {
                        let why = format!("journal entry {seq} registered it, and it is not in the register");
                        absent.push(Discrepancy::new("contract_missing", &named, why));
                    }
                }
                Ok::<_, AppError>((end, found, absent))
            })
            .await?;
        places.extend(found);
        report.discrepancies.extend(absent);
        match end {
            Some(end) => last = end,
            None => return Ok(places),
        }
    }
}

/// Every contract, against its applications. Answers the applications.
async fn contracts(register: &Register, report: &mut Report) -> Result<Vec<domain::FilingId>, AppError> {
    let (mut before, mut filings): (Option<String>, Vec<domain::FilingId>) = (None, Vec::new());
    loop {
        let (from, reference, keys) = (before.clone(), register.reference.clone(), register.keys.published());
        let (count, last, of_them, found) = register
            .database
            .read(move |connection| {
                let contracts = contracts_after(connection, &ContractFilter::default(), from.as_deref(), AT_A_TIME)?;
                let (counted_up_to, rates) = (cursor(connection, READER)?, rate_editions(connection)?);
                let (mut of_them, mut found) = (Vec::new(), Vec::new());
                for contract in &contracts {
                    let asked =
                        register::Asked { reference: &reference, keys: &keys, rates: &rates, contract, counted_up_to };
                    of_them.extend(asked.check(connection, &mut found)?);
                }
                let last = contracts.last().map(|contract| contract.id.to_string());
                Ok::<_, AppError>((contracts.len(), last, of_them, found))
            })
            .await?;
        report.contracts += count;
        report.discrepancies.extend(found);
        filings.extend(of_them);
        match last {
            Some(last) => before = Some(last),
            None => return Ok(filings),
        }
    }
}

/// No fact and no particulars without the entry that they are of.
async fn facts(register: &Register, registered: &HashSet<i64>, report: &mut Report) -> Result<(), AppError> {
    invented(register, registered, ("fact_invented", seqs_of_facts), report).await?;
    invented(register, registered, ("particulars_invented", seqs_of_particulars), report).await
}

fn seqs_of_facts(connection: &mut Connection, after: i64) -> storage::Result<Vec<i64>> {
    fact_seqs_after(connection, after, AT_A_TIME)
}

fn seqs_of_particulars(connection: &mut Connection, after: i64) -> storage::Result<Vec<i64>> {
    Ok(particulars_after(connection, after, AT_A_TIME)?.into_iter().map(|(seq, _)| seq).collect())
}

/// Seqs of a table behind one, in order.
type PageOfSeqs = fn(&mut Connection, i64) -> storage::Result<Vec<i64>>;

/// Reads seqs page by page, and names those at which nothing was registered.
async fn invented(
    register: &Register,
    registered: &HashSet<i64>,
    (code, page): (&'static str, PageOfSeqs),
    report: &mut Report,
) -> Result<(), AppError> {
    // From before the first entry.
    let mut last = i64::MIN;
    loop {
        let seqs = register
            .database
            .read(move |connection: &mut Connection| Ok::<_, AppError>(page(connection, last)?))
            .await?;
        let Some(end) = seqs.last().copied() else { return Ok(()) };
        let without = seqs.iter().filter(|seq| !registered.contains(*seq));
        let named = without.map(|seq| Discrepancy::new(code, seq, "no entry of the journal registered it"));
        report.discrepancies.extend(named);
        last = end;
    }
}
