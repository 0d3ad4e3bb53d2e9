//! The way to the portal and back: each request is passed on, or meets a fault; what was asked and answered is kept.

use std::any::Any;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::fd::AsFd;
use std::sync::Arc;

use actix_web::dev::{Extensions, Server};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Value, json};

use super::relay::relay;
use super::script::Fault;
use super::seen::{Exchange, TOKENS};
use super::watch::{Watch, fields_of, number_of};

/// The name under which a sandbox answers as at its root.
const SANDBOX: &str = "/sandbox";
/// The feed, whose pages are kept short, so that there are several.
const CHANGES: &str = "/api/v1/changes";
const MOST_CHANGES: u32 = 3;
/// Endpoints, whose addresses are others for the portal than for the client.
const WEBHOOKS: &str = "/api/v1/webhooks";
/// The largest request that is passed on.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// How long a client that is told 429 is to wait, in seconds: longer than it would by itself.
const RETRY_AFTER: u64 = 2;
/// Headers of a connection, which are not those of the next one; and the host, which is another.
const OF_THE_CONNECTION: [&str; 8] =
    ["connection", "content-length", "expect", "host", "keep-alive", "te", "transfer-encoding", "upgrade"];

/// Watches on a listener until it is told to stop.
pub fn serve(watch: Arc<Watch>, listener: TcpListener) -> std::io::Result<Server> {
    let watch = web::Data::from(watch);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(watch.clone())
            .app_data(web::PayloadConfig::new(MOST_BYTES))
            .service(web::resource("/relay/{place}").to(relay))
            .default_service(web::to(pass))
    })
    .workers(1)
    .on_connect(keep_line)
    .listen(listener)?
    .disable_signals()
    .run();
    Ok(server)
}

/// The line to a client, by which a connection can be ended in the middle of an answer.
struct Line(TcpStream);

fn keep_line(connection: &dyn Any, data: &mut Extensions) {
    let stream = connection.downcast_ref::<tokio::net::TcpStream>();
    if let Some(Ok(line)) = stream.map(|stream| stream.as_fd().try_clone_to_owned()) {
        data.insert(Line(TcpStream::from(line)));
    }
}

/// An answer on its way to a client.
struct Answer {
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
    body: Bytes,
}

async fn pass(request: HttpRequest, body: Bytes, watch: web::Data<Watch>) -> HttpResponse {
    let mut exchange = asked(&request, &body, &watch);
    let fault = watch.due(&exchange);
    let answer = match fault {
        None | Some(Fault::Cut) => forward(&request, &exchange, body, &watch).await,
        Some(fault) => problem(fault),
    };
    exchange.answered = watch.now();
    exchange.status = answer.status;
    exchange.retry_after = answer.header("retry-after").and_then(|seconds| seconds.parse().ok());
    exchange.told = answer.json();
    follow(&exchange, &answer, &watch);
    if fault == Some(Fault::Cut) && exchange.is_success() {
        exchange.status = 0;
        watch.keep(exchange);
        if let Some(Line(line)) = request.conn_data::<Line>() {
            // The client may be gone already, which is the same to it.
            let _ended = line.shutdown(Shutdown::Both);
        }
    } else {
        watch.keep(exchange);
    }
    answer.respond()
}

/// A request, as far as the rules look at it.
fn asked(request: &HttpRequest, body: &[u8], watch: &Watch) -> Exchange {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let path = request.uri().path();
    let path = path.strip_prefix(SANDBOX).filter(|rest| rest.starts_with('/')).unwrap_or(path);
    let authorization = text("authorization").unwrap_or_default();
    let (scheme, credential) = authorization.split_once(' ').unwrap_or_default();
    let token = if scheme.eq_ignore_ascii_case("bearer") { number_of(credential.trim().as_bytes()) } else { 0 };
    let client = if path == TOKENS {
        client_in(credential).or_else(|| fields_of(&String::from_utf8_lossy(body)).remove("client_id"))
    } else {
        watch.client_of(token)
    };
    let in_parts = text("content-type").is_some_and(|kind| kind.starts_with("multipart/"));
    Exchange {
        client: client.unwrap_or_default(),
        token,
        method: request.method().to_string(),
        path: path.to_owned(),
        query: fields_of(request.query_string()),
        key: text("idempotency-key"),
        if_match: text("if-match"),
        body: if in_parts { 0 } else { number_of(body) },
        arrived: watch.now(),
        ..Exchange::default()
    }
}

/// The id of a client that authenticates with HTTP Basic.
fn client_in(credential: &str) -> Option<String> {
    let text = String::from_utf8(STANDARD.decode(credential.trim()).ok()?).ok()?;
    Some(text.split_once(':')?.0.to_owned())
}

/// What an answer calls for besides.
fn follow(exchange: &Exchange, answer: &Answer, watch: &Watch) {
    if exchange.method != "POST" || !exchange.is_success() {
        return;
    }
    if exchange.path == WEBHOOKS
        && let (Some(url), Some(id)) = (exchange.told["url"].as_str(), exchange.told["id"].as_str())
    {
        watch.registered(url, id);
    }
    let submitted = exchange.path.strip_prefix("/api/v1/filings/").and_then(|rest| rest.strip_suffix("/submit"));
    if let Some(filing) = submitted.filter(|_| answer.header("idempotent-replayed").is_none()) {
        watch.tell_desk(filing);
    }
}

