//! Readers of the journal and timers. Each reads on from its cursor and may be run again over the same entry.

mod accounts;
mod companies;
mod facts;
mod heads;
mod mail;
mod oversight;
mod publications;
mod quality;
mod questions;
mod reader;
mod remind;
mod runner;
mod service;
mod sweep;
mod systems;
mod transport;
mod webhooks;

pub use heads::agrees_with_exported_heads;
pub use mail::Mailer;
pub use runner::{Jobs, run};
pub use transport::MailSettings;
pub use webhooks::{Hooks, run_webhooks};
