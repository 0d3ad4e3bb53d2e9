//! When somebody is reminded that an answer is due: at half time and on the last day, on working days only.

use chrono::NaiveDate;

use crate::calendar::WorkingCalendar;
use crate::clock::{STATUTORY_WORKING_DAYS, working_days_between};
use crate::terms::terms;

terms! {
    /// Why somebody is reminded.
    ReminderReason {
        /// 时限过半
        HalfTime = "half_time",
        /// 今日到期
        LastDay = "last_day",
    }
}

/// Why today is a day to remind of what is due on that day; none on most days.
pub fn reason(due_on: NaiveDate, today: NaiveDate, calendar: &WorkingCalendar) -> Option<ReminderReason> {
    if due_on < today || !calendar.kind(today).is_worked() {
        return None;
    }
    match working_days_between(today, due_on, calendar) {
        0 => Some(ReminderReason::LastDay),
        left if left == half_time_left() => Some(ReminderReason::HalfTime),
        _ => None,
    }
}

/// The last due day that a reminder of today can be about.
pub fn latest_due(today: NaiveDate, calendar: &WorkingCalendar) -> NaiveDate {
    let days = u8::try_from(half_time_left()).unwrap_or_default();
    crate::clock::day_after(today, days, calendar)
}

/// Working days left after the day on which more than half of them have been used: one, of three.
fn half_time_left() -> i32 {
    i32::from(STATUTORY_WORKING_DAYS) / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::ReferenceData;

    #[test]
    fn twice_and_never_on_a_holiday() {
        let calendar = ReferenceData::shipped().unwrap().calendar;
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        // Submitted on Wednesday 30 September 2026: the holidays and the weekend worked for them lie between.
        let due = day("2026-10-10");
        let reminded: Vec<(String, ReminderReason)> = day("2026-09-30")
            .iter_days()
            .take(14)
            .filter_map(|today| Some((today.to_string(), reason(due, today, &calendar)?)))
            .collect();
        assert_eq!(
            reminded,
            [("2026-10-09".to_owned(), ReminderReason::HalfTime), ("2026-10-10".to_owned(), ReminderReason::LastDay)]
        );
        assert_eq!(latest_due(day("2026-10-09"), &calendar), due);
    }
}
