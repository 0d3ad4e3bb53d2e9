//! OAuth 2.0 for third-party systems, and the public keys.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use utoipa::ToSchema;

use crate::app::partner::{TokenRequest, TokenView, token};
use crate::app::{AppError, Portal};
use crate::web::answer::Answer;
use crate::web::extract::Form;
use crate::web::problem::{Problem, WebError};

/// RFC 6749 §4.4.2, form-encoded; the client may also authenticate with HTTP Basic.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form for readers of the API")]
pub(in crate::web) struct TokenForm {
    /// `client_credentials`.
    grant_type: String,
    /// Client id.
    client_id: Option<String>,
    /// Client secret.
    client_secret: Option<String>,
    /// Scopes, by space.
    scope: Option<String>,
}

/// An access token for a third-party system.
#[utoipa::path(tag = "oauth", request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"), security(()), responses(
    (status = 200, body = TokenView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/token")]
pub(super) async fn create_token(portal: web::Data<Portal>, request: HttpRequest, form: Form) -> Answer {
    let mut fields = form.0;
    if fields.get("grant_type").map(String::as_str) != Some("client_credentials") {
        return Err(AppError::BadRequest("unsupported_grant_type").into());
    }
    let refused = || WebError::Http(StatusCode::UNAUTHORIZED, "invalid_client");
    let (client_id, client_secret) = match request.headers().get(header::AUTHORIZATION) {
        Some(value) => basic(value).ok_or_else(refused)?,
        None => (fields.remove("client_id").ok_or_else(refused)?, fields.remove("client_secret").ok_or_else(refused)?),
    };
    let view = token(&portal, TokenRequest { client_id, client_secret, scope: fields.remove("scope") }).await.map_err(
        |error| match error {
            AppError::Unauthenticated => refused(),
            other => other.into(),
        },
    )?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(view))
}

/// The public keys, each with its `purpose`: in use, announced and retired.
#[utoipa::path(tag = "oauth", security(()), responses((status = 200, description = "JWK set (RFC 7517)", content_type = "application/json")))]
#[get("/.well-known/jwks.json")]
pub(super) async fn jwks(portal: web::Data<Portal>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .json(portal.keys.published().jwks())
}

/// Where a client finds what (RFC 8414).
#[utoipa::path(tag = "oauth", security(()), responses((status = 200, description = "Authorization server metadata (RFC 8414)", content_type = "application/json")))]
#[get("/.well-known/oauth-authorization-server")]
pub(super) async fn authorization_server(portal: web::Data<Portal>) -> HttpResponse {
    let base = &portal.settings.base_url;
    HttpResponse::Ok().json(json!({
        "issuer": base,
        "token_endpoint": format!("{base}/oauth/token"),
        "jwks_uri": format!("{base}/.well-known/jwks.json"),
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "scopes_supported": crate::app::scopes(),
        "service_documentation": format!("{base}/docs"),
    }))
}

fn basic(value: &header::HeaderValue) -> Option<(String, String)> {
    let encoded = value.to_str().ok()?.strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    text.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}
