//! What the benches have in common: the service as it ships, clients that cost little, the two databases, the machine, reports.

pub(crate) mod client;
pub(crate) mod copy;
pub(crate) mod machine;
pub(crate) mod measure;
pub(crate) mod opened;
pub(crate) mod postgresql;
pub(crate) mod server;
pub(crate) mod targets;

/// An error of the harness itself; there is nothing to do about one but to show it.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How many ask at the same time, and for how long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    /// Clients.
    pub(crate) clients: usize,
    /// Seconds.
    pub(crate) seconds: u64,
}
