//! From a journal entry to a fact: once a registered event, with the rate of its month.

use domain::ContractId;
use domain::clock::{shanghai_date, working_days_between};
use domain::money::{Money, to_usd_cents};
use domain::registered::RegisteredContract;
use storage::Connection;
use storage::filings::submissions_of;
use storage::journal::Entry;
use storage::register::{Fact, contract_versions};

use crate::app::AppError;
use crate::app::portal::Reference;

/// The fact of a `filing.registered` entry; other entries have none.
pub fn fact_of(connection: &mut Connection, reference: &Reference, entry: &Entry) -> Result<Option<Fact>, AppError> {
    if entry.kind != "filing.registered" {
        return Ok(None);
    }
    let damaged = || AppError::internal(format!("journal entry {} does not name its contract", entry.seq));
    let text = |name: &str| entry.body.get(name).and_then(serde_json::Value::as_str);
    let contract = text("contract").and_then(ContractId::parse).ok_or_else(damaged)?;
    let number = entry.body.get("version").and_then(serde_json::Value::as_i64).ok_or_else(damaged)?;
    let version = contract_versions(connection, contract)?
        .into_iter()
        .find(|version| i64::from(version.version) == number)
        .ok_or_else(damaged)?;
    let registered = RegisteredContract::from_form(&version.contract, &reference.data).map_err(AppError::internal)?;
    let submitted = submissions_of(connection, version.filing_id)?.first().map_or(entry.at, |first| first.submitted_at);
    let on = shanghai_date(entry.at);
    let usd = |money: Money| -> Result<i64, AppError> {
        let rate = reference.data.rates.usd_rate(money.currency.code, on);
        rate.map_or(Ok(0), |rate| to_usd_cents(money, rate).map_err(AppError::internal))
    };
    Ok(Some(Fact {
        seq: entry.seq,
        kind: "registration".into(),
        registered_on: on,
        direction: registered.direction.code().into(),
        district: registered.district.clone(),
        country: registered.counterparty().country.clone(),
        industry: registered.industry.clone(),
        legal_type: registered.legal_type.code().into(),
        mode: registered.mode.code().into(),
        payment_mode: registered.payment_mode.code().into(),
        ownership: registered.ownership.code().into(),
        related_parties: registered.related_parties,
        contracts: 1,
        currency: registered.total.currency.code.to_string(),
        amount_minor: registered.total.minor,
        rate_month: reference
            .data
            .rates
            .usd_rate(registered.total.currency.code, on)
            .map(|_| on.format("%Y-%m").to_string()),
        amount_usd_cents: usd(registered.total)?,
        technology_fee_usd_cents: usd(registered.technology_fee)?,
        royalty_rate_millionths: registered.royalty.map(|royalty| royalty.rate.millionths),
        days_to_register: working_days_between(shanghai_date(submitted), on, &reference.data.calendar),
    }))
}
