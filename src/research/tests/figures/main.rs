//! What the research centre's engine answers, seen from outside.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod agreement;
mod facts;
mod growth;
mod memory;
mod oracle;
mod pivots;
mod tables;
