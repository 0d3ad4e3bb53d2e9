//! When somebody is reminded that an answer is due: at half time and on the last day, on working days only.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use crate::calendar::WorkingCalendar;
use crate::clock::{STATUTORY_WORKING_DAYS, shanghai_date, working_days_between};
use crate::terms::terms;

terms! {
    /// Why somebody is reminded.
    ReminderReason {
        /// 时限过半
        HalfTime = "half_time",
        /// 今日到期
        LastDay = "last_day",
        /// 即将失效：退回后未补正
        Lapse = "lapse",
        /// 转办步骤临近时限
        Referral = "referral",
        /// 数据核查待企业答复
        Answer = "answer",
    }
}

/// Days before it lapses from which the company has been warned.
const WARNED_BEFORE: Days = Days::new(7);

/// When a returned application lapses, if a company has so many calendar days to put it right: the centre's own rule, no law.
pub fn lapses_at(returned_at: DateTime<Utc>, correction_days: u16) -> DateTime<Utc> {
    returned_at.checked_add_signed(TimeDelta::days(correction_days.into())).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// The day on which the company is warned that a returned application lapses: the last working day that leaves it a week.
pub fn lapse_warning_on(
    returned_at: DateTime<Utc>,
    correction_days: u16,
    calendar: &WorkingCalendar,
) -> Option<NaiveDate> {
    let latest = shanghai_date(lapses_at(returned_at, correction_days)).checked_sub_days(WARNED_BEFORE)?;
    let returned_on = shanghai_date(returned_at);
    let days = std::iter::successors(Some(latest), NaiveDate::pred_opt);
    days.take_while(|day| *day >= returned_on).find(|day| calendar.kind(*day).is_worked())
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
    fn a_warning_comes_once_on_a_working_day_and_leaves_a_week() {
        let calendar = ReferenceData::shipped().unwrap().calendar;
        let warned_of = |returned: &str, days: u16| {
            let at = returned.parse::<DateTime<Utc>>().unwrap();
            let warned = lapse_warning_on(at, days, &calendar).unwrap();
            (shanghai_date(lapses_at(at, days)).to_string(), warned.to_string())
        };
        let warned = |returned: &str| warned_of(returned, 30);
        assert_eq!(warned("2026-11-23T02:00:00Z"), ("2026-12-23".into(), "2026-12-16".into()));
        // Late in the evening of one day in London is the next in Suzhou; and a Saturday is no day for a mail of the centre's.
        assert_eq!(warned("2026-11-25T17:00:00Z"), ("2026-12-26".into(), "2026-12-18".into()));
        // The least that can be set: one day after the return, or the same day where the next is no working day.
        assert_eq!(warned_of("2026-11-23T02:00:00Z", 8), ("2026-12-01".into(), "2026-11-24".into()));
        assert_eq!(warned_of("2026-11-27T02:00:00Z", 8), ("2026-12-05".into(), "2026-11-27".into()));
        // The holidays at the beginning of October lie on the day itself.
        assert_eq!(warned("2026-09-10T02:00:00Z"), ("2026-10-10".into(), "2026-09-30".into()));
    }

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
