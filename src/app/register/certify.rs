//! The certificate of a version: what it commits to, signed once the entry that registers it has its place in the journal.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::merkle::Hash;
use domain::registered::{CertificateStatus, RegisteredContract};
use proof::{Credential, LIST_LENGTH, StatusPlace, end_of_day};
use storage::StorageError;
use storage::filings::Filing;
use storage::journal::Seal;
use storage::register::{Certificate, Contract, has_status_index, insert_certificate, last_status_index};

use crate::app::Keys;
use crate::app::tokens::fill_random;

/// Places that are tried in a status list. One in which so many are taken is nearly full, and the next one is begun.
const TRIES: i64 = 64;

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
            let newest = last_status_index(connection)?.map_or(0, |last| last / LIST_LENGTH);
            let status_index = free_place(newest, |place| has_status_index(connection, place))?;
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

/// A free place in the newest status list, by chance: places one after another would tell whoever has two certificates how many were
/// issued between them.
fn free_place(newest: i64, mut is_taken: impl FnMut(i64) -> Result<bool, StorageError>) -> Result<i64, StorageError> {
    let mut tried = 0;
    loop {
        let place = (newest + tried / TRIES) * LIST_LENGTH + place_by_chance()?;
        if !is_taken(place)? {
            return Ok(place);
        }
        tried += 1;
    }
}

/// A place within a list. There is a power of two of them, so that each is as likely.
fn place_by_chance() -> Result<i64, StorageError> {
    let mut bytes = [0_u8; 4];
    fill_random(&mut bytes).map_err(|_| StorageError::Unavailable("no randomness".to_owned()))?;
    Ok(i64::from(u32::from_ne_bytes(bytes)) % LIST_LENGTH)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_taken_once_and_a_list_that_is_full_is_left() {
        let odd = free_place(2, |place| Ok(place % 2 == 0)).unwrap();
        assert!(odd % 2 == 1 && odd / LIST_LENGTH == 2, "{odd}");
        assert_eq!(free_place(0, |place| Ok(place < LIST_LENGTH)).unwrap() / LIST_LENGTH, 1);
        assert_eq!(LIST_LENGTH.count_ones(), 1, "each place is as likely");
    }
}
