//! Mandates: what a company lets an agent do for it, what was done under each, and its end.

mod activity;
mod end;
mod give;
mod list;
mod view;

pub use activity::{ActView, ActivityView, TouchedFiling, activity};
pub use end::end;
pub use give::{GiveMandate, give};
pub use list::{MandateFilter, list};
pub use view::{MandateScopeCode, MandateView};
