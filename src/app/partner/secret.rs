//! Secrets of a system: two at most, so that one can take the other's place without a moment in which none is good.

use chrono::{DateTime, Utc};
use domain::partner::MOST_SECRETS;
use domain::{PartnerId, SecretId};
use serde::Serialize;
use serde_json::json;
use storage::partners::{Secret, insert_secret, live_secrets, partner_to_change, revoke_secret};
use utoipa::ToSchema;

use super::view::{admitter, reader, seen, to_change};
use crate::app::command::{Done, Record};
use crate::app::tokens::{digest, random_secret};
use crate::app::{Answered, AppError, Context, Portal};

/// A new secret. It is shown in this answer and never again.
#[derive(Clone, Serialize, ToSchema)]
pub struct NewSecretView {
    /// Id.
    pub id: SecretId,
    /// The secret: the client shows it at `/oauth/token`.
    pub secret: String,
    /// Its last characters, by which it is told from another one later.
    pub hint: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

impl std::fmt::Debug for NewSecretView {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("NewSecretView").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A secret as it is kept, and its text.
pub(super) fn new_secret(
    portal: &Portal,
    partner_id: PartnerId,
    now: DateTime<Utc>,
) -> Result<(Secret, String), AppError> {
    let text = random_secret("ttp_")?;
    let hint = text.get(text.len().saturating_sub(4)..).unwrap_or_default().to_owned();
    let id = SecretId(portal.new_id());
    Ok((Secret { id, partner_id, digest: digest(&text), hint, created_at: now }, text))
}

/// Gives a system another secret.
pub async fn add_secret(portal: &Portal, context: &Context, id: PartnerId) -> Result<Answered, AppError> {
    let side = admitter(context)?;
    let (secret, text) = new_secret(portal, id, portal.now())?;
    let answered = portal
        .execute(context, move |connection, _| {
            to_change(connection, id, side)?;
            if live_secrets(connection, &[id])?.len() >= MOST_SECRETS {
                return Err(AppError::conflict("two_secrets"));
            }
            insert_secret(connection, &secret)?;
            let Secret { id: secret_id, hint, created_at, .. } = secret;
            let view = NewSecretView { id: secret_id, secret: text, hint, created_at };
            Ok(Done::json(201, &view, entry("partner_secret.added", id, secret_id))?.shown_once())
        })
        .await?;
    portal.principals.forget_all();
    Ok(answered)
}

/// Takes a secret out of use, and with it every token that was got with it. The centre may do so with a company's.
pub async fn revoke(portal: &Portal, context: &Context, id: PartnerId, secret: SecretId) -> Result<Answered, AppError> {
    let side = reader(context)?;
    let answered = portal
        .execute(context, move |connection, now| {
            seen(partner_to_change(connection, id)?, side)?;
            match revoke_secret(connection, id, secret, now)? {
                None => Err(AppError::NotFound),
                Some(false) => Err(AppError::Conflict { code: "illegal_state", state: Some("revoked".into()) }),
                Some(true) => Ok(Done::empty(entry("partner_secret.revoked", id, secret))),
            }
        })
        .await?;
    portal.principals.forget_all();
    Ok(answered)
}

fn entry(kind: &'static str, partner: PartnerId, secret: SecretId) -> Record {
    Record { kind, subject: partner.to_string(), body: json!({ "secret": secret }) }
}
