//! OAuth 2.0 client credentials (RFC 6749 §4.4).

use domain::PartnerId;
use domain::partner::Scope;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::account::authenticate_client;
use crate::app::tokens::{ACCESS_MINUTES, AccessClaims, TokenKind, has_digest};
use crate::app::{AppError, PartnerActor, Portal};

/// RFC 6749 §5.1.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TokenView {
    /// JWT for the `Authorization` header.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: &'static str,
    /// Seconds until it expires.
    pub expires_in: i64,
    /// The scopes of this token.
    pub scope: String,
}

/// The client with this id and secret, or [`AppError::Unauthenticated`].
pub async fn known_client(portal: &Portal, client_id: &str, secret: &str) -> Result<PartnerActor, AppError> {
    let id = PartnerId::parse(client_id).ok_or(AppError::Unauthenticated)?;
    authenticate_client(portal, id, |known| has_digest(secret, &known.digest)).await
}

/// Issues a token for these space-separated scopes, for all that the client was granted when none is named;
/// [`AppError::BadRequest`] for one that it was not granted.
pub fn token(portal: &Portal, client: &PartnerActor, wanted: Option<&str>) -> Result<TokenView, AppError> {
    let codes = |scopes: &[Scope]| scopes.iter().map(|scope| scope.code()).collect::<Vec<_>>().join(" ");
    let granted = |scope: &Scope| client.scopes.iter().any(|held| held.implies(*scope));
    let wanted = wanted.map(str::trim).filter(|wanted| !wanted.is_empty());
    let scope = match wanted {
        None => codes(&client.scopes),
        Some(wanted) => wanted
            .split_whitespace()
            .map(|word| Scope::from_code(word).filter(granted))
            .collect::<Option<Vec<_>>>()
            .map(|scopes| codes(&scopes))
            .ok_or(AppError::BadRequest("invalid_scope"))?,
    };
    let claims = AccessClaims::new(
        &portal.settings.base_url,
        client.id.to_string(),
        TokenKind::Partner,
        client.secret.to_string(),
        scope.clone(),
        portal.now(),
    )?;
    Ok(TokenView {
        access_token: claims.sign(&portal.keys.session)?,
        token_type: "Bearer",
        expires_in: ACCESS_MINUTES * 60,
        scope,
    })
}
