//! Form-encoded bodies, which OAuth asks for. A name that occurs twice is refused (RFC 6749 §3.2).

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpRequest};

use super::query::pairs_of;
use super::read_all;
use crate::app::AppError;
use crate::web::problem::WebError;

/// The fields of a form.
pub(in crate::web) struct Form(pub(in crate::web) BTreeMap<String, String>);

impl FromRequest for Form {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
            if !content_type.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
                return Err(WebError::Http(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"));
            }
            let body = read_all(&mut payload, 16 * 1024).await?;
            let text = std::str::from_utf8(&body).map_err(|_| AppError::BadRequest("invalid_query"))?;
            let mut fields = BTreeMap::new();
            for (name, value) in pairs_of(text)? {
                if fields.insert(name, value).is_some() {
                    return Err(AppError::BadRequest("invalid_query").into());
                }
            }
            Ok(Self(fields))
        })
    }
}
