//! Answers of use cases as responses.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::problem::WebError;
use crate::app::{Answered, AppError, digest};

/// What handlers return.
pub(super) type Answer = Result<HttpResponse, WebError>;

/// 200 with a JSON body.
pub(super) fn json<T: Serialize>(view: &T) -> HttpResponse {
    HttpResponse::Ok().json(view)
}

/// 200 with a page, and of its items only the fields that were asked for, by comma.
pub(super) fn page<Item: ToSchema>(view: &impl Serialize, fields: Option<&str>) -> Answer {
    let Some(fields) = fields else { return Ok(json(view)) };
    let (asked, known): (Vec<&str>, BTreeSet<String>) = (fields.split(',').collect(), fields_of::<Item>()?);
    if asked.iter().any(|name| !known.contains(*name)) {
        let names = known.into_iter().collect::<Vec<_>>().join(",");
        return Err(AppError::field("/fields", "invalid_query", names).into());
    }
    let mut body = serde_json::to_value(view).map_err(AppError::internal)?;
    let items = body.get_mut("items").and_then(Value::as_array_mut).into_iter().flatten();
    for item in items.filter_map(Value::as_object_mut) {
        item.retain(|name, _| asked.contains(&name.as_str()));
    }
    Ok(json(&body))
}

/// The fields that an item may have, as it is described.
fn fields_of<Item: ToSchema>() -> Result<BTreeSet<String>, AppError> {
    let mut parts = vec![(String::new(), Item::schema())];
    Item::schemas(&mut parts);
    let parts = parts.into_iter().map(|(name, schema)| Ok((name, serde_json::to_value(schema)?)));
    let parts: Vec<(String, Value)> = parts.collect::<Result<_, serde_json::Error>>().map_err(AppError::internal)?;
    let mut fields = BTreeSet::new();
    let mut left: Vec<&Value> = parts.first().map(|(_, whole)| whole).into_iter().collect();
    while let Some(schema) = left.pop() {
        fields.extend(
            schema.get("properties").and_then(Value::as_object).into_iter().flat_map(|all| all.keys().cloned()),
        );
        left.extend(schema.get("allOf").and_then(Value::as_array).into_iter().flatten());
        let named = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
        left.extend(parts.iter().filter(|(name, _)| Some(name.as_str()) == named).map(|(_, part)| part));
    }
    Ok(fields)
}

/// 200 with a JSON body and its tag; 304 without it for whoever has these very bytes already (RFC 9110 §13.1.2). The tag begins with
/// the version, if there is one: If-Match wants no more than that.
pub(super) fn tagged<T: Serialize>(request: &HttpRequest, view: &T, version: Option<i32>) -> Answer {
    let body = serde_json::to_vec(view).map_err(AppError::internal)?;
    Ok(tagged_bytes(request, "application/json", body, version))
}

/// The same for bytes of any type.
pub(super) fn tagged_bytes(
    request: &HttpRequest,
    content_type: &'static str,
    body: Vec<u8>,
    version: Option<i32>,
) -> HttpResponse {
    let tag = tag_of(&body, version);
    unless_had(request, content_type, body.into(), &tag)
}

fn tag_of(body: &[u8], version: Option<i32>) -> String {
    let digest = digest(body);
    let short = digest.get(..16).unwrap_or(&digest);
    version.map_or_else(|| format!("\"{short}\""), |version| format!("\"{version}-{short}\""))
}

fn unless_had(request: &HttpRequest, content_type: &'static str, body: Bytes, tag: &str) -> HttpResponse {
    if has(request, tag) {
        return HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish();
    }
    HttpResponse::Ok().content_type(content_type).insert_header((header::ETAG, tag)).body(body)
}

/// A document that stays as it is for as long as the server runs: written, and tagged, once.
pub(super) struct Document {
    content_type: &'static str,
    body: Bytes,
    tag: String,
}

impl Document {
    pub(super) fn new(content_type: &'static str, text: String) -> Self {
        let tag = tag_of(text.as_bytes(), None);
        Self { content_type, body: text.into(), tag }
    }

    /// 200, or 304 for whoever has it; a cache asks each time.
    pub(super) fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let mut answer = unless_had(request, self.content_type, self.body.clone(), &self.tag);
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        answer
    }
}

/// Whether `If-None-Match` names this tag; the weak form of it will do.
pub(super) fn has(request: &HttpRequest, tag: &str) -> bool {
    request
        .headers()
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
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
