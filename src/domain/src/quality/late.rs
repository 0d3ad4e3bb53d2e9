//! Applications that came very late.
//!
//! An application within the 60 days and some weeks more is daily business, which notices count; no finding is made of it.

use serde_json::json;

use super::observation::Event;
use super::{Detector, Found};

/// Days after the 60 (the Measures, Art. 6 and 7) from which a late application is a finding: the centre's own rule, no law.
const LATE_DAYS: u16 = 365;

pub(super) fn find(events: &[Event], found: &mut Vec<Found>) {
    found.extend(events.iter().filter(|event| event.late_days >= LATE_DAYS).map(|event| Found {
        detector: Detector::Late,
        contract: event.contract,
        seq: event.seq,
        evidence: json!({ "late_days": event.late_days, "submitted_on": event.submitted_on }),
    }));
}
