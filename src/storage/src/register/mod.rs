//! The register: contracts with their versions, certificates, and what research makes of them: particulars and facts.

mod certificates;
mod checks;
mod contracts;
mod facts;
mod history;
mod particulars;
mod return_facts;

pub use certificates::{
    Certificate, certificate, certificate_and_status, certificates_of, has_status_index, insert_certificate,
    last_status_index, replace_certificates, revoke_certificate, statuses_between,
};
pub use checks::{Check, add_checks, checks_of};
pub use contracts::{
    Contract, ContractFilter, ContractVersion, RegisterPage, companies_of_contracts, contract, contract_as_of,
    contract_by_number, contract_versions, contracts_after, insert_contract, insert_contract_version, lock_contract,
    register_page, update_contract,
};
pub(crate) use contracts::{ContractRow, narrowed, read as read_contract};
pub(crate) use facts::FactRow;
pub use facts::{
    fact_seqs_after, fact_texts_between, fact_texts_of_contract, facts_after, facts_of_contract, generation,
    insert_facts, next_generation, replace_facts,
};
pub use history::{RegisteredEvent, drafts_about, open_filing, register_history};
pub use particulars::{
    insert_particulars, last_counted_at, particulars_after, particulars_of, rounds_before, without_particulars,
};
pub use return_facts::{
    ReturnFact, insert_return_facts, items_of_return, replace_return_facts, return_facts_after, return_facts_between,
};
