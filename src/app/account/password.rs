//! Another password in the place of the one there is: who knows that one sets it here, who has a link in `reset`, the operator in
//! `operator`. Whoever sets it, what the old one opened is closed: every session with its tokens, and every link.

use chrono::{DateTime, Utc};
use domain::password::{LONGEST, check_password};
use serde::Deserialize;
use serde_json::json;
use storage::Connection;
use storage::accounts::{
    User, UserStatus, company_name, forget_links_of, revoke_sessions_of, store_password, user, user_to_change,
};
use utoipa::ToSchema;
use validator::Validate;

use super::sign_in::{SignedInView, enter_session, new_session, tokens, user_view};
use crate::app::command::{Record, record};
use crate::app::{AppError, Context, FieldError, Portal};

/// The password as it is, and the one to come.
#[derive(Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password as it is.
    #[schema(format = Password, max_length = 128)]
    pub current: String,
    /// The one to come: 15 to 128 characters, easy to remember and hard to guess.
    #[schema(format = Password, min_length = 15, max_length = 128)]
    pub new: String,
}

impl std::fmt::Debug for ChangePassword {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ChangePassword").finish_non_exhaustive()
    }
}

/// By what right a password is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Its owner knew the old one.
    Password,
    /// Its owner was mailed a link.
    Link,
    /// The operator set it at the console.
    Operator,
}

/// Changes one's own password. Every session ends, and one begins anew for whoever asks.
pub async fn change_password(
    portal: &Portal,
    context: &Context,
    request: ChangePassword,
) -> Result<SignedInView, AppError> {
    let id = context.user()?.id;
    refuse_long(context, "/current", &request.current)?;
    let (known, company) = portal
        .database
        .read(move |connection| {
            let known = user(connection, id)?.ok_or(AppError::Unauthenticated)?;
            let company = company_of(connection, &known)?;
            Ok::<_, AppError>((known, company))
        })
        .await?;
    unacceptable(context, "/new", &request.new, &known.email, &company).map_err(refused)?;
    let now = portal.now();
    portal.principals.check_turn(&known.email, now)?;
    if !portal.passwords.verify(request.current, Some(known.password_hash.clone())).await? {
        portal.principals.note_failure(&known.email, now);
        let message = context.say("当前密码不正确，请核对后重试。", "This is not your password. Please check it.");
        return Err(AppError::invalid_field("/current", "password_wrong", message));
    }
    portal.principals.forget_failures(&known.email);
    let password_hash = portal.passwords.hash(request.new).await?;
    let (session, refresh) = new_session(portal, id)?;
    let (session_id, reader) = (session.id.clone(), context.clone());
    let (user, view) = portal
        .database
        .write(move |connection| {
            let user = user_to_change(connection, id)?
                .filter(|user| user.status == UserStatus::Active && user.password_hash == known.password_hash)
                .ok_or(AppError::Unauthenticated)?;
            set_password(connection, &user, &password_hash, By::Password, now)?;
            enter_session(connection, &session)?;
            let view = user_view(connection, &user, &reader)?;
            Ok::<_, AppError>((user, view))
        })
        .await?;
    portal.principals.forget_all();
    portal.committed.send_replace(());
    tokens(portal, &user, session_id, refresh, view)
}

/// Puts a password in place, and closes what the old one opened.
pub(super) fn set_password(
    connection: &mut Connection,
    user: &User,
    password_hash: &str,
    by: By,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    store_password(connection, user.id, password_hash)?;
    revoke_sessions_of(connection, user.id, "password changed", now)?;
    forget_links_of(connection, user.id)?;
    let (actor, code) = match by {
        By::Password => (format!("user:{}", user.id), "password"),
        By::Link => (format!("user:{}", user.id), "link"),
        By::Operator => ("system".to_owned(), "operator"),
    };
    let entry = Record { kind: "user.password_changed", subject: user.id.to_string(), body: json!({ "by": code }) };
    record(connection, now, &actor, &entry)?;
    Ok(())
}

/// The name of a person's company; empty for staff.
pub(super) fn company_of(connection: &mut Connection, user: &User) -> Result<String, AppError> {
    let name = user.company_id.map(|id| company_name(connection, id)).transpose()?.flatten();
    Ok(name.unwrap_or_default())
}

/// Refuses a password that no account has, before any work is done for it.
pub(super) fn refuse_long(context: &Context, pointer: &str, password: &str) -> Result<(), AppError> {
    if password.chars().count() <= LONGEST {
        return Ok(());
    }
    let message = context.say("密码过长。", "The password is too long.");
    Err(AppError::invalid_field(pointer, "too_long", message))
}

/// What is wrong with a new password, in the reader's language.
pub(super) fn unacceptable(
    context: &Context,
    pointer: &str,
    password: &str,
    email: &str,
    company: &str,
) -> Result<(), FieldError> {
    check_password(password, email, company).map_err(|error| {
        let zh = "密码应为 15 至 128 个字符，不能是常见密码，也不要包含邮箱名或企业名称。";
        FieldError::new(pointer, "password_unacceptable", context.say(zh, &error.to_string()))
    })
}

/// One field that is refused.
pub(super) fn refused(error: FieldError) -> AppError {
    AppError::Invalid { code: "validation_failed", errors: vec![error] }
}
