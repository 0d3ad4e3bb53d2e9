//! The clock against the given dates, and what must hold for any date.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::reference::ReferenceData;

static CALENDAR: LazyLock<WorkingCalendar> = LazyLock::new(|| ReferenceData::shipped().unwrap().calendar);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn started(on: &str) -> ClockEvent {
    ClockEvent { on: day(on), kind: ClockEventKind::Started }
}

fn stopped(on: &str) -> ClockEvent {
    ClockEvent { on: day(on), kind: ClockEventKind::Stopped(ClockStop::Returned) }
}

fn clock(events: &[ClockEvent], today: &str) -> Clock {
    statutory_clock(events, day(today), &CALENDAR, STATUTORY_WORKING_DAYS)
}

#[test]
fn every_given_submission_is_due_on_the_given_day() {
    let cases = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/clock.json"));
    let cases: serde_json::Value = serde_json::from_str(cases).unwrap();
    let vectors = cases["vectors"].as_array().unwrap();
    assert!(!vectors.is_empty());
    for vector in vectors {
        let submitted = day(vector["submitted_on"].as_str().unwrap());
        assert_eq!(due_on(submitted, &CALENDAR), day(vector["due_on"].as_str().unwrap()), "submitted on {submitted}");
    }
}

#[test]
fn a_draft_has_no_clock() {
    let clock = clock(&[], "2026-11-22");
    assert_eq!((clock.started_on, clock.due_on, clock.running, clock.overdue), (None, None, false, false));
    assert!(clock.days.is_empty());
}

#[test]
fn each_day_says_why_it_counts() {
    let clock = clock(&[started("2026-09-30")], "2026-09-30");
    let told: Vec<_> = clock.days.iter().map(|day| (day.date.to_string(), day.number, day.kind.code())).collect();
    let told: Vec<_> = told.iter().map(|(date, number, kind)| (date.as_str(), *number, *kind)).collect();
    assert_eq!(told[0], ("2026-09-30", None, "submission"));
    assert_eq!(told[1], ("2026-10-01", None, "holiday"));
    assert_eq!(told[8], ("2026-10-08", Some(1), "working"));
    assert_eq!(told[9], ("2026-10-09", Some(2), "working"));
    assert_eq!(told[10], ("2026-10-10", Some(3), "makeup"));
    assert_eq!(told.len(), 11);
    assert!(clock.days[1].note.as_deref().unwrap().contains("国庆"));
}

#[test]
fn days_left_fall_to_zero_on_the_due_day_and_below_after_it() {
    let left = |today| {
        let clock = clock(&[started("2026-11-20")], today);
        (clock.working_days_left, clock.overdue)
    };
    assert_eq!(left("2026-11-20"), (3, false));
    assert_eq!(left("2026-11-22"), (3, false)); // a Sunday
    assert_eq!(left("2026-11-23"), (2, false));
    assert_eq!(left("2026-11-25"), (0, false));
    assert_eq!(left("2026-11-26"), (-1, true));
    assert_eq!(left("2026-11-30"), (-3, true));
}

#[test]
fn a_return_stops_the_clock_and_a_new_submission_starts_it_anew() {
    let returned = [started("2026-11-16"), stopped("2026-11-18")];
    let first = clock(&returned, "2026-12-30");
    assert!(!first.running && !first.overdue);
    assert_eq!((first.due_on, first.working_days_left), (Some(day("2026-11-19")), 1));

    let again = clock(&[returned[0], returned[1], started("2026-11-23")], "2026-11-24");
    assert!(again.running);
    assert_eq!((again.started_on, again.due_on), (Some(day("2026-11-23")), Some(day("2026-11-26"))));
}

#[test]
fn every_run_says_from_when_to_when_and_why_and_what_was_used() {
    let registered = ClockEvent { on: day("2026-12-01"), kind: ClockEventKind::Stopped(ClockStop::Registered) };
    let road = [started("2026-11-16"), stopped("2026-11-18"), started("2026-11-22"), registered];
    let told = |events: &[ClockEvent], today: &str| -> Vec<_> {
        let runs = clock_runs(events, day(today), &CALENDAR, STATUTORY_WORKING_DAYS);
        let days = |run: &ClockRun| (run.working_days_used, run.working_days_left);
        runs.iter().map(|run| (run.started_by.code(), run.stopped_by.map(ClockStop::code), days(run))).collect()
    };
    assert_eq!(told(&[], "2026-11-16"), []);
    assert_eq!(told(&road[..1], "2026-11-16"), [("submitted", None, (0, 3))]);
    assert_eq!(told(&road[..1], "2026-11-20"), [("submitted", None, (4, -1))]);
    let first = ("submitted", Some("returned"), (2, 1));
    assert_eq!(told(&road[..2], "2026-12-30"), [first]);
    // Submitted again on a Sunday; all three days begin anew.
    assert_eq!(told(&road[..3], "2026-11-23"), [first, ("resubmitted", None, (1, 2))]);
    // Decided on Tuesday of the week after: four working days late.
    assert_eq!(told(&road, "2026-12-30"), [first, ("resubmitted", Some("registered"), (7, -4))]);
    // What comes after a return without a new submission moves no clock.
    let withdrawn = ClockEvent { on: day("2026-11-20"), kind: ClockEventKind::Stopped(ClockStop::Withdrawn) };
    assert_eq!(told(&[road[0], road[1], withdrawn], "2026-12-30"), [first]);
}

