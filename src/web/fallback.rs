//! What no route takes: a known address with an unknown method (405), the web app's files, its pages, and nothing (404).

use actix_web::dev::ResourceDef;
use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;
use serde_json::{Map, Value};

use super::problem::WebError;
use super::sandbox;
use crate::app::Portal;

/// The web app's page, whatever the address within it.
const PAGE: &str = "index.html";

#[derive(RustEmbed)]
#[folder = "frontend/dist"]
struct WebApp;

/// The addresses that exist, with their methods.
#[derive(Clone)]
pub(super) struct Addresses(std::sync::Arc<Vec<(ResourceDef, Vec<String>)>>);

impl Addresses {
    pub(super) fn of(document: &Value) -> Self {
        let methods = |item: &Value| -> Vec<String> {
            item.as_object().into_iter().flat_map(Map::keys).map(|method| method.to_uppercase()).collect()
        };
        let known = document["paths"].as_object().into_iter().flatten();
        Self(std::sync::Arc::new(known.map(|(path, item)| (ResourceDef::new(path.as_str()), methods(item))).collect()))
    }

    fn methods_of(&self, path: &str) -> Option<String> {
        let mut methods: Vec<&str> = self
            .0
            .iter()
            .filter(|(resource, _)| resource.is_match(path))
            .flat_map(|(_, methods)| methods.iter().map(String::as_str))
            .collect();
        methods.sort_unstable();
        methods.dedup();
        (!methods.is_empty()).then(|| methods.join(", "))
    }
}

/// Answers what no route took.
pub(super) async fn fallback(
    request: HttpRequest,
    portal: web::Data<Portal>,
    addresses: web::Data<Addresses>,
) -> Result<HttpResponse, WebError> {
    let path = request.path();
    if let Some(methods) = addresses.methods_of(path) {
        return Ok(HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, methods)).finish());
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let api = ["/api/", "/oauth/", "/.well-known/", "/health/"].iter().any(|prefix| path.starts_with(prefix));
    if api || !reads {
        return Err(WebError::Http(StatusCode::NOT_FOUND, "not_found"));
    }
    let file = path.trim_start_matches('/');
    if let Some(found) = WebApp::get(file).filter(|_| file != PAGE) {
        let lasting = file.starts_with("assets/");
        let caching = if lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
        return Ok(HttpResponse::Ok()
            .content_type(found.metadata.mimetype())
            .insert_header((header::CACHE_CONTROL, caching))
            .body(found.data.into_owned()));
    }
    // An address of the web app itself; it shows its own "not found".
    let page = WebApp::get(PAGE).filter(|_| file == PAGE || !file.contains('.'));
    page.map_or(Err(WebError::Http(StatusCode::NOT_FOUND, "not_found")), |page| {
        Ok(HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .body(sandbox::page(&portal, page.data)))
    })
}
