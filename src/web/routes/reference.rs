//! The code sets that forms offer.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};

use crate::app::Portal;
use crate::app::reference::{ReferenceView, view};
use crate::web::answer::Answer;
use crate::web::described::described;
use crate::web::extract::Anyone;
use crate::web::problem::Problem;

/// This description.
#[utoipa::path(tag = "reference", security(()), responses(
    (status = 200, description = "OpenAPI 3.1", content_type = "application/json"), (status = 304, description = "What `If-None-Match` names is still the answer")))]
#[get("/openapi.json")]
pub(super) async fn read_openapi(request: HttpRequest, portal: web::Data<Portal>) -> HttpResponse {
    described(&portal).documents.description.answer(&request)
}

/// Countries, currencies, industries, districts, and the state of calendar and catalogue.
#[utoipa::path(tag = "reference", security(()), responses(
    (status = 200, body = ReferenceView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/reference")]
pub(super) async fn read_reference(portal: web::Data<Portal>, caller: Anyone) -> Answer {
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-cache")).json(view(&portal, &caller.0)))
}
