//! Who is to be reminded of what, once a day.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::filing::FilingStatus;

use crate::schema::{filings, reminders, user_desks, users};
use crate::{Connection, Result};

/// An application whose answer is due soon.
#[derive(Debug, Clone, Queryable)]
pub struct DueSoon {
    /// The application.
    pub id: String,
    /// Where it stands.
    pub status: String,
    /// The desk.
    pub desk_code: Option<String>,
    /// Who works on it.
    pub claimed_by: Option<String>,
    /// When an answer is due.
    pub due_on: Option<NaiveDate>,
    /// Name of the contract.
    pub contract_name: Option<String>,
}

impl DueSoon {
    /// Who works on it and can do something now: one whose opinion is written waits for somebody else.
    pub fn claimant(&self) -> Option<&str> {
        self.claimed_by.as_deref().filter(|_| self.status == FilingStatus::InReview.code())
    }
}

/// Applications due from one day up to another, soonest first.
pub fn due_between(connection: &mut Connection, from: NaiveDate, to: NaiveDate) -> Result<Vec<DueSoon>> {
    Ok(filings::table
        .filter(filings::due_on.ge(from).and(filings::due_on.le(to)))
        .order((filings::due_on, filings::id))
        .select((
            filings::id,
            filings::status,
            filings::desk_code,
            filings::claimed_by,
            filings::due_on,
            filings::contract_name,
        ))
        .load(connection)?)
}

/// Active managers of desks: desk, user.
pub fn managers_of(connection: &mut Connection) -> Result<Vec<(String, String)>> {
    Ok(user_desks::table
        .inner_join(users::table.on(users::id.eq(user_desks::user_id)))
        .filter(users::role.eq("desk_manager").and(users::status.eq("active")))
        .order((user_desks::desk_code, users::id))
        .select((user_desks::desk_code, users::id))
        .load(connection)?)
}

/// Notes that somebody is reminded on a day; false when they already were.
pub fn remind_once(connection: &mut Connection, user: &str, on: NaiveDate, now: DateTime<Utc>) -> Result<bool> {
    let known: i64 = reminders::table.find((user, on)).count().get_result(connection)?;
    if known > 0 {
        return Ok(false);
    }
    diesel::insert_into(reminders::table)
        .values((reminders::user_id.eq(user), reminders::on_day.eq(on), reminders::made_at.eq(now.naive_utc())))
        .execute(connection)?;
    Ok(true)
}

/// An application with an answer due, for another calendar to be applied.
#[derive(Debug, Clone, Queryable)]
pub struct OpenDue {
    /// The application.
    pub id: String,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// When it was last submitted.
    pub submitted_at: Option<NaiveDateTime>,
    /// When an answer is due.
    pub due_on: Option<NaiveDate>,
}

/// Every application with an answer due, soonest first.
pub fn open_dues(connection: &mut Connection) -> Result<Vec<OpenDue>> {
    Ok(filings::table
        .filter(filings::due_on.is_not_null())
        .order((filings::due_on, filings::id))
        .select((filings::id, filings::contract_name, filings::submitted_at, filings::due_on))
        .load(connection)?)
}
