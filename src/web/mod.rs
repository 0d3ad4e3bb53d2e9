//! HTTP over the use cases: parse, call, answer. No rule is decided here and no table is read here.

mod answer;
mod clients;
mod codes;
mod connection;
mod described;
mod extract;
mod fallback;
mod guard;
mod hosts;
mod openapi;
mod problem;
mod quota;
mod routes;
mod sandbox;
mod server;

pub use openapi::{document, sandbox_document};
pub use problem::Problem;
pub use server::{ServerSettings, serve};
