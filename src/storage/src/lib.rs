//! What is kept, in either database: rows, queries, the journal, idempotency, blobs.
//!
//! The only room that knows Diesel. No HTTP and no rules in here: lookups are `Result<Option<T>>`, every function takes the
//! connection first, and the caller owns the transaction through [`Database::write`]. The few statements that the two
//! databases spell differently live in `dialect`; those that run often go by `direct`.

pub mod accounts;
pub mod backup;
pub mod blobs;
pub mod bulk;
pub mod casework;
pub mod catalogue;
mod connection;
mod database;
mod dialect;
mod direct;
pub mod duties;
mod either;
mod error;
pub mod exchange;
pub mod filings;
pub mod idempotency;
pub mod journal;
pub mod mandates;
pub mod partners;
pub mod payments;
mod prepared;
mod readers;
pub mod reference;
pub mod register;
pub mod research;
pub mod routing;
mod schema;
pub mod screening;
pub mod search;
pub mod settings;
mod text;
pub mod uploads;
pub mod views;
pub mod webhooks;
mod writer;

pub use connection::DatabaseUrl;
pub use database::{Access, Database};
pub use either::AnyConnection as Connection;
pub use error::{Constraint, StorageError};

/// The answer of every function in this room.
pub type Result<T, E = StorageError> = std::result::Result<T, E>;
