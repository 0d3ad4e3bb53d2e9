//! The contract as a person types it: one type for the API, storage, checks and facts.
//!
//! Every field may be missing, so that an unfinished draft can be kept; what a filing needs before it may be
//! submitted is decided by [`crate::checks`], and `registered` holds the complete contract it yields.
//! Codes (country, currency, industry) stay text here because the sets they belong to are loadable data.

mod changes;
mod form;
mod terms;

pub use changes::{Change, carried_over, changes, changes_of_request};
pub use form::{AmountForm, ContractForm, PartyForm, PatentForm, PaymentForm, ProjectApprovalForm, RoyaltyForm};
pub use terms::{Direction, LegalType, Mode, Ownership, PaymentMode, RoyaltyBase};
