//! From an access token to an actor. Rights are asked anew, at most a second later than they changed.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use domain::PartnerId;
use domain::clock::shanghai_date;
use storage::accounts::signed_in;
use storage::mandates::held_by;

use crate::app::tokens::{AccessClaims, TokenKind};
use crate::app::{Actor, AppError, PartnerActor, Portal, UserActor};

/// How long an answer about someone's rights is believed by this process; a change made here is seen at once.
const BELIEVED_SECONDS: i64 = 1;
/// Tokens remembered at most.
const MOST_REMEMBERED: usize = 10_000;

struct Known {
    claims: AccessClaims,
    actor: Actor,
    asked_at: DateTime<Utc>,
}

/// What this process knows of tokens and of failed sign-ins. Losing it costs time only.
#[derive(Default)]
pub struct Principals {
    known: Mutex<HashMap<String, Known>>,
    changes: AtomicU64,
    failures: Mutex<HashMap<String, VecDeque<DateTime<Utc>>>>,
}

impl Principals {
    /// Forgets everyone, after rights changed; also what is being asked at this moment, which may be an answer from before.
    pub(crate) fn forget_all(&self) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        self.changes.fetch_add(1, Ordering::Relaxed);
        known.clear();
    }

    fn changes(&self) -> u64 {
        let _known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        self.changes.load(Ordering::Relaxed)
    }

    fn recall(&self, token: &str, now: DateTime<Utc>) -> Option<Actor> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = known.get(token)?;
        let fresh = now - entry.asked_at < Duration::seconds(BELIEVED_SECONDS) && now >= entry.asked_at;
        (fresh && now.timestamp() < entry.claims.exp).then(|| entry.actor.clone())
    }

    /// Keeps an answer that was asked after this many changes of rights, unless there has been another one.
    fn remember(&self, token: &str, (claims, actor): (AccessClaims, Actor), changes: u64, now: DateTime<Utc>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if self.changes.load(Ordering::Relaxed) != changes {
            return;
        }
        if known.len() >= MOST_REMEMBERED {
            known.clear();
        }
        known.insert(token.to_owned(), Known { claims, actor, asked_at: now });
    }

    /// Refuses an account that has failed too often of late.
    pub(super) fn check_turn(&self, email: &str, now: DateTime<Utc>) -> Result<(), AppError> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        match failures.get(email) {
            Some(times) if !super::sign_in::may_try(times, now) => Err(AppError::TooMany { retry_after: 600 }),
            _ => Ok(()),
        }
    }

    pub(super) fn note_failure(&self, email: &str, now: DateTime<Utc>) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= MOST_REMEMBERED {
            failures.clear();
        }
        let times = failures.entry(email.to_owned()).or_default();
        times.push_back(now);
        if times.len() > 100 {
            times.pop_front();
        }
    }

    pub(super) fn forget_failures(&self, email: &str) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).remove(email);
    }
}

/// Who is behind an access token; an error when nobody is any more.
pub async fn authenticate(portal: &Portal, token: &str) -> Result<Actor, AppError> {
    let now = portal.now();
    if let Some(actor) = portal.principals.recall(token, now) {
        return Ok(actor);
    }
    let changes = portal.principals.changes();
    let claims = AccessClaims::read(token, &portal.keys.session, &portal.settings.base_url, now)?;
    let actor = match claims.kind {
        TokenKind::User => user(portal, &claims, now).await?,
        TokenKind::Partner => partner(portal, &claims).await?,
    };
    portal.principals.remember(token, (claims, actor.clone()), changes, now);
    Ok(actor)
}

async fn user(portal: &Portal, claims: &AccessClaims, now: DateTime<Utc>) -> Result<Actor, AppError> {
    let (session, subject) = (claims.sid.clone(), claims.sub.clone());
    let (found, mandates) = portal
        .database
        .read({
            let session = session.clone();
            move |connection| {
                let found = signed_in(connection, &session, now)?
                    .filter(|found| found.user.id.to_string() == subject)
                    .ok_or(AppError::Unauthenticated)?;
                let agent = found.user.company_id.filter(|_| found.company_status.as_deref() == Some("approved"));
                let mandates = match agent {
                    Some(agent) => held_by(connection, agent, shanghai_date(now))?,
                    None => Vec::new(),
                };
                Ok::<_, AppError>((found, mandates))
            }
        })
        .await?;
    Ok(Actor::User(UserActor {
        id: found.user.id,
        name: found.user.name,
        role: found.user.role,
        company: found.user.company_id,
        company_approved: found.company_status.as_deref() == Some("approved"),
        mandates,
        desks: found.desks,
        session,
    }))
}

async fn partner(portal: &Portal, claims: &AccessClaims) -> Result<Actor, AppError> {
    let id = PartnerId::parse(&claims.sub).ok_or(AppError::Unauthenticated)?;
    let partner = portal
        .database
        .read(move |connection| Ok::<_, AppError>(storage::partners::partner(connection, id)?))
        .await?
        .filter(|partner| partner.active)
        .ok_or(AppError::Unauthenticated)?;
    let scopes = claims
        .scope
        .split_whitespace()
        .filter(|scope| partner.scopes.iter().any(|granted| granted == scope))
        .map(str::to_owned)
        .collect();
    Ok(Actor::Partner(PartnerActor { id, name: partner.name, scopes, company: partner.company_id }))
}
