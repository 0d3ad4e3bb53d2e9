//! How good the data of a month are, counted by desk and by company.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::CompanyId;
use domain::money::decimal_text;
use domain::quality::Detector;
use domain::statistics::{FactKind, Month};
use domain::verification::VerificationStatus;
use research::{AsOf, FactRow};
use storage::research::findings::{FindingFilter, ListedFinding, findings_before};

use crate::app::research::moment;
use crate::app::{AppError, Portal};

/// Digits of a share.
const SHARE_DIGITS: u8 = 4;
const SHARE_ONE: u64 = 10_000;

/// What is counted of a desk, or of a company.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Registered events.
    pub(super) facts: u64,
    /// Those that had to be filed within a time.
    timed: u64,
    /// Those that came after it.
    late: u64,
    /// Findings by who found them.
    pub(super) by_detector: BTreeMap<Detector, u64>,
    /// Findings by where their cases stand.
    by_status: BTreeMap<VerificationStatus, u64>,
}

impl Count {
    /// All findings.
    pub(super) fn findings(&self) -> u64 {
        self.by_detector.values().sum()
    }

    /// Findings whose cases stand so.
    pub(super) fn of(&self, statuses: &[VerificationStatus]) -> u64 {
        statuses.iter().filter_map(|status| self.by_status.get(status)).sum()
    }

    /// The share of what came late, four decimals, of what had to be filed within a time; none where nothing had.
    pub(super) fn late_share(&self) -> Option<String> {
        let half = self.timed / 2;
        let share = (self.late * SHARE_ONE + half).checked_div(self.timed)?;
        Some(decimal_text(i64::try_from(share).unwrap_or(i64::MAX), SHARE_DIGITS))
    }

    fn add_finding(&mut self, listed: &ListedFinding) {
        *self.by_detector.entry(listed.finding.detector).or_default() += 1;
        *self.by_status.entry(listed.status).or_default() += 1;
    }
}

/// A month's data.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// The journal entry up to which events are counted.
    pub(super) as_of: i64,
    /// Each desk by its code.
    pub(super) desks: BTreeMap<String, Count>,
    /// Each company by its id.
    pub(super) companies: BTreeMap<String, Count>,
}

/// Of whom a month's data are counted.
#[derive(Debug, Clone)]
pub(super) enum Of {
    /// Everyone.
    All,
    /// What this desk registered.
    Desk(String),
    /// What was registered for this company.
    Company(CompanyId),
}

/// Counts what was registered in a month: findings stand where their cases do now.
pub(super) async fn tally(portal: &Portal, month: Month, of: Of) -> Result<Tally, AppError> {
    let (desk, company) = match of {
        Of::All => (None, None),
        Of::Desk(desk) => (Some(desk), None),
        Of::Company(company) => (None, Some(company)),
    };
    let snapshot = moment(portal, AsOf::Latest).await?.snapshot;
    let filter = FindingFilter { month: Some(month), desk: desk.clone(), company, ..FindingFilter::default() };
    let found = portal
        .database
        .read(move |connection| Ok::<_, AppError>(findings_before(connection, &filter, None, i64::MAX)?))
        .await?;
    // A company's line is found in a moment, and takes no core from those who count.
    let turn = if company.is_some() { None } else { Some(portal.figures.turn().await?) };
    let counting = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let mut tally = Tally { as_of: snapshot.as_of(), ..Tally::default() };
        tally.add_facts(snapshot.facts_in(month, company), desk.as_deref());
        tally.add_findings(&found);
        tally
    });
    counting.await.map_err(AppError::internal)
}

impl Tally {
    fn add_facts<'a>(&mut self, facts: impl Iterator<Item = FactRow<'a>>, desk: Option<&str>) {
        let timed = [FactKind::Registration.code(), FactKind::Settlement.code()];
        // An event that moves its contract has two facts; the second stands where it is now.
        let facts = facts.filter(|fact| fact.part == 1);
        for fact in facts.filter(|fact| desk.is_none_or(|desk| fact.desk == desk)) {
            let counts = [self.desks.entry(fact.desk.to_owned()), self.companies.entry(fact.company.to_owned())];
            for count in counts.map(Entry::or_default) {
                count.facts += 1;
                count.timed += u64::from(timed.contains(&fact.kind));
                count.late += u64::from(fact.filed_late_days > 0);
            }
        }
    }

    fn add_findings(&mut self, found: &[ListedFinding]) {
        for listed in found {
            self.desks.entry(listed.finding.desk_code.clone()).or_default().add_finding(listed);
            self.companies.entry(listed.company.to_string()).or_default().add_finding(listed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_of_what_had_a_time_and_rounded() {
        let share = |late, timed| Count { timed, late, ..Count::default() }.late_share();
        assert_eq!(share(0, 0), None);
        assert_eq!(share(1, 3).as_deref(), Some("0.3333"));
        assert_eq!(share(2, 3).as_deref(), Some("0.6667"));
        assert_eq!(share(3, 3).as_deref(), Some("1.0000"));
    }
}
