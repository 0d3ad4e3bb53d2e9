//! The guide: what to file, with which papers, or where else to go. Open to everyone.

use actix_web::{post, web};
use domain::guide::GuideAnswers;

use crate::app::Portal;
use crate::app::guide::{GuideView, guide};
use crate::web::answer::{Answer, json};
use crate::web::extract::PublicQuestion;
use crate::web::problem::Problem;

/// Send the answers so far: the next question comes back, or where the matter belongs with its papers and reasons. Begin with `{}`.
#[utoipa::path(tag = "guide", request_body = GuideAnswers, security(()), responses(
    (status = 200, body = GuideView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/guide")]
pub(super) async fn ask_guide(portal: web::Data<Portal>, question: PublicQuestion<GuideAnswers>) -> Answer {
    Ok(json(&guide(&portal, &question.context, &question.body)?))
}
