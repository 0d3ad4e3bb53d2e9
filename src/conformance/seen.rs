//! What was seen of a client: its requests with their answers, and how it took its webhooks. Times are since the watch began.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

/// Where tokens are.
pub(super) const TOKENS: &str = "/oauth/token";

/// A request and its answer.
#[derive(Debug, Clone, Default)]
pub struct Exchange {
    /// The client that asked, by its OAuth id; empty for nobody known.
    pub client: String,
    /// The token that it showed, by a number that stands for it; 0 for none.
    pub token: u64,
    /// Method.
    pub method: String,
    /// Path, without the name of the sandbox.
    pub path: String,
    /// What stands in the query.
    pub query: BTreeMap<String, String>,
    /// `Idempotency-Key`.
    pub key: Option<String>,
    /// `If-Match`.
    pub if_match: Option<String>,
    /// A number that stands for the body; 0 for none, and for a form of several parts, which is never written twice the same.
    pub body: u64,
    /// When the request was there.
    pub arrived: Duration,
    /// When the answer was given.
    pub answered: Duration,
    /// The status of the answer; 0 when it was cut off.
    pub status: u16,
    /// `Retry-After`, in seconds.
    pub retry_after: Option<u64>,
    /// The answer, where it is JSON; null otherwise.
    pub told: Value,
}

impl Exchange {
    /// Whether it was done.
    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether it asks for a token.
    pub(super) fn is_for_token(&self) -> bool {
        self.path == TOKENS
    }

    /// Whether it asks for the same as another one, under whatever key and token.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        self.client == other.client
            && self.method == other.method
            && self.path == other.path
            && self.query == other.query
            && self.body == other.body
    }

    /// Method and path.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// How a webhook came to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentAs {
    /// The portal sent it.
    Genuine,
    /// Somebody else wrote it.
    Forged,
    /// The portal signed it, an hour ago.
    Old,
    /// The portal's once more, under the same id.
    Repeated,
}

/// A webhook that was sent to a client.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// `webhook-id`.
    pub id: String,
    /// How it came to be sent.
    pub sent_as: SentAs,
    /// The ids of what it is about.
    pub about: Vec<String>,
    /// When it was sent.
    pub sent: Duration,
    /// How the client answered; none when it did not.
    pub status: Option<u16>,
}

impl Delivery {
    /// Whether the client took it.
    pub(super) fn is_taken(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}

/// Everything that was seen.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Requests with their answers.
    pub exchanges: Vec<Exchange>,
    /// Webhooks.
    pub deliveries: Vec<Delivery>,
}
