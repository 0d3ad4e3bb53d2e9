//! Data verification's detectors: which registered events are odd, and by what evidence.
//!
//! Pure, and integers only: the same events give the same findings on every machine, in whatever order they are shown. A finding is
//! a question and no verdict: a desk asks the company, or dismisses it. Where findings are kept and what comes of them is elsewhere.

mod duplicate;
mod late;
mod logarithm;
mod observation;
mod outlier;
mod robust;
mod sequence;

use serde_json::Value;

pub use observation::{Detection, Observation};
pub use sequence::Impossibility;

use crate::ContractId;
use crate::terms::terms;

terms! {
    /// What looks for something odd.
    Detector {
        /// An amount far from those of its peers.
        AmountOutlier = "amount_outlier",
        /// A royalty rate far from those of its peers.
        RateOutlier = "rate_outlier",
        /// A duration far from those of its peers.
        DurationOutlier = "duration_outlier",
        /// A contract that seems to be registered twice.
        Duplicate = "duplicate",
        /// Days or amounts that cannot be.
        Sequence = "impossible_sequence",
        /// Filed more than a year after the time was over.
        Late = "filed_late",
    }
}

/// Something odd about a registered event.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Who found it.
    pub detector: Detector,
    /// The contract.
    pub contract: ContractId,
    /// The journal entry of the event.
    pub seq: i64,
    /// By what: a JSON object whose members depend on the detector. Amounts and rates are decimal texts.
    pub evidence: Value,
}

#[cfg(test)]
mod tests;
