//! The register: what each kind of application does to it, reading contracts and certificates, verifying.

mod amend;
mod certificates;
mod certify;
mod checks;
mod close;
mod contracts;
mod enter;
mod history;
mod issue;
mod past;
mod reissue;
mod revoke;
mod status_list;
mod verify;

pub use certificates::{CertificateView, certificate, certificate_pdf};
pub use checks::{CheckCount, ChecksView, flush_checks, list_checks};
pub(crate) use contracts::sees;
pub use contracts::{
    ContractDetail, ContractFilter, ContractSummary, ContractVersionView, VersionsView, contract, contracts, versions,
};
pub use history::{CertificateLine, RegisterEvent, RoyaltyBaseView, RoyaltyBases};
pub(crate) use issue::Issuer;
pub use past::{Past, PastReturn, PastStaff, admit_past, enter_past};
pub use revoke::{RevokeBody, revoke};
pub use status_list::{StatusLists, status_list};
pub(crate) use verify::{Asked, ask_about};
pub use verify::{Verification, VerifyBody, verify_credential, verify_number};
