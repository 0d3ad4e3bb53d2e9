//! What every test starts from: a portal of its own on a fresh database, people with accounts, contracts to file.
//!
//! ```ignore
//! on_both_databases!(a_draft_can_be_deleted);
//!
//! async fn a_draft_can_be_deleted(portal: &TestPortal) {
//!     let company = portal.company().await;
//!     let id = company.draft(&Contract::import().of(&company)).await;
//!     company.delete(&format!("/filings/{id}")).await.expect(204);
//! }
//! ```

pub mod actor;
pub mod answer;
pub mod audit;
pub mod conformance;
pub mod contract;
pub mod database;
pub mod mail;
pub mod operations;
pub mod people;
pub mod portal;
pub mod process;
pub mod receiver;
pub mod road;
pub mod smtp;
pub mod sql;
pub mod webhooks;
pub mod wire;

pub use actor::Actor;
pub use answer::Answer;
pub use contract::Contract;
pub use database::Engine;
pub use mail::Mail;
pub use operations::{Operation, operations};
pub use portal::{TestPortal, run};
pub use receiver::{Receiver, Reply};

/// A new id. The portal makes its own; tests need them for keys, sessions and strangers' objects.
#[expect(clippy::disallowed_methods, reason = "the tests' one home of new ids")]
pub fn new_id() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}

/// Makes `name::sqlite` and `name::postgresql` of each `async fn name(portal: &TestPortal)`.
#[macro_export]
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                $crate::support::run($crate::support::Engine::Sqlite, super::$name);
            }

            #[test]
            fn postgresql() {
                $crate::support::run($crate::support::Engine::Postgresql, super::$name);
            }
        }
    )+};
}
