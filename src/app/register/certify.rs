//! The certificate of a version: what it commits to, signed once the entry that registers it has its place in the journal.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::merkle::Hash;
use domain::registered::{CertificateStatus, RegisteredContract};
use proof::{Credential, StatusPlace, end_of_day};
use storage::StorageError;
use storage::filings::Filing;
use storage::journal::Seal;
use storage::register::{Certificate, Contract, insert_certificate, next_status_index};

use crate::app::Keys;

/// What a certificate says of a contract.
pub(super) struct Said<'a> {
    pub(super) contract: &'a Contract,
    pub(super) registered: &'a RegisteredContract,
    pub(super) data_sheet: Hash,
    pub(super) changes: Hash,
    pub(super) issuer: &'a str,
    pub(super) now: DateTime<Utc>,
}

impl Said<'_> {
    /// What issues the certificate: it signs what is said, with the place in the journal and in the status list, and stores it.
    pub(super) fn seal(&self, filing: &Filing, keys: Arc<Keys>) -> Seal {
        let (credential, certificate) = (self.credential(), self.certificate(filing));
        Seal::new(move |connection, place| {
            let status_index = next_status_index(connection)?;
            let status = StatusPlace::new(&credential.iss, status_index);
            let said = Credential { entry: place.seq, leaf: place.leaf, status, ..credential.clone() };
            let signed = said
                .to_jwt(&keys.credential.current)
                .map_err(|error| StorageError::Corrupt(format!("a credential cannot be signed: {error}")))?;
            insert_certificate(connection, &Certificate { credential: signed, status_index, ..certificate.clone() })
        })
    }

    /// Without what is known only later.
    fn credential(&self) -> Credential {
        let contract = self.registered;
        Credential {
            iss: self.issuer.to_owned(),
            sub: self.contract.certificate_number.clone(),
            iat: self.now.timestamp(),
            exp: end_of_day(contract.valid_until).timestamp(),
            contract: contract.number.to_string(),
            version: self.contract.version,
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
            data_sheet: self.data_sheet,
            changes: self.changes,
            entry: 0,
            leaf: self.data_sheet,
            status: StatusPlace::new(self.issuer, 0),
        }
    }

    fn certificate(&self, filing: &Filing) -> Certificate {
        Certificate {
            number: self.contract.certificate_number.clone(),
            contract_id: self.contract.id,
            version: self.contract.version,
            filing_id: filing.id,
            company_id: self.contract.company_id,
            status: CertificateStatus::Valid,
            credential: String::new(),
            desk_code: filing.routed.as_ref().map(|routed| routed.desk.clone()).unwrap_or_default(),
            issued_at: self.now,
            valid_until: self.registered.valid_until,
            status_index: 0,
        }
    }
}