/// Passes a request on to the portal.
async fn forward(request: &HttpRequest, exchange: &Exchange, body: Bytes, watch: &Watch) -> Answer {
    let query =
        if exchange.path == CHANGES { shortened(request.query_string()) } else { request.query_string().to_owned() };
    let separator = if query.is_empty() { "" } else { "?" };
    let url = [watch.portal(), request.uri().path(), separator, &query].concat();
    let body = if exchange.path.starts_with(WEBHOOKS) { relayed(body, watch) } else { body };
    let Ok(method) = reqwest::Method::from_bytes(request.method().as_str().as_bytes()) else { return no_answer() };
    let sent = watch.http.request(method, url).headers(to_portal(request.headers())).body(body).send().await;
    let Ok(response) = sent else { return no_answer() };
    let status = response.status().as_u16();
    let named = |name: &str| !OF_THE_CONNECTION.contains(&name);
    let headers = response.headers().iter().filter(|(name, _)| named(name.as_str()));
    let headers = headers.map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect();
    let Ok(body) = response.bytes().await else { return no_answer() };
    let own = exchange.path.starts_with(WEBHOOKS).then(|| std::str::from_utf8(&body).ok()).flatten();
    let own = own.map(|text| Bytes::from(watch.with_own_addresses(text)));
    Answer { status, headers, body: own.unwrap_or(body) }
}

fn to_portal(headers: &HeaderMap) -> reqwest::header::HeaderMap {
    let named = headers.iter().filter(|(name, _)| !OF_THE_CONNECTION.contains(&name.as_str()));
    let read = |name: &HeaderName, value: &HeaderValue| {
        let name = reqwest::header::HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
        Some((name, reqwest::header::HeaderValue::from_bytes(value.as_bytes()).ok()?))
    };
    let mut passed = reqwest::header::HeaderMap::new();
    for (name, value) in named.filter_map(|(name, value)| read(name, value)) {
        passed.append(name, value);
    }
    passed
}

/// The query with pages of at most so many changes.
fn shortened(query: &str) -> String {
    let limit = |pair: &str| pair.strip_prefix("limit=").map(str::to_owned);
    let asked = query.split('&').find_map(limit);
    // What is no number is the portal's to refuse.
    let limit = match asked.as_deref().map(str::parse::<u32>) {
        Some(Ok(asked)) => asked.min(MOST_CHANGES).to_string(),
        Some(Err(_)) => asked.unwrap_or_default(),
        None => MOST_CHANGES.to_string(),
    };
    let others = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("limit="));
    others.map(str::to_owned).chain([format!("limit={limit}")]).collect::<Vec<_>>().join("&")
}

/// A body in which an endpoint's address is one of ours.
fn relayed(body: Bytes, watch: &Watch) -> Bytes {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(&body) else { return body };
    let Some(url) = fields.get("url").and_then(Value::as_str).map(|url| watch.relayed(url)) else { return body };
    fields.insert("url".to_owned(), url.into());
    Value::Object(fields).to_string().into()
}

/// The portal did not answer.
fn no_answer() -> Answer {
    Answer { status: 502, headers: Vec::new(), body: Bytes::new() }
}

fn problem(fault: Fault) -> Answer {
    let (status, code) = match fault {
        Fault::Busy => (503, "unavailable"),
        Fault::TooMany => (429, "too_many_requests"),
        Fault::Refused => (401, "unauthenticated"),
        Fault::Stale => (412, "version_mismatch"),
        Fault::Cut => return no_answer(),
    };
    let mut headers = vec![("content-type".to_owned(), b"application/problem+json".to_vec())];
    headers.extend((fault == Fault::TooMany).then(|| ("retry-after".to_owned(), RETRY_AFTER.to_string().into_bytes())));
    headers.extend((fault == Fault::Refused).then(|| ("www-authenticate".to_owned(), b"Bearer".to_vec())));
    let body = json!({
        "type": format!("/docs/errors#{code}"), "title": "conformance", "status": status, "code": code,
        "detail": "A fault of the conformance run.", "request_id": "", "errors": [],
    });
    Answer { status, headers, body: body.to_string().into() }
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(known, _)| known == name)?;
        std::str::from_utf8(value).ok()
    }

    /// The body, where it is JSON; null otherwise.
    fn json(&self) -> Value {
        let is_json = self.header("content-type").is_some_and(|kind| kind.contains("json"));
        if is_json { serde_json::from_slice(&self.body).unwrap_or_default() } else { Value::Null }
    }

    fn respond(self) -> HttpResponse {
        let mut response = HttpResponse::build(StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_GATEWAY));
        for (name, value) in self.headers {
            let pair = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(&value));
            if let (Ok(name), Ok(value)) = pair {
                response.append_header((name, value));
            }
        }
        response.body(self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_changes_are_short() {
        for (query, expected) in [
            ("", "limit=3"),
            ("after=7", "after=7&limit=3"),
            ("after=7&limit=100&type=a", "after=7&type=a&limit=3"),
            ("limit=2", "limit=2"),
            ("limit=many", "limit=many"),
        ] {
            assert_eq!(shortened(query), expected, "{query}");
        }
    }
}
