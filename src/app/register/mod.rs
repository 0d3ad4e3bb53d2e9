//! The register: what each kind of application does to it, reading contracts and certificates, verifying.

mod amend;
mod certificates;
mod close;
mod contracts;
mod credential;
mod enter;
mod history;
mod issue;
mod reissue;
mod verify;

pub use certificates::{CertificateView, certificate, certificate_pdf};
pub(crate) use contracts::sees;
pub use contracts::{
    ContractDetail, ContractFilter, ContractSummary, ContractVersionView, VersionsView, contract, contracts, versions,
};
pub use credential::CredentialClaims;
pub use history::{CertificateLine, RegisterEvent, RoyaltyBaseView, RoyaltyBases};
pub(crate) use issue::Issuer;
pub use verify::{Verification, VerifyBody, verify_credential, verify_number};
