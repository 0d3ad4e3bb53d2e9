//! Referred applications on their way through the licence channel: the desk records the steps, the company sees them.

mod close;
mod due;
mod open;
mod read;
mod record;

pub use close::{CloseReferral, ReferralOutcome, close};
pub(crate) use due::running_limits;
pub(crate) use open::open;
pub use read::{ReferralQuestion, ReferralStepView, ReferralSummary, ReferralView, list, read};
pub use record::{RecordStep, record};
