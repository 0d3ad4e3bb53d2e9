//! What another edition would change: days, years, and the due days of open applications. Nothing is written.

use chrono::NaiveDate;
use domain::Role;
use domain::calendar::WorkingCalendar;
use domain::clock::{due_on, shanghai_date};
use serde::Serialize;
use storage::Connection;
use storage::duties::{OpenDue, open_dues};
use utoipa::ToSchema;

use super::load::LoadCalendar;
use super::read::{CalendarDay, in_force};
use crate::app::{AppError, Context, Portal};

/// Applications that are named; beyond that only their number is told.
const NAMED: usize = 100;

/// What an edition would change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CalendarDiff {
    /// SHA-256 of the text of the calendar in force, hex: to be given as `replaces`.
    pub replaces: String,
    /// Days that differ.
    pub days: Vec<DayChange>,
    /// Years that are covered now and were not: what was provisional becomes certain.
    pub years_added: Vec<i32>,
    /// Years that would no longer be covered.
    pub years_removed: Vec<i32>,
    /// How many open applications would be due on another day.
    pub moved: usize,
    /// The first 100 of them.
    pub filings: Vec<RedatedFiling>,
}

/// A day on which the editions differ.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DayChange {
    /// The day.
    pub date: NaiveDate,
    /// What it is now; null for an ordinary day of the week.
    pub from: Option<CalendarDay>,
    /// What it would be.
    pub to: Option<CalendarDay>,
}

/// An open application that would be due on another day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RedatedFiling {
    /// Id.
    pub id: String,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// Due now.
    pub from: Option<NaiveDate>,
    /// Due then.
    pub to: NaiveDate,
}

/// A dry run.
pub async fn check(portal: &Portal, context: &Context, body: LoadCalendar) -> Result<CalendarDiff, AppError> {
    context.staff(|role| role == Role::SystemAdmin)?;
    let later = parse(context, &body.content)?;
    portal
        .database
        .read(move |connection| {
            let set = in_force(connection)?;
            let now = domain::reference::read_calendar(&set.content).map_err(AppError::internal)?;
            let moved = moved(connection, &later)?;
            Ok(CalendarDiff {
                replaces: crate::app::digest(&set.content),
                days: day_changes(&now, &later),
                years_added: later.years().filter(|year| !now.covers(*year)).collect(),
                years_removed: now.years().filter(|year| !later.covers(*year)).collect(),
                moved: moved.len(),
                filings: moved
                    .into_iter()
                    .take(NAMED)
                    .map(|(open, to)| RedatedFiling {
                        id: open.id,
                        contract_name: open.contract_name,
                        from: open.due_on,
                        to,
                    })
                    .collect(),
            })
        })
        .await
}

fn day_changes(now: &WorkingCalendar, later: &WorkingCalendar) -> Vec<DayChange> {
    now.differences(later)
        .into_iter()
        .map(|day| DayChange {
            date: day.date,
            from: day.from.map(|exception| CalendarDay::of(day.date, exception)),
            to: day.to.map(|exception| CalendarDay::of(day.date, exception)),
        })
        .collect()
}

/// The text as a calendar, or what is wrong with it.
pub(super) fn parse(context: &Context, text: &str) -> Result<WorkingCalendar, AppError> {
    domain::reference::read_calendar(text).map_err(|error| {
        let zh = format!("第 {} 行无法读取：{}", error.line, error.message);
        let en = format!("line {} cannot be read: {}", error.line, error.message);
        AppError::field("/content", "calendar_unreadable", context.say(&zh, &en))
    })
}

/// Open applications whose due day is another under this calendar, with that day.
pub(super) fn moved(
    connection: &mut Connection,
    calendar: &WorkingCalendar,
) -> Result<Vec<(OpenDue, NaiveDate)>, AppError> {
    let mut known = std::collections::BTreeMap::new();
    Ok(open_dues(connection)?
        .into_iter()
        .filter_map(|open| {
            let submitted = shanghai_date(open.submitted_at?.and_utc());
            let due = *known.entry(submitted).or_insert_with(|| due_on(submitted, calendar));
            (open.due_on != Some(due)).then_some((open, due))
        })
        .collect())
}
