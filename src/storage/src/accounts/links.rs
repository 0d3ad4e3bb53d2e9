//! Links by which somebody sets a password: mailed once, used once. Only the digest of what was mailed is kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::UserId;

use crate::schema::password_links;
use crate::text::known;
use crate::{Connection, Result};

/// Keeps a link of this person: the SHA-256 of its token, hex.
pub fn insert_link(connection: &mut Connection, digest: &str, user: UserId, expires_at: DateTime<Utc>) -> Result<()> {
    diesel::insert_into(password_links::table)
        .values((
            password_links::digest.eq(digest),
            password_links::user_id.eq(user.to_string()),
            password_links::expires_at.eq(expires_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Whose link this is; nobody's when it was used, has expired, or never was.
pub fn link_owner(connection: &mut Connection, digest: &str, now: DateTime<Utc>) -> Result<Option<UserId>> {
    let owner: Option<String> = password_links::table
        .filter(password_links::digest.eq(digest).and(password_links::expires_at.gt(now.naive_utc())))
        .select(password_links::user_id)
        .first(connection)
        .optional()?;
    owner.map(|id| known(UserId::parse(&id), &id)).transpose()
}

/// Uses a link up; false when somebody else did so first.
pub fn use_link(connection: &mut Connection, digest: &str) -> Result<bool> {
    Ok(diesel::delete(password_links::table.find(digest)).execute(connection)? == 1)
}

/// Makes every link of a person worthless.
pub fn forget_links_of(connection: &mut Connection, user: UserId) -> Result<()> {
    diesel::delete(password_links::table.filter(password_links::user_id.eq(user.to_string()))).execute(connection)?;
    Ok(())
}

/// Forgets links that expired before `before`.
pub fn purge_links(connection: &mut Connection, before: DateTime<Utc>) -> Result<usize> {
    let expired = password_links::table.filter(password_links::expires_at.lt(before.naive_utc()));
    Ok(diesel::delete(expired).execute(connection)?)
}
