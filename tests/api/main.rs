//! The portal as its callers know it: over HTTP, on SQLite and on PostgreSQL. One file a subject; `support` starts portals.
//!
//! PostgreSQL is named by `TEST_POSTGRES_URL`; `tests/support/postgresql.sh run cargo test --workspace` brings one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test that fails says where")]

mod cases;
mod clock;
mod access;
mod road;
mod states;
mod support;
