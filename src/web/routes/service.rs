//! How well the desks serve, for everybody.

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};

use crate::app::Portal;
use crate::app::service::{ServiceView, service};
use crate::web::answer::Answer;
use crate::web::extract::Anyone;
use crate::web::problem::Problem;

/// Working days to a decision, answers on time and returns, by desk and month, counted from the journal.
#[utoipa::path(tag = "service", security(()), responses(
    (status = 200, body = ServiceView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/open/service")]
pub(super) async fn read_service(portal: web::Data<Portal>, caller: Anyone) -> Answer {
    let view = service(&portal, &caller.0).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-cache")).json(view))
}
