//! What each error code means, for people: the page that a problem's `type` points at.

use std::fmt::Write;

use actix_web::{HttpResponse, get};

use crate::web::codes::CODES;

/// Every error code with its meaning.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/errors")]
pub(super) async fn read_errors() -> HttpResponse {
    let mut page = String::from(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>错误代码 Error codes</title><h1>错误代码 Error codes</h1><dl>",
    );
    for (code, zh, en) in CODES {
        // Writing into a string cannot fail; the texts are ours and hold no markup.
        let _written = write!(page, "<dt id=\"{code}\"><code>{code}</code></dt><dd>{zh}<br>{en}</dd>");
    }
    page.push_str("</dl></html>");
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page)
}
