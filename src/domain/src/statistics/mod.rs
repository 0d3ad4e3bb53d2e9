//! What statistics know of a registered event: its particulars, kept with the decision, and the facts that they become.
//!
//! Pure: particulars are made and facts are stored elsewhere; grouping and adding up is the research centre's.

mod fact;
mod month;
mod particulars;

pub use fact::{Fact, FactKind, Place, RateUsed};
pub use month::Month;
pub use particulars::{LicensedPatent, Particulars, RoyaltyTerms, SettledBase};
