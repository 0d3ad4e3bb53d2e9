//! Permanent links to figures.

use actix_web::{HttpResponse, get, post, web};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::research::{self, Cited, NewPermalink, PermalinkView};
use crate::app::{AppError, Portal};
use crate::web::answer::{Answer, answered};
use crate::web::extract::{Caller, Command};
use crate::web::openapi::PivotView;
use crate::web::problem::Problem;

pub(super) fn mount(config: &mut ServiceConfig) {
    config.service(create_permalink).service(read_permalink);
}

/// A permanent link with its answer.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the shape for readers of the API; the answer is passed on to the byte")]
pub(in crate::web) struct CitedView {
    /// Its id: the same question of the same moment has the same.
    id: String,
    /// The address to cite.
    url: String,
    /// The question in its one spelling.
    query: String,
    /// The journal entry up to which is counted.
    as_of: i64,
    /// Whose figures: `cleared` or `protected`.
    audience: String,
    /// SHA-256 of the answer's bytes, hex.
    digest: String,
    /// How to cite it, in the reader's language.
    citation: String,
    /// The answer, to the byte as it was cited.
    answer: PivotView,
}

/// Make figures citable: the question with the moment and the digest of its answer, which the journal keeps. The same question of the
/// same moment has the same link. A company makes them once the centre has approved it; who made a hundred new ones in a day is asked to
/// wait.
#[utoipa::path(tag = "research", request_body = NewPermalink, params(("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 201, body = PermalinkView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/research/permalinks")]
pub(super) async fn create_permalink(portal: web::Data<Portal>, command: Command<NewPermalink>) -> Answer {
    Ok(answered(research::create_permalink(&portal, &command.context, command.body).await?))
}

/// What was cited, with its answer counted again: the same to the byte, or refused.
#[utoipa::path(tag = "research", params(("permalink" = String, Path)), security(("bearer" = []), ("oauth2" = ["research:read"])), responses(
    (status = 200, body = CitedView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/research/permalinks/{permalink}")]
pub(super) async fn read_permalink(portal: web::Data<Portal>, caller: Caller, id: web::Path<String>) -> Answer {
    let Cited { link, answer } = research::permalink(&portal, &caller.0, id.into_inner()).await?;
    // The answer is put in as it is: read and written again its bytes would be others.
    let link = serde_json::to_string(&link).map_err(AppError::internal)?;
    let body = format!("{},\"answer\":{answer}}}", link.trim_end_matches('}'));
    Ok(HttpResponse::Ok().content_type("application/json").body(body))
}
