//! Sessions: families of refresh tokens. Only the digest of the newest token of a family is kept.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::UserId;

use crate::schema::sessions;
use crate::text::{known, utc};
use crate::{Connection, Result};

/// One sign-in.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its id, also the family's.
    pub id: String,
    /// Whose it is.
    pub user_id: UserId,
    /// SHA-256 of the newest refresh token, hex.
    pub refresh_digest: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When a token was last used.
    pub used_at: DateTime<Utc>,
    /// When it ends whatever happens.
    pub expires_at: DateTime<Utc>,
    /// When it was ended, if it was.
    pub revoked_at: Option<DateTime<Utc>>,
}

type SessionRow =
    (String, String, String, NaiveDateTime, NaiveDateTime, NaiveDateTime, Option<NaiveDateTime>, Option<String>);

/// Begins a session.
pub fn insert_session(connection: &mut Connection, session: &Session) -> Result<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(&session.id),
            sessions::user_id.eq(session.user_id.to_string()),
            sessions::refresh_digest.eq(&session.refresh_digest),
            sessions::created_at.eq(session.created_at.naive_utc()),
            sessions::used_at.eq(session.used_at.naive_utc()),
            sessions::expires_at.eq(session.expires_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The session with this id, ended or not.
pub fn session(connection: &mut Connection, id: &str) -> Result<Option<Session>> {
    let row: Option<SessionRow> = sessions::table.find(id).first(connection).optional()?;
    let Some((id, user_id, refresh_digest, created_at, used_at, expires_at, revoked_at, _)) = row else {
        return Ok(None);
    };
    Ok(Some(Session {
        user_id: known(UserId::parse(&user_id), &user_id)?,
        id,
        refresh_digest,
        created_at: utc(created_at),
        used_at: utc(used_at),
        expires_at: utc(expires_at),
        revoked_at: revoked_at.map(utc),
    }))
}

/// Puts a new refresh token in the place of the old one; false when somebody else did so first.
pub fn rotate_session(
    connection: &mut Connection,
    id: &str,
    old_digest: &str,
    new_digest: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let changed = diesel::update(sessions::table.find(id))
        .filter(sessions::refresh_digest.eq(old_digest).and(sessions::revoked_at.is_null()))
        .set((sessions::refresh_digest.eq(new_digest), sessions::used_at.eq(now.naive_utc())))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Ends a session; ending it twice is the same as once.
pub fn revoke_session(connection: &mut Connection, id: &str, because: &str, now: DateTime<Utc>) -> Result<()> {
    diesel::update(sessions::table.find(id))
        .filter(sessions::revoked_at.is_null())
        .set((sessions::revoked_at.eq(Some(now.naive_utc())), sessions::revoked_because.eq(Some(because))))
        .execute(connection)?;
    Ok(())
}

/// Ends every session of a person.
pub fn revoke_sessions_of(connection: &mut Connection, user: UserId, because: &str, now: DateTime<Utc>) -> Result<()> {
    diesel::update(sessions::table.filter(sessions::user_id.eq(user.to_string())))
        .filter(sessions::revoked_at.is_null())
        .set((sessions::revoked_at.eq(Some(now.naive_utc())), sessions::revoked_because.eq(Some(because))))
        .execute(connection)?;
    Ok(())
}

/// Forgets sessions that ended before `before`.
pub fn purge_sessions(connection: &mut Connection, before: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(sessions::table.filter(sessions::expires_at.lt(before.naive_utc()))).execute(connection)?)
}
