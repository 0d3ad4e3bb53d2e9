//! Third-party systems, for those who look after them: a company for its own, the centre for those of public bodies.

use actix_web::{get, patch, post, web};
use chrono::{DateTime, Utc};
use domain::partner::UseOutcome;
use domain::{PartnerId, SecretId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery, code, in_use, search, time};
use crate::app::partner::{
    self, AdmitPartner, ChangePartner, NewSecretView, PartnerFilter, PartnerView, UseFilter, UseView,
};
use crate::app::{AppError, Portal};
use crate::web::answer::{Answer, answered, page, versioned};
use crate::web::extract::{Caller, Command, Edit, Id, Nothing};
use crate::web::openapi::{PartnerPage, UsePage};
use crate::web::problem::Problem;

/// Which systems.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PartnerQuery {
    /// `active`, or `disabled` by whomever.
    #[param(pattern = "^(active|disabled)$")]
    status: Option<String>,
    /// Part of the name.
    q: Option<String>,
}

/// Which uses.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct UseQuery {
    /// Only what was last used at this time or later.
    #[serde(default, deserialize_with = "time")]
    since: Option<DateTime<Utc>>,
    /// `ok`, `refused` or `throttled`.
    #[param(inline, value_type = Option<UseOutcome>)]
    outcome: Option<String>,
}

/// Systems, newest first: a company's own, or all of them for the centre.
#[utoipa::path(tag = "partners", params(PartnerQuery, PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = PartnerPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/partners")]
pub(super) async fn list_partners(portal: web::Data<Portal>, caller: Caller, list: List<PartnerQuery>) -> Answer {
    let PartnerQuery { status, q } = list.filter;
    let disabled = code("status", status.as_deref(), in_use)?.map(|in_use| !in_use);
    let filter = PartnerFilter { disabled, words: search(q) };
    page::<PartnerView>(&partner::partners(&portal, &caller.0, filter, &list.page).await?, list.fields.as_deref())
}

/// Admit a system: a company for itself, the centre for a public body. It needs a secret to get tokens with.
#[utoipa::path(tag = "partners", request_body = AdmitPartner, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 201, body = PartnerView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/partners")]
pub(super) async fn create_partner(portal: web::Data<Portal>, command: Command<AdmitPartner>) -> Answer {
    Ok(answered(partner::admit(&portal, &command.context, command.body).await?))
}

/// One system, with its secrets in use.
#[utoipa::path(tag = "partners", params(("id" = String, Path)), security(("bearer" = [])), responses(
    (status = 200, body = PartnerView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/partners/{id}")]
pub(super) async fn read_partner(portal: web::Data<Portal>, caller: Caller, id: Id<PartnerId>) -> Answer {
    let view = partner::partner(&portal, &caller.0, id.0).await?;
    Ok(versioned(&view, view.version))
}

/// Change a system's name, scopes or address for notices. What is taken away is gone from its tokens at once.
#[utoipa::path(tag = "partners", request_body = ChangePartner, params(("id" = String, Path), ("If-Match" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = PartnerView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[patch("/partners/{id}")]
pub(super) async fn change_partner(portal: web::Data<Portal>, id: Id<PartnerId>, edit: Edit<ChangePartner>) -> Answer {
    Ok(answered(partner::change(&portal, &edit.context, id.0, edit.version, edit.body).await?))
}

/// Give a system another secret; it has two at most. It is in this answer and never shown again, not to a retry either.
#[utoipa::path(tag = "partners", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 201, body = NewSecretView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/partners/{id}/secrets")]
pub(super) async fn add_partner_secret(
    portal: web::Data<Portal>,
    id: Id<PartnerId>,
    command: Command<Nothing>,
) -> Answer {
    Ok(answered(partner::add_secret(&portal, &command.context, id.0).await?))
}

/// Take a secret out of use, and at once every token that was got with it.
#[utoipa::path(tag = "partners", request_body = Nothing, params(("id" = String, Path), ("secret_id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/partners/{id}/secrets/{secret_id}/revoke")]
pub(super) async fn revoke_partner_secret(
    portal: web::Data<Portal>,
    id: Id<PartnerId>,
    path: web::Path<(String, String)>,
    command: Command<Nothing>,
) -> Answer {
    let secret = SecretId::parse(&path.1).ok_or(AppError::NotFound)?;
    Ok(answered(partner::revoke(&portal, &command.context, id.0, secret).await?))
}

/// Take a system out of use at once, with all its tokens.
#[utoipa::path(tag = "partners", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = PartnerView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/partners/{id}/disable")]
pub(super) async fn disable_partner(portal: web::Data<Portal>, id: Id<PartnerId>, command: Command<Nothing>) -> Answer {
    Ok(answered(partner::disable(&portal, &command.context, id.0).await?))
}

/// Let a system in again: for whoever took it out of use.
#[utoipa::path(tag = "partners", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = PartnerView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/partners/{id}/enable")]
pub(super) async fn enable_partner(portal: web::Data<Portal>, id: Id<PartnerId>, command: Command<Nothing>) -> Answer {
    Ok(answered(partner::enable(&portal, &command.context, id.0).await?))
}

/// What a system used its tokens for, by the hour, the newest first: kept for half a year.
#[utoipa::path(tag = "partners", params(("id" = String, Path), UseQuery, PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = UsePage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/partners/{id}/uses")]
pub(super) async fn list_partner_uses(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<PartnerId>,
    list: List<UseQuery>,
) -> Answer {
    let outcome = code("outcome", list.filter.outcome.as_deref(), UseOutcome::from_code)?;
    let filter = UseFilter { since: list.filter.since, outcome };
    page::<UseView>(&partner::uses(&portal, &caller.0, id.0, filter, &list.page).await?, list.fields.as_deref())
}
