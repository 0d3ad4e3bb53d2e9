//! What outsiders check without us: a certificate's credential, the status list, receipts, and heads of the journal.
//!
//! Pure: bytes and public keys in, a verdict out. `docs/formats.md` describes every format; `portal-verify` (in `verify/`) is these
//! functions behind a command line. Private keys live elsewhere, behind [`Signer`].

mod check;
mod compact;
mod credential;
mod fault;
mod head;
mod jws;
mod key;
mod names;
mod pdf;
mod receipt;
mod status_list;

pub use check::{Checked, check_certificate, check_receipt};
pub use compact::{LONGEST_ISSUER, link};
pub use credential::{Credential, StatusListPlace, StatusPlace, end_of_day, read_credential};
pub use fault::Fault;
pub use head::{Consistency, HeadView, InclusionView, ProofView, ProvenEntry};
pub use key::{Algorithm, KeySet, PublicKey, Purpose, Signer};
pub use pdf::{InPdf, attached_files, read_pdf};
pub use receipt::Receipt;
pub use status_list::{LIST_LENGTH, StatusList, status_list_address};
