//! What must be true of every filing and every contract, recomputed apart from the portal.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::FilingId;
use serde_json::{Value, json};
use storage::journal::Entry;

use super::lives::{Lives, Outcome};
use super::mirror::{ENDS, Mirror};

/// The published calendar: holidays and days worked instead.
const CALENDAR: &str = include_str!("../../../src/domain/data/working_days.csv");

fn exceptions() -> &'static BTreeMap<NaiveDate, bool> {
    static READ: std::sync::OnceLock<BTreeMap<NaiveDate, bool>> = std::sync::OnceLock::new();
    READ.get_or_init(|| {
        let line = |line: &str| {
            let mut cells = line.split(',');
            Some((cells.next()?.parse().ok()?, cells.next()? == "makeup"))
        };
        CALENDAR.lines().skip(1).filter_map(line).collect()
    })
}

fn is_worked(day: NaiveDate) -> bool {
    exceptions().get(&day).copied().unwrap_or(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
}

/// The third working day after the submission.
fn due(submitted: NaiveDate) -> NaiveDate {
    let mut day = submitted;
    for _ in 0..3 {
        day = day + Days::new(1);
        while !is_worked(day) {
            day = day + Days::new(1);
        }
    }
    day
}

/// Working days from one day to another, without the first and with the last; negative backwards.
fn between(from: NaiveDate, to: NaiveDate) -> i64 {
    let (mut day, last) = (from.min(to), from.max(to));
    let mut count = 0;
    while day < last {
        day = day + Days::new(1);
        count += i64::from(is_worked(day));
    }
    if from <= to { count } else { -count }
}

/// The clock that both sides see.
pub async fn clock(lives: &Lives<'_>, mirror: &Mirror) -> Outcome {
    let today = lives.portal.app.today();
    let clock = lives.people[mirror.company].get(&format!("/filings/{}/clock", mirror.id)).await.expect(200);
    let started = mirror.clock.iter().rposition(|(_, started)| *started);
    let expected = match started {
        None => {
            json!({ "started_on": null, "due_on": null, "running": false, "overdue": false, "working_days_left": 0 })
        }
        Some(at) => {
            let (submitted, stopped) = (mirror.clock[at].0, mirror.clock.get(at + 1).map(|(day, _)| *day));
            let (due, seen) = (due(submitted), stopped.unwrap_or(today));
            json!({
                "started_on": submitted, "due_on": due, "running": stopped.is_none(),
                "overdue": seen > due, "working_days_left": between(seen, due),
            })
        }
    };
    for (name, value) in expected.as_object().unwrap() {
        if clock[name] != *value {
            return Err(format!("{mirror:?}: {name} is {} and should be {value} on {today}", clock[name]));
        }
    }
    if let Some(at) = started {
        let from = mirror.clock[at].0;
        let covered = |year: i32| exceptions().keys().any(|day| day.year() == year);
        let provisional = (from.year()..=due(from).year()).any(|year| !covered(year));
        if clock["provisional"] != provisional {
            return Err(format!("{mirror:?}: provisional is {} and should be {provisional}", clock["provisional"]));
        }
    }
    Ok(())
}

/// What the journal tells of a filing: one entry for each thing done, nothing after the end, and four eyes.
pub async fn journal(lives: &Lives<'_>, mirror: &Mirror) -> Outcome {
    let id = FilingId::parse(&mirror.id).unwrap();
    let read = move |connection: &mut storage::Connection| storage::journal::about(connection, &id.to_string());
    let entries: Vec<Entry> = lives.portal.app.database.read(read).await.map_err(|error| format!("{error:?}"))?;
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    if entries.len() != mirror.done {
        return Err(format!("{mirror:?} has {} entries: {kinds:?}", entries.len()));
    }
    let is_end = |kind: &&str| ENDS.iter().any(|end| kind.strip_prefix("filing.") == Some(*end));
    let ends = kinds.iter().filter(|kind| is_end(kind)).count();
    let ended = ENDS.contains(&mirror.status);
    if ends != usize::from(ended) || (ended && !is_end(kinds.last().unwrap())) {
        return Err(format!("{mirror:?} ended {ends} times: {kinds:?}"));
    }
    let by = |kind: &str| entries.iter().rev().find(|entry| entry.kind == kind).map(|entry| entry.actor.clone());
    let decided = by("filing.registered").or_else(|| by("filing.refused"));
    if decided.is_some() && decided == by("filing.recommended") {
        return Err(format!("{mirror:?} was decided by who proposed it: {decided:?}"));
    }
    let named = |who: Option<usize>| who.map(|who| format!("user:{}", lives.people[who].id));
    if decided != named(mirror.decided_by) {
        return Err(format!("{mirror:?} was decided by {decided:?}"));
    }
    Ok(())
}

/// Every contract is what was registered for it, in that order.
pub async fn register(lives: &Lives<'_>) -> Outcome {
    let mut about: BTreeMap<String, Vec<(i64, Value)>> = BTreeMap::new();
    for mirror in lives.filings.iter().filter(|filing| filing.status == "registered") {
        let filing = lives.people[mirror.company].filing(&mirror.id).await;
        let history = lives.people[mirror.company].get(&format!("/filings/{}/history", mirror.id)).await.expect(200);
        let last = history["items"].as_array().unwrap().iter().find(|item| item["kind"] == "filing.registered");
        let seq = last.and_then(|item| item["seq"].as_i64()).ok_or(format!("{mirror:?} has no decision"))?;
        let contract = filing["contract_id"].as_str().ok_or(format!("{mirror:?} names no contract"))?.to_owned();
        about.entry(contract).or_default().push((seq, filing));
    }
    for (id, mut filings) in about {
        filings.sort_by_key(|(seq, _)| *seq);
        let owner = filings[0].1["company"]["id"].as_str().unwrap();
        let owner = lives.people.iter().take(2).find(|person| person.company_id() == owner).unwrap();
        let contract = owner.get(&format!("/contracts/{id}")).await.expect(200);
        let versions = owner.get(&format!("/contracts/{id}/versions")).await.expect(200);
        let found: Vec<&Value> =
            versions["items"].as_array().unwrap().iter().map(|version| &version["contract"]).collect();
        let (mut expected, mut status, mut certificate) = (Vec::new(), "in_force", Value::Null);
        for (_, filing) in &filings {
            match filing["kind"].as_str().unwrap() {
                "registration" | "amendment" => expected.push(&filing["contract"]),
                "closure" => {
                    status = match filing["request"]["closure"]["effect"].as_str().unwrap() {
                        "suspension" => "suspended",
                        "resumption" => "in_force",
                        _ => "terminated",
                    }
                }
                _ => {}
            }
            if filing["kind"] != "closure" {
                certificate = filing["certificate_number"].clone();
            }
        }
        if found != expected {
            return Err(format!("the versions of {id} are not what was registered: {found:?} and not {expected:?}"));
        }
        let told = (&contract["status"], &contract["version"], &contract["certificate_number"]);
        if told != (&json!(status), &json!(expected.len()), &certificate) {
            return Err(format!(
                "contract {id} is {told:?}, and was registered as {status}, {}, {certificate}",
                expected.len()
            ));
        }
    }
    Ok(())
}
