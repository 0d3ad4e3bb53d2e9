//! Signing in: password, then a session with its first pair of tokens.

use std::collections::VecDeque;

use chrono::{DateTime, Duration, Utc};
use domain::{Role, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::Connection;
use storage::accounts::{Session, User, UserStatus, desks_of, insert_session, user_by_email, user_to_change};
use utoipa::ToSchema;
use validator::Validate;

use super::password::refuse_long;
use crate::app::command::{Record, record};
use crate::app::tokens::{ACCESS_MINUTES, AccessClaims, TokenKind, digest, random_secret};
use crate::app::view::{DeskView, Named};
use crate::app::{AppError, Context, Portal};

/// A session ends after this long, whatever happens (ASVS 7.3.2).
pub(super) const SESSION_HOURS: i64 = 12;
/// Failures of one account within [`WINDOW_MINUTES`] after which it waits (NIST SP 800-63B-4 §3.2.2).
const MOST_FAILURES: usize = 10;
const WINDOW_MINUTES: i64 = 10;

/// Name and password.
#[derive(Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// E-mail address.
    #[validate(length(max = 254))]
    #[schema(max_length = 254)]
    pub email: String,
    /// Password.
    #[schema(format = Password, max_length = 128)]
    pub password: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SignIn").finish_non_exhaustive()
    }
}

/// Tokens and who they belong to. The refresh token travels in a cookie, never in a body.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignedInView {
    /// JWT for the `Authorization` header.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: &'static str,
    /// Seconds until it expires.
    pub expires_in: i64,
    /// The person.
    pub user: UserView,
    /// For the cookie.
    #[serde(skip)]
    #[schema(ignore)]
    pub refresh_token: String,
}

/// A person with an account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserView {
    /// Id.
    pub id: String,
    /// E-mail address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// The company, for its users.
    pub company: Option<UserCompany>,
    /// The desks, for staff.
    pub desks: Vec<DeskView>,
}

/// The company of a user.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserCompany {
    /// Id and name.
    #[serde(flatten)]
    pub company: Named,
    /// `pending`, `approved`, `suspended` or `rejected`.
    pub status: String,
    /// Why it was suspended or refused, in the centre's words.
    pub status_reason: Option<String>,
}

/// Checks a password and begins a session.
pub async fn sign_in(portal: &Portal, context: &Context, request: SignIn) -> Result<SignedInView, AppError> {
    refuse_long(context, "/password", &request.password)?;
    let email = request.email.trim().to_lowercase();
    let now = portal.now();
    portal.principals.check_turn(&email, now)?;
    let address = email.clone();
    let user = portal.database.read(move |connection| Ok::<_, AppError>(user_by_email(connection, &address)?)).await?;
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let matches = portal.passwords.verify(request.password, hash).await?;
    let Some(user) = user.filter(|user| matches && user.status == UserStatus::Active) else {
        portal.principals.note_failure(&email, now);
        tracing::warn!(target: "audit", event = "auth.refused", account = %digest(&email).get(..12).unwrap_or_default(), request_id = %context.request_id);
        return Err(AppError::Unauthenticated);
    };
    portal.principals.forget_failures(&email);
    begin_session(portal, context, user).await
}

async fn begin_session(portal: &Portal, context: &Context, known: User) -> Result<SignedInView, AppError> {
    let (session, refresh) = new_session(portal, known.id)?;
    let id = session.id.clone();
    let reader = context.clone();
    let (user, view) = portal
        .database
        .write(move |connection| {
            // The password took its time: it may have been changed, or the account disabled, meanwhile.
            let user = user_to_change(connection, known.id)?
                .filter(|user| user.status == UserStatus::Active && user.password_hash == known.password_hash)
                .ok_or(AppError::Unauthenticated)?;
            enter_session(connection, &session)?;
            let view = user_view(connection, &user, &reader)?;
            Ok::<_, AppError>((user, view))
        })
        .await?;
    tokens(portal, &user, id, refresh, view)
}

/// A session of this person that begins now, and its first refresh token.
pub(super) fn new_session(portal: &Portal, user: UserId) -> Result<(Session, String), AppError> {
    let (id, now) = (portal.new_id().to_string(), portal.now());
    let refresh = format!("{id}.{}", random_secret("")?);
    let session = Session {
        id,
        user_id: user,
        refresh_digest: digest(&refresh),
        created_at: now,
        used_at: now,
        expires_at: now + Duration::hours(SESSION_HOURS),
        revoked_at: None,
    };
    Ok((session, refresh))
}

/// Keeps a new session, and its entry.
pub(super) fn enter_session(connection: &mut Connection, session: &Session) -> Result<(), AppError> {
    insert_session(connection, session)?;
    let subject = session.user_id.to_string();
    let entry = Record { kind: "session.begun", subject, body: json!({ "session": session.id }) };
    record(connection, session.created_at, &format!("user:{}", session.user_id), &entry)?;
    Ok(())
}

/// The answer to a sign-in or a refresh.
pub(super) fn tokens(
    portal: &Portal,
    user: &User,
    session: String,
    refresh_token: String,
    view: UserView,
) -> Result<SignedInView, AppError> {
    let claims = AccessClaims::new(
        &portal.settings.base_url,
        user.id.to_string(),
        TokenKind::User,
        session,
        String::new(),
        portal.now(),
    )?;
    Ok(SignedInView {
        access_token: claims.sign(&portal.keys.session)?,
        token_type: "Bearer",
        expires_in: ACCESS_MINUTES * 60,
        user: view,
        refresh_token,
    })
}

/// The person as they see themselves.
pub(super) fn user_view(connection: &mut Connection, user: &User, context: &Context) -> Result<UserView, AppError> {
    let company =
        user.company_id.map(|id| storage::accounts::company(connection, id)).transpose()?.flatten().map(|company| {
            UserCompany {
                company: Named { id: company.id.to_string(), name: company.name.clone() },
                status: company.status.code().to_owned(),
                status_reason: company.status_reason,
            }
        });
    let desks = desks_of(connection, user.id)?
        .into_iter()
        .map(|(code, zh, en)| DeskView { name: context.say(&zh, &en), code })
        .collect();
    Ok(UserView {
        id: user.id.to_string(),
        email: user.email.clone(),
        name: user.name.clone(),
        role: user.role,
        company,
        desks,
    })
}

/// Who is signed in.
pub async fn me(portal: &Portal, context: &Context) -> Result<UserView, AppError> {
    let id = context.user()?.id;
    let reader = context.clone();
    portal
        .database
        .read(move |connection| {
            let user = storage::accounts::user(connection, id)?.ok_or(AppError::Unauthenticated)?;
            user_view(connection, &user, &reader)
        })
        .await
}

/// Whether an account that failed at these times may try again at `now`.
pub(super) fn may_try(failures: &VecDeque<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    let recent = failures.iter().filter(|at| now - **at < Duration::minutes(WINDOW_MINUTES)).count();
    recent < MOST_FAILURES
}
