//! What a holder learns of the checks of its certificate: how often, in which hour, by what kind of party. Nobody's name or address
//! is kept. Checks are counted in memory and written together, so that verifying costs no write.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use serde::Serialize;
use storage::register::{Certificate, Check, add_checks, checks_of};
use utoipa::ToSchema;

use super::certificates::holds;
use crate::app::{Actor, AppError, Context, Portal};

/// The newest hours that are told.
const MOST: i64 = 200;

/// How a certificate was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Number,
    Credential,
}

/// Counts since they were last written.
#[derive(Debug, Default)]
pub struct CheckCounter(Mutex<HashMap<Check, i64>>);

impl CheckCounter {
    /// One more check; the holder's own are none.
    pub(super) fn count(&self, context: &Context, certificate: &Certificate, way: Way, now: DateTime<Utc>) {
        let Some(party) = party(context, certificate) else { return };
        let check = Check {
            certificate: certificate.number.clone(),
            hour: now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now),
            party: party.to_owned(),
            way: if way == Way::Number { "number" } else { "credential" }.to_owned(),
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(check).or_default() += 1;
    }

    fn take(&self) -> HashMap<Check, i64> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn give_back(&self, counts: impl IntoIterator<Item = (Check, i64)>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (check, times) in counts {
            *all.entry(check).or_default() += times;
        }
    }
}

fn party(context: &Context, certificate: &Certificate) -> Option<&'static str> {
    match &context.actor {
        Actor::Anonymous => Some("public"),
        Actor::Partner(_) => Some("partner"),
        Actor::User(user) => match user.company {
            Some(company) if company == certificate.company_id => None,
            Some(_) => Some("company"),
            None => Some("centre"),
        },
    }
}

/// Written in one transaction at most, so that the writer is soon free again.
const AT_ONCE: usize = 200;

/// Writes what was counted. What cannot be written is kept for the next time.
pub async fn flush_checks(portal: &Portal) -> Result<(), AppError> {
    let mut counts: Vec<(Check, i64)> = portal.checks.take().into_iter().collect();
    while !counts.is_empty() {
        let some = counts.split_off(counts.len().saturating_sub(AT_ONCE));
        let written = some.clone();
        let outcome = portal
            .database
            .write(move |connection| {
                written.iter().try_for_each(|(check, times)| add_checks(connection, check, *times))?;
                Ok::<_, AppError>(())
            })
            .await;
        if outcome.is_err() {
            portal.checks.give_back(counts.into_iter().chain(some));
            return outcome;
        }
    }
    Ok(())
}

/// Checks of one hour.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CheckCount {
    /// Beginning of the hour.
    pub hour: DateTime<Utc>,
    /// `public`, `partner` (a bank or another system), `company`, `centre`.
    pub party: String,
    /// `number` or `credential`.
    pub way: String,
    /// How many.
    pub checks: i64,
}

/// The checks of a certificate, newest hour first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChecksView {
    /// By hour, party and way.
    pub items: Vec<CheckCount>,
}

/// How often a certificate was checked, for its holder and the desk.
pub async fn list_checks(portal: &Portal, context: &Context, number: String) -> Result<ChecksView, AppError> {
    context.may_see_any()?;
    flush_checks(portal).await?;
    let reader = context.clone();
    let found = portal
        .database
        .read(move |connection| {
            let certificate = storage::register::certificate(connection, &number)?.ok_or(AppError::NotFound)?;
            holds(&reader, connection, &certificate)?;
            Ok::<_, AppError>(checks_of(connection, &number, MOST)?)
        })
        .await?;
    let count =
        |(check, checks): (Check, i64)| CheckCount { hour: check.hour, party: check.party, way: check.way, checks };
    Ok(ChecksView { items: found.into_iter().map(count).collect() })
}
