//! What has happened to an application, and its statutory clock, both read from the journal.

use chrono::{DateTime, NaiveDate, Utc};
use domain::FilingId;
use domain::clock::{
    Clock, ClockDay, ClockEvent, ClockEventKind, ClockRun, ClockStop, STATUTORY_WORKING_DAYS, clock_runs,
    shanghai_date, statutory_clock,
};
use domain::event::facts;
use serde::Serialize;
use serde_json::Value;
use storage::journal::{Entry, about};
use utoipa::ToSchema;

use crate::app::{Actor, AppError, Context, Portal};

/// Everything that happened.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HistoryView {
    /// Oldest first.
    pub items: Vec<HistoryItem>,
}

/// One thing that happened.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HistoryItem {
    /// Its place in the journal.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// What, such as `filing.submitted`.
    pub kind: String,
    /// Who, as far as this reader may know.
    pub actor: Option<HistoryActor>,
    /// The facts.
    #[schema(value_type = Object)]
    pub detail: Value,
}

/// Who did something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HistoryActor {
    /// Name; empty for staff in the company's view.
    pub name: String,
    /// Role.
    pub role: String,
}

/// The statutory clock, day by day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClockView {
    /// Day of submission; none for a draft.
    pub started_on: Option<NaiveDate>,
    /// Last day for the answer.
    pub due_on: Option<NaiveDate>,
    /// Working days after today up to the due day; negative when overdue.
    pub working_days_left: i32,
    /// Whether the answer is late.
    pub overdue: bool,
    /// Whether a year without a calendar is involved.
    pub provisional: bool,
    /// Whether it runs; a return or a decision stops it.
    pub running: bool,
    /// Each day of the last run, and why it counts or not.
    pub days: Vec<ClockDay>,
    /// Every run, the first first: a return stops the clock, a new submission starts it anew.
    pub runs: Vec<ClockRun>,
}

/// The history of an application. What autosave did is left out: its entries prove versions and say nothing to people. Outside the
/// centre, only events are read, and of each the facts that are told.
pub async fn history(portal: &Portal, context: &Context, id: FilingId) -> Result<HistoryView, AppError> {
    let entries = entries(portal, context, id).await?;
    let ids: Vec<String> =
        entries.iter().filter_map(|entry| entry.actor.strip_prefix("user:").map(str::to_owned)).collect();
    let names = portal
        .database
        .read(move |connection| Ok::<_, AppError>(storage::accounts::user_names(connection, &ids)?))
        .await?;
    let staff = matches!(&context.actor, Actor::User(user) if user.role.is_staff());
    let items = entries
        .into_iter()
        .filter(|entry| entry.kind != "filing.saved")
        .filter_map(|entry| {
            let detail = if staff { Some(entry.body) } else { facts(&entry.kind, &entry.body) }?;
            Some(HistoryItem {
                actor: entry.actor.strip_prefix("user:").and_then(|id| names.get(id)).map(|(name, role)| {
                    HistoryActor {
                        name: if staff || role == "company" { name.clone() } else { String::new() },
                        role: role.clone(),
                    }
                }),
                seq: entry.seq,
                at: entry.at,
                kind: entry.kind,
                detail,
            })
        })
        .collect();
    Ok(HistoryView { items })
}

/// The clock of an application, computed from its entries and the calendar.
pub async fn clock(portal: &Portal, context: &Context, id: FilingId) -> Result<ClockView, AppError> {
    let entries = entries(portal, context, id).await?;
    let (events, today, reference) = (clock_events(&entries), portal.today(), portal.reference());
    let calendar = &reference.data.calendar;
    let Clock { started_on, due_on, working_days_left, overdue, provisional, running, days } =
        statutory_clock(&events, today, calendar, STATUTORY_WORKING_DAYS);
    let runs = clock_runs(&events, today, calendar, STATUTORY_WORKING_DAYS);
    Ok(ClockView { started_on, due_on, working_days_left, overdue, provisional, running, days, runs })
}

/// What starts and stops the clock.
pub(crate) fn clock_events(entries: &[Entry]) -> Vec<ClockEvent> {
    entries
        .iter()
        .filter_map(|entry| {
            let kind = match entry.kind.as_str() {
                "filing.submitted" => ClockEventKind::Started,
                "filing.returned" => ClockEventKind::Stopped(ClockStop::Returned),
                "filing.registered" => ClockEventKind::Stopped(ClockStop::Registered),
                "filing.refused" => ClockEventKind::Stopped(ClockStop::Refused),
                "filing.referred" => ClockEventKind::Stopped(ClockStop::Referred),
                "filing.withdrawn" => ClockEventKind::Stopped(ClockStop::Withdrawn),
                _ => return None,
            };
            Some(ClockEvent { on: shanghai_date(entry.at), kind })
        })
        .collect()
}

async fn entries(portal: &Portal, context: &Context, id: FilingId) -> Result<Vec<Entry>, AppError> {
    context.may_see_any()?;
    let reader = context.clone();
    portal
        .database
        .read(move |connection| {
            reader.visible(connection, id)?;
            Ok(about(connection, &id.to_string())?)
        })
        .await
}
