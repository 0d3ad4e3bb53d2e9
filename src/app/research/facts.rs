//! From a journal entry to a fact: once a registered event, with the rate of its month.
//!
//! Facts are deltas, so that their sum is what stands in the register. A registration adds its contract. An amendment adds
//! the difference, converted at the rate of its own month, and what was counted before keeps the rate of its time; where it
//! changes the place of the contract in the figures (its country, its industry …), the whole is moved there. A closure adds
//! nothing and takes nothing away: what was registered was registered. A reissue changes no figure and has no fact.

use chrono::NaiveDate;
use domain::ContractId;
use domain::clock::{shanghai_date, working_days_between};
use domain::filing::FilingKind;
use domain::money::{Money, to_usd_cents};
use domain::reference::ReferenceData;
use domain::registered::RegisteredContract;
use storage::Connection;
use storage::filings::submissions_of;
use storage::journal::Entry;
use storage::register::{Fact, RegisteredEvent, contract_as_of, facts_of, register_history};

use super::moved::Moved;
use crate::app::AppError;

/// The fact of a `filing.registered` entry; other entries have none.
pub fn fact_of(
    connection: &mut Connection,
    reference: &ReferenceData,
    entry: &Entry,
) -> Result<Option<Fact>, AppError> {
    if entry.kind != "filing.registered" {
        return Ok(None);
    }
    let damaged = || AppError::internal(format!("journal entry {} does not name its contract", entry.seq));
    let text = |name: &str| entry.body.get(name).and_then(serde_json::Value::as_str);
    let contract = text("contract").and_then(ContractId::parse).ok_or_else(damaged)?;
    // Until there were other kinds, entries named none.
    let kind = text("kind").map_or(Some(FilingKind::Registration), FilingKind::from_code).ok_or_else(damaged)?;
    let history = register_history(connection, contract)?;
    let event = history.iter().find(|event| event.seq == entry.seq).ok_or_else(damaged)?;
    let form = contract_as_of(connection, contract, event.version)?.ok_or_else(damaged)?;
    let registered = RegisteredContract::from_form(&form, reference).map_err(AppError::internal)?;
    let submissions = submissions_of(connection, event.filing_id)?;
    let submitted = submissions.first().map_or(entry.at, |first| first.submitted_at);
    let on = shanghai_date(entry.at);
    let fact = Fact {
        seq: entry.seq,
        kind: kind.code().into(),
        days_to_register: working_days_between(shanghai_date(submitted), on, &reference.calendar),
        ..standing(&registered, reference, on)?
    };
    match kind {
        FilingKind::Registration => Ok(Some(fact)),
        FilingKind::Amendment => {
            let before = contract_as_of(connection, contract, event.version - 1)?.ok_or_else(damaged)?;
            let before = RegisteredContract::from_form(&before, reference).map_err(AppError::internal)?;
            let counted = counted(connection, &history, entry.seq)?;
            amended(fact, (&before, &registered), &counted, reference, on).map(Some)
        }
        FilingKind::Closure => {
            Ok(Some(Fact { contracts: 0, amount_minor: 0, amount_usd_cents: 0, technology_fee_usd_cents: 0, ..fact }))
        }
        FilingKind::Reissue => Ok(None),
    }
}

/// The contract as it stands, counted as if it were new.
fn standing(contract: &RegisteredContract, reference: &ReferenceData, on: NaiveDate) -> Result<Fact, AppError> {
    let currency = contract.total.currency.code;
    Ok(Fact {
        seq: 0,
        kind: String::new(),
        registered_on: on,
        direction: contract.direction.code().into(),
        district: contract.district.clone(),
        country: contract.counterparty().country.clone(),
        industry: contract.industry.clone(),
        legal_type: contract.legal_type.code().into(),
        mode: contract.mode.code().into(),
        payment_mode: contract.payment_mode.code().into(),
        ownership: contract.ownership.code().into(),
        related_parties: contract.related_parties,
        contracts: 1,
        currency: currency.to_string(),
        amount_minor: contract.total.minor,
        rate_month: reference.rates.usd_rate(currency, on).map(|_| on.format("%Y-%m").to_string()),
        amount_usd_cents: usd(contract.total, reference, on)?,
        technology_fee_usd_cents: usd(contract.technology_fee, reference, on)?,
        royalty_rate_millionths: contract.royalty.as_ref().map(|royalty| royalty.rate.millionths),
        days_to_register: 0,
        moved_from: None,
    })
}

fn usd(money: Money, reference: &ReferenceData, on: NaiveDate) -> Result<i64, AppError> {
    let rate = reference.rates.usd_rate(money.currency.code, on);
    rate.map_or(Ok(0), |rate| to_usd_cents(money, rate).map_err(AppError::internal))
}

/// What the contract counts for before this entry, in its place of then.
struct Counted {
    place: Fact,
    amount: i64,
    technology_fee: i64,
}

fn counted(connection: &mut Connection, history: &[RegisteredEvent], seq: i64) -> Result<Counted, AppError> {
    let seqs: Vec<i64> = history.iter().map(|event| event.seq).filter(|earlier| *earlier < seq).collect();
    let facts = facts_of(connection, &seqs)?;
    let (mut amount, mut technology_fee) = (0, 0);
    for fact in &facts {
        let moved = Moved::of(fact)?.unwrap_or_default();
        amount += fact.amount_usd_cents + moved.amount_usd_cents;
        technology_fee += fact.technology_fee_usd_cents + moved.technology_fee_usd_cents;
    }
    let place = facts.into_iter().next_back().ok_or_else(|| AppError::internal("a contract that was never counted"))?;
    Ok(Counted { place, amount, technology_fee })
}

fn amended(
    fact: Fact,
    (before, after): (&RegisteredContract, &RegisteredContract),
    counted: &Counted,
    reference: &ReferenceData,
    on: NaiveDate,
) -> Result<Fact, AppError> {
    // In one currency the difference is converted; in another, the whole is.
    let difference = |old: Money, new: Money, converted: i64, counted: i64| {
        if old.currency == new.currency {
            usd(Money { minor: new.minor.saturating_sub(old.minor), ..new }, reference, on)
        } else {
            Ok(converted - counted)
        }
    };
    let amount = difference(before.total, after.total, fact.amount_usd_cents, counted.amount)?;
    let technology_fee =
        difference(before.technology_fee, after.technology_fee, fact.technology_fee_usd_cents, counted.technology_fee)?;
    let amount_minor = if before.total.currency == after.total.currency {
        after.total.minor.saturating_sub(before.total.minor)
    } else {
        after.total.minor
    };
    let delta =
        Fact { contracts: 0, amount_minor, amount_usd_cents: amount, technology_fee_usd_cents: technology_fee, ..fact };
    Moved::between(&counted.place, delta, counted.amount, counted.technology_fee)
}
