//! How a command runs: once per idempotency key, in one transaction, with its journal entry last.
//!
//! The work comes first and the key after it: whoever finds the key taken, or fails, may be a retry of a request that was
//! answered, and gets the answer that was kept.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use storage::Connection;
use storage::idempotency::{KeptAnswer, KeyOf, keep_answer, kept_answer};
use storage::journal::{NewEntry, Seal};

use super::{AppError, Context, Portal, audience};

/// A command's answer as it goes over the wire, so that a retry gets the same bytes.
#[derive(Debug, Clone)]
pub struct Answered {
    /// 200, 201 or 204.
    pub status: u16,
    /// JSON text; empty with 204.
    pub body: String,
    /// Headers of its own.
    pub headers: AnswerHeaders,
    /// Whether this is the kept answer of an earlier request.
    pub replayed: bool,
}

/// Headers that belong to an answer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AnswerHeaders {
    /// Version of the object in the body.
    pub etag: Option<String>,
    /// Path of a new object.
    pub location: Option<String>,
}

/// What a command's closure leaves to be kept: its answer, and what to write into the journal.
pub(crate) struct Done {
    pub(crate) status: u16,
    pub(crate) body: String,
    pub(crate) headers: AnswerHeaders,
    pub(crate) record: Record,
    seal: Option<Seal>,
    once: bool,
}

/// The journal entry of a command, before it has a place.
#[derive(Clone)]
pub(crate) struct Record {
    pub(crate) kind: &'static str,
    pub(crate) subject: String,
    pub(crate) body: Value,
}

impl Record {
    /// The entry, with those who are told of it.
    pub(crate) fn entry(
        self,
        connection: &mut Connection,
        at: DateTime<Utc>,
        actor: &str,
        seal: Option<Seal>,
    ) -> Result<NewEntry, AppError> {
        let told = audience::of_record(connection, actor, &self)?.into_iter().collect();
        let Self { kind, subject, body } = self;
        Ok(NewEntry { at, actor: actor.to_owned(), kind, subject, body, told, seal })
    }

    /// With what is to be written once the entry has a place.
    pub(crate) fn sealed(self, seal: Option<Seal>) -> Effect {
        Effect { record: self, seal }
    }
}

/// What a step leaves behind: its record, and perhaps something that needs the record's place in the journal.
pub(crate) struct Effect {
    pub(crate) record: Record,
    pub(crate) seal: Option<Seal>,
}

impl From<Record> for Effect {
    fn from(record: Record) -> Self {
        record.sealed(None)
    }
}

impl Done {
    pub(crate) fn json<T: Serialize>(status: u16, view: &T, effect: impl Into<Effect>) -> Result<Self, AppError> {
        let body = serde_json::to_string(view).map_err(AppError::internal)?;
        let Effect { record, seal } = effect.into();
        Ok(Self { status, body, headers: AnswerHeaders::default(), record, seal, once: false })
    }

    pub(crate) fn empty(record: Record) -> Self {
        Self { status: 204, body: String::new(), headers: AnswerHeaders::default(), record, seal: None, once: false }
    }

    /// An answer with a secret in it: it is kept without its body, so that nobody is shown it twice.
    pub(crate) fn shown_once(mut self) -> Self {
        self.once = true;
        self
    }

    pub(crate) fn version(mut self, version: i32) -> Self {
        self.headers.etag = Some(format!("\"{version}\""));
        self
    }

    pub(crate) fn location(mut self, path: String) -> Self {
        self.headers.location = Some(path);
        self
    }
}

/// Keys whose first request is still running in this process.
#[derive(Debug, Clone, Default)]
pub struct InFlight(Arc<Mutex<HashSet<String>>>);

struct Running(InFlight, String);

impl InFlight {
    fn enter(&self, name: String) -> Result<Running, AppError> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !running.insert(name.clone()) {
            return Err(AppError::conflict("idempotency_in_flight"));
        }
        Ok(Running(self.clone(), name))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

impl Portal {
    /// Runs a command in a transaction: does the work, keeps its answer under its key, appends its record.
    pub(crate) async fn execute<F>(&self, context: &Context, work: F) -> Result<Answered, AppError>
    where
        F: FnOnce(&mut Connection, DateTime<Utc>) -> Result<Done, AppError> + Send + 'static,
    {
        let actor = context.actor_text();
        let key = context
            .idempotency
            .clone()
            .map(|given| (KeyOf { scope: actor.clone(), route: given.route, key: given.key }, given.fingerprint));
        let _running = match &key {
            Some((key, _)) => Some(self.in_flight.enter(format!("{}\n{}\n{}", key.scope, key.route, key.key))?),
            None => None,
        };
        let (clock, given) = (self.clock.clone(), key.clone());
        let outcome = self
            .database
            .record(move |connection| {
                // When its turn has come: it may have waited from one year to the next.
                let now = clock.now();
                let done = work(connection, now)?;
                if let Some((key, fingerprint)) = &given {
                    keep_answer(connection, key, &kept(&done, fingerprint)?, now)?;
                }
                let answered =
                    Answered { status: done.status, body: done.body, headers: done.headers, replayed: false };
                let entry = done.record.entry(connection, now, &actor, done.seal)?;
                Ok::<_, AppError>((answered, vec![entry]))
            })
            .await;
        match (outcome, key) {
            (Ok(answered), _) => {
                self.committed.send_replace(());
                Ok(answered)
            }
            (Err(error), Some((key, fingerprint))) => self.answered_before(key, &fingerprint).await?.ok_or(error),
            (Err(error), None) => Err(error),
        }
    }

    /// The answer that an earlier request with this key got; an error when that was another request.
    async fn answered_before(&self, key: KeyOf, fingerprint: &str) -> Result<Option<Answered>, AppError> {
        let kept = self.database.read(move |connection| Ok::<_, AppError>(kept_answer(connection, &key)?)).await?;
        kept.map(|kept| replay(&kept, fingerprint)).transpose()
    }
}

/// Appends a record to the journal.
pub(crate) fn record(
    connection: &mut Connection,
    at: DateTime<Utc>,
    actor: &str,
    record: &Record,
) -> Result<i64, AppError> {
    let entry = record.clone().entry(connection, at, actor, None)?;
    Ok(storage::journal::append(connection, &[entry])?)
}

fn kept(done: &Done, fingerprint: &str) -> Result<KeptAnswer, AppError> {
    Ok(KeptAnswer {
        fingerprint: fingerprint.to_owned(),
        status: i32::from(done.status),
        headers: serde_json::to_string(&done.headers).map_err(AppError::internal)?,
        body: if done.once { String::new() } else { done.body.clone() },
    })
}

fn replay(kept: &KeptAnswer, fingerprint: &str) -> Result<Answered, AppError> {
    if kept.fingerprint != fingerprint {
        return Err(AppError::Invalid { code: "idempotency_mismatch", errors: Vec::new() });
    }
    if kept.body.is_empty() && kept.status != 204 {
        return Err(AppError::conflict("shown_once"));
    }
    Ok(Answered {
        status: u16::try_from(kept.status).map_err(AppError::internal)?,
        body: kept.body.clone(),
        headers: serde_json::from_str(&kept.headers).map_err(AppError::internal)?,
        replayed: true,
    })
}
