//! The statutory clock (法定时限): computed from what happened and the calendar, never stored as a counter.
//!
//! Day 1 is the first working day after the day of submission; the answer is due at the end of working day 3
//! (《技术进出口管理条例》 Art. 19 and 38). A return or a decision stops the clock, a new submission starts it anew.
//! Days are days in Shanghai; [`shanghai_time`] is the only place that turns an instant into one.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::Serialize;

use crate::calendar::{DayKind, WorkingCalendar};
use crate::terms::terms;

/// Working days in which an application is answered (the Regulation, Art. 19 and 38).
pub const STATUTORY_WORKING_DAYS: u8 = 3;

/// Calendar days in which a contract is to be filed (《技术进出口合同登记管理办法》 Art. 6 and 7).
pub const FILING_DAYS: u64 = 60;

/// What moves the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockEventKind {
    /// Submitted, or submitted again.
    Started,
    /// Returned, referred, decided or withdrawn. What lapses was returned before.
    Stopped(ClockStop),
}

terms! {
    /// What started a run of the clock.
    ClockStart {
        /// Submitted for the first time.
        Submitted = "submitted",
        /// Submitted again, after a return.
        Resubmitted = "resubmitted",
    }
}

terms! {
    /// What stopped a run of the clock.
    ClockStop {
        /// 退回补正
        Returned = "returned",
        /// 准予登记
        Registered = "registered",
        /// 不予登记
        Refused = "refused",
        /// 转办
        Referred = "referred",
        /// 撤回
        Withdrawn = "withdrawn",
    }
}

/// Something that moved the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockEvent {
    /// The day, in Shanghai.
    pub on: NaiveDate,
    /// Start or stop.
    pub kind: ClockEventKind,
}

terms! {
    /// Why a day counts or does not.
    ClockDayKind {
        /// The day of submission itself.
        Submission = "submission",
        /// An ordinary working day.
        Working = "working",
        /// Saturday or Sunday.
        Weekend = "weekend",
        /// A public holiday.
        Holiday = "holiday",
        /// A weekend day that is worked.
        Makeup = "makeup",
    }
}

/// One day of the count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClockDay {
    /// The day.
    pub date: NaiveDate,
    /// Whether it counts.
    pub counts: bool,
    /// Which working day it is, from 1, if it counts.
    pub number: Option<u32>,
    /// Why it counts or not.
    pub kind: ClockDayKind,
    /// The holiday it belongs to.
    pub note: Option<String>,
}

/// Where the clock stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clock {
    /// Day of the last submission; nothing before the first.
    pub started_on: Option<NaiveDate>,
    /// Last day for the answer.
    pub due_on: Option<NaiveDate>,
    /// Working days after today up to and with the due day: 0 on the due day, negative when it has passed.
    /// Counted on the day the clock stopped, if it did; 0 before the first submission.
    pub working_days_left: i32,
    /// Whether the due day has passed without an answer (or had, when it came).
    pub overdue: bool,
    /// Whether a year it runs through has no calendar yet.
    pub provisional: bool,
    /// Whether it is running now.
    pub running: bool,
    /// Every day from submission to the due day, and why it counts or not.
    pub days: Vec<ClockDay>,
}

/// One run of the clock: from a submission to what stopped it, or to today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClockRun {
    /// Day of the submission.
    pub started_on: NaiveDate,
    /// Whether it was the first submission.
    pub started_by: ClockStart,
    /// Day on which it stopped; none while it runs.
    pub stopped_on: Option<NaiveDate>,
    /// What stopped it; none while it runs.
    pub stopped_by: Option<ClockStop>,
    /// Last day for the answer.
    pub due_on: NaiveDate,
    /// Working days after the day of submission up to and with the day on which it stopped, or today.
    pub working_days_used: i32,
    /// Working days after that day up to and with the due day; negative when it came after it.
    pub working_days_left: i32,
}

/// Every run of the clock, the first first. `events` come in the order in which they happened. Each run has all its days: a new
/// submission starts the clock anew.
pub fn clock_runs(
    events: &[ClockEvent],
    today: NaiveDate,
    calendar: &WorkingCalendar,
    working_days: u8,
) -> Vec<ClockRun> {
    let starts = events.iter().enumerate().filter(|(_, event)| event.kind == ClockEventKind::Started);
    starts
        .enumerate()
        .map(|(earlier, (at, started))| {
            let stop = events.get(at + 1).and_then(|event| match event.kind {
                ClockEventKind::Stopped(why) => Some((event.on, why)),
                ClockEventKind::Started => None,
            });
            let stopped_on = stop.map(|(on, _)| on);
            let seen_on = stopped_on.unwrap_or(today).max(started.on);
            let due = day_after(started.on, working_days, calendar);
            ClockRun {
                started_on: started.on,
                started_by: if earlier == 0 { ClockStart::Submitted } else { ClockStart::Resubmitted },
                stopped_on,
                stopped_by: stop.map(|(_, why)| why),
                due_on: due,
                working_days_used: working_days_between(started.on, seen_on, calendar),
                working_days_left: working_days_between(seen_on, due, calendar),
            }
        })
        .collect()
}

