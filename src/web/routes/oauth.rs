//! OAuth 2.0 for third-party systems, and the public keys.

use std::collections::BTreeMap;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, get, post, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::PartnerId;
use serde_json::json;
use utoipa::ToSchema;

use crate::app::partner::{TokenView, known_client, token};
use crate::app::{Actor, AppError, PartnerActor, Portal};
use crate::web::answer::Answer;
use crate::web::clients::admit;
use crate::web::extract::{Form, credential};
use crate::web::guard::RequestInfo;
use crate::web::problem::{Problem, WebError};
use crate::web::quota::Quotas;

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
pub(super) async fn create_token(
    portal: web::Data<Portal>,
    quotas: web::Data<Quotas>,
    request: HttpRequest,
    form: Form,
) -> Answer {
    let fields = form.0;
    match fields.get("grant_type").map_or("", String::as_str) {
        "client_credentials" => {}
        "" => return Err(AppError::BadRequest("invalid_request").into()),
        _ => return Err(AppError::BadRequest("unsupported_grant_type").into()),
    }
    let client = match shown(&request, &fields)? {
        Some((id, secret)) => known_client(&portal, &id, &secret).await,
        None => Err(AppError::Unauthenticated),
    };
    let client = match client {
        Err(AppError::Unauthenticated) => return Err(refused(&quotas, &request, &fields)),
        client => client?,
    };
    admit(&request, &Actor::Partner(client.clone()))?;
    let view = token(&portal, &client, fields.get("scope").map(String::as_str))?;
    audit_token(&request, &client, &view);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(view))
}

/// The id and the secret that a client shows, in one of the two ways and not in both (RFC 6749 §2.3).
fn shown(request: &HttpRequest, fields: &BTreeMap<String, String>) -> Result<Option<(String, String)>, AppError> {
    let in_form = fields.get("client_id").zip(fields.get("client_secret"));
    match request.headers().get(header::AUTHORIZATION) {
        Some(_) if fields.contains_key("client_secret") => Err(AppError::BadRequest("invalid_request")),
        Some(value) => Ok(basic(value)),
        None => Ok(in_form.map(|(id, secret)| (id.clone(), secret.clone()))),
    }
}

/// A wrong client; one address is told so only so often.
fn refused(quotas: &Quotas, request: &HttpRequest, fields: &BTreeMap<String, String>) -> WebError {
    let id = request.headers().get(header::AUTHORIZATION).and_then(basic).map(|(id, _)| id);
    let id = id.or_else(|| fields.get("client_id").cloned()).and_then(|id| PartnerId::parse(&id));
    let client = id.map_or_else(|| "unknown".to_owned(), |id| id.to_string());
    tracing::warn!(target: "audit", event = "token.refused", %client, request_id = %request_id(request));
    match quotas.wrong_secrets.check(request.peer_addr(), request.headers()) {
        Ok(()) => WebError::Http(StatusCode::UNAUTHORIZED, "invalid_client"),
        Err(too_many) => too_many.into(),
    }
}

fn audit_token(request: &HttpRequest, client: &PartnerActor, view: &TokenView) {
    let (actor, secret) = (client.id.to_string(), client.secret.to_string());
    tracing::info!(target: "audit", event = "token.issued", %actor, %secret, scope = %view.scope, request_id = %request_id(request));
}

fn request_id(request: &HttpRequest) -> String {
    request.extensions().get::<RequestInfo>().map(|info| info.id.clone()).unwrap_or_default()
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
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=300")).json(json!({
        "issuer": base,
        "token_endpoint": format!("{base}/oauth/token"),
        "jwks_uri": format!("{base}/.well-known/jwks.json"),
        "grant_types_supported": ["client_credentials"],
        // There is no authorization endpoint; the name must be there and its list not be empty (RFC 8414 §2, §3.2).
        "response_types_supported": ["none"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "scopes_supported": crate::app::scopes(),
        "service_documentation": format!("{base}/docs"),
    }))
}

fn basic(value: &header::HeaderValue) -> Option<(String, String)> {
    let text = String::from_utf8(STANDARD.decode(credential(value, "Basic")?).ok()?).ok()?;
    text.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}
