//! The register: contracts with their versions, certificates, and the facts for research.

mod certificates;
mod checks;
mod contracts;
mod facts;
mod history;

pub use certificates::{
    Certificate, certificate, certificate_and_status, certificates_of, insert_certificate, next_status_index,
    replace_certificates, revoke_certificate, statuses_between,
};
pub use checks::{Check, add_checks, checks_of};
pub use contracts::{
    Contract, ContractFilter, ContractVersion, RegisterPage, companies_of_contracts, contract, contract_as_of,
    contract_by_number, contract_versions, contracts_after, insert_contract, insert_contract_version, lock_contract,
    register_page, update_contract,
};
pub(crate) use contracts::{ContractRow, narrowed, read as read_contract};
pub use facts::{Fact, facts_after, facts_of, insert_fact};
pub use history::{RegisteredEvent, drafts_about, open_filing, register_history};