/// Reads the clock as its last run left it. `events` come in the order in which they happened.
pub fn statutory_clock(events: &[ClockEvent], today: NaiveDate, calendar: &WorkingCalendar, working_days: u8) -> Clock {
    let start = events.iter().rposition(|event| event.kind == ClockEventKind::Started);
    let Some((start, started)) = start.and_then(|at| Some((at, events.get(at)?.on))) else {
        return Clock {
            started_on: None,
            due_on: None,
            working_days_left: 0,
            overdue: false,
            provisional: false,
            running: false,
            days: Vec::new(),
        };
    };
    clock_of(started, events.get(start + 1).map(|event| event.on), today, calendar, working_days)
}

/// The clock of a submission, which something may have stopped.
pub fn clock_of(
    started: NaiveDate,
    stopped: Option<NaiveDate>,
    today: NaiveDate,
    calendar: &WorkingCalendar,
    working_days: u8,
) -> Clock {
    let days = count_days(started, calendar, working_days);
    let due = days.last().map_or(started, |day| day.date);
    let seen_on = stopped.unwrap_or(today).max(started);
    Clock {
        started_on: Some(started),
        due_on: Some(due),
        working_days_left: working_days_between(seen_on, due, calendar),
        overdue: seen_on > due,
        provisional: (started.year()..=due.year()).any(|year| !calendar.covers(year)),
        running: stopped.is_none(),
        days,
    }
}

/// The day on which the answer to a submission is due.
pub fn due_on(submitted_on: NaiveDate, calendar: &WorkingCalendar) -> NaiveDate {
    count_days(submitted_on, calendar, STATUTORY_WORKING_DAYS).last().map_or(submitted_on, |day| day.date)
}

/// The last of so many working days after a day, which itself does not count.
pub fn day_after(from: NaiveDate, working_days: u8, calendar: &WorkingCalendar) -> NaiveDate {
    count_days(from, calendar, working_days).last().map_or(from, |day| day.date)
}

/// The last day in time: 60 calendar days after `from`; the sixtieth is not late.
pub fn sixty_days(from: NaiveDate) -> NaiveDate {
    from.checked_add_days(Days::new(FILING_DAYS)).unwrap_or(NaiveDate::MAX)
}

/// Day and hour in Shanghai: UTC+8 all year round since 1992.
pub fn shanghai_time(at: DateTime<Utc>) -> NaiveDateTime {
    at.naive_utc().checked_add_signed(TimeDelta::hours(8)).unwrap_or(NaiveDateTime::MAX)
}

/// The day in Shanghai.
pub fn shanghai_date(at: DateTime<Utc>) -> NaiveDate {
    shanghai_time(at).date()
}

/// When a day begins in Shanghai.
pub fn shanghai_midnight(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN).and_utc();
    midnight.checked_sub_signed(TimeDelta::hours(8)).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

fn count_days(submitted_on: NaiveDate, calendar: &WorkingCalendar, working_days: u8) -> Vec<ClockDay> {
    let submission =
        ClockDay { date: submitted_on, counts: false, number: None, kind: ClockDayKind::Submission, note: None };
    let mut days = vec![submission];
    let mut number = 0;
    for date in submitted_on.iter_days().skip(1) {
        if number == u32::from(working_days) {
            break;
        }
        let (kind, note) = match calendar.kind(date) {
            DayKind::Working => (ClockDayKind::Working, None),
            DayKind::Weekend => (ClockDayKind::Weekend, None),
            DayKind::Holiday(name) => (ClockDayKind::Holiday, Some(name.to_owned())),
            DayKind::Makeup(name) => (ClockDayKind::Makeup, Some(name.to_owned())),
        };
        let counts = calendar.kind(date).is_worked();
        number += u32::from(counts);
        days.push(ClockDay { date, counts, number: counts.then_some(number), kind, note });
    }
    days
}

/// Working days after `from` up to and with `to`; negative when `to` comes first.
pub fn working_days_between(from: NaiveDate, to: NaiveDate, calendar: &WorkingCalendar) -> i32 {
    let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
    let worked =
        first.iter_days().skip(1).take_while(|date| *date <= last).filter(|date| calendar.kind(*date).is_worked());
    i32::try_from(worked.count()).map_or(i32::MAX, |count| sign * count)
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
