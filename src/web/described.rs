//! What the server takes from its own description: worked out when it is first asked for, since no start need wait for it, and once
//! for all servers of a process.

use std::sync::LazyLock;

use serde_json::Value;

use super::fallback::Addresses;
use super::openapi::{document, sandbox_document};
use super::routes::Documents;
use crate::app::Portal;

/// What is taken from a description.
pub(super) struct Described {
    /// The addresses that exist.
    pub(super) addresses: Addresses,
    /// What is served of it.
    pub(super) documents: Documents,
}

impl Described {
    fn of(document: &Value) -> Self {
        Self { addresses: Addresses::of(document), documents: Documents::of(document) }
    }
}

static PORTAL: LazyLock<Described> = LazyLock::new(|| Described::of(&document()));
static SANDBOX: LazyLock<Described> = LazyLock::new(|| Described::of(&sandbox_document()));

/// What is taken from the description of this portal.
pub(super) fn described(portal: &Portal) -> &'static Described {
    if portal.is_sandbox() { &SANDBOX } else { &PORTAL }
}
