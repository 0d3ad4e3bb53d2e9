//! What registering an application does to the register, within the transaction of the decision. Each kind's effect has a
//! file of its own; what they share is here: the number and the signature of a certificate.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::ContractId;
use domain::contract::ContractForm;
use domain::filing::{FilingKind, canonical_json};
use domain::registered::RegisteredContract;
use serde_json::{Value, json};
use storage::Connection;
use storage::filings::Filing;
use storage::register::{
    Certificate, CertificateStatus, Contract, contract, contract_as_of, insert_certificate, supersede_certificates,
};

use super::credential::{CredentialClaims, end_of_day};
use super::{amend, close, enter, reissue};
use crate::app::portal::Reference;
use crate::app::tokens::{digest, fill_random};
use crate::app::{AppError, Keys, Portal};

/// Crockford's base 32: no letter that reads like a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Everything that an effect needs, taken before the transaction. For one application each.
pub(crate) struct Issuer {
    pub(super) reference: Arc<Reference>,
    pub(super) contract_id: ContractId,
    keys: Arc<Keys>,
    base_url: String,
    code: String,
}

/// What was done to the register.
pub(crate) struct Issued {
    pub(crate) contract_id: ContractId,
    pub(crate) contract_number: String,
    /// The version in force afterwards.
    pub(crate) version: i32,
    /// None for a closure.
    pub(crate) certificate_number: Option<String>,
    /// None where the contract stays as it was.
    pub(crate) contract_digest: Option<String>,
    /// What this kind adds to the journal entry.
    pub(crate) more: Value,
}

impl Issued {
    /// The body of the journal entry `filing.registered`.
    pub(crate) fn entry(&self, kind: FilingKind, opinion: &str) -> Value {
        let mut body = json!({
            "kind": kind,
            "opinion": opinion,
            "contract": self.contract_id,
            "contract_number": self.contract_number,
            "version": self.version,
        });
        if let Some(body) = body.as_object_mut() {
            body.extend(self.certificate_number.clone().map(|number| ("certificate".to_owned(), json!(number))));
            body.extend(self.contract_digest.clone().map(|digest| ("contract_digest".to_owned(), json!(digest))));
            body.extend(self.more.as_object().cloned().unwrap_or_default());
        }
        body
    }
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

    /// Lets an application take effect: enters its contract, or amends, closes or re-certifies the one it is about.
    pub(crate) fn issue(
        &self,
        connection: &mut Connection,
        filing: &mut Filing,
        now: DateTime<Utc>,
    ) -> Result<Issued, AppError> {
        match filing.kind {
            FilingKind::Registration => enter::enter(self, connection, filing, now),
            FilingKind::Amendment => amend::amend(self, connection, filing, now),
            FilingKind::Closure => close::close(connection, filing),
            FilingKind::Reissue => reissue::reissue(self, connection, filing, now),
        }
    }

    /// The contract as the register parses it.
    pub(super) fn parse(&self, form: &ContractForm) -> Result<RegisteredContract, AppError> {
        RegisteredContract::from_form(form, &self.reference.data).map_err(AppError::internal)
    }

    /// The number that the certificate will have.
    pub(super) fn certificate_number(&self, registered: &RegisteredContract, now: DateTime<Utc>) -> String {
        let initial = registered.direction.code().chars().next().unwrap_or_default().to_ascii_uppercase();
        format!("SZ{initial}{}-{}", domain::clock::shanghai_date(now).format("%y"), self.code)
    }

    /// Issues the certificate of a version; those before it no longer stand. Answers the digest of the contract.
    pub(super) fn certify(
        &self,
        connection: &mut Connection,
        filing: &mut Filing,
        registered: &RegisteredContract,
        (contract, form): (&Contract, &ContractForm),
        now: DateTime<Utc>,
    ) -> Result<String, AppError> {
        let form = serde_json::to_value(form).map_err(AppError::internal)?;
        let contract_digest = digest(canonical_json(&form));
        let number = contract.certificate_number.clone();
        supersede_certificates(connection, contract.id)?;
        insert_certificate(
            connection,
            &Certificate {
                number: number.clone(),
                contract_id: contract.id,
                version: contract.version,
                filing_id: filing.id,
                company_id: contract.company_id,
                status: CertificateStatus::Valid,
                credential: self
                    .claims(registered, &number, contract.version, &contract_digest, now)
                    .sign(&self.keys.credential)?,
                desk_code: filing.routed.as_ref().map(|routed| routed.desk.clone()).unwrap_or_default(),
                issued_at: now,
                valid_until: registered.valid_until,
            },
        )?;
        filing.certificate_number = Some(number);
        Ok(contract_digest)
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

/// The contract that an application is about, as it is now, if the application still starts from its newest version.
pub(super) fn target(connection: &mut Connection, filing: &Filing) -> Result<(Contract, ContractForm), AppError> {
    let missing = || AppError::internal("an application without the contract it is about");
    let known = contract(connection, filing.contract_id.ok_or_else(missing)?)?.ok_or_else(missing)?;
    if filing.base_version != Some(known.version) {
        return Err(AppError::conflict("contract_changed"));
    }
    let form = contract_as_of(connection, known.id, known.version)?.ok_or_else(missing)?;
    Ok((known, form))
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
