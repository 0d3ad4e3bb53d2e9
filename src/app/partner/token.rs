//! OAuth 2.0 client credentials (RFC 6749 §4.4).

use domain::PartnerId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::tokens::{ACCESS_MINUTES, AccessClaims, TokenKind, has_digest};
use crate::app::{AppError, Portal};

/// Who asks, and for what.
pub struct TokenRequest {
    /// OAuth client id.
    pub client_id: String,
    /// OAuth client secret.
    pub client_secret: String,
    /// Space-separated scopes; all that were granted when none is named.
    pub scope: Option<String>,
}

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

/// Issues a token, or [`AppError::Unauthenticated`] for a wrong client, [`AppError::BadRequest`] for a wrong scope.
pub async fn token(portal: &Portal, request: TokenRequest) -> Result<TokenView, AppError> {
    let id = PartnerId::parse(&request.client_id).ok_or(AppError::Unauthenticated)?;
    let (partner, secrets) = portal
        .database
        .read(move |connection| {
            let partner = storage::partners::partner(connection, id)?;
            Ok::<_, AppError>((partner, storage::partners::live_secrets(connection, id)?))
        })
        .await?;
    let known = secrets.iter().any(|digest| has_digest(&request.client_secret, digest));
    let partner = partner.filter(|partner| known && partner.active).ok_or(AppError::Unauthenticated)?;
    let scope = match request.scope.as_deref().map(str::trim).filter(|scope| !scope.is_empty()) {
        None => partner.scopes.join(" "),
        Some(wanted) => {
            if wanted.split_whitespace().any(|scope| !partner.scopes.iter().any(|granted| granted == scope)) {
                return Err(AppError::BadRequest("invalid_scope"));
            }
            wanted.to_owned()
        }
    };
    let claims = AccessClaims::new(
        &portal.settings.base_url,
        id.to_string(),
        TokenKind::Partner,
        id.to_string(),
        scope.clone(),
        portal.now(),
    );
    Ok(TokenView {
        access_token: claims.sign(&portal.keys.session)?,
        token_type: "Bearer",
        expires_in: ACCESS_MINUTES * 60,
        scope,
    })
}
