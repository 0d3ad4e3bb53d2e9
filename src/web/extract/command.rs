//! A request that creates or acts: the caller, the body, and the key under which a retry is recognised.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;
use validator::Validate;

use super::body::{parse, read_json};
use super::caller::{context, known};
use crate::app::{AppError, Context, Idempotency};
use crate::web::problem::WebError;

/// A command of someone who is known.
pub(in crate::web) struct Command<T> {
    pub(in crate::web) context: Context,
    pub(in crate::web) body: T,
}

/// A command that anyone may give.
pub(in crate::web) struct PublicCommand<T> {
    pub(in crate::web) context: Context,
    pub(in crate::web) body: T,
}

/// A question with a body that anyone may ask: nothing is created, and no key is needed.
pub(in crate::web) struct PublicQuestion<T> {
    pub(in crate::web) context: Context,
    pub(in crate::web) body: T,
}

/// A question with a body of someone who is known: nothing is created, and no key is needed.
pub(in crate::web) struct Question<T> {
    pub(in crate::web) context: Context,
    pub(in crate::web) body: T,
}

/// The caller of a command whose body is not JSON; its key is completed by [`idempotency`].
pub(in crate::web) struct Upload(pub(in crate::web) Context);

/// The body of an action that needs no words: `{}`.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Nothing {}

type Extracted<T> = Pin<Box<dyn Future<Output = Result<T, WebError>>>>;

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Command<T> {
    type Error = WebError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let mut context = known(&request).await?;
            let bytes = read_json(&request, &mut payload).await?;
            context.idempotency = Some(idempotency(&request, &bytes)?);
            let body = parse(&bytes, context.language)?;
            Ok(Self { context, body })
        })
    }
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for PublicCommand<T> {
    type Error = WebError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let mut context = context(&request).await?;
            let bytes = read_json(&request, &mut payload).await?;
            context.idempotency = Some(idempotency(&request, &bytes)?);
            let body = parse(&bytes, context.language)?;
            Ok(Self { context, body })
        })
    }
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for PublicQuestion<T> {
    type Error = WebError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let context = context(&request).await?;
            let bytes = read_json(&request, &mut payload).await?;
            let body = parse(&bytes, context.language)?;
            Ok(Self { context, body })
        })
    }
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Question<T> {
    type Error = WebError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let context = known(&request).await?;
            let bytes = read_json(&request, &mut payload).await?;
            let body = parse(&bytes, context.language)?;
            Ok(Self { context, body })
        })
    }
}

impl FromRequest for Upload {
    type Error = WebError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let mut context = known(&request).await?;
            context.idempotency = Some(idempotency(&request, &[])?);
            Ok(Self(context))
        })
    }
}

/// The key of a request whose body is `body`.
pub(in crate::web) fn idempotency(request: &HttpRequest, body: &[u8]) -> Result<Idempotency, WebError> {
    let key = request
        .headers()
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok())
        .filter(|key| (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()))
        .ok_or(AppError::BadRequest("idempotency_key_required"))?;
    Ok(Idempotency {
        route: format!("{} {}", request.method(), request.path()),
        key: key.to_owned(),
        fingerprint: crate::app::digest(body),
    })
}
