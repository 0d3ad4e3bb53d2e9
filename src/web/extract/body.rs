//! Bodies: received within a time and a size, read as JSON, refused with a pointer.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use bytes::{Bytes, BytesMut};
use domain::finding::Language;
use domain::text::forbidden_character;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};
use validator::Validate;

use super::objects::list_for_object;
use super::validation::field_errors;
use crate::app::{AppError, FieldError};
use crate::web::problem::WebError;

/// Largest JSON body.
const MOST_BYTES: usize = 256 * 1024;
/// A body must be here within this time; a stalled one would hold its place for ever.
pub(in crate::web) const BODY_SECONDS: u64 = 30;

/// Receives a whole body.
pub(in crate::web) async fn read_all(payload: &mut Payload, most: usize) -> Result<Bytes, WebError> {
    let receive = async {
        let mut body = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| WebError::Http(StatusCode::BAD_REQUEST, "invalid_json"))?;
            if body.len() + chunk.len() > most {
                return Err(AppError::TooLarge(most).into());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    };
    tokio::time::timeout(Duration::from_secs(BODY_SECONDS), receive)
        .await
        .map_err(|_| WebError::Http(StatusCode::REQUEST_TIMEOUT, "request_timeout"))?
}

/// Receives a JSON body; none at all where there is no `Content-Type` and nothing comes.
pub(super) async fn read_json(request: &HttpRequest, payload: &mut Payload) -> Result<Bytes, WebError> {
    let declared =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > MOST_BYTES) {
        return Err(AppError::TooLarge(MOST_BYTES).into());
    }
    let body = read_all(payload, MOST_BYTES).await?;
    if !body.is_empty() || media_type(request).is_some() {
        expect_type(request, "application/json")?;
    }
    Ok(body)
}

/// Refuses a body of another type.
pub(in crate::web) fn expect_type(request: &HttpRequest, kind: &str) -> Result<(), WebError> {
    if media_type(request).is_some_and(|sent| sent.eq_ignore_ascii_case(kind)) {
        Ok(())
    } else {
        Err(WebError::Http(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"))
    }
}

/// The type of a body, without what stands beside it.
fn media_type(request: &HttpRequest) -> Option<&str> {
    let sent = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    sent.split(';').next().map(str::trim).filter(|kind| !kind.is_empty())
}

/// Reads JSON as `T`: malformed is 400, wherever it is, well-formed but wrong is 422 with a pointer.
pub(super) fn parse<T: DeserializeOwned + Validate>(body: &Bytes, language: Language) -> Result<T, AppError> {
    let text: &[u8] = if body.is_empty() { b"{}" } else { body };
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let parsed: T = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        if is_malformed(text) { AppError::BadRequest("invalid_json") } else { refuse(&error, language) }
    })?;
    deserializer.end().map_err(|_| AppError::BadRequest("invalid_json"))?;
    if has_list(text) || may_have_control_characters(text) {
        let value: Value = serde_json::from_slice(text).map_err(|_| AppError::BadRequest("invalid_json"))?;
        refuse_lists::<T>(&value, language)?;
        refuse_control_characters(&value, language)?;
    }
    parsed
        .validate()
        .map_err(|errors| AppError::Invalid { code: "validation_failed", errors: field_errors(&errors, language) })?;
    Ok(parsed)
}

/// Whether a text is no JSON, or nested more deeply than is read: that is what is said of it then, also where something else was found
/// wrong before. A number that is too large for any field is a wrong value.
fn is_malformed(text: &[u8]) -> bool {
    serde_json::from_slice::<Value>(text).is_err_and(|error| !error.to_string().starts_with("number out of range"))
}

/// Texts without a list, and without these characters, need not be looked through once they are read.
fn has_list(text: &[u8]) -> bool {
    text.contains(&b'[')
}

/// Control characters come in escaped, but for DEL and U+0080-U+009F.
fn may_have_control_characters(text: &[u8]) -> bool {
    text.windows(2).any(|pair| matches!(pair, b"\\u" | b"\\b" | b"\\f" | [0x7f, _] | [0xc2, 0x80..=0x9f]))
}

/// Refuses lists where `T` has objects.
fn refuse_lists<T: DeserializeOwned>(value: &Value, language: Language) -> Result<(), AppError> {
    let Some(path) = list_for_object::<T>(value) else { return Ok(()) };
    let errors = vec![FieldError::new(pointer(&path), "invalid_value", wrong_value(language))];
    Err(AppError::Invalid { code: "validation_failed", errors })
}

const fn wrong_value(language: Language) -> &'static str {
    match language {
        Language::Zh => "值的类型或格式不对。",
        Language::En => "The value has the wrong type or form.",
    }
}

fn refuse(error: &serde_path_to_error::Error<serde_json::Error>, language: Language) -> AppError {
    let text = error.inner().to_string();
    let too_large_a_number = text.starts_with("number out of range");
    if (error.inner().classify() != Category::Data && !too_large_a_number) || text.starts_with("duplicate field") {
        return AppError::BadRequest("invalid_json");
    }
    let mut pointer = pointer(error.path());
    let named = || text.split('`').nth(1).unwrap_or_default().to_owned();
    let say = |zh: &str, en: &str| if language == Language::Zh { zh.to_owned() } else { en.to_owned() };
    let (code, message) = if text.starts_with("unknown field") {
        append(&mut pointer, &named());
        ("unknown_field", say("没有这个字段。", "There is no such field."))
    } else if text.starts_with("missing field") {
        append(&mut pointer, &named());
        ("missing_field", say("缺少这个字段。", "This field is missing."))
    } else {
        ("invalid_value", wrong_value(language).to_owned())
    };
    let whole = if code == "unknown_field" { "unknown_field" } else { "validation_failed" };
    AppError::Invalid { code: whole, errors: vec![FieldError::new(pointer, code, message)] }
}

fn pointer(path: &Path) -> String {
    let step = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { variant } => format!("/{variant}"),
        Segment::Unknown => String::new(),
    };
    path.iter().map(step).collect()
}

/// Adds a field's name to a pointer, unless the path already ends with it.
fn append(pointer: &mut String, name: &str) {
    if !pointer.ends_with(&format!("/{name}")) {
        pointer.push('/');
        pointer.push_str(name);
    }
}

fn refuse_control_characters(value: &Value, language: Language) -> Result<(), AppError> {
    let mut found = Vec::new();
    find_control_characters(value, String::new(), &mut found);
    if found.is_empty() {
        return Ok(());
    }
    let message =
        if language == Language::Zh { "含有不可见的控制字符。" } else { "Contains a control character." };
    let errors = found.into_iter().map(|pointer| FieldError::new(pointer, "control_character", message)).collect();
    Err(AppError::Invalid { code: "control_character", errors })
}

fn find_control_characters(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::String(text) if forbidden_character(text).is_some() => found.push(pointer),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find_control_characters(item, format!("{pointer}/{index}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                if forbidden_character(name).is_some() {
                    found.push(pointer.clone());
                }
                find_control_characters(field, format!("{pointer}/{name}"), found);
            }
        }
        _ => {}
    }
}
