//! What the operator does to an account at the console, for staff above all, who have no colleague to do it: another password, and
//! whether one may sign in.

use chrono::{DateTime, Utc};
use domain::UserId;
use domain::password::check_password;
use serde_json::json;
use storage::Connection;
use storage::accounts::{
    User, UserStatus, forget_links_of, revoke_sessions_of, store_user_status, user_by_email, user_to_change,
};

use super::password::{By, company_of, set_password};
use crate::app::command::{Record, record};
use crate::app::{AppError, Portal};

/// Sets the password of the account with this address; every session of it ends.
pub async fn operate_password(portal: &Portal, email: &str, password: String) -> Result<UserId, AppError> {
    let email = email.trim().to_lowercase();
    let now = portal.now();
    let address = email.clone();
    let (known, company) = portal
        .database
        .read(move |connection| {
            let known = user_by_email(connection, &address)?.ok_or(AppError::NotFound)?;
            let company = company_of(connection, &known)?;
            Ok::<_, AppError>((known, company))
        })
        .await?;
    check_password(&password, &email, &company)
        .map_err(|error| AppError::invalid_field("/password", "password_unacceptable", error.to_string()))?;
    let password_hash = portal.passwords.hash(password).await?;
    let id = known.id;
    portal
        .database
        .write(move |connection| {
            let user = user_to_change(connection, id)?.ok_or(AppError::NotFound)?;
            set_password(connection, &user, &password_hash, By::Operator, now)
        })
        .await?;
    portal.principals.forget_all();
    Ok(id)
}

/// Lets the account with this address sign in, or no longer; doing so twice is the same as once.
pub async fn operate_status(portal: &Portal, email: &str, status: UserStatus) -> Result<UserId, AppError> {
    let email = email.trim().to_lowercase();
    let now = portal.now();
    let id = portal
        .database
        .write(move |connection| {
            let known = user_by_email(connection, &email)?.ok_or(AppError::NotFound)?;
            let user = user_to_change(connection, known.id)?.ok_or(AppError::NotFound)?;
            if user.status != status {
                let (_, entry) = set_status(connection, user, status, now)?;
                record(connection, now, "system", &entry)?;
            }
            Ok::<_, AppError>(known.id)
        })
        .await?;
    portal.principals.forget_all();
    Ok(id)
}

/// Lets someone sign in, or no longer: then what they are signed in with ends, and every link of theirs.
pub(super) fn set_status(
    connection: &mut Connection,
    mut user: User,
    status: UserStatus,
    now: DateTime<Utc>,
) -> Result<(User, Record), AppError> {
    store_user_status(connection, user.id, status)?;
    if status == UserStatus::Disabled {
        revoke_sessions_of(connection, user.id, "account disabled", now)?;
        forget_links_of(connection, user.id)?;
    }
    user.status = status;
    let kind = match status {
        UserStatus::Active => "user.enabled",
        UserStatus::Disabled => "user.disabled",
    };
    let record = Record { kind, subject: user.id.to_string(), body: json!({ "company": user.company_id }) };
    Ok((user, record))
}
