//! Briefs, reports and notices of the research centre.

use actix_web::http::header;
use actix_web::{HttpResponse, get, post, web};
use domain::PublicationId;
use domain::language::Language;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::query::code;
use crate::app::Portal;
use crate::app::research::{self, MakePublication, PublicationKind, PublicationList, PublicationView, PublishedPaper};
use crate::web::answer::{Answer, answered, json};
use crate::web::extract::{Anyone, Caller, Command, Id, Parameters};
use crate::web::problem::{Problem, WebError};

pub(super) fn mount(config: &mut ServiceConfig) {
    config.service(list_publications).service(create_publication).service(read_publication_pdf);
}

/// Mounts what everyone may read.
pub(in crate::web::routes) fn mount_open(config: &mut ServiceConfig) {
    config.service(list_open_publications).service(read_open_publication_pdf);
}

/// Which publications.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PublicationQuery {
    /// `monthly_brief`, `yearly_report` or `quality_notice`; all when absent.
    kind: Option<String>,
    /// Of their titles: `zh-CN` or `en`; the reader's when absent.
    language: Option<String>,
}

/// In which language.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LanguageQuery {
    /// `zh-CN` or `en`; the reader's when absent.
    language: Option<String>,
}

/// What was published, the newest first: for those who work with the register all of it, for others what is for everyone.
#[utoipa::path(tag = "research", params(PublicationQuery), security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 200, body = PublicationList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/publications")]
pub(super) async fn list_publications(
    portal: web::Data<Portal>,
    caller: Caller,
    query: Parameters<PublicationQuery>,
) -> Answer {
    let kind = code("kind", query.0.kind.as_deref(), PublicationKind::from_code)?;
    let language = language(query.0.language.as_deref())?;
    Ok(json(&research::publications(&portal, &caller.0, kind, language).await?))
}

/// Publish before the time: every edition of the kind and period that there is not yet. Answered is the first of them.
#[utoipa::path(tag = "research", request_body = MakePublication, params(("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 201, body = PublicationView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/research/publications")]
pub(super) async fn create_publication(portal: web::Data<Portal>, command: Command<MakePublication>) -> Answer {
    Ok(answered(research::make_publication(&portal, &command.context, command.body).await?))
}

/// A publication as PDF, with its figures as `figures.json`. It is set anew from figures that must be those which were published.
#[utoipa::path(tag = "research", params(("id" = String, Path), LanguageQuery), security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/publications/{id}/pdf")]
pub(super) async fn read_publication_pdf(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<PublicationId>,
    query: Parameters<LanguageQuery>,
) -> Answer {
    let language = language(query.0.language.as_deref())?;
    Ok(download(research::publication_pdf(&portal, &caller.0, id.0, language).await?, "private, no-store"))
}

/// What was published for everyone, the newest first.
#[utoipa::path(tag = "research", params(LanguageQuery), security(()), responses(
    (status = 200, body = PublicationList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("")]
pub(super) async fn list_open_publications(
    portal: web::Data<Portal>,
    caller: Anyone,
    query: Parameters<LanguageQuery>,
) -> Answer {
    let language = language(query.0.language.as_deref())?;
    Ok(json(&research::open_publications(&portal, &caller.0, language).await?))
}

/// A publication for everyone as PDF, with its figures as `figures.json`.
#[utoipa::path(tag = "research", params(("id" = String, Path), LanguageQuery), security(()), responses(
    (status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/{id}/pdf")]
pub(super) async fn read_open_publication_pdf(
    portal: web::Data<Portal>,
    caller: Anyone,
    id: Id<PublicationId>,
    query: Parameters<LanguageQuery>,
) -> Answer {
    let language = language(query.0.language.as_deref())?;
    Ok(download(research::open_publication_pdf(&portal, &caller.0, id.0, language).await?, "public, max-age=3600"))
}

fn language(text: Option<&str>) -> Result<Option<Language>, WebError> {
    let read = |text: &str| match text {
        "zh-CN" => Some(Language::Zh),
        "en" => Some(Language::En),
        _ => None,
    };
    Ok(code("language", text, read)?)
}

fn download(paper: PublishedPaper, kept: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.pdf\"", paper.name)))
        .insert_header((header::CACHE_CONTROL, kept))
        .insert_header((header::VARY, "Accept-Language"))
        .body(paper.content)
}
