//! The portal as its callers know it: over HTTP, on SQLite and on PostgreSQL. One file a subject; `support` starts portals.
//!
//! PostgreSQL is named by `TEST_POSTGRES_URL`; `tests/support/postgresql.sh run cargo test --workspace` brings one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test that fails says where")]
#![allow(clippy::pedantic, reason = "tests are to read like the law; how a string is built in them does not matter")]

mod access;
mod accounts;
mod backup;
mod body;
mod bulk;
mod cases;
mod casework;
mod catalogue;
mod changes;
mod check;
mod clock;
mod companies;
mod conformance;
mod docker;
mod duties;
mod exchange;
mod faults;
mod files;
mod framing;
mod guide;
mod history;
mod idempotency;
mod journal;
mod kill;
mod kinds;
mod lifecycle;
mod lists;
mod longest;
mod mail;
mod mandates;
mod openapi;
mod others;
mod oversight;
mod pages;
mod papers;
mod partners;
mod passwords;
mod patience;
mod payments;
mod proof;
mod queue;
mod quotas;
mod research;
mod returns;
mod road;
mod routing;
mod sandbox;
mod schema;
mod screening;
mod search;
mod sessions;
mod states;
mod storage;
mod support;
mod syncs;
mod tokens;
mod tutorial;
mod uploads;
mod webhooks;
mod wire;
