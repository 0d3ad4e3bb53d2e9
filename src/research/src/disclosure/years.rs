//! Closed years: protected figures are made of them alone. What an open year will have to withhold is not known yet, so none of
//! it, nor of its months, is told before.

use std::sync::Arc;

use domain::reference::{DisclosurePolicies, DisclosurePolicy, StrategicFields};
use domain::statistics::Month;

use crate::question::period::of_month;
use crate::{Dimension, Filter, Snapshot};

/// Editions of the strategic fields, oldest first, each with the journal entry that loaded it.
pub type FieldEditions = [(i64, Arc<StrategicFields>)];

/// A closed year with the reference data that hold for it: those in force when it closed, for ever.
#[derive(Clone, Copy)]
pub(super) struct Year<'a> {
    pub number: i32,
    pub policy: &'a DisclosurePolicy,
    pub fields: &'a StrategicFields,
}

/// The register up to the end of the last closed year.
pub(super) struct Closed {
    pub snapshot: Snapshot,
    /// The closed years that have facts.
    years: Vec<i32>,
    /// The newest month, of the year that is open.
    latest: Option<Month>,
}

impl Closed {
    pub fn of(snapshot: &Snapshot, fields: &StrategicFields) -> Self {
        let latest = snapshot.latest_month();
        let closed = snapshot.at(latest.map_or(0, |month| last_entry(snapshot, month.year() - 1)));
        let keys = closed.keys(Dimension::Year, fields);
        let mut years: Vec<i32> = keys.iter().filter_map(|key| key.parse().ok()).collect();
        years.sort_unstable();
        Self { snapshot: closed, years, latest }
    }

    /// The newest closed year that has facts.
    pub fn newest(&self) -> Option<i32> {
        self.years.last().copied()
    }

    /// Each year with what holds for it.
    pub fn years<'a>(
        &self,
        snapshot: &Snapshot,
        policies: &'a DisclosurePolicies,
        fields: &'a StrategicFields,
        editions: &'a FieldEditions,
    ) -> Vec<Year<'a>> {
        let year = |number: &i32| {
            let policy = policies.of_year(*number)?;
            let fields = if editions.len() < 2 { fields } else { in_force(snapshot, *number, fields, editions) };
            Some(Year { number: *number, policy, fields })
        };
        self.years.iter().filter_map(year).collect()
    }

    /// Whether these filters select something, and of it only what is not closed yet: of the open year any month, since whether
    /// anything is in it is not told.
    pub fn is_all_open(&self, filters: &[Filter]) -> bool {
        let Some(latest) = self.latest else { return false };
        let any = |year: i32| (0..12).any(|month| admits(filters, first_of(year).plus(month)));
        any(latest.year()) && !self.years.iter().any(|year| any(*year))
    }
}

/// The register as far as those who do not see everything are told of it: up to the first fact of the newest year, which closed the
/// year before it. Whatever moment of the open year they name, they are answered as of this one: else the moments of their answers
/// would tell one by one when facts were registered, and so how many each month has.
pub fn up_to_closing(snapshot: &Snapshot) -> Snapshot {
    let Some(latest) = snapshot.latest_month() else { return snapshot.clone() };
    snapshot.at(last_entry(snapshot, latest.year() - 1) + 1)
}

/// January of a year.
pub(super) const fn first_of(year: i32) -> Month {
    Month::from_1970((year - 1970) * 12)
}

/// Whether the filters on time admit a month.
pub(super) fn admits(filters: &[Filter], month: Month) -> bool {
    let admits = |filter: &Filter| filter.admits(&of_month(filter.dimension(), month));
    filters.iter().filter(|filter| filter.dimension().is_time()).all(admits)
}

/// The fields in force when a year closed.
fn in_force<'a>(
    snapshot: &Snapshot,
    year: i32,
    fields: &'a StrategicFields,
    editions: &'a FieldEditions,
) -> &'a StrategicFields {
    let closing = last_entry(snapshot, year) + 1;
    let known = editions.iter().rev().find(|(loaded, _)| *loaded <= closing);
    known.map_or(fields, |(_, fields)| fields.as_ref())
}

/// The newest entry before the first fact of a later year than this one. Facts stand in the order of their years: where that is
/// decided, nothing is registered in a year once something of a later one is.
fn last_entry(snapshot: &Snapshot, year: i32) -> i64 {
    let (mut within, mut beyond) = (0, snapshot.as_of() + 1);
    while beyond - within > 1 {
        let middle = within + (beyond - within) / 2;
        if snapshot.at(middle).latest_month().is_none_or(|month| month.year() <= year) {
            within = middle;
        } else {
            beyond = middle;
        }
    }
    within
}
