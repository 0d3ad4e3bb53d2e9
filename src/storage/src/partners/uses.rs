//! How often a system called what, hour by hour.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;
use domain::partner::UseOutcome;
use domain::{PartnerId, SecretId};

use crate::schema::partner_uses;
use crate::text::{known, utc};
use crate::{Connection, Result};

/// Uses of one operation within one hour, with one secret, that came to the same end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PartnerUse {
    /// The system.
    pub partner: PartnerId,
    /// Beginning of the hour.
    pub hour: DateTime<Utc>,
    /// Method and path of the operation.
    pub operation: String,
    /// The secret that its token was got with.
    pub secret: SecretId,
    /// What became of them.
    pub outcome: UseOutcome,
}

/// How often, and when last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// How often.
    pub uses: i64,
    /// The last time.
    pub last_at: DateTime<Utc>,
}

/// Which uses.
#[derive(Debug, Clone, Copy, Default)]
pub struct UseFilter {
    /// Only what was used then or later.
    pub since: Option<DateTime<Utc>>,
    /// Only what came to this end.
    pub outcome: Option<UseOutcome>,
}

/// Adds to the count.
pub fn add_uses(connection: &mut Connection, what: &PartnerUse, used: Used) -> Result<()> {
    let key = (
        what.partner.to_string(),
        what.hour.naive_utc(),
        what.operation.clone(),
        what.secret.to_string(),
        what.outcome.code(),
    );
    let changed = diesel::update(partner_uses::table.find(key.clone()))
        .set((
            partner_uses::uses.eq(partner_uses::uses + used.uses),
            partner_uses::last_at.eq(used.last_at.naive_utc()),
        ))
        .execute(connection)?;
    if changed == 0 {
        diesel::insert_into(partner_uses::table)
            .values((
                partner_uses::partner_id.eq(key.0),
                partner_uses::hour.eq(key.1),
                partner_uses::operation.eq(key.2),
                partner_uses::secret_id.eq(key.3),
                partner_uses::outcome.eq(key.4),
                partner_uses::uses.eq(used.uses),
                partner_uses::last_at.eq(used.last_at.naive_utc()),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Uses of a system, the newest hour first and in it by operation, secret and outcome, after `after`.
pub fn uses_of(
    connection: &mut Connection,
    partner: PartnerId,
    filter: UseFilter,
    after: Option<&PartnerUse>,
    limit: i64,
) -> Result<Vec<(PartnerUse, Used)>> {
    let mut query = partner_uses::table.filter(partner_uses::partner_id.eq(partner.to_string())).into_boxed();
    if let Some(since) = filter.since {
        query = query.filter(partner_uses::last_at.ge(since.naive_utc()));
    }
    if let Some(outcome) = filter.outcome {
        query = query.filter(partner_uses::outcome.eq(outcome.code()));
    }
    if let Some(place) = after {
        let (at, of) = (place.hour.naive_utc(), place.operation.clone());
        let (secret, end) = (place.secret.to_string(), place.outcome.code());
        let in_secret = partner_uses::secret_id
            .gt(secret.clone())
            .or(partner_uses::secret_id.eq(secret).and(partner_uses::outcome.gt(end)));
        let in_operation = partner_uses::operation.gt(of.clone()).or(partner_uses::operation.eq(of).and(in_secret));
        query = query.filter(partner_uses::hour.lt(at).or(partner_uses::hour.eq(at).and(in_operation)));
    }
    let order = (partner_uses::hour.desc(), partner_uses::operation, partner_uses::secret_id, partner_uses::outcome);
    let rows: Vec<(String, NaiveDateTime, String, String, String, i64, NaiveDateTime)> =
        query.order(order).limit(limit).load(connection)?;
    rows.into_iter()
        .map(|(partner, hour, operation, secret, outcome, uses, last_at)| {
            let what = PartnerUse {
                partner: known(PartnerId::parse(&partner), &partner)?,
                hour: utc(hour),
                operation,
                secret: known(SecretId::parse(&secret), &secret)?,
                outcome: known(UseOutcome::from_code(&outcome), &outcome)?,
            };
            Ok((what, Used { uses, last_at: utc(last_at) }))
        })
        .collect()
}

/// When each of these secrets was last used, where it was.
pub fn last_uses(connection: &mut Connection, secrets: &[SecretId]) -> Result<BTreeMap<SecretId, DateTime<Utc>>> {
    let ids: Vec<String> = secrets.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, Option<NaiveDateTime>)> = partner_uses::table
        .filter(partner_uses::secret_id.eq_any(ids))
        .group_by(partner_uses::secret_id)
        .select((partner_uses::secret_id, max(partner_uses::last_at)))
        .load(connection)?;
    rows.into_iter()
        .filter_map(|(secret, last_at)| Some((secret, last_at?)))
        .map(|(secret, last_at)| Ok((known(SecretId::parse(&secret), &secret)?, utc(last_at))))
        .collect()
}

/// Forgets uses of hours before this one.
pub fn purge_uses(connection: &mut Connection, before: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(partner_uses::table.filter(partner_uses::hour.lt(before.naive_utc()))).execute(connection)?)
}
