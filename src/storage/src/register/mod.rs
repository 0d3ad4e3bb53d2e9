//! The register: contracts with their versions, certificates, and the facts for research.

mod certificates;
mod contracts;
mod facts;

pub use certificates::{Certificate, CertificateStatus, certificate, insert_certificate, supersede_certificates};
pub use contracts::{
    Contract, ContractVersion, contract, contract_by_number, contract_versions, contracts_after, insert_contract,
    insert_contract_version,
};
pub use facts::{Fact, facts_after, insert_fact};
