//! Counting all figures again.

use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use validator::Validate;

use crate::app::Portal;
use crate::app::research::{self, Rebuilt};
use crate::web::answer::{Answer, json};
use crate::web::extract::Question;
use crate::web::problem::Problem;

pub(super) fn mount(config: &mut ServiceConfig) {
    config.service(rebuild_figures);
}

/// How to count again.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RebuildBody {
    /// Only compare, and put nothing right.
    check: bool,
}

/// Count all figures again from what was registered, and put right what differs. It may be asked for again: what is right stays as it
/// is. 202: it takes longer than half a minute, and the outcome will be in the portal's log.
#[utoipa::path(tag = "research", request_body = RebuildBody, security(("bearer" = [])), responses(
    (status = 200, body = Rebuilt), (status = 202, description = "It goes on; the outcome will be in the log"),
    (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/research/rebuild")]
pub(super) async fn rebuild_figures(portal: web::Data<Portal>, question: Question<RebuildBody>) -> Answer {
    let portal = portal.into_inner();
    let rebuilt = research::rebuild_now(&portal, &question.context, question.body.check).await?;
    Ok(rebuilt.map_or_else(|| HttpResponse::Accepted().finish(), |rebuilt| json(&rebuilt)))
}
