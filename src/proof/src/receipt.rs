//! The receipt (受理回执): what was filed and when, with the proof that the journal holds it.

use chrono::{DateTime, Utc};
use domain::filing::FilingKind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Fault, KeySet, ProofView};

/// A receipt. With the public key of the journal, anyone can check it without us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The application.
    pub filing_id: String,
    /// What is applied for.
    pub kind: FilingKind,
    /// Which submission of it: 1, and one more after each return.
    pub submission: i32,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// Whose filing it is.
    pub company: String,
    /// The agent that submitted it under a mandate; null where the company did.
    pub agent: Option<String>,
    /// When it was accepted.
    pub accepted_at: DateTime<Utc>,
    /// SHA-256 over everything filed: contract and request as canonical JSON and the digests of the papers.
    pub digest: String,
    /// The journal entry, the path to the root, and the signed root.
    #[serde(flatten)]
    pub proof: ProofView,
}

impl Receipt {
    /// Reads a receipt as JSON.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        serde_json::from_str(text).map_err(|error| if error.is_eof() { Fault::Incomplete } else { Fault::Unreadable })
    }

    /// Whether the journal holds this submission, accepted at this moment, with this digest.
    pub fn check(&self, keys: &KeySet) -> Result<(), Fault> {
        self.proof.check(keys)?;
        let entry: Value = serde_json::from_str(&self.proof.entry.canonical).map_err(|_| Fault::Contents)?;
        let said = |pointer: &str| entry.pointer(pointer).and_then(Value::as_str);
        let at = said("/at").and_then(|at| DateTime::parse_from_rfc3339(at).ok());
        let agrees = said("/kind") == Some("filing.submitted")
            && said("/subject") == Some(self.filing_id.as_str())
            && said("/body/digest") == Some(self.digest.as_str())
            && entry.pointer("/body/submission").and_then(Value::as_i64) == Some(self.submission.into())
            && entry.pointer("/seq").and_then(Value::as_i64) == Some(self.proof.entry.seq)
            && at.is_some_and(|at| at.timestamp_millis() == self.accepted_at.timestamp_millis());
        if agrees { Ok(()) } else { Err(Fault::Contents) }
    }
}
