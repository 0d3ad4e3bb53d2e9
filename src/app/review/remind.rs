//! Reminders: once a day, each person is told of the answers that are due soon and wait for them, and of nothing else.
//!
//! Who works on an application is told; where nobody can do anything with it yet, the managers of its desk are. A digest is a journal
//! entry, which the mailer sends; a row for each person and day keeps it from being made twice.

use std::collections::BTreeMap;

use chrono::Timelike;
use domain::reminder::{latest_due, reason};
use serde_json::{Value, json};
use storage::duties::{due_between, managers_of, remind_once};

use crate::app::command::{Record, record};
use crate::app::{AppError, Portal};

/// Hour of the day in Shanghai from which people are reminded.
const FROM_HOUR: u32 = 8;
/// Applications named in one digest; the rest are in the queue.
const NAMED: usize = 50;

/// Makes the digests of today; says how many.
pub(crate) async fn remind(portal: &Portal) -> Result<usize, AppError> {
    let (now, today, reference) = (portal.now(), portal.today(), portal.reference());
    let hour = (now + chrono::Duration::hours(8)).hour();
    if hour < FROM_HOUR || !reference.data.calendar.kind(today).is_worked() {
        return Ok(0);
    }
    let digests = portal
        .database
        .read(move |connection| {
            let calendar = &reference.data.calendar;
            let managers = managers_of(connection)?;
            let mut digests: BTreeMap<String, Vec<Value>> = BTreeMap::new();
            for due in due_between(connection, today, latest_due(today, calendar))? {
                let Some(reason) = due.due_on.and_then(|on| reason(on, today, calendar)) else { continue };
                let whose: Vec<&str> = match due.claimant() {
                    Some(claimant) => vec![claimant],
                    None => managers
                        .iter()
                        .filter(|(desk, _)| due.desk_code.as_ref() == Some(desk))
                        .map(|(_, manager)| manager.as_str())
                        .collect(),
                };
                for person in whose {
                    let line = json!({ "filing": due.id, "due_on": due.due_on, "reason": reason });
                    digests.entry(person.to_owned()).or_default().push(line);
                }
            }
            Ok::<_, AppError>(digests)
        })
        .await?;
    let mut made = 0;
    for (person, lines) in digests {
        let count = lines.len();
        let body =
            json!({ "day": today, "count": count, "filings": lines.into_iter().take(NAMED).collect::<Vec<_>>() });
        made += usize::from(
            portal
                .database
                .write(move |connection| {
                    let first = remind_once(connection, &person, today, now)?;
                    if first {
                        let entry = Record { kind: "reminder.due", subject: person, body };
                        record(connection, now, "system", &entry)?;
                    }
                    Ok::<_, AppError>(first)
                })
                .await?,
        );
    }
    Ok(made)
}
