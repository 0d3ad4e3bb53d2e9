//! Signing in and out, passwords, and who one is.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::account::{self, ChangePassword, ForgottenPassword, SetPassword, SignIn, SignedInView, UserView};
use crate::app::partner::{PartnerSelf, partner_self};
use crate::app::{Actor, AppError, Portal};
use crate::web::answer::{Answer, json};
use crate::web::extract::{Anyone, Caller, PublicQuestion, Question};
use crate::web::problem::{Problem, WebError};

const COOKIE: &str = "__Host-portal_refresh";

/// Sign in with e-mail address and password.
#[utoipa::path(tag = "auth", request_body = SignIn, security(()), responses(
    (status = 200, body = SignedInView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/login")]
pub(super) async fn login(portal: web::Data<Portal>, request: HttpRequest, question: PublicQuestion<SignIn>) -> Answer {
    refuse_foreign_origin(&request)?;
    Ok(signed_in(account::sign_in(&portal, &question.context, question.body).await?))
}

/// Exchange the refresh cookie for a new access token; each cookie works once.
#[utoipa::path(tag = "auth", security(()), responses(
    (status = 200, body = SignedInView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/refresh")]
pub(super) async fn refresh(portal: web::Data<Portal>, request: HttpRequest, caller: Anyone) -> Answer {
    refuse_foreign_origin(&request)?;
    let presented = request.cookie(COOKIE).ok_or(AppError::Unauthenticated)?;
    Ok(signed_in(account::refresh(&portal, &caller.0, presented.value().to_owned()).await?))
}

/// End the session.
#[utoipa::path(tag = "auth", security(()), responses(
    (status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/logout")]
pub(super) async fn logout(portal: web::Data<Portal>, request: HttpRequest) -> Answer {
    refuse_foreign_origin(&request)?;
    account::sign_out(&portal, request.cookie(COOKIE).map(|cookie| cookie.value().to_owned())).await?;
    let mut gone = cookie(String::new());
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).finish())
}

/// Change one's own password. Every session of the person ends with it; the answer begins another one, as signing in does.
#[utoipa::path(tag = "auth", request_body = ChangePassword, security(("bearer" = [])), responses(
    (status = 200, body = SignedInView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/password")]
pub(super) async fn change_password(
    portal: web::Data<Portal>,
    request: HttpRequest,
    question: Question<ChangePassword>,
) -> Answer {
    refuse_foreign_origin(&request)?;
    Ok(signed_in(account::change_password(&portal, &question.context, question.body).await?))
}

/// Ask for a link to set a password with; it is mailed, and good for ten minutes. The answer does not tell whether there is an account.
#[utoipa::path(tag = "auth", request_body = ForgottenPassword, security(()), responses(
    (status = 202, description = "If there is an account with this address, a link is mailed to it."),
    (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/password-reset")]
pub(super) async fn ask_password_reset(
    portal: web::Data<Portal>,
    request: HttpRequest,
    question: PublicQuestion<ForgottenPassword>,
) -> Answer {
    refuse_foreign_origin(&request)?;
    account::ask_password_reset(&portal, question.body).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Set a password by a link that was mailed. The link is used up, and every session of the person ends.
#[utoipa::path(tag = "auth", request_body = SetPassword, security(()), responses(
    (status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/password-reset/confirm")]
pub(super) async fn confirm_password_reset(
    portal: web::Data<Portal>,
    request: HttpRequest,
    question: PublicQuestion<SetPassword>,
) -> Answer {
    refuse_foreign_origin(&request)?;
    account::confirm_password_reset(&portal, &question.context, question.body).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Who asks: a person, or a system, which says so in `kind`.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(in crate::web) enum MeView {
    /// Someone signed in.
    Person(UserView),
    /// A system with a token.
    System(PartnerSelf),
}

/// Who one is.
#[utoipa::path(tag = "auth", security(("bearer" = []), ("oauth2" = [])), responses(
    (status = 200, body = MeView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/me")]
pub(super) async fn read_me(portal: web::Data<Portal>, caller: Caller) -> Answer {
    let me = match &caller.0.actor {
        Actor::Partner(client) => MeView::System(partner_self(&portal, client).await?),
        _ => MeView::Person(account::me(&portal, &caller.0).await?),
    };
    Ok(json(&me))
}

fn signed_in(view: SignedInView) -> HttpResponse {
    HttpResponse::Ok().cookie(cookie(view.refresh_token.clone())).json(view)
}

fn cookie(value: String) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .max_age(Duration::hours(12))
        .finish()
}

/// A browser names the site a request comes from; another site's is refused (ASVS 3.5.1).
fn refuse_foreign_origin(request: &HttpRequest) -> Result<(), WebError> {
    let header = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let host = header(header::HOST).unwrap_or_default();
    let foreign = header(header::ORIGIN)
        .is_some_and(|origin| origin.split_once("://").is_none_or(|(_, from)| from != host))
        || request.headers().get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    if foreign { Err(WebError::Http(StatusCode::FORBIDDEN, "foreign_origin")) } else { Ok(()) }
}
