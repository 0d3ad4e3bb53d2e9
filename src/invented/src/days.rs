//! When contracts are registered: more from year to year but in bad ones, most in December, on working days from nine to five.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use domain::clock::shanghai_midnight;

/// Growth of a year, per cent.
const GROWTH: u64 = 108;
/// Bad years, per cent of what they would have been: the financial crisis, the slump of 2015, the pandemic.
const DIPS: [(i32, u64); 4] = [(2009, 82), (2015, 91), (2016, 95), (2020, 86)];
/// What each month has of a year: little around the New Year's holidays, most before the books are closed.
const SEASON: [u64; 12] = [85, 60, 92, 84, 84, 102, 88, 84, 100, 78, 104, 176];
/// Seconds of a day in which the desks decide.
const OPEN: u64 = 8 * 3_600;

/// The working days of a time, each with its share.
#[derive(Debug, Clone)]
pub(crate) struct Days {
    days: Vec<NaiveDate>,
    /// The shares up to and with each day.
    up_to: Vec<u64>,
}

impl Days {
    /// The working days from one to another, both counted.
    pub(crate) fn new(from: NaiveDate, to: NaiveDate) -> Self {
        let (mut days, mut up_to, mut sum) = (Vec::new(), Vec::new(), 0);
        let (mut year, mut level) = (from.year(), 100_000_u64);
        for day in from.iter_days().take_while(|day| *day <= to).filter(|day| is_worked(*day)) {
            while year < day.year() {
                (year, level) = (year + 1, level * GROWTH / 100);
            }
            let dip = DIPS.iter().find(|(bad, _)| *bad == year).map_or(100, |(_, share)| *share);
            let season = usize::try_from(day.month0()).ok().and_then(|month| SEASON.get(month)).copied().unwrap_or(90);
            sum += level * dip * season / 10_000;
            days.push(day);
            up_to.push(sum);
        }
        Self { days, up_to }
    }

    /// When number `number` of `of` is registered; none where there is no day at all. Later numbers are not earlier.
    pub(crate) fn at(&self, number: u64, of: u64) -> Option<DateTime<Utc>> {
        let all = u128::from(*self.up_to.last()?);
        let share = (2 * u128::from(number) + 1) * all / (2 * u128::from(of.max(1)));
        let share = u64::try_from(share).ok()?.min(self.up_to.last()?.saturating_sub(1));
        let place = self.up_to.partition_point(|up_to| *up_to <= share);
        let before = place.checked_sub(1).and_then(|earlier| self.up_to.get(earlier)).copied().unwrap_or_default();
        let width = self.up_to.get(place)?.saturating_sub(before).max(1);
        let second = i64::try_from((share - before) * OPEN / width).ok()?;
        Some(shanghai_midnight(*self.days.get(place)?) + TimeDelta::seconds(9 * 3_600 + second))
    }

    /// The last of its days.
    pub(crate) fn last(&self) -> Option<NaiveDate> {
        self.days.last().copied()
    }
}

/// Monday to Friday: the holidays of twenty years are not among what is invented.
pub(crate) fn is_worked(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The working day so many before this one.
pub(crate) fn worked_before(day: NaiveDate, count: u64) -> NaiveDate {
    let mut found = day;
    for _ in 0..count {
        found = found.pred_opt().unwrap_or(found);
        while !is_worked(found) {
            found = found.pred_opt().unwrap_or(found);
        }
    }
    found
}

/// This day, or the next that is worked.
pub(crate) fn worked_from(day: NaiveDate) -> NaiveDate {
    let mut found = day;
    while !is_worked(found) {
        found = found.succ_opt().unwrap_or(found);
    }
    found
}

#[cfg(test)]
mod tests {
    use domain::clock::shanghai_date;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn later_numbers_are_not_earlier_and_all_are_worked_days() {
        let days = Days::new(day("2006-12-01"), day("2026-11-28"));
        let moments: Vec<_> = (0..5_000).map(|number| days.at(number, 5_000).unwrap()).collect();
        assert!(moments.windows(2).all(|two| two[0] <= two[1]));
        assert!(moments.iter().all(|at| is_worked(shanghai_date(*at))));
        assert_eq!(shanghai_date(moments[0]), day("2006-12-01"));
        assert_eq!(shanghai_date(*moments.last().unwrap()), day("2026-11-27"), "the 28th is a Saturday");
        let of = |year: i32| moments.iter().filter(|at| shanghai_date(**at).year() == year).count();
        assert!(of(2009) < of(2008) && of(2020) < of(2019) && of(2025) > 3 * of(2007));
        let december = moments.iter().filter(|at| shanghai_date(**at).month() == 12).count();
        assert!(december > 500, "{december}");
        assert_eq!(Days::new(day("2026-11-28"), day("2026-11-29")).at(0, 1), None, "a weekend");
    }

    #[test]
    fn working_days_are_counted_back_over_weekends() {
        assert_eq!(worked_before(day("2026-11-23"), 1), day("2026-11-20"));
        assert_eq!(worked_before(day("2026-11-23"), 6), day("2026-11-13"));
        assert_eq!(worked_from(day("2026-11-22")), day("2026-11-23"));
    }
}
