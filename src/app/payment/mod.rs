//! Payments under registered contracts: banks ask before they pay, record and take back, the company sees the ledger.

mod check;
mod ledger;
mod read;
mod record;
mod refusal;
mod reverse;
mod words;

pub use check::{PaymentCheck, PaymentCheckBody, check};
pub use ledger::{FiguresView, PaymentView, RecordedView};
pub(crate) use ledger::{figures_under, records_of};
pub use read::{LedgerView, PaymentFilter, of_certificate, of_contract};
pub use record::{NewPayment, record};
pub use reverse::{ReverseBody, reverse};
