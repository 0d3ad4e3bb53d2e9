//! Which publications there are, of which periods and for whom. What stands in them is in `contents`.

use chrono::NaiveDate;
use domain::language::Language;
use domain::statistics::Month;
use research::analysis;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::research::Audience;

/// A kind of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PublicationKind {
    /// Of a month (月度简报).
    MonthlyBrief,
    /// Of a calendar year (年度报告).
    YearlyReport,
    /// What the month's data are like (数据质量通报).
    QualityNotice,
}

impl PublicationKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::MonthlyBrief, Self::YearlyReport, Self::QualityNotice];

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MonthlyBrief => "monthly_brief",
            Self::YearlyReport => "yearly_report",
            Self::QualityNotice => "quality_notice",
        }
    }

    /// The kind with this code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// For whom there are editions of it. A month is told to the public with its year, not before; a notice names desks and
    /// companies.
    pub(super) const fn audiences(self) -> &'static [Audience] {
        match self {
            Self::YearlyReport => &[Audience::Cleared, Audience::Protected],
            Self::MonthlyBrief | Self::QualityNotice => &[Audience::Cleared],
        }
    }

    /// The title of an issue.
    pub(super) fn title(self, period: Period, language: Language) -> String {
        let of = period.name(language);
        match (self, language) {
            (Self::MonthlyBrief, Language::Zh) => format!("苏州技术进出口月度简报（{of}）"),
            (Self::MonthlyBrief, Language::En) => format!("Monthly Brief on Technology Trade, Suzhou, {of}"),
            (Self::YearlyReport, Language::Zh) => format!("苏州技术进出口年度报告（{of}）"),
            (Self::YearlyReport, Language::En) => format!("Yearly Report on Technology Trade, Suzhou, {of}"),
            (Self::QualityNotice, Language::Zh) => format!("技术进出口登记数据质量通报（{of}）"),
            (Self::QualityNotice, Language::En) => format!("Notice of Data Quality, Technology Trade Register, {of}"),
        }
    }
}

/// A month or a calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    Month(Month),
    Year(i32),
}

/// Years that may be asked about: those of the calendars and of every database.
const YEARS: std::ops::RangeInclusive<i32> = 1950..=2200;

impl Period {
    /// Reads `2026-10` for what is of a month, `2026` for what is of a year.
    pub(super) fn parse(kind: PublicationKind, text: &str) -> Option<Self> {
        let period = match kind {
            PublicationKind::MonthlyBrief | PublicationKind::QualityNotice => Self::Month(Month::parse(text)?),
            PublicationKind::YearlyReport => {
                let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
                Self::Year(digits.then(|| text.parse().ok()).flatten()?)
            }
        };
        YEARS.contains(&period.last_month().year()).then_some(period)
    }

    /// The newest one that was over on a day.
    pub(super) fn last_before(kind: PublicationKind, today: NaiveDate) -> Self {
        let month = Month::of(today).plus(-1);
        match kind {
            PublicationKind::MonthlyBrief | PublicationKind::QualityNotice => Self::Month(month),
            PublicationKind::YearlyReport => Self::Year(Month::of(today).year() - 1),
        }
    }

    /// Its one spelling.
    pub(super) fn text(self) -> String {
        match self {
            Self::Month(month) => month.to_string(),
            Self::Year(year) => format!("{year:04}"),
        }
    }

    /// Its last month.
    pub(super) const fn last_month(self) -> Month {
        match self {
            Self::Month(month) => month,
            Self::Year(year) => Month::from_1970((year - 1970) * 12 + 11),
        }
    }

    /// Its months, as analyses know periods.
    pub(super) const fn months(self) -> analysis::Period {
        let to = self.last_month();
        match self {
            Self::Month(_) => analysis::Period { from: to, to },
            Self::Year(_) => analysis::Period { from: to.plus(-11), to },
        }
    }

    /// Whether it is over on a day.
    pub(super) fn is_over(self, today: NaiveDate) -> bool {
        self.last_month() < Month::of(today)
    }

    /// Its name.
    pub(super) fn name(self, language: Language) -> String {
        match (self, language) {
            (Self::Month(month), Language::Zh) => format!("{}年{}月", month.year(), month.number()),
            (Self::Month(month), Language::En) => {
                let place = usize::try_from(month.number() - 1).unwrap_or_default();
                format!("{} {}", MONTHS.get(place).unwrap_or(&""), month.year())
            }
            (Self::Year(year), Language::Zh) => format!("{year}年"),
            (Self::Year(year), Language::En) => year.to_string(),
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_read_by_the_kind_of_what_is_of_it() {
        use PublicationKind::{MonthlyBrief, QualityNotice, YearlyReport};
        for (kind, text) in [(MonthlyBrief, "2026-10"), (QualityNotice, "2026-12"), (YearlyReport, "2025")] {
            assert_eq!(Period::parse(kind, text).unwrap().text(), text);
        }
        for (kind, text) in [
            (MonthlyBrief, "2026"),
            (MonthlyBrief, "2026-13"),
            (MonthlyBrief, "0001-01"),
            (YearlyReport, "2026-10"),
            (YearlyReport, "+026"),
            (YearlyReport, "9999"),
            (YearlyReport, ""),
        ] {
            assert_eq!(Period::parse(kind, text), None, "{text}");
        }
    }

    #[test]
    fn a_period_is_over_with_its_last_day() {
        let (month, year) = (Period::Month(Month::parse("2026-12").unwrap()), Period::Year(2026));
        for period in [month, year] {
            assert!(!period.is_over(day("2026-12-31")) && period.is_over(day("2027-01-01")));
        }
        let last = |kind| Period::last_before(kind, day("2027-01-08")).text();
        assert_eq!(PublicationKind::ALL.map(last), ["2026-12", "2026", "2026-12"]);
        assert_eq!((month.name(Language::Zh), month.name(Language::En)), ("2026年12月".into(), "December 2026".into()));
    }
}
