//! A replacement of something that was read: the caller, the version read, the body.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use validator::Validate;

use super::body::{parse, read_json};
use super::caller::known;
use crate::app::{AppError, Context};
use crate::web::problem::WebError;

/// An edit, with the version that its author read.
pub(in crate::web) struct Edit<T> {
    pub(in crate::web) context: Context,
    pub(in crate::web) version: i32,
    pub(in crate::web) body: T,
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Edit<T> {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let context = known(&request).await?;
            let version = version(&request)?;
            let bytes = read_json(&request, &mut payload).await?;
            let body = parse(&bytes, context.language)?;
            Ok(Self { context, version, body })
        })
    }
}

/// A version that is none of ours cannot be the current one: 412, not 400. What a tag says beside the version is of the bytes, which
/// differ by language and day.
fn version(request: &HttpRequest) -> Result<i32, WebError> {
    let value = request.headers().get(header::IF_MATCH).ok_or(AppError::VersionRequired)?;
    let version = value
        .to_str()
        .ok()
        .and_then(|value| value.trim().strip_prefix('"')?.strip_suffix('"')?.split('-').next()?.parse().ok())
        .ok_or(AppError::Stale)?;
    Ok(version)
}
