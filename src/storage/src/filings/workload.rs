//! What lies with each person of a desk, counted over the queue.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::filing::FilingStatus;

use crate::schema::queue_entries;
use crate::{Connection, Result};

/// What someone's open work amounts to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenWork {
    /// Under review.
    pub open: i64,
    /// Of these, overdue.
    pub overdue: i64,
    /// Of these, due today.
    pub due_today: i64,
}

/// Open work at some desks by person; under no id what nobody has taken yet. What waits for a decision is nobody's.
pub fn open_work(
    connection: &mut Connection,
    desks: &[String],
    today: NaiveDate,
) -> Result<std::collections::BTreeMap<Option<String>, OpenWork>> {
    let mut work = std::collections::BTreeMap::<Option<String>, OpenWork>::new();
    let tomorrow = today.succ_opt().unwrap_or(today);
    for (from, before) in [(None, None), (None, Some(today)), (Some(today), Some(tomorrow))] {
        let statuses = [FilingStatus::Submitted, FilingStatus::InReview].map(FilingStatus::code);
        let mut query = queue_entries::table
            .group_by(queue_entries::claimed_by)
            .filter(queue_entries::desk_code.eq_any(desks.to_vec()))
            .filter(queue_entries::status.eq_any(statuses))
            .select((queue_entries::claimed_by, diesel::dsl::count_star()))
            .into_boxed();
        if let Some(day) = from {
            query = query.filter(queue_entries::place.ge(day.to_string()));
        }
        if let Some(day) = before {
            query = query.filter(queue_entries::place.lt(day.to_string()));
        }
        let counts: Vec<(Option<String>, i64)> = query.load(connection)?;
        for (person, count) in counts {
            let of = work.entry(person).or_default();
            match (from, before) {
                (None, None) => of.open = count,
                (None, Some(_)) => of.overdue = count,
                _ => of.due_today = count,
            }
        }
    }
    Ok(work)
}
