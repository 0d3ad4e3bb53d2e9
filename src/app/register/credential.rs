//! The signed credential of a certificate: a JWT that any JOSE library checks against our public keys.

use chrono::{DateTime, NaiveDate, Utc};
use jsonwebtoken::{Algorithm, Header};
use serde::{Deserialize, Serialize};

use crate::app::tokens::decode;
use crate::app::{AppError, SigningKey};

/// Type of the token, so that it is never taken for another kind (RFC 8725 §3.11).
const TYPE: &str = "technology-contract-certificate+jwt";

/// What a certificate commits to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CredentialClaims {
    /// The portal that issued it.
    pub iss: String,
    /// Number of the certificate.
    pub sub: String,
    /// Issued at, seconds.
    pub iat: i64,
    /// End of the last day of validity, seconds.
    pub exp: i64,
    /// Number of the contract.
    pub contract: String,
    /// Version of the contract.
    pub version: i32,
    /// Import or export.
    pub direction: String,
    /// Who holds it.
    pub holder: String,
    /// The holder's credit code.
    pub holder_uscc: String,
    /// The other side.
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
    /// SHA-256 of the registered contract's canonical JSON, hex.
    pub digest: String,
}

impl CredentialClaims {
    /// The signed credential.
    pub(super) fn sign(&self, key: &SigningKey) -> Result<String, AppError> {
        let header = Header { typ: Some(TYPE.into()), kid: Some(key.id.clone()), ..Header::new(Algorithm::EdDSA) };
        jsonwebtoken::encode(&header, self, &key.encoding).map_err(AppError::internal)
    }

    /// What a credential from our own register says; its signature was made when it was stored.
    pub(super) fn trusted(credential: &str) -> Result<Self, AppError> {
        jsonwebtoken::dangerous::insecure_decode_claims(credential).map_err(AppError::internal)
    }

    /// Reads a credential of ours, expired or not; anything else is none.
    pub(super) fn read(credential: &str, key: &SigningKey, issuer: &str) -> Option<Self> {
        let header = jsonwebtoken::decode_header(credential).ok()?;
        if header.typ.as_deref() != Some(TYPE) || header.kid.as_deref() != Some(key.id.as_str()) {
            return None;
        }
        decode::<Self>(credential, key, &["iss", "sub"]).ok().filter(|claims| claims.iss == issuer)
    }
}

/// The last second of a day in Shanghai (UTC+8).
pub(super) fn end_of_day(day: NaiveDate) -> DateTime<Utc> {
    (day.and_time(chrono::NaiveTime::MIN) + chrono::Duration::hours(16) - chrono::Duration::seconds(1)).and_utc()
}
