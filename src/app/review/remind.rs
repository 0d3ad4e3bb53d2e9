//! Reminders: once a day, each person is told of what is due soon and waits for them, and of nothing else: staff of answers, managers of
//! limits of the referrals that their desks follow, whoever filed for a company of a returned application that is about to lapse, and
//! everyone who files for it of questions about what is registered.
//!
//! Who works on an application is told; where nobody can do anything with it yet, the managers of its desk are. A digest is a journal
//! entry, which the mailer sends; a row for each person and day keeps it from being made twice.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Timelike};
use domain::calendar::WorkingCalendar;
use domain::clock::shanghai_date;
use domain::reminder::{ReminderReason, lapse_warning_on, lapses_at, latest_due, reason};
use domain::{FilingId, UserId};
use serde_json::{Value, json};
use storage::Connection;
use storage::accounts::{UserStatus, user, users_of_company};
use storage::duties::{answers_due_between, due_between, managers_of, remind_once};
use storage::filings::{filing, last_return, last_submission, returned_filings};

use crate::app::command::{Record, record};
use crate::app::portal::Reference;
use crate::app::referral::running_limits;
use crate::app::{AppError, Portal};

/// Hour of the day in Shanghai from which people are reminded.
const FROM_HOUR: u32 = 8;
/// Applications named in one digest; the rest are in the queue.
const NAMED: usize = 50;

/// Lines by the person whom they are for.
type Digests = BTreeMap<String, Vec<Value>>;

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
            let mut digests = Digests::new();
            for due in due_between(connection, today, latest_due(today, calendar))? {
                let Some(reason) = due.due_on.and_then(|on| reason(on, today, calendar)) else { continue };
                let whose: Vec<&str> = match due.claimant() {
                    Some(claimant) => vec![claimant],
                    None => managers_at(&managers, due.desk_code.as_deref()).collect(),
                };
                for person in whose {
                    let line = json!({ "filing": due.id, "due_on": due.due_on, "reason": reason });
                    digests.entry(person.to_owned()).or_default().push(line);
                }
            }
            for id in returned_filings(connection)? {
                let Some((people, line)) = lapsing(connection, id, today, calendar)? else { continue };
                for person in people {
                    digests.entry(person).or_default().push(line.clone());
                }
            }
            referred(connection, &reference, today, &managers, &mut digests)?;
            asked(connection, calendar, today, &mut digests)?;
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

/// The managers of a desk.
fn managers_at<'a>(managers: &'a [(String, String)], desk: Option<&'a str>) -> impl Iterator<Item = &'a str> {
    managers.iter().filter(move |(at, _)| desk == Some(at.as_str())).map(|(_, manager)| manager.as_str())
}

/// Limits of referrals that end today or on the next working day, for the managers of the desk that follows.
fn referred(
    connection: &mut Connection,
    reference: &Reference,
    today: NaiveDate,
    managers: &[(String, String)],
    digests: &mut Digests,
) -> Result<(), AppError> {
    for limit in running_limits(connection, reference, today)? {
        if reason(limit.due_on, today, &reference.data.calendar).is_none() {
            continue;
        }
        let line = json!({ "filing": limit.filing, "due_on": limit.due_on, "reason": ReminderReason::Referral });
        for manager in managers_at(managers, Some(&limit.desk)) {
            digests.entry(manager.to_owned()).or_default().push(line.clone());
        }
    }
    Ok(())
}

/// Questions about what is registered that wait for an answer until today or the next working day, for everyone who files for the company.
fn asked(
    connection: &mut Connection,
    calendar: &WorkingCalendar,
    today: NaiveDate,
    digests: &mut Digests,
) -> Result<(), AppError> {
    for (case, company, due_on) in answers_due_between(connection, today, latest_due(today, calendar))? {
        if reason(due_on, today, calendar).is_none() {
            continue;
        }
        let line = json!({ "case": case, "due_on": due_on, "reason": ReminderReason::Answer });
        for user in users_of_company(connection, company)? {
            digests.entry(user.id.to_string()).or_default().push(line.clone());
        }
    }
    Ok(())
}

/// Who is warned today that a returned application is about to lapse: whoever submitted it for the company, or everyone who files
/// for it where that was an agent, a program, or somebody who has left.
fn lapsing(
    connection: &mut Connection,
    id: FilingId,
    today: NaiveDate,
    calendar: &WorkingCalendar,
) -> Result<Option<(Vec<String>, Value)>, AppError> {
    let Some(last) = last_return(connection, id)? else { return Ok(None) };
    if lapse_warning_on(last.returned_at, last.correction_days, calendar) != Some(today) {
        return Ok(None);
    }
    let Some(returned) = filing(connection, id)? else { return Ok(None) };
    let submitted = last_submission(connection, id)?.map(|submission| submission.submitted_by);
    let person = submitted.and_then(|by| UserId::parse(by.strip_prefix("user:")?));
    let known = person.map(|person| user(connection, person)).transpose()?.flatten();
    let people =
        match known.filter(|user| user.status == UserStatus::Active && user.company_id == Some(returned.company_id)) {
            Some(user) => vec![user.id.to_string()],
            None => users_of_company(connection, returned.company_id)?.iter().map(|user| user.id.to_string()).collect(),
        };
    let lapses_on = shanghai_date(lapses_at(last.returned_at, last.correction_days));
    Ok(Some((people, json!({ "filing": id, "due_on": lapses_on, "reason": ReminderReason::Lapse }))))
}
