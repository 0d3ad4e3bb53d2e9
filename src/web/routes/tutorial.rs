//! What is read as it lies in `docs`: the tutorial for partners with its client, and how a spot check is drawn again.

use actix_web::{HttpResponse, get};

const TUTORIAL: &str = include_str!("../../../docs/partners.md");
const CLIENT: &str = include_str!("../../../docs/portal_client.py");
const DRAWING: &str = include_str!("../../../docs/drawing.md");

/// The tutorial for partners: file, and check before a payment, command by command.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/partners")]
pub(super) async fn read_partner_tutorial() -> HttpResponse {
    page("Partners", TUTORIAL)
}

/// The client in Python that the tutorial uses.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, body = String, content_type = "text/x-python")))]
#[get("/docs/portal_client.py")]
pub(super) async fn read_partner_client() -> HttpResponse {
    HttpResponse::Ok().content_type("text/x-python; charset=utf-8").body(CLIENT)
}

/// How anybody draws a spot check again, with a few lines of Python.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/drawing")]
pub(super) async fn read_drawing_script() -> HttpResponse {
    page("Drawing a spot check again", DRAWING)
}

/// A text as a page, as it is written.
fn page(title: &str, text: &str) -> HttpResponse {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>pre{{max-width:62rem;margin:1rem auto;padding:0 1rem;white-space:pre-wrap;\
         overflow-wrap:anywhere;font:1rem/1.5 ui-monospace,monospace}}</style><main><pre>{text}</pre></main></html>"
    );
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page)
}
