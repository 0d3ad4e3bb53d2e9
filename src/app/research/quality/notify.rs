//! Once a month, on its first working day, the notice of the month before is entered into the journal; the mailer sends each manager of
//! a desk their part of it.

use std::collections::BTreeMap;

use chrono::Timelike;
use domain::UserId;
use domain::statistics::Month;
use domain::verification::VerificationStatus::{self, Answered, Asked, Confirmed, Corrected, Proposed, Reported};
use serde_json::json;
use storage::accounts::{User, user};
use storage::duties::managers_of;
use storage::journal::about;

use super::tally::{Count, Of, Tally, tally};
use crate::app::command::{Record, record};
use crate::app::{AppError, Portal};

/// Where cases stand, as managers are told.
const STATES: [&[VerificationStatus]; 5] = [&[Proposed], &[Asked, Answered], &[Confirmed], &[Corrected], &[Reported]];
/// Hour of the day in Shanghai from which people are told.
const FROM_HOUR: u32 = 8;

/// Enters the notice of last month where there is none yet. A month in which nothing was registered has none.
pub(crate) async fn notify_monthly(portal: &Portal) -> Result<(), AppError> {
    let (now, today) = (portal.now(), portal.today());
    let hour = (now + chrono::Duration::hours(8)).hour();
    if hour < FROM_HOUR || !portal.reference().data.calendar.kind(today).is_worked() {
        return Ok(());
    }
    let month = Month::of(today).plus(-1);
    let subject = month.to_string();
    let entered =
        portal.database.read(move |connection| Ok::<_, AppError>(!about(connection, &subject)?.is_empty())).await?;
    if entered {
        return Ok(());
    }
    let Tally { as_of, desks, .. } = tally(portal, month, Of::All).await?;
    if desks.is_empty() {
        return Ok(());
    }
    let sum = |of: fn(&Count) -> u64| desks.values().map(of).sum::<u64>();
    let entry = Record {
        kind: "quality.notice",
        subject: month.to_string(),
        body: json!({ "as_of": as_of, "facts": sum(|desk| desk.facts), "findings": sum(Count::findings) }),
    };
    portal.database.write(move |connection| record(connection, now, "system", &entry).map(|_| ())).await?;
    portal.committed.send_replace(());
    Ok(())
}

/// What one manager is told of one desk.
pub(crate) struct DeskDigest {
    /// Names of the desk.
    pub(crate) name: (String, String),
    /// Registered events.
    pub(crate) facts: u64,
    /// Findings.
    pub(crate) findings: u64,
    /// Of these: waiting for the desk, asked or answered, confirmed, corrected, reported.
    pub(crate) states: [u64; 5],
    /// The share that was filed late, as a decimal of 1.
    pub(crate) late_share: Option<String>,
}

/// Every manager with their desks that registered something in a month.
pub(crate) async fn desk_digests(portal: &Portal, month: &str) -> Result<Vec<(User, Vec<DeskDigest>)>, AppError> {
    let Some(month) = Month::parse(month) else { return Ok(Vec::new()) };
    let Tally { desks, .. } = tally(portal, month, Of::All).await?;
    let managers = portal
        .database
        .read(|connection| {
            let mut managers: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (desk, manager) in managers_of(connection)? {
                managers.entry(manager).or_default().push(desk);
            }
            let mut known = Vec::new();
            for (id, desks) in managers {
                let person = UserId::parse(&id).map(|id| user(connection, id)).transpose()?.flatten();
                known.extend(person.map(|person| (person, desks)));
            }
            Ok::<_, AppError>(known)
        })
        .await?;
    let reference = portal.reference();
    let digest = |code: &String| {
        let (count, desk) = (desks.get(code)?, reference.desks.iter().find(|desk| desk.code == *code)?);
        Some(DeskDigest {
            name: (desk.name_zh.clone(), desk.name_en.clone()),
            facts: count.facts,
            findings: count.findings(),
            states: STATES.map(|statuses| count.of(statuses)),
            late_share: count.late_share(),
        })
    };
    let told =
        managers.into_iter().map(|(person, desks)| (person, desks.iter().filter_map(digest).collect::<Vec<_>>()));
    Ok(told.filter(|(_, digests)| !digests.is_empty()).collect())
}
