//! What partners read: the pages of `docs` that are about the portal as it is met from outside, and the programs that go with them. Each
//! page is its text as it lies there, under a heading; its links lead on to the others, and so does a list before it.

use actix_web::{HttpResponse, get};

const HEAD: &str = r#"<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 16px/1.6 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; }
nav ul { columns: 17rem; margin: 0; padding: 0; list-style: none; }
nav a[aria-current] { font-weight: bold; color: inherit; }
h1 { font-size: 1.5rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 0.95rem/1.5 ui-monospace, monospace; }
</style>
"#;

/// One of the pages.
struct Page {
    /// Its address under `/docs/`, and its file's name.
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    /// The language that its text is in, or begins in.
    language: &'static str,
    text: &'static str,
}

const PARTNERS: Page = Page {
    name: "partners",
    zh: "接入教程",
    en: "For partners",
    language: "en",
    text: include_str!("../../../docs/partners.md"),
};
const CONFORMANCE: Page = Page {
    name: "conformance",
    zh: "符合性检查",
    en: "Conformance",
    language: "en",
    text: include_str!("../../../docs/conformance.md"),
};
const WEBHOOKS: Page = Page {
    name: "webhooks",
    zh: "事件推送",
    en: "Webhooks",
    language: "en",
    text: include_str!("../../../docs/webhooks.md"),
};
const EXCHANGE: Page = Page {
    name: "exchange",
    zh: "数据交换",
    en: "Exchange files",
    language: "en",
    text: include_str!("../../../docs/exchange.md"),
};
const FORMATS: Page = Page {
    name: "formats",
    zh: "签名格式",
    en: "Formats that outsiders check",
    language: "en",
    text: include_str!("../../../docs/formats.md"),
};
const VERIFICATION: Page = Page {
    name: "verification",
    zh: "登记证核验",
    en: "Verifying a certificate",
    language: "en",
    text: include_str!("../../../docs/verification.md"),
};
const OPEN_DATA: Page = Page {
    name: "open-data",
    zh: "开放数据",
    en: "Open data",
    language: "zh-CN",
    text: include_str!("../../../docs/open-data.md"),
};
const DISCLOSURE: Page = Page {
    name: "disclosure",
    zh: "统计保密方法",
    en: "Disclosure control",
    language: "zh-CN",
    text: include_str!("../../../docs/disclosure.md"),
};
const QUALITY: Page = Page {
    name: "quality",
    zh: "数据质量检测",
    en: "Detectors of data quality",
    language: "zh-CN",
    text: include_str!("../../../docs/quality.md"),
};

const RESEARCH: Page = Page {
    name: "research",
    zh: "研究数据说明",
    en: "What figures mean",
    language: "zh-CN",
    text: include_str!("../../../docs/research.md"),
};
const DRAWING: Page = Page {
    name: "drawing",
    zh: "双随机抽取",
    en: "Drawing a spot check again",
    language: "zh-CN",
    text: include_str!("../../../docs/drawing.md"),
};

/// In the order in which they are listed.
const PAGES: [Page; 11] = [
    PARTNERS,
    CONFORMANCE,
    WEBHOOKS,
    EXCHANGE,
    FORMATS,
    VERIFICATION,
    OPEN_DATA,
    RESEARCH,
    DISCLOSURE,
    QUALITY,
    DRAWING,
];

const CLIENT: &str = include_str!("../../../docs/portal_client.py");
const VERIFIER: &str = include_str!("../../../docs/verify.py");

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Where a link of a text leads: another file of `docs`, as it is served beside the page, or what it says.
fn address(target: &str) -> &str {
    if target.contains("://") { target } else { target.strip_suffix(".md").unwrap_or(target) }
}

/// What lies before the first link of a text; its words, and its target; and what lies behind it.
fn first_link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, behind) = text.split_once("](")?;
    let (before, words) = before.rsplit_once('[')?;
    let (target, behind) = behind.split_once(')')?;
    Some((before, words, target, behind))
}

/// A text with its links, and otherwise as it is.
fn linked(text: &str) -> String {
    let (mut told, mut rest) = (String::new(), text);
    while let Some((before, words, target, behind)) = first_link(rest) {
        let (before, target, words) = (escaped(before), escaped(address(target)), escaped(words));
        for part in [before.as_str(), "<a href=\"", target.as_str(), "\">", words.as_str(), "</a>"] {
            told.push_str(part);
        }
        rest = behind;
    }
    told + &escaped(rest)
}

