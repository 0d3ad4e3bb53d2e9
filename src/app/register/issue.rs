//! Entering a contract into the register and issuing its certificate, within the transaction of the decision.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::ContractId;
use domain::filing::canonical_json;
use domain::registered::RegisteredContract;
use storage::Connection;
use storage::filings::Filing;
use storage::register::{
    Certificate, CertificateStatus, Contract, ContractVersion, contract_by_number, insert_certificate, insert_contract,
    insert_contract_version,
};

use super::credential::{CredentialClaims, end_of_day};
use crate::app::portal::Reference;
use crate::app::tokens::{digest, fill_random};
use crate::app::{AppError, Keys, Portal};

/// Crockford's base 32: no letter that reads like a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Everything that issuing needs, taken before the transaction.
pub(crate) struct Issuer {
    keys: Arc<Keys>,
    reference: Arc<Reference>,
    base_url: String,
    contract_id: ContractId,
    code: String,
}

/// What was issued.
pub(crate) struct Issued {
    pub(crate) contract_id: ContractId,
    pub(crate) contract_number: String,
    pub(crate) version: i32,
    pub(crate) certificate_number: String,
    pub(crate) contract_digest: String,
}

impl Issuer {
    pub(crate) fn new(portal: &Portal) -> Result<Self, AppError> {
        Ok(Self {
            keys: portal.keys.clone(),
            reference: portal.reference(),
            base_url: portal.settings.base_url.clone(),
            contract_id: ContractId(portal.new_id()),
            code: unguessable_code()?,
        })
    }

    /// Registers the contract of a filing as version 1 and issues its certificate.
    pub(crate) fn issue(
        &self,
        connection: &mut Connection,
        filing: &mut Filing,
        now: DateTime<Utc>,
    ) -> Result<Issued, AppError> {
        let registered =
            RegisteredContract::from_form(&filing.contract, &self.reference.data).map_err(AppError::internal)?;
        let number = registered.number.to_string();
        if contract_by_number(connection, &number)?.is_some() {
            return Err(AppError::conflict("contract_number_taken"));
        }
        let version = 1;
        let direction = registered.direction.code();
        let initial = direction.chars().next().unwrap_or_default().to_ascii_uppercase();
        let certificate_number = format!("SZ{initial}{}-{}", domain::clock::shanghai_date(now).format("%y"), self.code);
        let form = serde_json::to_value(&filing.contract).map_err(AppError::internal)?;
        let contract_digest = digest(canonical_json(&form));
        insert_contract(
            connection,
            &Contract {
                id: self.contract_id,
                number: number.clone(),
                company_id: filing.company_id,
                company_name: String::new(),
                status: "in_force".into(),
                version,
                direction: direction.into(),
                name: registered.name.clone(),
                counterparty_country: registered.counterparty().country.clone(),
                valid_until: registered.valid_until,
                certificate_number: certificate_number.clone(),
                registered_at: now,
            },
        )?;
        insert_contract_version(
            connection,
            &ContractVersion {
                contract_id: self.contract_id,
                version,
                filing_id: filing.id,
                contract: filing.contract.clone(),
                registered_at: now,
            },
        )?;
        insert_certificate(
            connection,
            &Certificate {
                number: certificate_number.clone(),
                contract_id: self.contract_id,
                version,
                filing_id: filing.id,
                company_id: filing.company_id,
                status: CertificateStatus::Valid,
                credential: self
                    .claims(&registered, &certificate_number, version, &contract_digest, now)
                    .sign(&self.keys.credential)?,
                desk_code: filing.routed.as_ref().map(|routed| routed.desk.clone()).unwrap_or_default(),
                issued_at: now,
                valid_until: registered.valid_until,
            },
        )?;
        filing.contract_id = Some(self.contract_id);
        filing.certificate_number = Some(certificate_number.clone());
        Ok(Issued {
            contract_id: self.contract_id,
            contract_number: number,
            version,
            certificate_number,
            contract_digest,
        })
    }

    fn claims(
        &self,
        contract: &RegisteredContract,
        number: &str,
        version: i32,
        digest: &str,
        now: DateTime<Utc>,
    ) -> CredentialClaims {
        CredentialClaims {
            iss: self.base_url.clone(),
            sub: number.to_owned(),
            iat: now.timestamp(),
            exp: end_of_day(contract.valid_until).timestamp(),
            contract: contract.number.to_string(),
            version,
            direction: contract.direction.code().into(),
            holder: contract.company().name.clone(),
            holder_uscc: contract.company_uscc.clone(),
            counterparty: contract.counterparty().name.clone(),
            country: contract.counterparty().country.clone(),
            legal_type: contract.legal_type.code().into(),
            currency: contract.total.currency.code.to_string(),
            total: contract.total.decimal_text(),
            payment: contract.payment_mode.code().into(),
            valid_until: contract.valid_until,
            digest: digest.to_owned(),
        }
    }
}

/// 60 random bits in three groups of four, such as `7K3Q-XMPD-4TZ0`.
fn unguessable_code() -> Result<String, AppError> {
    let mut bytes = [0_u8; 12];
    fill_random(&mut bytes)?;
    let letters: Vec<char> = bytes
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)))
        .map(|letter| char::from(*letter))
        .collect();
    Ok(letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}
