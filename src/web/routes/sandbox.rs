//! What a sandbox has besides, for partners: its clock, its desk, companies with clients, events once more. Mounted in a sandbox alone.

use actix_web::{HttpResponse, get, post, web};
use domain::FilingId;

use crate::app::Portal;
use crate::app::filing::FilingView;
use crate::app::sandbox::{
    self, AdvanceClock, NewSandboxPartner, SandboxClockView, SandboxPartner, SandboxReport, SandboxReturn,
};
use crate::app::webhook::QueuedView;
use crate::web::answer::{Answer, answered, json, versioned};
use crate::web::extract::{Caller, Command, Id, Nothing, PublicQuestion};
use crate::web::problem::Problem;

/// What the sandbox's clock shows.
#[utoipa::path(tag = "sandbox", security(()), responses(
    (status = 200, body = SandboxClockView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/clock")]
pub(super) async fn read_sandbox_clock(portal: web::Data<Portal>) -> Answer {
    Ok(json(&sandbox::clock(&portal)?))
}

/// Move the clock forward, for everybody in the sandbox: a year at once and ten in all, never back. Tokens end by it, deadlines pass; what
/// time alone calls for is done within a minute.
#[utoipa::path(tag = "sandbox", request_body = AdvanceClock, params(("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = [])), responses(
    (status = 200, body = SandboxClockView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/clock")]
pub(super) async fn change_sandbox_clock(portal: web::Data<Portal>, command: Command<AdvanceClock>) -> Answer {
    Ok(answered(sandbox::advance_clock(&portal, &command.context, command.body).await?))
}

/// Make a company that may file, with a user and a client; or a client of a public body. Asked again, it makes another one. No token
/// is needed; an address is told to wait when it asks very often.
#[utoipa::path(tag = "sandbox", request_body = NewSandboxPartner, security(()), responses(
    (status = 201, body = SandboxPartner), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/partners")]
pub(super) async fn create_sandbox_partner(
    portal: web::Data<Portal>,
    question: PublicQuestion<NewSandboxPartner>,
) -> Answer {
    Ok(HttpResponse::Created().json(sandbox::create_partner(&portal, question.body).await?))
}

/// Let the desk return an application.
#[utoipa::path(tag = "sandbox", request_body = SandboxReturn, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/return")]
pub(super) async fn return_sandbox_filing(
    portal: web::Data<Portal>,
    id: Id<FilingId>,
    command: Command<SandboxReturn>,
) -> Answer {
    let view = sandbox::return_(&portal, &command.context, id.0, command.body).await?;
    Ok(versioned(&view, view.version))
}

/// Let the desk register an application: one person recommends it, another decides.
#[utoipa::path(tag = "sandbox", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/register")]
pub(super) async fn register_sandbox_filing(
    portal: web::Data<Portal>,
    id: Id<FilingId>,
    command: Command<Nothing>,
) -> Answer {
    let view = sandbox::register(&portal, &command.context, id.0).await?;
    Ok(versioned(&view, view.version))
}

/// Let the desk refuse an application: one person recommends that, another decides.
#[utoipa::path(tag = "sandbox", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["filings:read"])), responses(
    (status = 200, body = FilingView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/filings/{id}/refuse")]
pub(super) async fn refuse_sandbox_filing(
    portal: web::Data<Portal>,
    id: Id<FilingId>,
    command: Command<Nothing>,
) -> Answer {
    let view = sandbox::refuse(&portal, &command.context, id.0).await?;
    Ok(versioned(&view, view.version))
}

/// Deliver an event to its endpoint once more, as the portal does when no answer came.
#[utoipa::path(tag = "sandbox", request_body = Nothing, params(("event" = String, Path, description = "Its `webhook-id`, such as `evt_1042_0a1b2c3d4e5f`."), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["webhooks:write"])), responses(
    (status = 200, body = QueuedView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/events/{event}/redeliver")]
pub(super) async fn replay_sandbox_event(
    portal: web::Data<Portal>,
    event: web::Path<String>,
    command: Command<Nothing>,
) -> Answer {
    Ok(answered(sandbox::redeliver(&portal, &command.context, &event).await?))
}

/// What the sandbox has seen of the client that asks: what it called, how often, and with which outcome.
#[utoipa::path(tag = "sandbox", security(("oauth2" = [])), responses(
    (status = 200, body = SandboxReport), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/report")]
pub(super) async fn read_sandbox_report(portal: web::Data<Portal>, caller: Caller) -> Answer {
    Ok(json(&sandbox::report(&portal, &caller.0).await?))
}