/// The list of pages; the one that is open is marked.
fn contents(open: &str) -> String {
    let item = |address: &str, zh: &str, en: &str, mark: &str| {
        format!("<li><a href=\"{address}\"{mark}>{zh} <span lang=\"en\">{en}</span></a></li>\n")
    };
    let pages: String = PAGES
        .iter()
        .map(|page| {
            let mark = if page.name == open { " aria-current=\"page\"" } else { "" };
            item(page.name, page.zh, page.en, mark)
        })
        .collect();
    let beside = item("./", "接口说明", "The API", "") + &item("errors", "错误代码", "Error codes", "");
    format!("<nav aria-label=\"文档 Documentation\"><ul>\n{pages}{beside}</ul></nav>")
}

fn shown(page: &Page) -> HttpResponse {
    let Page { name, zh, en, language, text } = page;
    // The first line is the heading.
    let text = text.split_once('\n').map_or(*text, |(_, text)| text.trim_start());
    let (contents, text) = (contents(name), linked(text));
    let body = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n{HEAD}<title>{zh} {en}</title>\n{contents}\n<main>\n\
         <h1>{zh} <span lang=\"en\">{en}</span></h1>\n<pre lang=\"{language}\">{text}</pre>\n</main>\n</html>\n"
    );
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(body)
}

fn program(text: &'static str) -> HttpResponse {
    HttpResponse::Ok().content_type("text/x-python; charset=utf-8").body(text)
}

/// The tutorial for partners: file, check before a payment, and receive webhooks, command by command.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/partners")]
pub(super) async fn read_partner_tutorial() -> HttpResponse {
    shown(&PARTNERS)
}

/// How a client is judged, and how to have yours judged.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/conformance")]
pub(super) async fn read_conformance_page() -> HttpResponse {
    shown(&CONFORMANCE)
}

/// What a webhook holds, how it is signed, and when it is sent again.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/webhooks")]
pub(super) async fn read_webhooks_page() -> HttpResponse {
    shown(&WEBHOOKS)
}

/// How the register is exchanged as files, and how a mapping is written.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/exchange")]
pub(super) async fn read_exchange_page() -> HttpResponse {
    shown(&EXCHANGE)
}

/// What the portal signs, byte by byte.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/formats")]
pub(super) async fn read_formats_page() -> HttpResponse {
    shown(&FORMATS)
}

/// Five ways to verify a certificate, and who is shown what.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/verification")]
pub(super) async fn read_verification_page() -> HttpResponse {
    shown(&VERIFICATION)
}

/// The open data: tables, files, how to cite them.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/open-data")]
pub(super) async fn read_open_data_page() -> HttpResponse {
    shown(&OPEN_DATA)
}

/// What is withheld of published figures, by which rules, and why it cannot be computed.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/disclosure")]
pub(super) async fn read_disclosure_page() -> HttpResponse {
    shown(&DISCLOSURE)
}

/// What is looked for in the registered data, and by which rules.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/quality")]
pub(super) async fn read_quality_page() -> HttpResponse {
    shown(&QUALITY)
}

/// What the figures of the research centre mean: measures, months, rates.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/research")]
pub(super) async fn read_research_page() -> HttpResponse {
    shown(&RESEARCH)
}

/// How anybody draws a spot check again, with a few lines of Python.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, description = "A page", content_type = "text/html")))]
#[get("/docs/drawing")]
pub(super) async fn read_drawing_page() -> HttpResponse {
    shown(&DRAWING)
}

/// The client in Python that the tutorial uses.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, body = String, content_type = "text/x-python")))]
#[get("/docs/portal_client.py")]
pub(super) async fn read_partner_client() -> HttpResponse {
    program(CLIENT)
}

/// A verifier in Python of what the portal signs.
#[utoipa::path(tag = "reference", security(()), responses((status = 200, body = String, content_type = "text/x-python")))]
#[get("/docs/verify.py")]
pub(super) async fn read_verifier() -> HttpResponse {
    program(VERIFIER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_everything_but_the_marks_of_its_links() {
        for (text, expected) in [
            ("a < b & c", "a &lt; b &amp; c"),
            ("see [formats](formats.md).", "see <a href=\"formats\">formats</a>."),
            ("[x[0]] [`verify.py`](verify.py)", "[x[0]] <a href=\"verify.py\">`verify.py`</a>"),
            ("[a](a.md) [b](https://b.example/?c)", "<a href=\"a\">a</a> <a href=\"https://b.example/?c\">b</a>"),
            ("a](b and [c", "a](b and [c"),
        ] {
            assert_eq!(linked(text), expected);
        }
    }
}
