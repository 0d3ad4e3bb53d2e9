//! Around every request: its id and language, the headers that protect browsers, no other host's requests, none behind the last one of
//! its connection, no compressed bodies, no panic unanswered.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};
use domain::finding::Language;
use domain::partner::UseOutcome;
use futures_util::FutureExt;

use super::clients::Admitted;
use super::connection::is_over;
use super::hosts::Hosts;
use super::problem::WebError;
use super::quota::Quotas;
use super::sandbox::{enter, is_sandbox};
use crate::app::Portal;
use crate::app::partner::count_use;

/// What is known of every request before anything reads it.
#[derive(Debug, Clone)]
pub(super) struct RequestInfo {
    pub(super) id: String,
    pub(super) language: Language,
}

/// Who asked, as the journal would write it; set once a credential has been read.
pub(super) struct ActorName(pub(super) String);

/// The outermost middleware.
pub(super) async fn guard(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let sandbox = is_sandbox(&request);
    if sandbox {
        enter(&mut request);
    }
    let info = RequestInfo { id: request_id(&request), language: language(request.headers()) };
    request.extensions_mut().insert(info.clone());
    let private = request.path().starts_with("/api/") || request.path().starts_with("/oauth/");
    let docs = request.path().starts_with("/docs");
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let started = tokio::time::Instant::now();

    let mut response = if is_over(&request) {
        let error = WebError::Http(StatusCode::BAD_REQUEST, "invalid_header");
        let mut response = error.respond(&info.id, info.language);
        response.head_mut().set_connection_type(ConnectionType::Close);
        request.into_response(response)
    } else if let Some(error) = refused(&request) {
        request.into_response(error.respond(&info.id, info.language))
    } else {
        match AssertUnwindSafe(next.call(request)).catch_unwind().await {
            Ok(Ok(response)) => {
                audit_denial(&response, &info, &method, &path);
                render(response, &info)
            }
            // An error of an inner middleware: there is no request left to attach a response to.
            Ok(Err(error)) => {
                let response = error.as_response_error().error_response();
                return Err(actix_web::error::InternalError::from_response(error, response).into());
            }
            Err(_) => {
                tracing::error!(request_id = %info.id, %method, %path, "a handler panicked");
                let error = WebError::Http(StatusCode::INTERNAL_SERVER_ERROR, "internal");
                let mut response = error.respond(&info.id, info.language);
                protect(response.headers_mut(), &info, true, false);
                mark(response.headers_mut(), sandbox);
                return Err(actix_web::error::InternalError::from_response("panic", response).into());
            }
        }
    };
    settle(&mut response);
    protect(response.headers_mut(), &info, private, docs);
    mark(response.headers_mut(), sandbox);
    record(&method, response.status(), started.elapsed());
    tracing::info!(request_id = %info.id, %method, %path, status = response.status().as_u16(), duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX), "request");
    Ok(response)
}

