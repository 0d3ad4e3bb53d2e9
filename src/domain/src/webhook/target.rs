//! Where deliveries may go: the open internet over HTTPS, and networks that the operator names. Anybody may register an address, and
//! the portal connects to it from within its own network, so that everything that is not surely public is refused.
//!
//! A name is judged by the addresses that it has when it is connected to, which is for the caller to look up: [`Target::may_connect`].

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use url::{Host, Url};

/// Characters of an address at most.
const MOST: usize = 500;
/// Ports of the open internet to which deliveries go.
const PORTS: [u16; 2] = [443, 8443];
/// Ends of names that mean something within a network only.
const INNER_NAMES: [&str; 5] = [".local", ".internal", ".localhost", ".home.arpa", ".intranet"];

/// Networks that the operator opened for deliveries beside the open internet. To them, plain HTTP and any port will do.
#[derive(Debug, Clone, Default)]
pub struct Reach(Vec<IpNet>);

impl Reach {
    /// The open internet and these networks.
    pub const fn new(own: Vec<IpNet>) -> Self {
        Self(own)
    }

    fn is_own(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    fn allows(&self, address: IpAddr) -> bool {
        is_public(address) || self.is_own(address)
    }
}

/// What is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetFault {
    /// It is no address, or too long.
    Unreadable,
    /// It is not `https`.
    Scheme,
    /// It has a user or a password in it.
    UserInfo,
    /// It has a fragment, which is never sent.
    Fragment,
    /// Its port is neither 443 nor 8443.
    Port,
    /// Its name means something within a network only.
    Name,
    /// Its address is not public.
    Address,
}

/// The address of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    url: Url,
    /// Whether it may lie in the operator's networks alone.
    own_only: bool,
}

impl Target {
    /// Reads an address, in the one spelling that is kept and connected to. An address in numbers, in whatever spelling, is judged at
    /// once; a name is to be looked up.
    pub fn parse(text: &str, reach: &Reach) -> Result<Self, TargetFault> {
        if text.chars().count() > MOST || text.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
            return Err(TargetFault::Unreadable);
        }
        let url = Url::parse(text).map_err(|_| TargetFault::Unreadable)?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(TargetFault::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(TargetFault::UserInfo);
        }
        if url.fragment().is_some() {
            return Err(TargetFault::Fragment);
        }
        let own_only = match url.host().ok_or(TargetFault::Unreadable)? {
            Host::Domain(name) => match of_the_internet(&url).and(named(name)) {
                Ok(()) => false,
                Err(fault) if reach.0.is_empty() => return Err(fault),
                Err(_) => true,
            },
            Host::Ipv4(address) => in_numbers(address.into(), &url, reach)?,
            Host::Ipv6(address) => in_numbers(address.into(), &url, reach)?,
        };
        Ok(Self { url, own_only })
    }

    /// The address as it is kept.
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// Its name or number, without the path, which may hold a secret of its owner.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Its name, to be looked up; none of an address in numbers.
    pub fn name(&self) -> Option<&str> {
        self.url.domain()
    }

    /// Whether it may lie in the operator's networks alone, since the open internet wants another port or HTTPS.
    pub const fn own_only(&self) -> bool {
        self.own_only
    }

    /// Whether this is an address to which a delivery may connect for it. All addresses of a name must be.
    pub fn may_connect(&self, address: IpAddr, reach: &Reach) -> bool {
        may_connect(address, reach, self.own_only)
    }
}

/// The same for whoever connects, and knows of the target only this.
pub fn may_connect(address: IpAddr, reach: &Reach, own_only: bool) -> bool {
    if own_only { reach.is_own(address) } else { reach.allows(address) }
}

fn in_numbers(address: IpAddr, url: &Url, reach: &Reach) -> Result<bool, TargetFault> {
    if reach.is_own(address) {
        return Ok(true);
    }
    of_the_internet(url)?;
    if is_public(address) { Ok(false) } else { Err(TargetFault::Address) }
}

fn of_the_internet(url: &Url) -> Result<(), TargetFault> {
    if url.scheme() != "https" {
        return Err(TargetFault::Scheme);
    }
    let allowed = url.port_or_known_default().is_some_and(|port| PORTS.contains(&port));
    if allowed { Ok(()) } else { Err(TargetFault::Port) }
}

fn named(name: &str) -> Result<(), TargetFault> {
    let name = name.trim_end_matches('.');
    let inner = !name.contains('.') || INNER_NAMES.iter().any(|end| name.ends_with(end));
    if inner { Err(TargetFault::Name) } else { Ok(()) }
}

/// IPv4 that is not on the open internet (IANA's registry of special purposes), and addresses of cloud providers' own services.
const CLOSED_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast, what is reserved, and broadcast.
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

/// IPv6 is public within 2000::/3, but for these: tunnels to anywhere, documentation, and 6to4.
const OPEN_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
const CLOSED_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];
/// Addresses of IPv4 behind a translator (RFC 6052).
const TRANSLATED: (Ipv6Addr, u32) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);

/// Whether an address is surely on the open internet. IPv4 within IPv6 is judged as IPv4.
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => !CLOSED_V4.iter().any(|network| within_v4(address, *network)),
        IpAddr::V6(address) if within_v6(address, TRANSLATED) => {
            let [.., a, b, c, d] = address.octets();
            is_public(Ipv4Addr::new(a, b, c, d).into())
        }
        IpAddr::V6(address) => {
            within_v6(address, OPEN_V6) && !CLOSED_V6.iter().any(|network| within_v6(address, *network))
        }
    }
}

fn within_v4(address: Ipv4Addr, (network, length): (Ipv4Addr, u32)) -> bool {
    (address.to_bits() ^ network.to_bits()) >> (32 - length) == 0
}

fn within_v6(address: Ipv6Addr, (network, length): (Ipv6Addr, u32)) -> bool {
    (address.to_bits() ^ network.to_bits()) >> (128 - length) == 0
}

#[cfg(test)]
mod tests;
