//! An amendment makes the next version of its contract, with a new certificate; drafts about the contract take over what
//! changed (the Regulation, Art. 21 and 40; the Measures, Art. 7 and 12).

use chrono::{DateTime, Utc};
use domain::contract::{ContractForm, carried_over};
use domain::filing::FilingKind;
use domain::{ContractId, FilingId};
use serde_json::json;
use storage::Connection;
use storage::filings::{Filing, lock_filing, store_filing};
use storage::register::{ContractVersion, contract_as_of, drafts_about, insert_contract_version, update_contract};

use super::issue::{Issued, Issuer, target};
use crate::app::AppError;

pub(super) fn amend(
    issuer: &Issuer,
    connection: &mut Connection,
    filing: &mut Filing,
    now: DateTime<Utc>,
) -> Result<Issued, AppError> {
    let (mut contract, before) = target(connection, filing)?;
    let registered = issuer.parse(&filing.contract)?;
    // The checks say so at submission; the register does not rest on them.
    if registered.number.to_string() != contract.number || registered.direction.code() != contract.direction {
        return Err(AppError::conflict("contract_changed"));
    }
    contract.version += 1;
    contract.name.clone_from(&registered.name);
    contract.counterparty_country.clone_from(&registered.counterparty().country);
    contract.valid_until = registered.valid_until;
    contract.certificate_number = issuer.certificate_number(&registered, now);
    let form = filing.contract.clone();
    insert_contract_version(
        connection,
        &ContractVersion {
            contract_id: contract.id,
            version: contract.version,
            filing_id: filing.id,
            contract: form.clone(),
            registered_at: now,
        },
    )?;
    let certified = issuer.certify(connection, filing, &registered, &contract, now)?;
    update_contract(connection, &contract)?;
    let changed: Vec<String> =
        domain::contract::changes(&before, &form).into_iter().map(|change| change.pointer).collect();
    let carried = carry_over(connection, contract.id, contract.version, &form, now)?;
    Ok(Issued {
        contract_id: contract.id,
        contract_number: contract.number,
        version: contract.version,
        certificate_number: Some(contract.certificate_number),
        certified: Some(certified),
        more: json!({ "changed": changed, "settlement": filing.request.settlement, "carried_over_to": carried }),
        particulars: None,
    })
}

/// Bases every draft about the contract on its new version, so that none of them undoes what was just registered.
fn carry_over(
    connection: &mut Connection,
    contract: ContractId,
    version: i32,
    form: &ContractForm,
    now: DateTime<Utc>,
) -> Result<Vec<FilingId>, AppError> {
    let drafts = drafts_about(connection, contract)?;
    for id in &drafts {
        let Some(mut draft) = lock_filing(connection, *id)? else { continue };
        let base = match draft.base_version {
            Some(base) => contract_as_of(connection, contract, base)?,
            None => None,
        };
        draft.contract = match (draft.kind, base) {
            (FilingKind::Amendment, Some(base)) => carried_over(&base, &draft.contract, form),
            _ => form.clone(),
        };
        draft.base_version = Some(version);
        draft.version += 1;
        draft.updated_at = now;
        store_filing(connection, &draft)?;
    }
    Ok(drafts)
}