/// Whoever is refused a function or an object that is not theirs leaves a line in the audit log (ASVS 16.3.2), as does a credential
/// that is worth nothing.
fn audit_denial(response: &ServiceResponse<impl MessageBody>, info: &RequestInfo, method: &Method, path: &str) {
    let denied = matches!(response.status(), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
    if denied && path.starts_with("/api/") {
        let request = response.request();
        let extensions = request.extensions();
        let known = extensions.get::<ActorName>();
        let shown = request.headers().contains_key(header::AUTHORIZATION);
        let worthless = response.status() == StatusCode::UNAUTHORIZED && shown && known.is_none();
        let event = if worthless { "token.invalid" } else { "authz.denied" };
        let actor = known.map_or("unknown", |actor| actor.0.as_str());
        let peer = peer(request);
        tracing::warn!(target: "audit", event, actor, peer, %method, path, status = response.status().as_u16(), request_id = %info.id);
    }
}

/// From where a request came: never what a stranger says of it.
fn peer(request: &HttpRequest) -> String {
    let quotas = request.app_data::<web::Data<Quotas>>();
    let address = request.peer_addr().zip(quotas).map(|(peer, quotas)| quotas.address_of(peer.ip(), request.headers()));
    address.map_or_else(|| "unknown".to_owned(), |address| address.to_string())
}

/// Who has a quota is told what is left, and a client's use is counted.
fn settle(response: &mut ServiceResponse<BoxBody>) {
    let (request, status) = (response.request().clone(), response.status());
    let extensions = request.extensions();
    let Some(admitted) = extensions.get::<Admitted>() else { return };
    admitted.tell(response.headers_mut());
    let Some(client) = &admitted.client else { return };
    let outcome = match status {
        StatusCode::TOO_MANY_REQUESTS => UseOutcome::Throttled,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => UseOutcome::Refused,
        _ => UseOutcome::Ok,
    };
    if let (Some(portal), Some(path)) = (request.app_data::<web::Data<Portal>>(), request.match_pattern()) {
        count_use(portal, client, format!("{} {path}", request.method()), outcome);
    }
}

/// An error becomes a problem: our own with its code, one of the framework by its status.
fn render(response: ServiceResponse<impl MessageBody + 'static>, info: &RequestInfo) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let is_problem =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|value| value == "application/problem+json");
    if !(status.is_client_error() || status.is_server_error()) || is_problem {
        return response.map_into_boxed_body();
    }
    let rendered = match response.response().error().and_then(|error| error.as_error::<WebError>()) {
        Some(error) => error.respond(&info.id, info.language),
        None => WebError::Http(status, code_of(status)).respond(&info.id, info.language),
    };
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut response = response.into_response(rendered);
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

fn code_of(status: StatusCode) -> &'static str {
    match status.as_u16() {
        404 => "not_found",
        405 => "method_not_allowed",
        408 => "request_timeout",
        413 => "payload_too_large",
        415 => "unsupported_media_type",
        429 => "too_many_requests",
        400..=499 => "invalid_header",
        503 => "unavailable",
        _ => "internal",
    }
}

/// What is meant for another host is not answered here; a compressed body would be inflated without bound, so that none is taken.
fn refused(request: &ServiceRequest) -> Option<WebError> {
    if request.app_data::<web::Data<Hosts>>().is_some_and(|hosts| hosts.are_missed_by(request)) {
        return Some(WebError::Http(StatusCode::MISDIRECTED_REQUEST, "misdirected_request"));
    }
    let encoding = request.headers().get(header::CONTENT_ENCODING)?;
    (encoding != "identity").then_some(WebError::Http(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_encoding"))
}

/// A UUID of our own: an id from outside would let others write into our log.
#[expect(clippy::disallowed_methods, reason = "a request's id names a log line, not an object")]
fn request_id(_: &ServiceRequest) -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Chinese unless English is asked for first.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if wanted.trim_start().to_ascii_lowercase().starts_with("en") { Language::En } else { Language::Zh }
}

const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; frame-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// The API reader sets styles of its own.
const DOCS_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

fn protect(headers: &mut HeaderMap, info: &RequestInfo, private: bool, docs: bool) {
    let mut set = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::CONTENT_SECURITY_POLICY, if docs { DOCS_POLICY } else { POLICY });
    set(header::REFERRER_POLICY, "same-origin");
    set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if private {
        set(header::CACHE_CONTROL, "no-store");
    }
    if let Ok(id) = HeaderValue::from_str(&info.id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}

/// Every answer of a sandbox says that it counts for nothing.
fn mark(headers: &mut HeaderMap, sandbox: bool) {
    if sandbox {
        headers.insert(HeaderName::from_static("x-sandbox"), HeaderValue::from_static("true"));
    }
}

fn record(method: &Method, status: StatusCode, took: std::time::Duration) {
    let labels = [("method", method.as_str().to_owned()), ("status", status.as_str().to_owned())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds").record(took.as_secs_f64());
}
