//! How often one address may try what is open to everyone: credentials, numbers of certificates, open data. Who shows a token is counted by
//! itself instead: `clients.rs`.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use ipnet::IpNet;

use super::clients::Clients;
use super::problem::WebError;
use crate::app::AppError;

/// The time over which tries are counted.
const WINDOW: Duration = Duration::from_mins(5);
/// Addresses remembered before those that have been quiet are forgotten.
const MOST_ADDRESSES: usize = 50_000;

/// The address of whoever asks: the peer, or what our own proxies say of it. Anyone may write `X-Forwarded-For`, so that
/// it is read from the right, and only past proxies that the operator named.
#[derive(Debug, Clone)]
struct Address(Arc<Vec<IpNet>>);

impl Address {
    fn of(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let ours = |address: &IpAddr| self.0.iter().any(|network| network.contains(address));
        if !ours(&peer) {
            return peer;
        }
        let forwarded: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
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

/// One limit, over all threads of the server.
pub(super) struct Limit {
    limiter: Option<DefaultKeyedRateLimiter<IpAddr>>,
    address: Address,
    /// Who shows a credential is [`Spared`].
    spares_known: bool,
}

impl Limit {
    /// So many tries in five minutes; 0 is no limit.
    fn new(tries: u32, address: Address, spares_known: bool) -> Arc<Self> {
        let limiter = NonZeroU32::new(tries)
            .and_then(|tries| Some(Quota::with_period(WINDOW / tries.get())?.allow_burst(tries)))
            .map(DefaultKeyedRateLimiter::keyed);
        Arc::new(Self { limiter, address, spares_known })
    }

    /// Lets a request through, or says how long to wait.
    pub(super) fn check(&self, peer: Option<SocketAddr>, headers: &HeaderMap) -> Result<(), AppError> {
        let (Some(limiter), Some(peer)) = (&self.limiter, peer) else { return Ok(()) };
        if limiter.len() > MOST_ADDRESSES {
            limiter.retain_recent();
        }
        limiter.check_key(&subscriber(self.address.of(peer.ip(), headers))).map_err(|early| AppError::TooMany {
            retry_after: early.wait_time_from(DefaultClock::default().now()).as_secs().max(1),
        })
    }
}

/// What is counted as one: an IPv4 address, or the network of 64 bits that whoever has an IPv6 address has whole.
fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        IpAddr::V4(address) => address.into(),
    }
}

/// The limit by which a request is not counted before it is known whose credential it shows: a wrong one opens nothing, a client has a
/// quota of its own, and a person is counted by this one after all (`clients.rs`).
pub(super) struct Spared(pub(super) Arc<Limit>);

/// The limits of one portal.
#[derive(Clone)]
pub(super) struct Quotas {
    /// Sign-in.
    pub(super) credentials: Arc<Limit>,
    /// Wrong secrets of clients. Right ones are let in meanwhile: a secret of 256 bits is not guessed, and many clients may share an
    /// address.
    pub(super) wrong_secrets: Arc<Limit>,
    /// Verification.
    pub(super) verification: Arc<Limit>,
    /// Open data, which is counted again for whoever fetches it, and the structure that belongs to it.
    pub(super) open_data: Arc<Limit>,
    /// Everything that clients with a token ask for.
    pub(super) clients: Arc<Clients>,
    /// What people ask of the research centre.
    pub(super) people: Arc<Clients>,
    address: Address,
}

impl Quotas {
    /// `public` tries in five minutes for verification, as many for open data, a fifth of that for credentials; 0 is no limit.
    pub(super) fn new(public: u32, proxies: Vec<IpNet>, clients: Arc<Clients>, people: Arc<Clients>) -> Self {
        let address = Address(Arc::new(proxies));
        Self {
            credentials: Limit::new(public.div_ceil(5), address.clone(), false),
            wrong_secrets: Limit::new(public.div_ceil(5), address.clone(), false),
            verification: Limit::new(public, address.clone(), true),
            open_data: Limit::new(public, address.clone(), true),
            clients,
            people,
            address,
        }
    }

    /// The address of whoever asks.
    pub(super) fn address_of(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        self.address.of(peer, headers)
    }

    /// No limits: for the description alone.
    pub(super) fn none() -> Self {
        Self::new(0, Vec::new(), Clients::new(0, 0), Clients::people(0))
    }
}

/// The middleware of a limited scope.
pub(super) async fn limited(
    limit: Arc<Limit>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let outcome = if limit.spares_known && request.headers().contains_key(header::AUTHORIZATION) {
        request.extensions_mut().insert(Spared(limit));
        Ok(())
    } else {
        limit.check(request.peer_addr(), request.headers())
    };
    match outcome {
        Ok(()) => Ok(next.call(request).await?.map_into_boxed_body()),
        Err(refusal) => Ok(request.error_response(WebError::from(refusal))),
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
    fn whoever_has_a_network_of_addresses_is_counted_as_one() {
        let counted = |address: &str| subscriber(address.parse().unwrap()).to_string();
        assert_eq!(counted("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(counted("2001:db8:1:2:ffff::1"), "2001:db8:1:2::");
        assert_eq!(counted("2001:db8:1:3::1"), "2001:db8:1:3::");
        assert_eq!((counted("192.0.2.7"), counted("::ffff:192.0.2.7")), ("192.0.2.7".into(), "192.0.2.7".into()));
    }

    #[test]
    fn our_own_proxy_is_believed_as_far_as_it_saw() {
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", "1.2.3.4, 198.51.100.9"), "198.51.100.9");
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", "198.51.100.9, 10.0.0.2"), "198.51.100.9");
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", "nonsense"), "10.0.0.1");
    }
}
