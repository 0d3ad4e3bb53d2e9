//! The ten things that a correct client does, as `docs/partners.md` tells them.

use serde::Serialize;

/// One of the ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Uses a token until shortly before its end.
    ReusesToken,
    /// On 401 gets a new token, once.
    RenewsToken,
    /// Sends a command again under the same key when it got no answer.
    RepeatsUnderKey,
    /// Gives every new intent a key of its own.
    NewKeyForIntent,
    /// On 429 waits as long as it is told.
    WaitsAsTold,
    /// On 503 waits longer each time.
    BacksOff,
    /// Refuses webhooks that the portal did not sign, or not now.
    ChecksSignatures,
    /// Takes a webhook that comes twice, and acts once.
    ActsOnce,
    /// Goes on in the feed where it was.
    KeepsItsPlace,
    /// Looks before it pays, and reads what it changes.
    LooksFirst,
}

impl Rule {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::ReusesToken,
        Self::RenewsToken,
        Self::RepeatsUnderKey,
        Self::NewKeyForIntent,
        Self::WaitsAsTold,
        Self::BacksOff,
        Self::ChecksSignatures,
        Self::ActsOnce,
        Self::KeepsItsPlace,
        Self::LooksFirst,
    ];

    /// What it says, in Chinese and in English.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::ReusesToken => ("令牌用到快到期时才换", "uses a token until shortly before its end"),
            Self::RenewsToken => ("收到 401 换一次新令牌", "on 401 gets a new token, once"),
            Self::RepeatsUnderKey => {
                ("没有收到应答时用同一个键重发", "sends a command again under the same key when it got no answer")
            }
            Self::NewKeyForIntent => ("每件新的事用一个新的键", "gives every new intent a key of its own"),
            Self::WaitsAsTold => ("收到 429 按 Retry-After 等待", "on 429 waits as long as Retry-After says"),
            Self::BacksOff => ("收到 503 越等越久", "on 503 waits longer each time"),
            Self::ChecksSignatures => {
                ("拒收签名不对或过时的推送", "refuses a webhook with a false signature, or with an old one")
            }
            Self::ActsOnce => ("重复的推送照收，只办一次", "takes a webhook that comes twice, and acts once"),
            Self::KeepsItsPlace => ("变更从上次的位置接着读", "goes on in the feed of changes where it was"),
            Self::LooksFirst => {
                ("付款前先核验，修改前先读取", "looks before it pays, and changes the version that it read")
            }
        }
    }
}
