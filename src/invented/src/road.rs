//! The road of an application: filed, perhaps returned and filed again, decided.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::calendar::WorkingCalendar;
use domain::clock::{shanghai_date, shanghai_midnight, working_days_between};

use crate::chance::Chance;
use crate::days::{worked_before, worked_from};

/// When each step was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Road {
    /// First filed.
    pub submitted: DateTime<Utc>,
    /// Sent back, oldest first.
    pub returned: Vec<Returned>,
    /// Registered.
    pub decided: DateTime<Utc>,
}

/// A return, and the answer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// When it was sent back.
    pub at: DateTime<Utc>,
    /// Codes of the library of reasons, at least one.
    pub reasons: Vec<&'static str>,
    /// When it was filed again.
    pub again: DateTime<Utc>,
}

/// Why applications are returned.
const REASONS: [(&str, u64); 9] = [
    ("summary_unclear", 20),
    ("translation_missing", 16),
    ("amount_differs", 15),
    ("signature_missing", 13),
    ("number_prefix", 10),
    ("translation_differs", 8),
    ("royalty_base_proof", 7),
    ("legal_status_supplier", 6),
    ("currency_differs", 5),
];

impl Road {
    /// A road that ends in a decision and begins after a day.
    pub(crate) fn to(chance: &mut Chance, decided: DateTime<Utc>, after: NaiveDate) -> Self {
        let waited = chance.pick(&[(1, 46), (2, 30), (3, 17), (0, 5), (5, 2)]);
        let mut submitted = morning(chance, worked_before(shanghai_date(decided), waited));
        let mut returned = Vec::new();
        for _ in 0..chance.pick(&[(0, 79), (1, 18), (2, 3)]) {
            let again = submitted;
            let sent_back = worked_before(shanghai_date(again), 1 + chance.below(9));
            let at = shanghai_midnight(sent_back) + TimeDelta::seconds(17 * 3_600 + chance.between(0, 1_800));
            let mut reasons = vec![chance.pick(&REASONS)];
            let second = chance.pick(&REASONS);
            if chance.in_thousand(300) && !reasons.contains(&second) {
                reasons.push(second);
            }
            let first = worked_before(sent_back, 1 + chance.below(3));
            if first <= after {
                break;
            }
            submitted = morning(chance, first);
            returned.push(Returned { at, reasons, again });
        }
        returned.reverse();
        Self { submitted, returned, decided }
    }

    /// Day of the first submission, in Suzhou.
    pub fn submitted_on(&self) -> NaiveDate {
        shanghai_date(self.submitted)
    }

    /// Day of the decision, in Suzhou.
    pub fn decided_on(&self) -> NaiveDate {
        shanghai_date(self.decided)
    }

    /// Working days from the first submission to the decision, by a calendar.
    pub fn working_days(&self, calendar: &WorkingCalendar) -> u16 {
        u16::try_from(working_days_between(self.submitted_on(), self.decided_on(), calendar)).unwrap_or_default()
    }
}

/// Companies file before the desks open, so that what is filed and decided on one day is so in this order.
fn morning(chance: &mut Chance, day: NaiveDate) -> DateTime<Utc> {
    shanghai_midnight(day) + TimeDelta::seconds(7 * 3_600 + chance.between(0, 6_000))
}

/// While the desks are open, on this day or the next that is worked.
pub(crate) fn open_hours(chance: &mut Chance, day: NaiveDate) -> DateTime<Utc> {
    shanghai_midnight(worked_from(day)) + TimeDelta::seconds(9 * 3_600 + chance.between(0, 8 * 3_600 - 1))
}
