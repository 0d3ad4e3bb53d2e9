//! The portal. One paragraph a room; who may import whom is kept by crate walls and by `tests/tidy`.
//!
//! `domain` (crate, pure): the rules. `storage` (crate): the two databases, the journal, blobs. `research` (crate, pure): figures.
//! `documents` (crate): PDF and QR. Here: [`app`], the use cases, one verb a file; [`web`], HTTP over them; [`jobs`], the readers
//! of the journal; [`conformance`], which judges clients from outside; [`config`] and [`telemetry`], leaf rooms.

pub mod app;
pub mod config;
pub mod conformance;
pub mod jobs;
pub mod telemetry;
pub mod web;
