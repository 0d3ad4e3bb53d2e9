//! Which hosts a request may be meant for: the portal's own address, those that the operator names, and the address that it listens
//! on. A request for another one was led here by a name that is not ours, and is told so (RFC 9110, 421).

use std::net::IpAddr;

use actix_web::dev::ServiceRequest;
use actix_web::http::header;

/// The hosts of one portal. Ports do not matter: a proxy may have another one.
pub(super) struct Hosts {
    names: Vec<String>,
    listens_on: IpAddr,
}

impl Hosts {
    /// The host of the portal's address, these besides, and the listener's own.
    pub(super) fn new(base_url: &str, more: &[String], listens_on: IpAddr) -> Self {
        let authority = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
        let authority = authority.split_once('/').map_or(authority, |(authority, _)| authority);
        let own = std::iter::once(authority).chain(more.iter().map(|name| name.trim()));
        Self { names: own.filter_map(host_of).map(str::to_owned).collect(), listens_on }
    }

    /// Whether a request is meant for another host, by its header or by the whole address in its first line. HTTP/1.0 may name none.
    pub(super) fn are_missed_by(&self, request: &ServiceRequest) -> bool {
        let named = request.headers().get(header::HOST).map(|value| value.to_str().ok());
        let addressed = request.uri().authority().map(|authority| Some(authority.as_str()));
        named.into_iter().chain(addressed).any(|authority| authority.is_none_or(|authority| !self.know(authority)))
    }

    fn know(&self, authority: &str) -> bool {
        let Some(host) = host_of(authority) else { return false };
        let is_local = |address: IpAddr| self.listens_on == address || self.listens_on.is_unspecified();
        if self.names.iter().any(|name| name.eq_ignore_ascii_case(host)) {
            return true;
        }
        if let Ok(address) = host.parse() {
            return is_local(address);
        }
        let here = self.listens_on.is_loopback() || self.listens_on.is_unspecified();
        here && host.eq_ignore_ascii_case("localhost")
    }
}

/// The host of `host`, `host:port` or `[address]:port`; none where that is written otherwise.
fn host_of(authority: &str) -> Option<&str> {
    let (host, rest) = match authority.strip_prefix('[') {
        Some(inner) => inner.split_once(']')?,
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let port = rest.strip_prefix(':').unwrap_or(rest);
    let fits = !host.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(listens_on: &str, authorities: &[&str]) -> Vec<bool> {
        let more = ["portal-1".to_owned(), " inner.example:8080".to_owned()];
        let hosts = Hosts::new("https://Portal.suzhou.example/", &more, listens_on.parse().unwrap());
        authorities.iter().map(|authority| hosts.know(authority)).collect()
    }

    #[test]
    fn the_portals_own_names_are_known_whatever_the_port() {
        let ours = ["portal.suzhou.example", "PORTAL.suzhou.example:443", "portal-1:8080", "inner.example"];
        assert_eq!(known("127.0.0.1", &ours), [true; 4]);
        let others = [
            "evil.example",
            "portal.suzhou.example.evil.example",
            "xportal.suzhou.example",
            "",
            ":80",
            "portal-1:80:80",
            "portal-1:80@evil.example",
            "user@portal-1",
            "portal-1 ",
        ];
        assert_eq!(known("127.0.0.1", &others), [false; 9]);
    }

    #[test]
    fn the_address_that_is_listened_on_is_known() {
        assert_eq!(known("127.0.0.1", &["127.0.0.1:8080", "localhost:5173"]), [true; 2]);
        assert_eq!(known("127.0.0.1", &["10.0.0.7", "[::1]:80"]), [false; 2]);
        assert_eq!(known("::1", &["[::1]:80", "[::1]", "[::1]x"]), [true, true, false]);
        assert_eq!(known("10.0.0.7", &["10.0.0.7:8080", "localhost"]), [true, false]);
        // At every address of the machine, whichever that is.
        assert_eq!(
            known("0.0.0.0", &["127.0.0.1", "10.0.0.7", "localhost", "evil.example"]),
            [true, true, true, false]
        );
    }
}
