//! What a holder learns of the checks of its certificate: how often, in which hour, by what kind of party. Nobody's name or address
//! is kept. Checks are counted in memory and written together, so that verifying costs no write.

use chrono::{DateTime, Utc};
use serde::Serialize;
use storage::register::{Certificate, Check, add_checks, checks_of};
use utoipa::ToSchema;

use super::certificates::holds;
use crate::app::authorise::Scope;
use crate::app::counter::{Counter, hour_of};
use crate::app::{Actor, AppError, Context, Portal};

/// The newest hours that are told.
const MOST: i64 = 200;

/// How a certificate was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Number,
    Credential,
}

/// Counts one more check; the holder's own are none.
pub(super) fn count(
    counter: &Counter<Check>,
    context: &Context,
    certificate: &Certificate,
    way: Way,
    now: DateTime<Utc>,
) {
    let Some(party) = party(context, certificate) else { return };
    let check = Check {
        certificate: certificate.number.clone(),
        hour: hour_of(now),
        party: party.to_owned(),
        way: if way == Way::Number { "number" } else { "credential" }.to_owned(),
    };
    counter.count(check, now);
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

/// Writes what was counted. What cannot be written is kept for the next time.
pub async fn flush_checks(portal: &Portal) -> Result<(), AppError> {
    portal.checks.flush(&portal.database, |connection, check, count| add_checks(connection, check, count.times)).await
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
    context.scope(Scope::ContractsRead)?;
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
