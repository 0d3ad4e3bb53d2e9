//! The credential of a certificate: what it commits to, and its form as a JWT. The form for QR codes is in `compact`.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use domain::merkle::Hash;
use serde::{Deserialize, Serialize};

use crate::status_list::{LIST_LENGTH, status_list_address};
use crate::{Fault, KeySet, Purpose, Signer, compact, jws, names};

/// Type of the token, so that it is never taken for another kind (RFC 8725 §3.11).
const TYPE: &str = "technology-contract-certificate+jwt";

/// What a certificate commits to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// The portal that issued it.
    pub iss: String,
    /// Number of the certificate.
    pub sub: String,
    /// Issued at, seconds.
    pub iat: i64,
    /// Last second of the last day of validity, seconds.
    pub exp: i64,
    /// Number of the contract.
    pub contract: String,
    /// Version of the contract.
    pub version: i32,
    /// Import or export.
    pub direction: String,
    /// Who holds it; read from a QR code, a long name is its beginning and `…`.
    pub holder: String,
    /// The holder's credit code.
    pub holder_uscc: String,
    /// The other side; read from a QR code, a long name is its beginning and `…`.
    pub counterparty: String,
    /// The other side's country.
    pub country: String,
    /// Legal type.
    pub legal_type: String,
    /// ISO 4217.
    pub currency: String,
    /// Whole price, decimal text.
    pub total: String,
    /// Mode of payment.
    pub payment: String,
    /// Last day of validity.
    pub valid_until: NaiveDate,
    /// SHA-256 of the data sheet: the registered version as canonical JSON.
    pub data_sheet: Hash,
    /// SHA-256 over the chain of changes that led to this version.
    pub changes: Hash,
    /// Place in the journal of the entry that registered this version.
    pub entry: i64,
    /// Leaf hash of that entry.
    pub leaf: Hash,
    /// Its place in the status list.
    pub status: StatusPlace,
}

/// Where a status is published (draft-ietf-oauth-status-list).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusPlace {
    /// The list.
    pub status_list: StatusListPlace,
}

/// A place in a status list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusListPlace {
    /// Place within the list, from 0.
    pub idx: i64,
    /// Address of the list.
    pub uri: String,
}

impl StatusPlace {
    /// The place of the certificate with this number over all lists of a portal.
    pub fn new(issuer: &str, number: i64) -> Self {
        let uri = status_list_address(issuer, number);
        Self { status_list: StatusListPlace { idx: number % LIST_LENGTH, uri } }
    }
}

impl Credential {
    /// The signed JWT.
    pub fn to_jwt(&self, signer: &dyn Signer) -> Result<String, serde_json::Error> {
        jws::sign(signer, TYPE, self)
    }

    /// Reads a JWT, expired or not.
    pub fn from_jwt(text: &str, keys: &KeySet) -> Result<Self, Fault> {
        jws::open(text, TYPE, Purpose::Credential, keys)
    }

    /// Whether it says what this whole one says. In a QR code long names are cut short: they are compared by their beginning.
    pub fn agrees_with(&self, whole: &Self) -> bool {
        let Self { holder, counterparty, .. } = whole.clone();
        names::is_written_as(&holder, &self.holder)
            && names::is_written_as(&counterparty, &self.counterparty)
            && Self { holder, counterparty, ..self.clone() } == *whole
    }

    /// Its number over all status lists, from 0.
    pub fn status_index(&self) -> i64 {
        let StatusListPlace { idx, uri } = &self.status.status_list;
        let list: i64 = uri.rsplit_once('=').and_then(|(_, list)| list.parse().ok()).unwrap_or(0);
        list.saturating_mul(LIST_LENGTH).saturating_add(*idx)
    }
}

/// Reads a credential in any form that a person may have: JWT, base32, or the link that a QR code holds.
pub fn read_credential(text: &str, keys: &KeySet) -> Result<Credential, Fault> {
    let text = text.trim();
    let credential = text.rsplit_once('#').map_or(text, |(_, fragment)| fragment);
    if credential.is_empty() {
        return Err(Fault::Unreadable);
    }
    if credential.contains('.') || credential.starts_with("eyJ") {
        Credential::from_jwt(credential, keys)
    } else {
        compact::from_base32(credential, keys)
    }
}

/// The last second of a day in Shanghai (UTC+8).
pub fn end_of_day(day: NaiveDate) -> DateTime<Utc> {
    (day.and_time(NaiveTime::MIN) + Duration::hours(16) - Duration::seconds(1)).and_utc()
}
