//! Answers kept under the key that a client gave its request, written in the transaction of the command itself.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::direct::directly;
use crate::schema::idempotency_keys;
use crate::{Connection, Result};

/// Whose key it is: sender, method and route, key.
#[derive(Debug, Clone)]
pub struct KeyOf {
    /// The sender: user or partner.
    pub scope: String,
    /// Method and path.
    pub route: String,
    /// The client's key.
    pub key: String,
}

/// A kept answer.
#[derive(Debug, Clone)]
pub struct KeptAnswer {
    /// SHA-256 of the request's body, hex.
    pub fingerprint: String,
    /// HTTP-independent status number.
    pub status: i32,
    /// JSON object of the answer's own headers.
    pub headers: String,
    /// The answer's body.
    pub body: String,
}

/// The answer kept under a key.
pub fn kept_answer(connection: &mut Connection, key: &KeyOf) -> Result<Option<KeptAnswer>> {
    let row: Option<(String, i32, String, String)> = idempotency_keys::table
        .find((&key.scope, &key.route, &key.key))
        .select((
            idempotency_keys::fingerprint,
            idempotency_keys::status,
            idempotency_keys::headers,
            idempotency_keys::body,
        ))
        .first(connection)
        .optional()?;
    Ok(row.map(|(fingerprint, status, headers, body)| KeptAnswer { fingerprint, status, headers, body }))
}

/// Keeps an answer; a second one under the same key is [`crate::Constraint::Unique`].
pub fn keep_answer(connection: &mut Connection, key: &KeyOf, answer: &KeptAnswer, now: DateTime<Utc>) -> Result<()> {
    let row = (
        idempotency_keys::scope.eq(&key.scope),
        idempotency_keys::route.eq(&key.route),
        idempotency_keys::key.eq(&key.key),
        idempotency_keys::fingerprint.eq(&answer.fingerprint),
        idempotency_keys::status.eq(answer.status),
        idempotency_keys::headers.eq(&answer.headers),
        idempotency_keys::body.eq(&answer.body),
        idempotency_keys::created_at.eq(now.naive_utc()),
    );
    directly!(connection, |inner| diesel::insert_into(idempotency_keys::table).values(row).execute(inner))?;
    Ok(())
}

/// Forgets answers older than `before`.
pub fn purge(connection: &mut Connection, before: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(idempotency_keys::table.filter(idempotency_keys::created_at.lt(before.naive_utc())))
        .execute(connection)?)
}
