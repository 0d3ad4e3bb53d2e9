//! The payment ledger: entries are added and read, never changed.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::payments::PaymentKind;
use domain::{ContractId, PartnerId, PaymentId};

use crate::schema::{partners, payments};
use crate::text::{known, utc};
use crate::{Connection, Result};

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentEntry {
    /// Its id.
    pub id: PaymentId,
    /// The contract of the register.
    pub contract_id: ContractId,
    /// A payment, or what takes one back.
    pub kind: PaymentKind,
    /// The payment that a reversal takes back.
    pub reverses: Option<PaymentId>,
    /// ISO 4217.
    pub currency: String,
    /// Smallest units of the currency, more than none; of a reversal, those of its payment.
    pub amount_minor: i64,
    /// The day on which the money went; none for a reversal.
    pub paid_on: Option<NaiveDate>,
    /// The institution's own reference; none for a reversal.
    pub reference: Option<String>,
    /// The institution.
    pub recorded_by: PartnerId,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Why a payment is taken back.
    pub reason: Option<String>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = payments, treat_none_as_default_value = false)]
struct PaymentRow {
    id: String,
    contract_id: String,
    kind: String,
    reverses: Option<String>,
    currency: String,
    amount_minor: i64,
    paid_on: Option<NaiveDate>,
    reference: Option<String>,
    recorded_by: String,
    recorded_at: NaiveDateTime,
    reason: Option<String>,
}

/// Adds an entry. A reference that the institution has used, or a payment that was taken back, is
/// [`crate::Constraint::Unique`].
pub fn insert_payment(connection: &mut Connection, entry: &PaymentEntry) -> Result<()> {
    diesel::insert_into(payments::table)
        .values(PaymentRow {
            id: entry.id.to_string(),
            contract_id: entry.contract_id.to_string(),
            kind: entry.kind.code().to_owned(),
            reverses: entry.reverses.map(|id| id.to_string()),
            currency: entry.currency.clone(),
            amount_minor: entry.amount_minor,
            paid_on: entry.paid_on,
            reference: entry.reference.clone(),
            recorded_by: entry.recorded_by.to_string(),
            recorded_at: entry.recorded_at.naive_utc(),
            reason: entry.reason.clone(),
        })
        .execute(connection)?;
    Ok(())
}

/// The entries of a contract, oldest first, each with the institution's name.
pub fn payments_of(connection: &mut Connection, contract: ContractId) -> Result<Vec<(PaymentEntry, String)>> {
    let rows: Vec<(PaymentRow, String)> = payments::table
        .inner_join(partners::table)
        .filter(payments::contract_id.eq(contract.to_string()))
        .order(payments::id)
        .select((payments::all_columns, partners::name))
        .load(connection)?;
    rows.into_iter().map(|(row, institution)| Ok((read(row)?, institution))).collect()
}

/// The institutions that have recorded payments under a contract.
pub fn institutions_of(connection: &mut Connection, contract: ContractId) -> Result<Vec<PartnerId>> {
    let ids: Vec<String> = payments::table
        .filter(payments::contract_id.eq(contract.to_string()))
        .select(payments::recorded_by)
        .distinct()
        .load(connection)?;
    ids.iter().map(|id| known(PartnerId::parse(id), id)).collect()
}

/// Whether an institution has used this reference, for whatever contract.
pub fn reference_is_used(connection: &mut Connection, institution: PartnerId, reference: &str) -> Result<bool> {
    let used = payments::table
        .filter(payments::recorded_by.eq(institution.to_string()))
        .filter(payments::reference.eq(reference))
        .select(payments::id)
        .first::<String>(connection)
        .optional()?;
    Ok(used.is_some())
}

fn read(row: PaymentRow) -> Result<PaymentEntry> {
    Ok(PaymentEntry {
        id: known(PaymentId::parse(&row.id), &row.id)?,
        contract_id: known(ContractId::parse(&row.contract_id), &row.contract_id)?,
        kind: known(PaymentKind::from_code(&row.kind), &row.kind)?,
        reverses: row.reverses.map(|id| known(PaymentId::parse(&id), &id)).transpose()?,
        currency: row.currency,
        amount_minor: row.amount_minor,
        paid_on: row.paid_on,
        reference: row.reference,
        recorded_by: known(PartnerId::parse(&row.recorded_by), &row.recorded_by)?,
        recorded_at: utc(row.recorded_at),
        reason: row.reason,
    })
}
