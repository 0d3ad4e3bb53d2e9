//! Beside an application: its rounds, what was written about it, what a reviewer compares it with, the notice of a refusal.

use actix_web::http::header;
use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use domain::FilingId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery, time};
use crate::app::Portal;
use crate::app::filing::{self, MessageBody, MessageView, RoundsView};
use crate::app::review::{self, LookView, NoteBody, NoteView, SimilarView};
use crate::web::answer::{Answer, answered, json, page};
use crate::web::extract::{Caller, Command, Id, Nothing};
use crate::web::openapi::{MessagePage, NotePage};
use crate::web::problem::Problem;

/// What each submission changed, what each return asked for, and how it was answered.
#[utoipa::path(tag = "filings", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = RoundsView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/rounds")]
pub(super) async fn list_rounds(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    Ok(json(&filing::rounds(&portal, &caller.0, id.0).await?))
}

/// Which messages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MessageQuery {
    /// Written at this time or later.
    #[serde(default, deserialize_with = "time")]
    since: Option<DateTime<Utc>>,
}

/// What the company and the desk wrote to each other, newest first.
#[utoipa::path(tag = "filings", params(("id" = String, Path), MessageQuery, PageQuery), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = MessagePage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/messages")]
pub(super) async fn list_messages(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<FilingId>,
    list: List<MessageQuery>,
) -> Answer {
    let found = filing::messages(&portal, &caller.0, id.0, list.filter.since, &list.page).await?;
    page::<MessageView>(&found, list.fields.as_deref())
}

/// Write to the desk, or to the company, about a submitted application.
#[utoipa::path(tag = "filings", request_body = MessageBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:write"])), responses(
    (status = 201, body = MessageView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/messages")]
pub(super) async fn send_message(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<MessageBody>) -> Answer {
    Ok(answered(filing::send_message(&portal, &command.context, id.0, command.body).await?))
}

/// The desk's notes for itself, newest first.
#[utoipa::path(tag = "review", params(("id" = String, Path), PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = NotePage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/notes")]
pub(super) async fn list_notes(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>, list: List) -> Answer {
    let found = review::notes(&portal, &caller.0, id.0, &list.page).await?;
    page::<NoteView>(&found, list.fields.as_deref())
}

/// Add a note that the company never sees.
#[utoipa::path(tag = "review", request_body = NoteBody, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 201, body = NoteView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/notes")]
pub(super) async fn add_note(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<NoteBody>) -> Answer {
    Ok(answered(review::add_note(&portal, &command.context, id.0, command.body).await?))
}

/// Earlier applications of the same company, or about the same counterparty.
#[utoipa::path(tag = "review", params(("id" = String, Path)), security(("bearer" = [])), responses(
    (status = 200, body = SimilarView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/similar")]
pub(super) async fn list_similar(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    Ok(json(&review::similar(&portal, &caller.0, id.0).await?))
}

/// What changed since one last looked at it.
#[utoipa::path(tag = "review", params(("id" = String, Path)), security(("bearer" = [])), responses(
    (status = 200, body = LookView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/look")]
pub(super) async fn read_look(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    Ok(json(&review::last_look(&portal, &caller.0, id.0).await?))
}

/// Remember that one has looked at it as it lies at the desk now.
#[utoipa::path(tag = "review", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = LookView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/look")]
pub(super) async fn remember_look(portal: web::Data<Portal>, id: Id<FilingId>, command: Command<Nothing>) -> Answer {
    Ok(answered(review::remember_look(&portal, &command.context, id.0).await?))
}

/// The notice of a refusal as PDF: grounds and remedies.
#[utoipa::path(tag = "filings", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/filings/{id}/refusal-notice.pdf")]
pub(super) async fn read_refusal_notice(portal: web::Data<Portal>, caller: Caller, id: Id<FilingId>) -> Answer {
    let pdf = review::refusal_notice(&portal, &caller.0, id.0).await?;
    let name = format!("attachment; filename=\"refusal-{}.pdf\"", id.0);
    Ok(HttpResponse::Ok().content_type("application/pdf").insert_header((header::CONTENT_DISPOSITION, name)).body(pdf))
}
