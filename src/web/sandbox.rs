//! How a sandbox looks from outside: it answers under its own name, which is its issuer, as at its root; every answer says what it is,
//! and so does the web app's page.

use std::borrow::Cow;

use actix_web::dev::ServiceRequest;
use actix_web::http::Uri;
use actix_web::http::uri::PathAndQuery;
use actix_web::web;

use crate::app::Portal;
use crate::app::sandbox::PATH;

/// Whether the request came to a sandbox.
pub(super) fn is_sandbox(request: &ServiceRequest) -> bool {
    request.app_data::<web::Data<Portal>>().is_some_and(|portal| portal.is_sandbox())
}

/// Takes the sandbox's name off the path of a request.
pub(super) fn enter(request: &mut ServiceRequest) {
    if let Some(uri) = at_the_root(request.uri()) {
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
}

/// The address without the name; none where it is not in it.
fn at_the_root(uri: &Uri) -> Option<Uri> {
    let path = inner(uri.path())?;
    let path: PathAndQuery = match uri.query() {
        Some(query) => format!("{path}?{query}").parse().ok()?,
        None => path.parse().ok()?,
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(path);
    Uri::from_parts(parts).ok()
}

fn inner(path: &str) -> Option<&str> {
    // What is well known of an issuer whose address has a path has that path behind it (RFC 8414 §3.1).
    if let Some(known) = path.strip_suffix(PATH).filter(|known| known.starts_with("/.well-known/")) {
        return Some(known);
    }
    match path.strip_prefix(PATH)? {
        "" => Some("/"),
        rest if rest.starts_with('/') => Some(rest),
        _ => None,
    }
}

/// The web app's page; a sandbox's says that it is one, and the app shows it on every page.
pub(super) fn page(portal: &Portal, page: Cow<'static, [u8]>) -> Vec<u8> {
    if portal.is_sandbox() {
        String::from_utf8_lossy(&page).replacen("<html", "<html data-sandbox", 1).into_bytes()
    } else {
        page.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_taken_off_and_nothing_else() {
        for (given, expected) in [
            ("/sandbox/api/v1/me", Some("/api/v1/me")),
            ("/sandbox/api/v1/changes?after=3&limit=%20", Some("/api/v1/changes?after=3&limit=%20")),
            ("/sandbox", Some("/")),
            ("/sandbox/", Some("/")),
            ("/sandbox/verify/SXI26-%E4%B8%AD", Some("/verify/SXI26-%E4%B8%AD")),
            ("/.well-known/oauth-authorization-server/sandbox", Some("/.well-known/oauth-authorization-server")),
            ("/.well-known/oauth-authorization-server", None),
            ("/sandboxes/x", None),
            ("/api/v1/sandbox/clock", None),
            ("/api/v1/sandbox", None),
            ("/", None),
        ] {
            let found = at_the_root(&given.parse().unwrap()).map(|uri| uri.to_string());
            assert_eq!(found.as_deref(), expected, "{given}");
        }
    }
}
