//! Answers of use cases as responses.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::Serialize;

use super::problem::WebError;
use crate::app::Answered;

/// What handlers return.
pub(super) type Answer = Result<HttpResponse, WebError>;

/// 200 with a JSON body.
pub(super) fn json<T: Serialize>(view: &T) -> HttpResponse {
    HttpResponse::Ok().json(view)
}

/// 200 with a JSON body and its version.
pub(super) fn versioned<T: Serialize>(view: &T, version: i32) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::ETAG, format!("\"{version}\""))).json(view)
}

/// A command's answer: the same bytes for a retry.
pub(super) fn answered(answered: Answered) -> HttpResponse {
    let status = StatusCode::from_u16(answered.status).unwrap_or(StatusCode::OK);
    let mut response: HttpResponseBuilder = HttpResponse::build(status);
    if let Some(etag) = answered.headers.etag {
        response.insert_header((header::ETAG, etag));
    }
    if let Some(location) = answered.headers.location {
        response.insert_header((header::LOCATION, location));
    }
    if answered.replayed {
        response.insert_header((HeaderName::from_static("idempotent-replayed"), "true"));
    }
    if answered.body.is_empty() {
        response.finish()
    } else {
        response.content_type("application/json").body(answered.body)
    }
}
