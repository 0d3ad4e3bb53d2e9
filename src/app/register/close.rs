//! A closure suspends, terminates or resumes its contract. Version and certificate stay; whoever verifies the certificate
//! is told the contract's status (the Regulation, Art. 21 and 40; the Measures, Art. 13).

use serde_json::json;
use storage::Connection;
use storage::filings::Filing;
use storage::register::update_contract;

use super::issue::{Issued, target};
use crate::app::AppError;

pub(super) fn close(connection: &mut Connection, filing: &Filing) -> Result<Issued, AppError> {
    let (mut contract, _) = target(connection, filing)?;
    let status = contract.status;
    let closure = filing.request.closure.clone().unwrap_or_default();
    let next = closure
        .effect
        .and_then(|effect| status.after(effect))
        .ok_or(AppError::Conflict { code: "contract_changed", state: Some(status.code().to_owned()) })?;
    contract.status = next;
    update_contract(connection, &contract)?;
    Ok(Issued {
        contract_id: contract.id,
        contract_number: contract.number,
        version: contract.version,
        certificate_number: None,
        certified: None,
        more: json!({ "effect": closure.effect, "effective_on": closure.effective_on, "contract_status": next }),
        particulars: None,
    })
}
