//! What each error code means, for people: the page that a problem's `type` points at.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde_json::Value;

use crate::app::Portal;
use crate::web::codes::codes;
use crate::web::described::described;

const HEAD: &str = r#"<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>错误代码 Error codes</title>
<style>
body { font: 16px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; }
section { border-top: 1px solid #ccc; padding: .75rem 0; }
section:target { background: #fff7d6; }
h2 { font-size: 1.1rem; margin: 0; }
h2 span { font-weight: normal; color: #4a4a4a; }
p { margin: .25rem 0; }
ul { columns: 22rem; margin: .25rem 0; }
</style>
<main>
<h1>错误代码 Error codes</h1>
<p>每个错误都是一个 RFC 9457 问题对象，程序应依据其中的 <code>code</code> 处理，不要依据文字。<a href="/docs/">接口说明</a></p>
<p lang="en">Every error is an RFC 9457 problem; let programs branch on its <code>code</code>, never on words. <a href="/docs/">The API</a></p>
"#;

/// Where codes occur: the statuses that they come with, and the operations.
type Places<'a> = BTreeMap<&'a str, (BTreeSet<&'a str>, BTreeSet<String>)>;

fn places(description: &Value) -> Places<'_> {
    let mut places = Places::new();
    for (path, item) in description["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            for (status, codes) in operation["x-codes"].as_object().into_iter().flatten() {
                for code in codes.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    let place = places.entry(code).or_default();
                    place.0.insert(status);
                    place.1.insert(format!("{} {path}", method.to_uppercase()));
                }
            }
        }
    }
    places
}

/// The page. Writing into a text cannot fail; the texts are ours and hold no markup.
pub(super) fn page(description: &Value) -> Result<String, std::fmt::Error> {
    let places = places(description);
    let mut page = String::from(HEAD);
    for (code, zh, en) in codes() {
        let (statuses, operations) = places.get(code).cloned().unwrap_or_default();
        let statuses = statuses.into_iter().collect::<Vec<_>>().join(", ");
        write!(page, "<section id=\"{code}\"><h2><code>{code}</code> <span>{statuses}</span></h2>")?;
        write!(page, "<p>{zh}</p><p lang=\"en\">{en}</p>")?;
        if !operations.is_empty() {
            write!(page, "<details><summary>{} 个接口 operations</summary><ul>", operations.len())?;
            for operation in operations {
                write!(page, "<li><code>{operation}</code></li>")?;
            }
            write!(page, "</ul></details>")?;
        }
        writeln!(page, "</section>")?;
    }
    write!(page, "</main></html>")?;
    Ok(page)
}

/// Every error code: what it means, the statuses that it comes with, the operations that answer with it.
#[utoipa::path(tag = "reference", security(()), responses(
    (status = 200, description = "A page", content_type = "text/html"), (status = 304, description = "What `If-None-Match` names is still the answer")))]
#[get("/docs/errors")]
pub(super) async fn read_errors(request: HttpRequest, portal: web::Data<Portal>) -> HttpResponse {
    described(&portal).documents.errors.answer(&request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::openapi::document;

    #[test]
    fn a_code_is_shown_with_its_statuses_and_operations() {
        let page = page(&document()).unwrap();
        for (code, zh, _) in codes() {
            assert_eq!(page.matches(&format!("<section id=\"{code}\">")).count(), 1, "{code}");
            assert!(page.contains(zh), "{code}");
        }
        let overpayment =
            page.split("<section id=\"overpayment\">").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(overpayment.contains("<span>409</span>"), "{overpayment}");
        assert!(overpayment.contains("POST /api/v1/certificates/{number}/payments"), "{overpayment}");
    }
}
