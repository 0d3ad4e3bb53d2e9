//! Keeping a session alive, and ending it. A refresh token works once; the second use of one ends its session, but for the moment in
//! which a browser has not yet heard of the new one.

use domain::UserId;
use serde_json::json;
use storage::accounts::{UserStatus, revoke_session, rotate_session, session};

use super::sign_in::{SignedInView, tokens, user_view};
use crate::app::command::{Record, record};
use crate::app::tokens::{digest, has_digest, random_secret};
use crate::app::{AppError, Context, Portal};

/// Idle for longer than this, a session is over (ASVS 7.3.1).
const IDLE_MINUTES: i64 = 30;

/// A page that is left while it renews the session has its answer on the way when the next page asks with the old cookie. So long the
/// old one is told to wait, and given nothing: whoever stole it gains nothing either (RFC 9700, section 4.14.2).
const ON_THE_WAY_SECONDS: i64 = 5;

enum Outcome {
    Fresh(Box<(storage::accounts::User, super::UserView)>),
    /// Just renewed.
    Early,
    Refused,
}

/// Exchanges a refresh token for a new pair.
pub async fn refresh(portal: &Portal, context: &Context, presented: String) -> Result<SignedInView, AppError> {
    let id = presented.split_once('.').map(|(id, _)| id.to_owned()).ok_or(AppError::Unauthenticated)?;
    let fresh = format!("{id}.{}", random_secret("")?);
    let (now, reader) = (portal.now(), context.clone());
    let (family, fresh_digest) = (id.clone(), digest(&fresh));
    let outcome = portal
        .database
        .write(move |connection| {
            let Some(known) = session(connection, &family)? else { return Ok(Outcome::Refused) };
            let idle = now - known.used_at > chrono::Duration::minutes(IDLE_MINUTES);
            if known.revoked_at.is_some() || known.expires_at <= now || idle {
                return Ok(Outcome::Refused);
            }
            let newest = has_digest(&presented, &known.refresh_digest);
            let current = newest && rotate_session(connection, &family, &known.refresh_digest, &fresh_digest, now)?;
            if !current {
                if newest || now - known.used_at < chrono::Duration::seconds(ON_THE_WAY_SECONDS) {
                    return Ok(Outcome::Early);
                }
                revoke_session(connection, &family, "refresh token used twice", now)?;
                let entry = Record {
                    kind: "session.reused",
                    subject: known.user_id.to_string(),
                    body: json!({ "session": family }),
                };
                record(connection, now, &actor(known.user_id), &entry)?;
                return Ok(Outcome::Refused);
            }
            let user = storage::accounts::user(connection, known.user_id)?;
            match user.filter(|user| user.status == UserStatus::Active) {
                Some(user) => {
                    let view = user_view(connection, &user, &reader)?;
                    Ok(Outcome::Fresh(Box::new((user, view))))
                }
                None => Ok::<_, AppError>(Outcome::Refused),
            }
        })
        .await?;
    match outcome {
        Outcome::Fresh(found) => {
            let (user, view) = *found;
            tokens(portal, &user, id, fresh, view)
        }
        Outcome::Early => Err(AppError::conflict("session_renewed")),
        Outcome::Refused => {
            portal.principals.forget_all();
            Err(AppError::Unauthenticated)
        }
    }
}

/// Ends the session of a refresh token; with none, nothing happens.
pub async fn sign_out(portal: &Portal, presented: Option<String>) -> Result<(), AppError> {
    let Some(presented) = presented else { return Ok(()) };
    let now = portal.now();
    portal
        .database
        .write(move |connection| {
            let Some((id, _)) = presented.split_once('.') else { return Ok(()) };
            let Some(known) = session(connection, id)? else { return Ok(()) };
            if known.revoked_at.is_none() && has_digest(&presented, &known.refresh_digest) {
                revoke_session(connection, id, "signed out", now)?;
                let entry = Record {
                    kind: "session.ended",
                    subject: known.user_id.to_string(),
                    body: json!({ "session": id }),
                };
                record(connection, now, &actor(known.user_id), &entry)?;
            }
            Ok::<_, AppError>(())
        })
        .await?;
    portal.principals.forget_all();
    Ok(())
}

fn actor(user: UserId) -> String {
    format!("user:{user}")
}
