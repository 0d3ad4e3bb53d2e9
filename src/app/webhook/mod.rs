//! Webhooks: where third-party systems have events delivered, with which keys, and what became of each delivery. Sending is `jobs`'
//! business.

mod change;
mod create;
mod deliveries;
mod list;
mod pause;
mod queue;
mod reach;
mod replay;
mod rotate;
mod signing;
mod view;
mod whose;

pub use change::{ChangeEndpoint, change, remove};
pub use create::{NewEndpoint, create};
pub use deliveries::{DeliveryRequest, DeliveryView, deliveries};
pub use list::{endpoint, endpoints};
pub(crate) use pause::switch_off;
pub use pause::{disable, enable};
pub(crate) use queue::{READER, queue_of};
pub use reach::{Looking, Lookup, SystemLookup, WebhookSettings};
pub use replay::{QueuedView, ReplayBody, replay, try_out};
pub use rotate::rotate;
pub(crate) use signing::signatures;
pub use view::{DisabledView, EndpointKeysView, EndpointView};
