//! The particulars of a decision, as the contract, the application and the calendar are when it is made.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::ContractId;
use domain::clock::{FILING_DAYS, shanghai_date, working_days_between};
use domain::contract::ContractForm;
use domain::filing::FilingKind;
use domain::money::Money;
use domain::reference::ReferenceData;
use domain::registered::RegisteredContract;
use domain::statistics::{FactKind, LicensedPatent, Particulars, Place, RoyaltyTerms, SettledBase, counterparty_key};
use serde_json::Value;
use storage::filings::{Filing, filing};
use storage::journal::{by_seq, cursor};
use storage::register::{contract_as_of, insert_particulars, register_history, rounds_before, without_particulars};
use storage::{Connection, Database};

use super::READER;
use crate::app::AppError;
use crate::app::portal::Reference;

/// Entries whose particulars are made in one transaction.
const FEW: i64 = 500;

/// A decision that registers something.
pub(crate) struct Decision<'a> {
    /// What was decided.
    pub(crate) filing: &'a Filing,
    /// About which contract.
    pub(crate) contract: ContractId,
    /// The version that is in force afterwards.
    pub(crate) version: i32,
    /// Its text.
    pub(crate) form: &'a ContractForm,
    /// When.
    pub(crate) at: DateTime<Utc>,
}

/// The particulars of a decision; a reissue has none.
pub(crate) fn particulars_of_decision(
    connection: &mut Connection,
    reference: &ReferenceData,
    decision: &Decision<'_>,
) -> Result<Option<Particulars>, AppError> {
    let Decision { filing, contract, version, form, at } = decision;
    let kind = match filing.kind {
        FilingKind::Registration => FactKind::Registration,
        FilingKind::Amendment if filing.request.settlement.is_some() => FactKind::Settlement,
        FilingKind::Amendment => FactKind::Amendment,
        FilingKind::Closure => FactKind::Closure,
        FilingKind::Reissue => return Ok(None),
    };
    let registered = RegisteredContract::from_form(form, reference).map_err(AppError::internal)?;
    let (submitted, returns) = rounds_before(connection, filing.id)?;
    let (submitted_on, registered_on) = (shanghai_date(submitted.unwrap_or(*at)), shanghai_date(*at));
    let worked = working_days_between(submitted_on, registered_on, &reference.calendar);
    Ok(Some(Particulars {
        kind,
        contract: *contract,
        version: *version,
        registered_on,
        place: place(filing, &registered),
        counterparty_name: registered.counterparty().name.clone(),
        currency: registered.total.currency,
        total_minor: registered.total.minor,
        technology_fee_minor: registered.technology_fee.minor,
        equipment_fee_minor: registered.equipment_fee.minor,
        royalty: registered.royalty.as_ref().map(|royalty| RoyaltyTerms { base: royalty.base, rate: royalty.rate }),
        settlement: settled(filing, &registered),
        signed_on: registered.signed_on,
        effective_on: registered.effective_on,
        valid_until: registered.valid_until,
        submitted_on,
        working_days: u16::try_from(worked.max(0)).unwrap_or(u16::MAX),
        returns: u8::try_from(returns).unwrap_or(u8::MAX),
        filed_late_days: late_days(kind, filing, &registered, submitted_on),
        patents: patents(form),
    }))
}

fn place(filing: &Filing, contract: &RegisteredContract) -> Place {
    let abroad = contract.counterparty();
    Place {
        direction: contract.direction,
        district: contract.district.clone(),
        country: abroad.country.clone(),
        industry: contract.industry.clone(),
        legal_type: contract.legal_type,
        mode: contract.mode,
        payment_mode: contract.payment_mode,
        ownership: contract.ownership,
        related_parties: contract.related_parties,
        desk: filing.routed.as_ref().map(|routed| routed.desk.clone()).unwrap_or_default(),
        company: filing.company_id,
        counterparty: counterparty_key(&abroad.name, &abroad.country),
    }
}

