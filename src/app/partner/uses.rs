//! What systems used their tokens for: counted by the hour, written every few seconds, kept for half a year. What a crash takes of the
//! counts is what was read in those seconds: whatever they changed is in the journal besides, in the same transaction.

use chrono::{DateTime, Utc};
use domain::partner::UseOutcome;
use domain::{PartnerId, SecretId};
use serde::Serialize;
use storage::partners::{PartnerUse, Used, add_uses, uses_of};
use utoipa::ToSchema;

pub use storage::partners::UseFilter;

use super::view::{reader, seen};
use crate::app::counter::hour_of;
use crate::app::page::{Page, PageRequest};
use crate::app::{AppError, Context, PartnerActor, Portal};

/// One more use of an operation, named by its method and path.
pub fn count_use(portal: &Portal, client: &PartnerActor, operation: String, outcome: UseOutcome) {
    let now = portal.now();
    let what = PartnerUse { partner: client.id, hour: hour_of(now), operation, secret: client.secret, outcome };
    portal.uses.count(what, now);
}

/// Writes what was counted. What cannot be written is kept for the next time.
pub async fn flush_uses(portal: &Portal) -> Result<(), AppError> {
    portal
        .uses
        .flush(&portal.database, |connection, what, count| {
            add_uses(connection, what, Used { uses: count.times, last_at: count.last_at })
        })
        .await
}

/// Uses of one operation within one hour, with one secret, that came to the same end.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UseView {
    /// Beginning of the hour.
    pub hour: DateTime<Utc>,
    /// Method and path of the operation, such as `GET /api/v1/filings/{id}`.
    pub operation: String,
    /// The secret that the token was got with.
    pub secret_id: SecretId,
    /// What became of them.
    pub outcome: UseOutcome,
    /// How many.
    pub uses: i64,
    /// When last.
    pub last_at: DateTime<Utc>,
}

impl From<(PartnerUse, Used)> for UseView {
    fn from((what, used): (PartnerUse, Used)) -> Self {
        Self {
            hour: what.hour,
            operation: what.operation,
            secret_id: what.secret,
            outcome: what.outcome,
            uses: used.uses,
            last_at: used.last_at,
        }
    }
}

/// A page of a system's uses, the newest hour first.
pub async fn uses(
    portal: &Portal,
    context: &Context,
    id: PartnerId,
    filter: UseFilter,
    page: &PageRequest,
) -> Result<Page<UseView>, AppError> {
    let side = reader(context)?;
    flush_uses(portal).await?;
    let limit = page.limit()?;
    let after = match page.place(portal)? {
        None => None,
        Some(place) => Some(read_place(id, &place).ok_or(AppError::BadRequest("invalid_cursor"))?),
    };
    let found = portal
        .database
        .read(move |connection| {
            seen(storage::partners::partner(connection, id)?, side)?;
            Ok::<_, AppError>(uses_of(connection, id, filter, after.as_ref(), limit + 1)?)
        })
        .await?;
    Page::cut(portal, found, limit, |(what, _)| place_of(what)).try_map(|found| Ok(found.into()))
}

fn place_of(what: &PartnerUse) -> String {
    format!("{}|{}|{}|{}", what.hour.to_rfc3339(), what.operation, what.secret, what.outcome.code())
}

fn read_place(partner: PartnerId, place: &str) -> Option<PartnerUse> {
    let mut parts = place.split('|');
    let hour = parts.next()?.parse().ok()?;
    let operation = parts.next()?.to_owned();
    let (secret, outcome) = (SecretId::parse(parts.next()?)?, UseOutcome::from_code(parts.next()?)?);
    Some(PartnerUse { partner, hour, operation, secret, outcome })
}