#[test]
fn an_answer_that_came_late_stays_late() {
    let late = clock(&[started("2026-11-16"), stopped("2026-11-23")], "2026-12-30");
    assert!(late.overdue && !late.running);
}

#[test]
fn a_year_without_calendar_makes_it_provisional() {
    assert!(!clock(&[started("2026-12-28")], "2026-12-28").provisional);
    assert!(clock(&[started("2026-12-30")], "2026-12-30").provisional);
}

#[test]
fn the_sixtieth_day_is_in_time() {
    for (from, last) in [("2026-09-23", "2026-11-22"), ("2025-12-31", "2026-03-01"), ("2026-11-22", "2027-01-21")] {
        assert_eq!(sixty_days(day(from)), day(last));
    }
    assert_eq!(sixty_days(NaiveDate::MAX), NaiveDate::MAX);
}

#[test]
fn the_day_changes_at_midnight_in_shanghai() {
    let at = |text: &str| shanghai_date(text.parse().unwrap());
    assert_eq!(at("2026-11-22T15:59:59.999Z"), day("2026-11-22"));
    assert_eq!(at("2026-11-22T16:00:00Z"), day("2026-11-23"));
    assert_eq!(shanghai_date(DateTime::<Utc>::MAX_UTC), NaiveDate::MAX);
    let day = day("2026-11-22");
    assert_eq!(shanghai_date(shanghai_midnight(day)), day);
    assert_eq!(shanghai_date(shanghai_midnight(day) - TimeDelta::milliseconds(1)), day.pred_opt().unwrap());
}

proptest! {
    #[test]
    fn exactly_three_days_count_and_the_last_is_the_due_day(offset in 0_u64..2900, wait in 0_u64..40) {
        let submitted = day("2020-01-01") + Days::new(offset);
        let event = ClockEvent { on: submitted, kind: ClockEventKind::Started };
        let clock = statutory_clock(&[event], submitted + Days::new(wait), &CALENDAR, 3);
        let numbers: Vec<_> = clock.days.iter().filter_map(|day| day.number).collect();
        prop_assert_eq!(numbers, vec![1, 2, 3]);
        prop_assert_eq!(clock.days.last().map(|day| day.date), clock.due_on);
        prop_assert!(clock.days.iter().all(|day| day.counts == CALENDAR.kind(day.date).is_worked() && day.date > submitted || day.date == submitted));
        prop_assert_eq!(clock.overdue, submitted + Days::new(wait) > clock.due_on.unwrap());
        prop_assert!(!clock.overdue || clock.working_days_left <= 0);
    }

    #[test]
    fn days_used_and_left_are_all_there_are_and_the_last_run_is_the_clock(
        waits in proptest::collection::vec(0_u64..9, 1..9),
        looked in 0_u64..9,
    ) {
        let mut on = day("2026-01-05");
        let mut events = Vec::new();
        for (round, wait) in waits.iter().enumerate() {
            on = on + Days::new(*wait);
            let kind = if round.is_multiple_of(2) { ClockEventKind::Started } else { ClockEventKind::Stopped(ClockStop::Returned) };
            events.push(ClockEvent { on, kind });
        }
        let today = on + Days::new(looked);
        let runs = clock_runs(&events, today, &CALENDAR, 3);
        prop_assert_eq!(runs.len(), waits.len().div_ceil(2));
        for (round, run) in runs.iter().enumerate() {
            prop_assert_eq!(run.working_days_used + run.working_days_left, 3);
            prop_assert!(run.working_days_used >= 0);
            prop_assert_eq!(run.started_by == ClockStart::Submitted, round == 0);
            prop_assert_eq!(run.stopped_on.is_some(), run.stopped_by.is_some());
            prop_assert!(run.stopped_on.is_some() || round + 1 == runs.len());
        }
        let clock = statutory_clock(&events, today, &CALENDAR, 3);
        let last = &runs[runs.len() - 1];
        prop_assert_eq!((clock.started_on, clock.due_on), (Some(last.started_on), Some(last.due_on)));
        prop_assert_eq!(clock.working_days_left, last.working_days_left);
        prop_assert_eq!(clock.running, last.stopped_on.is_none());
    }
}
