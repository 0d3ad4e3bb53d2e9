//! A registration enters its contract into the register as version 1, with a certificate.

use chrono::{DateTime, Utc};
use domain::registered::ContractStatus;
use serde_json::json;
use storage::Connection;
use storage::filings::Filing;
use storage::register::{Contract, ContractVersion, contract_by_number, insert_contract, insert_contract_version};

use super::issue::{Issued, Issuer};
use crate::app::AppError;

pub(super) fn enter(
    issuer: &Issuer,
    connection: &mut Connection,
    filing: &mut Filing,
    now: DateTime<Utc>,
) -> Result<Issued, AppError> {
    let registered = issuer.parse(&filing.contract)?;
    let number = registered.number.to_string();
    if contract_by_number(connection, &number)?.is_some() {
        return Err(AppError::conflict("contract_number_taken"));
    }
    let contract = Contract {
        id: issuer.contract_id,
        number: number.clone(),
        company_id: filing.company_id,
        company_name: String::new(),
        status: ContractStatus::InForce,
        version: 1,
        direction: registered.direction.code().into(),
        name: registered.name.clone(),
        counterparty_country: registered.counterparty().country.clone(),
        valid_until: registered.valid_until,
        certificate_number: issuer.certificate_number(&registered, now),
        registered_at: now,
    };
    insert_contract(connection, &contract)?;
    insert_contract_version(
        connection,
        &ContractVersion {
            contract_id: contract.id,
            version: contract.version,
            filing_id: filing.id,
            contract: filing.contract.clone(),
            registered_at: now,
        },
    )?;
    let certified = issuer.certify(connection, filing, &registered, &contract, now)?;
    filing.contract_id = Some(contract.id);
    Ok(Issued {
        contract_id: contract.id,
        contract_number: number,
        version: contract.version,
        certificate_number: Some(contract.certificate_number),
        certified: Some(certified),
        more: json!({}),
        particulars: None,
    })
}
