//! Data verification (核查、退回、通报): a reviewer or research asks about a registered contract, the company answers, and the case
//! is settled: confirmed, corrected by an amendment, or reported.

mod open;
mod read;
mod step;

pub(crate) use open::begin;
pub use open::{NewCase, open};
pub use read::{CaseQuestion, CaseStepView, CaseSummary, CaseView, list, read};
pub use step::{StepBody, take};
