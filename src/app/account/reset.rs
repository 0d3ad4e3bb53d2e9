//! Who forgot a password asks for a link, and sets another one by it. Whether an address has an account is told to nobody.
//!
//! The link is made when it is mailed (`jobs/accounts.rs`): its token stands in the mail alone, its digest in the database.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::UserId;
use serde::Deserialize;
use serde_json::json;
use storage::Connection;
use storage::accounts::{
    User, UserStatus, forget_links_of, insert_link, link_owner, use_link, user, user_by_email, user_to_change,
};
use utoipa::ToSchema;
use validator::Validate;

use super::password::{By, company_of, refuse_long, refused, set_password, unacceptable};
use crate::app::command::{Record, record};
use crate::app::tokens::{digest, random_secret};
use crate::app::{AppError, Context, Portal};

/// An answer takes this long whatever is found, unless that takes longer: an address with an account costs a write more.
const TIME_TO_ANSWER: Duration = Duration::from_millis(200);

/// Whose password was forgotten.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgottenPassword {
    /// E-mail address of the account.
    #[validate(length(max = 254))]
    #[schema(max_length = 254)]
    pub email: String,
}

/// A new password for who was mailed a link.
#[derive(Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    /// What follows the `#` of the link.
    #[validate(length(max = 100))]
    #[schema(max_length = 100)]
    pub token: String,
    /// The password: 15 to 128 characters, easy to remember and hard to guess.
    #[schema(format = Password, min_length = 15, max_length = 128)]
    pub new: String,
}

impl std::fmt::Debug for SetPassword {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SetPassword").finish_non_exhaustive()
    }
}

/// Asks for a link. The answer is the same, and comes as soon, whether the address has an account or not.
pub async fn ask_password_reset(portal: &Portal, request: ForgottenPassword) -> Result<(), AppError> {
    let ForgottenPassword { email } = request;
    let email = email.trim().to_lowercase();
    let now = portal.now();
    // Counted beside failed sign-ins, not with them: who may not ask again may still sign in.
    let turn = format!("reset {email}");
    portal.principals.check_turn(&turn, now)?;
    portal.principals.note_failure(&turn, now);
    let work = portal.database.write(move |connection| {
        let Some(user) = user_by_email(connection, &email)?.filter(|user| user.status == UserStatus::Active) else {
            return Ok(false);
        };
        let entry = Record { kind: "user.reset_asked", subject: user.id.to_string(), body: json!({}) };
        record(connection, now, "anonymous", &entry)?;
        Ok::<_, AppError>(true)
    });
    let (asked, ()) = tokio::join!(work, tokio::time::sleep(TIME_TO_ANSWER));
    if asked? {
        portal.committed.send_replace(());
    }
    Ok(())
}

/// Makes a link of a person that is good for so long from now, and answers its address; none for who may not sign in.
pub(crate) async fn make_link(
    portal: &Portal,
    id: UserId,
    good_for: chrono::Duration,
) -> Result<Option<(User, String)>, AppError> {
    let token = random_secret("")?;
    let (kept, expires_at) = (digest(&token), portal.now() + good_for);
    let found = portal
        .database
        .write(move |connection| {
            let Some(user) = user(connection, id)?.filter(|user| user.status == UserStatus::Active) else {
                return Ok(None);
            };
            // One link a person: the newest.
            forget_links_of(connection, id)?;
            insert_link(connection, &kept, id, expires_at)?;
            Ok::<_, AppError>(Some(user))
        })
        .await?;
    // After the `#`, so that it is sent to no server and stands in no log.
    Ok(found.map(|user| (user, format!("{}/set-password#{token}", portal.settings.base_url))))
}

/// Sets a password by a link, which is used up; [`AppError::Gone`] where it is worth nothing any more, or never was.
pub async fn confirm_password_reset(portal: &Portal, context: &Context, request: SetPassword) -> Result<(), AppError> {
    refuse_long(context, "/new", &request.new)?;
    // Nobody's password, whoever the link is for.
    unacceptable(context, "/new", &request.new, "", "").map_err(refused)?;
    let now = portal.now();
    let link = digest(&request.token);
    let shown = link.clone();
    let (known, company) = portal
        .database
        .read(move |connection| {
            let id = link_owner(connection, &shown, now)?.ok_or_else(gone)?;
            let known = active(user(connection, id)?)?;
            let company = company_of(connection, &known)?;
            Ok::<_, AppError>((known, company))
        })
        .await?;
    // A password that is refused leaves the link as it is.
    unacceptable(context, "/new", &request.new, &known.email, &company).map_err(refused)?;
    let password_hash = portal.passwords.hash(request.new).await?;
    let email = known.email.clone();
    portal.database.write(move |connection| use_up(connection, &link, &known, &password_hash, now)).await?;
    portal.principals.forget_all();
    portal.principals.forget_failures(&email);
    portal.committed.send_replace(());
    Ok(())
}

fn use_up(
    connection: &mut Connection,
    link: &str,
    known: &User,
    password_hash: &str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let user = active(user_to_change(connection, known.id)?)?;
    if !use_link(connection, link)? {
        return Err(gone());
    }
    set_password(connection, &user, password_hash, By::Link, now)
}

/// One answer to a link that was used, has expired or never was, and to one of who may not sign in.
fn gone() -> AppError {
    AppError::Gone("link_expired")
}

fn active(user: Option<User>) -> Result<User, AppError> {
    user.filter(|user| user.status == UserStatus::Active).ok_or_else(gone)
}
