//! The register: issuing, reading contracts and certificates, verifying.

mod certificates;
mod contracts;
mod credential;
mod issue;
mod verify;

pub use certificates::{CertificateView, certificate, certificate_pdf};
pub use contracts::{
    ContractDetail, ContractSummary, ContractVersionView, VersionsView, contract, contracts, versions,
};
pub use credential::CredentialClaims;
pub(crate) use issue::Issuer;
pub use verify::{Verification, VerifyBody, verify_credential, verify_number};
