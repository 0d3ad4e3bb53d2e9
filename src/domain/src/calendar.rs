//! Which days are worked on the mainland: Monday to Friday, but for the State Council's holidays and make-up days.
//! A year without loaded exceptions is not covered, and whatever is computed over it is provisional.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};

/// A day that departs from the weekly pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exception {
    /// A non-working day of this holiday (weekend days inside it included).
    Holiday(String),
    /// A weekend day that is worked because of this holiday.
    Makeup(String),
}

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// Monday to Friday.
    Working,
    /// Saturday or Sunday.
    Weekend,
    /// A day of this holiday.
    Holiday(&'a str),
    /// A weekend day worked because of this holiday.
    Makeup(&'a str),
}

impl DayKind<'_> {
    /// Whether the offices work.
    pub const fn is_worked(self) -> bool {
        matches!(self, Self::Working | Self::Makeup(_))
    }
}

/// The exceptions of the years for which the State Council's notice is loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingCalendar {
    exceptions: BTreeMap<NaiveDate, Exception>,
    years: BTreeSet<i32>,
}

impl WorkingCalendar {
    /// A calendar of these exceptions; it covers the years they fall in.
    pub fn new(exceptions: BTreeMap<NaiveDate, Exception>) -> Self {
        let years = exceptions.keys().map(Datelike::year).collect();
        Self { exceptions, years }
    }

    /// What this day is, as far as is known.
    pub fn kind(&self, date: NaiveDate) -> DayKind<'_> {
        match (self.exceptions.get(&date), date.weekday()) {
            (Some(Exception::Holiday(name)), _) => DayKind::Holiday(name),
            (Some(Exception::Makeup(name)), _) => DayKind::Makeup(name),
            (None, Weekday::Sat | Weekday::Sun) => DayKind::Weekend,
            (None, _) => DayKind::Working,
        }
    }

    /// The days that depart from the weekly pattern, in order.
    pub fn exceptions(&self) -> impl Iterator<Item = (NaiveDate, &Exception)> {
        self.exceptions.iter().map(|(date, exception)| (*date, exception))
    }

    /// The days on which this calendar and a later edition differ: what each says, none for the weekly pattern.
    pub fn differences<'a>(&'a self, later: &'a Self) -> Vec<DayDifference<'a>> {
        let days: BTreeSet<NaiveDate> = self.exceptions.keys().chain(later.exceptions.keys()).copied().collect();
        days.into_iter()
            .map(|date| DayDifference { date, from: self.exceptions.get(&date), to: later.exceptions.get(&date) })
            .filter(|day| day.from != day.to)
            .collect()
    }

    /// Whether the notice for this year is loaded.
    pub fn covers(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// The years covered, in order.
    pub fn years(&self) -> impl Iterator<Item = i32> {
        self.years.iter().copied()
    }
}

/// A day about which two editions differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayDifference<'a> {
    /// The day.
    pub date: NaiveDate,
    /// What the earlier edition says; none for the weekly pattern.
    pub from: Option<&'a Exception>,
    /// What the later edition says.
    pub to: Option<&'a Exception>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::ReferenceData;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn national_day_2026_and_its_make_up_days() {
        let reference = ReferenceData::shipped().unwrap();
        let calendar = &reference.calendar;
        assert_eq!(calendar.kind(day("2026-09-30")), DayKind::Working);
        assert!(matches!(calendar.kind(day("2026-10-01")), DayKind::Holiday(name) if name.contains("国庆")));
        assert!(matches!(calendar.kind(day("2026-10-10")), DayKind::Makeup(_)));
        assert!(calendar.kind(day("2026-10-10")).is_worked());
        assert_eq!(calendar.kind(day("2026-10-11")), DayKind::Weekend);
    }

    #[test]
    fn editions_differ_by_the_day() {
        let day_of = |text: &str, name: &str| (day(text), Exception::Holiday(name.into()));
        let first = WorkingCalendar::new([day_of("2027-01-01", "元旦"), day_of("2027-01-02", "元旦")].into());
        let makeup = (day("2027-01-02"), Exception::Makeup("元旦".into()));
        let second = WorkingCalendar::new([day_of("2027-01-01", "元旦"), makeup, day_of("2027-02-06", "春节")].into());
        let found: Vec<_> = first.differences(&second).iter().map(|day| (day.date, day.from.is_some())).collect();
        assert_eq!(found, [(day("2027-01-02"), true), (day("2027-02-06"), false)]);
        assert!(first.differences(&first).is_empty());
    }

    #[test]
    fn a_year_is_covered_when_its_notice_is_loaded() {
        let reference = ReferenceData::shipped().unwrap();
        assert_eq!(reference.calendar.years().collect::<Vec<_>>(), (2020..=2026).collect::<Vec<_>>());
        assert!(!reference.calendar.covers(2027));
    }
}
