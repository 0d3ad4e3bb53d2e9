//! Data verification (核查、退回、通报): a reviewer or research asks about a registered contract, the company answers, and the case
//! is settled: confirmed, corrected by an amendment, or reported. What a detector of the research centre finds begins as a proposal
//! that only the centre knows of, until a desk asks the company or dismisses it.

mod open;
mod read;
mod step;

pub use open::{NewCase, open};
pub(crate) use open::{begin, propose};
pub use read::{CaseFinding, CaseQuestion, CaseStepView, CaseSummary, CaseView, list, read};
pub use step::{AskBody, StepBody, ask, take};
