//! The payment ledger of a contract, against the journal: every entry is as it was recorded, none is missing, none was added.

use std::collections::BTreeMap;

use domain::ContractId;
use domain::reference::ReferenceData;
use storage::Connection;
use storage::journal::about;

use super::Discrepancy;
use crate::app::{AppError, payment};

/// Checks the ledger of one contract.
pub(super) fn check(
    connection: &mut Connection,
    contract: ContractId,
    reference: &ReferenceData,
    found: &mut Vec<Discrepancy>,
) -> Result<(), AppError> {
    let mut kept: BTreeMap<String, _> = payment::records_of(connection, contract, reference)?
        .into_iter()
        .map(|(id, record)| (id.to_string(), (record.kind.to_owned(), record.body)))
        .collect();
    let mut differs = |code, why| found.push(Discrepancy::new(code, &contract, why));
    for entry in about(connection, &contract.to_string())? {
        let Some(id) = entry.body.get("payment").and_then(serde_json::Value::as_str).map(str::to_owned) else {
            continue;
        };
        match kept.remove(&id) {
            None => differs("payment_missing", format!("payment {id} of journal entry {} is not there", entry.seq)),
            Some(kept) if kept != (entry.kind, entry.body) => {
                differs("payment_altered", format!("payment {id} is not what journal entry {} recorded", entry.seq));
            }
            Some(_) => {}
        }
    }
    for id in kept.keys() {
        differs("payment_invented", format!("no entry of the journal recorded payment {id}"));
    }
    Ok(())
}
