//! How often one address may try what is open to everyone: credentials, and numbers of certificates.

use actix_governor::governor::NotUntil;
use actix_governor::governor::clock::{Clock, DefaultClock, QuantaInstant};
use actix_governor::governor::middleware::NoOpMiddleware;
use actix_governor::{Governor, GovernorConfig, GovernorConfigBuilder, KeyExtractor, SimpleKeyExtractionError};
use actix_web::dev::ServiceRequest;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpResponse, HttpResponseBuilder};
use ipnet::IpNet;
use std::net::IpAddr;
use std::sync::Arc;

/// The address of whoever asks: the peer, or what our own proxies say of it. Anyone may write `X-Forwarded-For`, so that
/// it is read from the right, and only past proxies that the operator named.
#[derive(Debug, Clone)]
pub(super) struct Address(Arc<Vec<IpNet>>);

impl Address {
    fn of(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let ours = |address: &IpAddr| self.0.iter().any(|network| network.contains(address));
        if !ours(&peer) {
            return peer;
        }
        let forwarded: Vec<&str> =
            headers.get_all("x-forwarded-for").filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).collect();
        let mut nearest = peer;
        for hop in forwarded.into_iter().rev() {
            let Ok(address) = hop.trim().parse() else { break };
            nearest = address;
            if !ours(&address) {
                break;
            }
        }
        nearest
    }
}

impl KeyExtractor for Address {
    type Key = IpAddr;
    type KeyExtractionError = SimpleKeyExtractionError<&'static str>;

    fn extract(&self, request: &ServiceRequest) -> Result<IpAddr, Self::KeyExtractionError> {
        let peer = request.peer_addr().ok_or_else(|| SimpleKeyExtractionError::new("no peer"))?;
        Ok(self.of(peer.ip(), request.headers()))
    }

    fn exceed_rate_limit_response(&self, negative: &NotUntil<QuantaInstant>, mut response: HttpResponseBuilder) -> HttpResponse {
        let wait = negative.wait_time_from(DefaultClock::default().now()).as_secs().max(1);
        response.insert_header((header::RETRY_AFTER, wait.to_string())).finish()
    }
}

/// The limits of one portal.
pub(super) struct Quotas {
    credentials: GovernorConfig<Address, NoOpMiddleware<QuantaInstant>>,
    verification: GovernorConfig<Address, NoOpMiddleware<QuantaInstant>>,
}

type Limit = Governor<Address, NoOpMiddleware<QuantaInstant>>;

impl Quotas {
    /// `public` tries in five minutes for verification, a fifth of that for credentials; 0 is no limit.
    pub(super) fn new(public: u32, proxies: Vec<IpNet>) -> Self {
        let address = Address(Arc::new(proxies));
        Self { credentials: limit(&address, public.div_ceil(5)), verification: limit(&address, public) }
    }

    /// No limits: for the description alone.
    pub(super) fn none() -> Self {
        Self::new(0, Vec::new())
    }

    pub(super) fn credentials(&self) -> Limit {
        Governor::new(&self.credentials)
    }

    pub(super) fn verification(&self) -> Limit {
        Governor::new(&self.verification)
    }
}

fn limit(address: &Address, in_five_minutes: u32) -> GovernorConfig<Address, NoOpMiddleware<QuantaInstant>> {
    let mut builder = GovernorConfigBuilder::const_default();
    let mut builder = builder.key_extractor(address.clone());
    let unlimited = in_five_minutes == 0;
    let burst = if unlimited { u32::MAX } else { in_five_minutes };
    let milliseconds = if unlimited { 1 } else { 300_000 / u64::from(in_five_minutes).max(1) };
    builder.burst_size(burst).milliseconds_per_request(milliseconds.max(1));
    builder.finish().unwrap_or_else(|| GovernorConfig::secure_for(address))
}

trait Fallback {
    fn secure_for(address: &Address) -> Self;
}

impl Fallback for GovernorConfig<Address, NoOpMiddleware<QuantaInstant>> {
    fn secure_for(address: &Address) -> Self {
        let mut builder = GovernorConfigBuilder::const_default().key_extractor(address.clone());
        loop {
            if let Some(config) = builder.finish() {
                return config;
            }
            builder.burst_size(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn seen(proxies: &[&str], peer: &str, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_str(forwarded).unwrap());
        let address = Address(Arc::new(proxies.iter().map(|network| network.parse().unwrap()).collect()));
        address.of(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn a_stranger_cannot_choose_an_address() {
        assert_eq!(seen(&[], "192.0.2.7", "1.2.3.4"), "192.0.2.7");
        assert_eq!(seen(&["10.0.0.0/8"], "192.0.2.7", "1.2.3.4"), "192.0.2.7");
    }

    #[test]
    fn our_own_proxy_is_believed_as_far_as_it_saw() {
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", "1.2.3.4, 198.51.100.9"), "198.51.100.9");
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", "198.51.100.9, 10.0.0.2"), "198.51.100.9");
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", "nonsense"), "10.0.0.1");
    }
}
