//! Payments under registered contracts: banks record them and take them back, the company sees the ledger.

mod ledger;
mod read;
mod record;
mod refusal;
mod reverse;

pub use ledger::{FiguresView, PaymentView, RecordedView};
pub(crate) use ledger::{figures_under, records_of};
pub use read::{LedgerView, PaymentFilter, of_certificate, of_contract};
pub use record::{NewPayment, record};
pub use reverse::{ReverseBody, reverse};
