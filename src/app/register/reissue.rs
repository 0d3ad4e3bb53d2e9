//! A reissue replaces a lost certificate by one with another number, for the same version (the Measures, Art. 14).

use chrono::{DateTime, Utc};
use serde_json::json;
use storage::Connection;
use storage::filings::Filing;
use storage::register::update_contract;

use super::issue::{Issued, Issuer, target};
use crate::app::AppError;

pub(super) fn reissue(
    issuer: &Issuer,
    connection: &mut Connection,
    filing: &mut Filing,
    now: DateTime<Utc>,
) -> Result<Issued, AppError> {
    let (mut contract, form) = target(connection, filing)?;
    let registered = issuer.parse(&form)?;
    let lost = std::mem::replace(&mut contract.certificate_number, issuer.certificate_number(&registered, now));
    let certified = issuer.certify(connection, filing, &registered, &contract, now)?;
    update_contract(connection, &contract)?;
    Ok(Issued {
        contract_id: contract.id,
        contract_number: contract.number,
        version: contract.version,
        certificate_number: Some(contract.certificate_number),
        certified: Some(certified),
        more: json!({ "replaces": lost }),
        particulars: None,
    })
}
