//! What no route takes: a known address with an unknown method (405), the web app's files, its pages, and nothing (404).

use actix_web::dev::ResourceDef;
use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Resource, web};
use rust_embed::RustEmbed;
use serde_json::{Map, Value};

use super::described::described;
use super::problem::WebError;
use super::sandbox;
use crate::app::Portal;

/// The web app's page, whatever the address within it.
const PAGE: &str = "index.html";

#[derive(RustEmbed)]
#[folder = "frontend/dist"]
struct WebApp;

/// The addresses that exist, with their methods; those with fewer parameters first: `/verify/payment` is not about a number.
pub(super) struct Addresses(Vec<(ResourceDef, String)>);

impl Addresses {
    pub(super) fn of(document: &Value) -> Self {
        let methods = |item: &Value| -> String {
            let names = item.as_object().into_iter().flat_map(Map::keys);
            let mut names: Vec<String> = names.map(|method| method.to_uppercase()).collect();
            names.sort_unstable();
            names.join(", ")
        };
        let mut known: Vec<(&String, &Value)> = document["paths"].as_object().into_iter().flatten().collect();
        known.sort_by_key(|(path, _)| path.matches('{').count());
        Self(known.into_iter().map(|(path, item)| (ResourceDef::new(path.as_str()), methods(item))).collect())
    }

    fn methods_of(&self, path: &str) -> Option<&str> {
        self.0.iter().find(|(resource, _)| resource.is_match(path)).map(|(_, methods)| methods.as_str())
    }
}

/// Takes every method that no route takes at an address which a parameter of another one would match as well; mount it behind those.
pub(super) fn rest_of(path: &str) -> Resource {
    web::resource(path).to(fallback)
}

/// Answers what no route took.
pub(super) async fn fallback(request: HttpRequest, portal: web::Data<Portal>) -> Result<HttpResponse, WebError> {
    let path = request.path();
    if let Some(methods) = described(&portal).addresses.methods_of(path) {
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
