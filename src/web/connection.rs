//! The end of a connection. What comes behind a request with `Connection: close` is not processed (RFC 9112 §9.6): actix has read on
//! where both came in one go, or while it drained a chunked body that nobody wanted, and would answer as if nothing had been said.
//! Where actix itself decides to close, before a body of known length that nobody read, it passes over what follows by itself, as far
//! as that body had not wholly arrived.

use std::any::Any;
use std::cell::Cell;

use actix_web::dev::{Extensions, ServiceRequest};
use actix_web::http::ConnectionType;

/// What is kept with a connection: whether its last request has come.
#[derive(Default)]
struct Connection {
    is_over: Cell<bool>,
}

/// Begins to keep that, for a new connection.
pub(super) fn open(_: &dyn Any, kept: &mut Extensions) {
    kept.insert(Connection::default());
}

/// Whether a request comes behind the last one of its connection.
pub(super) fn is_over(request: &ServiceRequest) -> bool {
    let Some(connection) = request.conn_data::<Connection>() else { return false };
    let was_over = connection.is_over.get();
    connection.is_over.set(was_over || request.head().connection_type() == ConnectionType::Close);
    was_over
}
