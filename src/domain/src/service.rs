//! What the service page says of the desks: working days to a decision, answers on time, returns; all read from the journal.

use crate::calendar::WorkingCalendar;
use crate::clock::{ClockEvent, ClockEventKind, due_on, working_days_between};

/// How long one application took, from its clock's events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// Working days from the last submission to the decision: what the law counts, since a return starts the clock anew.
    pub working_days: i32,
    /// Whether every answer, returns included, came by its due day.
    pub on_time: bool,
    /// How often it was returned before.
    pub returns: i32,
}

/// Measures a decided application; `events` are in order and end with the decision.
pub fn measure(events: &[ClockEvent], calendar: &WorkingCalendar) -> Option<Service> {
    let mut found = None;
    let (mut on_time, mut answers) = (true, 0);
    let mut started = None;
    for event in events {
        match event.kind {
            ClockEventKind::Started => started = Some(event.on),
            ClockEventKind::Stopped(_) => {
                let Some(start) = started.take() else { continue };
                on_time &= event.on <= due_on(start, calendar);
                let working_days = working_days_between(start, event.on, calendar);
                found = Some(Service { working_days, on_time, returns: answers });
                answers += 1;
            }
        }
    }
    found
}

/// Filings that took the same number of working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// Working days.
    pub working_days: i32,
    /// Whether each answer came on time.
    pub on_time: bool,
    /// Whether they were returned at least once.
    pub returned: bool,
    /// How many.
    pub filings: i64,
}

/// Figures over some filings. Shares are per thousand, so that nothing is lost in floating point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// How many were decided.
    pub filings: i64,
    /// Half of them took at most so many working days (nearest rank).
    pub median: Option<i32>,
    /// Nine in ten took at most so many (nearest rank).
    pub p90: Option<i32>,
    /// Share answered on time, per thousand.
    pub on_time_per_mille: Option<i64>,
    /// Share returned at least once, per thousand.
    pub returned_per_mille: Option<i64>,
}

/// The figures over these bins.
pub fn figures(bins: &[Bin]) -> Figures {
    let filings: i64 = bins.iter().map(|bin| bin.filings).sum();
    let mut sorted = bins.to_vec();
    sorted.sort_unstable_by_key(|bin| bin.working_days);
    let at_rank = |rank: i64| {
        let mut passed = 0;
        sorted.iter().find(|bin| {
            passed += bin.filings;
            passed >= rank
        })
    };
    let percentile = |percent: i64| {
        let rank = (filings * percent + 99) / 100;
        at_rank(rank.max(1)).filter(|_| filings > 0).map(|bin| bin.working_days)
    };
    let share = |which: fn(&Bin) -> bool| {
        let some: i64 = bins.iter().filter(|bin| which(bin)).map(|bin| bin.filings).sum();
        (filings > 0).then(|| (some * 1000 + filings / 2) / filings)
    };
    Figures {
        filings,
        median: percentile(50),
        p90: percentile(90),
        on_time_per_mille: share(|bin| bin.on_time),
        returned_per_mille: share(|bin| bin.returned),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::reference::ReferenceData;

    fn event(on: &str, kind: ClockEventKind) -> ClockEvent {
        ClockEvent { on: on.parse().unwrap(), kind }
    }

    #[test]
    fn a_return_starts_the_count_anew_and_a_late_answer_is_remembered() {
        use ClockEventKind::{Started, Stopped};

        use crate::clock::ClockStop::{Registered, Returned};
        let calendar = ReferenceData::shipped().unwrap().calendar;
        let road = [
            event("2026-11-02", Started),
            event("2026-11-06", Stopped(Returned)),
            event("2026-11-10", Started),
            event("2026-11-12", Stopped(Registered)),
        ];
        let measured = measure(&road, &calendar).unwrap();
        assert_eq!(measured, Service { working_days: 2, on_time: false, returns: 1 });
        let prompt = measure(&road[2..], &calendar).unwrap();
        assert_eq!(prompt, Service { working_days: 2, on_time: true, returns: 0 });
        assert_eq!(measure(&road[..1], &calendar), None);
    }

    #[test]
    fn nobody_decided_means_no_figures() {
        let none = figures(&[]);
        assert_eq!((none.filings, none.median, none.p90, none.on_time_per_mille), (0, None, None, None));
    }

    proptest! {
        #[test]
        fn percentiles_over_bins_are_those_over_the_single_filings(days in proptest::collection::vec(0_i32..8, 1..80)) {
            let bins: Vec<Bin> = days
                .iter()
                .map(|days| Bin { working_days: *days, on_time: *days <= 3, returned: *days == 0, filings: 1 })
                .collect();
            let mut sorted = days.clone();
            sorted.sort_unstable();
            let rank = |percent: usize| sorted[(sorted.len() * percent).div_ceil(100).max(1) - 1];
            let found = figures(&bins);
            prop_assert_eq!(found.median, Some(rank(50)));
            prop_assert_eq!(found.p90, Some(rank(90)));
            let late = days.iter().filter(|days| **days > 3).count();
            prop_assert_eq!(found.on_time_per_mille == Some(1000), late == 0);
        }
    }
}
