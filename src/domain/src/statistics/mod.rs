//! What statistics know of a registered event: its particulars, kept with the decision, and the facts that they become.
//!
//! Pure: particulars are made and facts are stored elsewhere; grouping and adding up is the research centre's.

mod counterparty;
mod fact;
mod fold;
mod month;
mod particulars;
mod rates;
mod standing;

pub use counterparty::counterparty_key;
pub use fact::{Fact, FactKind, Place, RateUsed};
pub use fold::{FoldError, fold};
pub use month::Month;
pub use particulars::{LicensedPatent, Particulars, RoyaltyTerms, SettledBase};
pub use rates::RateEditions;
pub use standing::{Standing, size_class};
