//! The calendar in force, day by day.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::calendar::Exception;
use domain::clock::ClockDayKind;
use serde::Serialize;
use storage::reference::{ReferenceSet, reference_sets};
use utoipa::ToSchema;

use crate::app::{AppError, Context, Portal};

/// Name of the set.
pub(super) const SET: &str = "working_days";

/// The calendar in force.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CalendarDetail {
    /// Its edition.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// When it was loaded.
    pub loaded_at: DateTime<Utc>,
    /// SHA-256 of its text, hex: what a new edition replaces.
    pub digest: String,
    /// Years whose notice is loaded; days of other years are provisional.
    pub years: Vec<i32>,
    /// Days that depart from the week, of the year asked for.
    pub days: Vec<CalendarDay>,
}

/// A day that departs from the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CalendarDay {
    /// The day.
    pub date: NaiveDate,
    /// `holiday` or `makeup`.
    pub kind: ClockDayKind,
    /// The holiday it belongs to.
    pub name: String,
}

impl CalendarDay {
    pub(super) fn of(date: NaiveDate, exception: &Exception) -> Self {
        let (kind, name) = match exception {
            Exception::Holiday(name) => (ClockDayKind::Holiday, name.clone()),
            Exception::Makeup(name) => (ClockDayKind::Makeup, name.clone()),
        };
        Self { date, kind, name }
    }
}

/// The calendar in force; days of one year, or of this one.
pub async fn read(portal: &Portal, context: &Context, year: Option<i32>) -> Result<CalendarDetail, AppError> {
    context.user()?;
    let year = year.unwrap_or_else(|| portal.today().year());
    let set = portal.database.read(in_force).await?;
    detail(&set, year)
}

pub(super) fn in_force(connection: &mut storage::Connection) -> Result<ReferenceSet, AppError> {
    reference_sets(connection)?.remove(SET).ok_or_else(|| AppError::internal("no calendar"))
}

pub(super) fn detail(set: &ReferenceSet, year: i32) -> Result<CalendarDetail, AppError> {
    let calendar = domain::reference::read_calendar(&set.content).map_err(AppError::internal)?;
    Ok(CalendarDetail {
        version: set.version.clone(),
        source: set.source.clone(),
        loaded_at: set.loaded_at,
        digest: crate::app::digest(&set.content),
        years: calendar.years().collect(),
        days: calendar
            .exceptions()
            .filter(|(date, _)| date.year() == year)
            .map(|(date, exception)| CalendarDay::of(date, exception))
            .collect(),
    })
}
