//! Facts: one row a registered event, written by a reader of the journal and read by research.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::schema::facts;
use crate::{Connection, Result};

/// One registered event, in the units of research.
#[derive(Debug, Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = facts, treat_none_as_default_value = false)]
pub struct Fact {
    /// The journal entry it comes from.
    pub seq: i64,
    /// `registration`, `amendment`, `closure`.
    pub kind: String,
    /// Day of registration.
    pub registered_on: NaiveDate,
    /// Import or export.
    pub direction: String,
    /// District of the domestic party.
    pub district: String,
    /// The other side's country.
    pub country: String,
    /// Industry division.
    pub industry: String,
    /// Legal type.
    pub legal_type: String,
    /// Mode of transfer.
    pub mode: String,
    /// Mode of payment.
    pub payment_mode: String,
    /// Ownership of the domestic party.
    pub ownership: String,
    /// Whether the parties are related.
    pub related_parties: bool,
    /// Contracts added.
    pub contracts: i32,
    /// Currency of the contract.
    pub currency: String,
    /// Amount in its minor units.
    pub amount_minor: i64,
    /// Month of the rate used.
    pub rate_month: Option<String>,
    /// Amount in US cents.
    pub amount_usd_cents: i64,
    /// Technology fee in US cents.
    pub technology_fee_usd_cents: i64,
    /// Royalty rate in millionths.
    pub royalty_rate_millionths: Option<i64>,
    /// Working days from the first submission to registration.
    pub days_to_register: i32,
    /// For an amendment that moves the contract in the figures: what is taken away where it was, as JSON.
    pub moved_from: Option<String>,
}

/// Adds a fact, unless the entry already has one.
pub fn insert_fact(connection: &mut Connection, fact: &Fact) -> Result<()> {
    let known: i64 = facts::table.filter(facts::seq.eq(fact.seq)).count().get_result(connection)?;
    if known == 0 {
        diesel::insert_into(facts::table).values(fact).execute(connection)?;
    }
    Ok(())
}

/// The facts of these entries of the journal, oldest first.
pub fn facts_of(connection: &mut Connection, seqs: &[i64]) -> Result<Vec<Fact>> {
    Ok(facts::table.filter(facts::seq.eq_any(seqs.to_vec())).order(facts::seq).load(connection)?)
}

/// Facts after `seq`, oldest first.
pub fn facts_after(connection: &mut Connection, seq: i64, limit: i64) -> Result<Vec<Fact>> {
    Ok(facts::table.filter(facts::seq.gt(seq)).order(facts::seq).limit(limit).load(connection)?)
}
