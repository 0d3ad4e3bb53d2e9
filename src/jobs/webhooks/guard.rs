//! What stands between a name and a connection: every address that the name has at this moment is judged, and the connection goes to
//! one that was. A name that changes its address after it was registered, or has a second one, gets nowhere.

use std::net::SocketAddr;
use std::sync::Arc;

use domain::webhook::{Reach, may_connect};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::app::webhook::Lookup;

/// A name with an address to which deliveries may not go.
#[derive(Debug, thiserror::Error)]
#[error("an address to which deliveries may not go")]
pub(super) struct Blocked;

/// A name without an address.
#[derive(Debug, thiserror::Error)]
#[error("a name without an address")]
struct Unknown;

/// Looks names up for one of the two clients.
pub(super) struct Guarded {
    pub(super) lookup: Arc<dyn Lookup>,
    pub(super) reach: Reach,
    /// For endpoints that may lie in the operator's networks alone.
    pub(super) own_only: bool,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let looking = self.lookup.addresses(name.as_str());
        let (reach, own_only) = (self.reach.clone(), self.own_only);
        Box::pin(async move {
            let addresses = looking.await?;
            if addresses.is_empty() {
                return Err(Unknown.into());
            }
            if !addresses.iter().all(|address| may_connect(*address, &reach, own_only)) {
                return Err(Blocked.into());
            }
            // The port is the endpoint's.
            let addresses: Addrs = Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}
