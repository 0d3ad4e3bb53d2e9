//! From an access token to an actor. Rights are asked anew, at most a second later than they changed.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, Utc};
use domain::clock::shanghai_date;
use domain::partner::Scope;
use domain::{PartnerId, SecretId};
use storage::accounts::signed_in;
use storage::mandates::held_by;
use storage::partners::{Client, Secret};

use crate::app::tokens::{AccessClaims, TokenKind};
use crate::app::{Actor, AppError, PartnerActor, Portal, UserActor};

/// How long an answer about someone's rights is believed by this process; a change made here is seen at once.
const BELIEVED_SECONDS: i64 = 1;
/// Tokens, and clients, remembered at most.
const MOST_REMEMBERED: usize = 10_000;

struct Known {
    claims: AccessClaims,
    actor: Actor,
    asked_at: DateTime<Utc>,
}

/// Answers of the database, and how often rights have changed here since the start.
#[derive(Default)]
struct Believed {
    actors: HashMap<String, Known>,
    clients: HashMap<PartnerId, (Arc<Client>, DateTime<Utc>)>,
    changes: u64,
}

/// What this process knows of tokens, of clients and of failed sign-ins. Losing it costs time only.
#[derive(Default)]
pub struct Principals {
    believed: Mutex<Believed>,
    failures: Mutex<HashMap<String, VecDeque<DateTime<Utc>>>>,
}

fn is_fresh(asked_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - asked_at < Duration::seconds(BELIEVED_SECONDS) && now >= asked_at
}

impl Principals {
    fn believed(&self) -> MutexGuard<'_, Believed> {
        self.believed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets everyone, after rights changed; also what is being asked at this moment, which may be an answer from before.
    pub(crate) fn forget_all(&self) {
        let mut believed = self.believed();
        believed.changes += 1;
        believed.actors.clear();
        believed.clients.clear();
    }

    fn changes(&self) -> u64 {
        self.believed().changes
    }

    fn recall(&self, token: &str, now: DateTime<Utc>) -> Option<Actor> {
        let believed = self.believed();
        let entry = believed.actors.get(token)?;
        (is_fresh(entry.asked_at, now) && now.timestamp() < entry.claims.exp).then(|| entry.actor.clone())
    }

    /// Keeps an answer that was asked after this many changes of rights, unless there has been another one.
    fn remember(&self, token: &str, (claims, actor): (AccessClaims, Actor), changes: u64, now: DateTime<Utc>) {
        let mut believed = self.believed();
        if believed.changes != changes {
            return;
        }
        if believed.actors.len() >= MOST_REMEMBERED {
            believed.actors.clear();
        }
        believed.actors.insert(token.to_owned(), Known { claims, actor, asked_at: now });
    }

    fn recall_client(&self, id: PartnerId, now: DateTime<Utc>) -> Option<(Arc<Client>, DateTime<Utc>)> {
        self.believed().clients.get(&id).filter(|(_, asked_at)| is_fresh(*asked_at, now)).cloned()
    }

    fn remember_client(&self, client: &Arc<Client>, changes: u64, now: DateTime<Utc>) {
        let mut believed = self.believed();
        if believed.changes != changes {
            return;
        }
        if believed.clients.len() >= MOST_REMEMBERED {
            believed.clients.clear();
        }
        believed.clients.insert(client.partner.id, (client.clone(), now));
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
    let (actor, asked_at) = match claims.kind {
        TokenKind::User => (user(portal, &claims, now).await?, now),
        TokenKind::Partner => partner(portal, &claims).await?,
    };
    portal.principals.remember(token, (claims, actor.clone()), changes, asked_at);
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

/// The system of a token, and when the database was asked about it.
async fn partner(portal: &Portal, claims: &AccessClaims) -> Result<(Actor, DateTime<Utc>), AppError> {
    let id = PartnerId::parse(&claims.sub).ok_or(AppError::Unauthenticated)?;
    let (client, asked_at) = client(portal, id).await?;
    let secret = SecretId::parse(&claims.sid)
        .filter(|shown| client.secrets.iter().any(|secret| secret.id == *shown))
        .ok_or(AppError::Unauthenticated)?;
    let granted = |scope: &Scope| client.partner.scopes.iter().any(|held| held.implies(*scope));
    let scopes = claims.scope.split_whitespace().filter_map(Scope::from_code).filter(granted).collect();
    Ok((Actor::Partner(acting(&client, secret, scopes)), asked_at))
}

/// The system that shows this secret, with all of its scopes; [`AppError::Unauthenticated`] where it is not this one's, or no longer.
pub(crate) async fn authenticate_client(
    portal: &Portal,
    id: PartnerId,
    is_secret: impl Fn(&Secret) -> bool,
) -> Result<PartnerActor, AppError> {
    let (client, _) = client(portal, id).await?;
    let secret = client.secrets.iter().find(|secret| is_secret(secret)).ok_or(AppError::Unauthenticated)?;
    Ok(acting(&client, secret.id, client.partner.scopes.clone()))
}

fn acting(client: &Client, secret: SecretId, scopes: Vec<Scope>) -> PartnerActor {
    PartnerActor {
        id: client.partner.id,
        name: client.partner.name.clone(),
        secret,
        scopes,
        company: client.partner.company_id,
        company_approved: client.company_approved,
    }
}

/// The system with this id, if it is in use.
async fn client(portal: &Portal, id: PartnerId) -> Result<(Arc<Client>, DateTime<Utc>), AppError> {
    let now = portal.now();
    if let Some(known) = portal.principals.recall_client(id, now) {
        return Ok(known);
    }
    let changes = portal.principals.changes();
    let client = portal
        .database
        .read(move |connection| Ok::<_, AppError>(storage::partners::client(connection, id)?))
        .await?
        .filter(|client| client.partner.disabled_by.is_none())
        .map(Arc::new)
        .ok_or(AppError::Unauthenticated)?;
    portal.principals.remember_client(&client, changes, now);
    Ok((client, now))
}
