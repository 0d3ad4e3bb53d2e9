//! Form-encoded bodies, which OAuth asks for: what is wrong with one is told by OAuth's word for it. A name that occurs twice is
//! refused (RFC 6749 §3.2).

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::body::{expect_type, read_all};
use super::query::pairs_of;
use crate::app::AppError;
use crate::web::problem::WebError;

/// The fields of a form.
pub(in crate::web) struct Form(pub(in crate::web) BTreeMap<String, String>);

const UNREADABLE: AppError = AppError::BadRequest("invalid_request");

impl FromRequest for Form {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            expect_type(&request, "application/x-www-form-urlencoded").map_err(|_| UNREADABLE)?;
            let body = read_all(&mut payload, 16 * 1024).await?;
            let text = std::str::from_utf8(&body).map_err(|_| UNREADABLE)?;
            let mut fields = BTreeMap::new();
            for (name, value) in pairs_of(text).map_err(|_| UNREADABLE)? {
                if fields.insert(name, value).is_some() {
                    return Err(UNREADABLE.into());
                }
            }
            Ok(Self(fields))
        })
    }
}
