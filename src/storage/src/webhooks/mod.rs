//! Endpoints of third-party systems, and what is delivered to them.

mod deliveries;
mod endpoints;

pub(crate) use deliveries::DeliveryRow;
pub use deliveries::{
    Delivery, DeliveryFilter, Requeue, deliveries_of, due, next_due_after, purge_deliveries, queue_deliveries, requeue,
    settle, with_waiting,
};
pub use endpoints::{
    Disabled, Endpoint, Whose, count_endpoints, delete_endpoint, endpoint, endpoints_of, insert_endpoint, note_failure,
    note_success, receivers, store_endpoint,
};
