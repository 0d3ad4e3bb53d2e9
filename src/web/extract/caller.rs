//! Who asks.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use crate::app::account::authenticate;
use crate::app::{Actor, AppError, Context, Portal};
use crate::web::clients::admit;
use crate::web::guard::{ActorName, RequestInfo, language};
use crate::web::problem::WebError;

/// Someone with a valid token; everybody else gets 401.
pub(in crate::web) struct Caller(pub(in crate::web) Context);

/// Someone with a valid token, or nobody; a token that is no good is 401 here too.
pub(in crate::web) struct Anyone(pub(in crate::web) Context);

impl FromRequest for Caller {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self(known(&request).await?)) })
    }
}

impl FromRequest for Anyone {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self(context(&request).await?)) })
    }
}

/// The context of a request from someone who is known.
pub(super) async fn known(request: &HttpRequest) -> Result<Context, WebError> {
    let context = context(request).await?;
    match context.actor {
        Actor::Anonymous => Err(AppError::Unauthenticated.into()),
        _ => Ok(context),
    }
}

/// The context of a request. A token is taken from the header only: one in an address would end in logs.
pub(super) async fn context(request: &HttpRequest) -> Result<Context, WebError> {
    let info = request.extensions().get::<RequestInfo>().cloned();
    let portal = request
        .app_data::<web::Data<Portal>>()
        .cloned()
        .ok_or_else(|| AppError::internal("the portal is not mounted"))?;
    let actor = match request.headers().get(header::AUTHORIZATION) {
        None => Actor::Anonymous,
        Some(value) => authenticate(&portal, credential(value, "Bearer").ok_or(AppError::Unauthenticated)?).await?,
    };
    let context = Context {
        actor,
        language: info.as_ref().map_or_else(|| language(request.headers()), |info| info.language),
        request_id: info.map(|info| info.id).unwrap_or_default(),
        idempotency: None,
    };
    request.extensions_mut().insert(ActorName(context.actor_text()));
    admit(request, &context.actor)?;
    Ok(context)
}

/// What follows the name of a scheme in `Authorization`, however the name is written (RFC 9110 §11.1).
pub(in crate::web) fn credential<'a>(value: &'a HeaderValue, scheme: &str) -> Option<&'a str> {
    let (name, credential) = value.to_str().ok()?.split_once(' ')?;
    name.eq_ignore_ascii_case(scheme).then(|| credential.trim_start_matches(' '))
}
