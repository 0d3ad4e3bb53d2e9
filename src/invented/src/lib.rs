//! An invented market of technology trade: companies of Suzhou, partners abroad, and the lives of their contracts over many
//! years. For demonstrations, tests and benches; every name says 示例, and nothing here is a fact about anybody.
//!
//! Pure and deterministic: the same [`Market`] gives the same lives on every machine, without floats, and any of them by its
//! number alone. Proportions follow what was published of the nation's trade (see `docs/invented.md`). Writing lives into a
//! database is done elsewhere.

mod anomaly;
mod application;
mod chance;
mod company;
mod days;
mod later;
mod life;
mod market;
mod particulars;
mod partner;
mod patents;
mod price;
mod rates;
mod road;
mod subject;
mod terms;
mod words;

pub use anomaly::Anomaly;
pub use application::Application;
pub use company::Company;
pub use later::{Change, Later};
pub use life::Life;
pub use market::{Event, Events, Lives, Market};
pub use partner::Partner;
pub use rates::exchange_rates;
pub use road::{Returned, Road};
pub use terms::{RoyaltyAgreed, Terms};
