//! The service figures: decisions by month, desk and working days, counted as the journal is read.

use diesel::prelude::*;

use crate::schema::{consumers, service_counts, service_facts};
use crate::{Connection, Result};

/// One decision.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = service_facts)]
pub struct ServiceFact {
    /// Its journal entry.
    pub seq: i64,
    /// Month of the decision, such as `2026-11`.
    pub month: String,
    /// The desk.
    pub desk_code: String,
    /// Working days it took.
    pub working_days: i32,
    /// Whether every answer came on time.
    pub on_time: bool,
    /// How often it was returned.
    pub returns: i32,
}

/// Decisions that took the same time.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = service_counts)]
pub struct ServiceCount {
    /// Month.
    pub month: String,
    /// Desk.
    pub desk_code: String,
    /// Working days.
    pub working_days: i32,
    /// Whether each answer came on time.
    pub on_time: bool,
    /// Whether they were returned at least once.
    pub returned: bool,
    /// How many.
    pub filings: i32,
}

/// Counts a decision, unless its entry was counted before.
pub fn count_service(connection: &mut Connection, fact: &ServiceFact) -> Result<()> {
    let known: i64 = service_facts::table.find(fact.seq).count().get_result(connection)?;
    if known > 0 {
        return Ok(());
    }
    diesel::insert_into(service_facts::table).values(fact).execute(connection)?;
    let returned = fact.returns > 0;
    let place = service_counts::table.find((&fact.month, &fact.desk_code, fact.working_days, fact.on_time, returned));
    let counted =
        diesel::update(place).set(service_counts::filings.eq(service_counts::filings + 1)).execute(connection)?;
    if counted == 0 {
        diesel::insert_into(service_counts::table)
            .values(ServiceCount {
                month: fact.month.clone(),
                desk_code: fact.desk_code.clone(),
                working_days: fact.working_days,
                on_time: fact.on_time,
                returned,
                filings: 1,
            })
            .execute(connection)?;
    }
    Ok(())
}

/// The counts of a month and those after it.
pub fn service_counts_since(connection: &mut Connection, month: &str) -> Result<Vec<ServiceCount>> {
    Ok(service_counts::table
        .filter(service_counts::month.ge(month))
        .order((service_counts::month, service_counts::desk_code, service_counts::working_days))
        .load(connection)?)
}

/// The journal entry up to which a reader has counted.
pub fn service_as_of(connection: &mut Connection, reader: &str) -> Result<i64> {
    let seq: Option<i64> = consumers::table.find(reader).select(consumers::seq).first(connection).optional()?;
    Ok(seq.unwrap_or(0))
}