fn settled(filing: &Filing, contract: &RegisteredContract) -> Option<SettledBase> {
    let settlement = filing.request.settlement.as_ref()?;
    let base = Money::parse(settlement.base_amount.as_deref()?, contract.total.currency).ok()?;
    Some(SettledBase { formed_on: settlement.formed_on?, base_minor: base.minor })
}

/// Days after the 60 that run from effect, or from the day on which a royalty base formed (the Measures, Art. 6 and 7). For other
/// events no day is told from which they would run.
fn late_days(kind: FactKind, filing: &Filing, contract: &RegisteredContract, submitted_on: NaiveDate) -> u16 {
    let from = match kind {
        FactKind::Registration => {
            let base = contract.royalty.as_ref().map(|royalty| royalty.first_base_formed_on);
            base.or(Some(contract.effective_on))
        }
        FactKind::Settlement => filing.request.settlement.as_ref().and_then(|settlement| settlement.formed_on),
        FactKind::Amendment | FactKind::Closure => None,
    };
    let taken = from.map_or(0, |from| (submitted_on - from).num_days().max(0).unsigned_abs());
    u16::try_from(taken.saturating_sub(FILING_DAYS)).unwrap_or(u16::MAX)
}

fn patents(form: &ContractForm) -> Vec<LicensedPatent> {
    let given = |text: Option<&String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let mut patents: Vec<LicensedPatent> = form
        .patents
        .iter()
        .filter_map(|patent| {
            let subclass = |text: &String| text.trim().chars().take(4).collect::<String>().to_uppercase();
            let mut ipc: Vec<String> = patent.ipc.iter().map(subclass).filter(|text| !text.is_empty()).collect();
            ipc.sort_unstable();
            ipc.dedup();
            let (office, number) = (given(patent.office.as_ref())?, given(patent.number.as_ref())?);
            Some(LicensedPatent { office, number, ipc, expires_on: patent.expires_on })
        })
        .collect();
    patents.sort_unstable();
    patents.dedup();
    patents
}

/// Makes the particulars of what was registered before there were any, by the calendar of now: once, before facts are first counted.
/// What is damaged is left out, and the reader of the facts will say so.
pub(crate) async fn fill_particulars(database: &Database, reference: &Arc<Reference>) -> Result<(), AppError> {
    let mut last = 0;
    loop {
        let missing = move |connection: &mut Connection| {
            let begun = cursor(connection, READER)? > 0;
            Ok::<_, AppError>(if begun { Vec::new() } else { without_particulars(connection, last, FEW)? })
        };
        let seqs = database.read(missing).await?;
        let Some(end) = seqs.last().copied() else { return Ok(()) };
        let reference = reference.clone();
        database
            .write(move |connection| {
                for seq in seqs {
                    match of_entry(connection, &reference.data, seq) {
                        Ok(Some(particulars)) => insert_particulars(connection, seq, &particulars)?,
                        Ok(None) => {}
                        Err(AppError::Internal(cause)) => {
                            tracing::error!(seq, %cause, "what was registered has no particulars");
                        }
                        Err(error) => return Err(error),
                    }
                }
                Ok::<_, AppError>(())
            })
            .await?;
        last = end;
    }
}

/// The particulars of an entry of the journal that registered something.
fn of_entry(connection: &mut Connection, reference: &ReferenceData, seq: i64) -> Result<Option<Particulars>, AppError> {
    let damaged = || AppError::internal(format!("journal entry {seq} does not lead to its contract"));
    let entry = by_seq(connection, seq)?.ok_or_else(damaged)?;
    let named = entry.body.get("contract").and_then(Value::as_str);
    let contract = named.and_then(ContractId::parse).ok_or_else(damaged)?;
    let history = register_history(connection, contract)?;
    let event = history.iter().find(|event| event.seq == seq).ok_or_else(damaged)?;
    let filing = filing(connection, event.filing_id)?.ok_or_else(damaged)?;
    let form = contract_as_of(connection, contract, event.version)?.ok_or_else(damaged)?;
    let decision = Decision { filing: &filing, contract, version: event.version, form: &form, at: entry.at };
    particulars_of_decision(connection, reference, &decision)
}
