//! Tokens: access tokens of people and systems (JWT, EdDSA), refresh tokens and secrets (random, kept as digests).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{AppError, KeyRing};

/// How long an access token lives.
pub(crate) const ACCESS_MINUTES: i64 = 10;
/// How far the clocks of two machines may differ.
const LEEWAY_SECONDS: i64 = 30;
const AUDIENCE: &str = "tech-trade-portal";

/// Whose access token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// A person's; `sid` names the session.
    User,
    /// A system's; `sid` names the secret that it was got with, `scope` says what for.
    Partner,
}

/// What an access token says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccessClaims {
    /// Who issued it.
    pub iss: String,
    /// For whom: this portal.
    pub aud: String,
    /// The person or system.
    pub sub: String,
    /// Which of the two.
    pub kind: TokenKind,
    /// The session, or the secret: what ends, ends the token.
    pub sid: String,
    /// Space-separated scopes; empty for people.
    pub scope: String,
    /// Of this token alone (RFC 9068 §2.2): two that begin in one second differ.
    pub jti: String,
    /// Issued at, seconds.
    pub iat: i64,
    /// Not before, seconds.
    pub nbf: i64,
    /// Expires, seconds.
    pub exp: i64,
}

impl AccessClaims {
    /// Claims of a token that begins now.
    pub(crate) fn new(
        issuer: &str,
        sub: String,
        kind: TokenKind,
        sid: String,
        scope: String,
        now: DateTime<Utc>,
    ) -> Result<Self, AppError> {
        Ok(Self {
            iss: issuer.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub,
            kind,
            sid,
            scope,
            jti: random_secret("")?,
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + Duration::minutes(ACCESS_MINUTES)).timestamp(),
        })
    }

    /// The signed token.
    pub(crate) fn sign(&self, keys: &KeyRing) -> Result<String, AppError> {
        let key = &keys.current;
        let header = Header { typ: Some("at+jwt".into()), kid: Some(key.id().into()), ..Header::new(Algorithm::EdDSA) };
        jsonwebtoken::encode(&header, self, &key.encoding).map_err(AppError::internal)
    }

    /// Reads a token strictly (RFC 8725): our key, our algorithm, our type, issuer and audience, within its time.
    pub(crate) fn read(token: &str, keys: &KeyRing, issuer: &str, now: DateTime<Utc>) -> Result<Self, AppError> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| AppError::Unauthenticated)?;
        let key = header.kid.as_deref().and_then(|id| keys.decoding(id)).ok_or(AppError::Unauthenticated)?;
        if header.typ.as_deref() != Some("at+jwt") {
            return Err(AppError::Unauthenticated);
        }
        let claims = decode(token, key)?;
        let now = now.timestamp();
        let in_time = claims.nbf <= now + LEEWAY_SECONDS
            && now < claims.exp.saturating_add(LEEWAY_SECONDS)
            && claims.exp.saturating_sub(claims.nbf) <= ACCESS_MINUTES * 60;
        if in_time && claims.iss == issuer && claims.aud == AUDIENCE {
            Ok(claims)
        } else {
            Err(AppError::Unauthenticated)
        }
    }
}

/// Reads an access token; times and names are for the caller to judge, by the portal's own clock.
fn decode(token: &str, key: &DecodingKey) -> Result<AccessClaims, AppError> {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
    jsonwebtoken::decode(token, key, &validation).map(|token| token.claims).map_err(|_| AppError::Unauthenticated)
}

/// 256 random bits, base64url, after a prefix that scanners recognise.
pub(crate) fn random_secret(prefix: &str) -> Result<String, AppError> {
    let mut bytes = [0_u8; 32];
    fill_random(&mut bytes)?;
    Ok(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// Fills a buffer from the operating system's source of randomness.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), AppError> {
    aws_lc_rs::rand::fill(bytes).map_err(|_| AppError::internal("no randomness"))
}

/// A random number.
pub(crate) fn random_u16() -> Result<u16, AppError> {
    let mut bytes = [0_u8; 2];
    fill_random(&mut bytes)?;
    Ok(u16::from_ne_bytes(bytes))
}

/// SHA-256 of a text, hex: how secrets are kept and bodies are compared.
pub fn digest(text: impl AsRef<[u8]>) -> String {
    use std::fmt::Write;
    Sha256::digest(text).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing into a string cannot fail.
        let _written = write!(hex, "{byte:02x}");
        hex
    })
}

/// Whether a presented secret has this digest, in time that does not depend on where they differ.
pub(crate) fn has_digest(secret: &str, expected: &str) -> bool {
    use subtle::ConstantTimeEq;
    digest(secret).as_bytes().ct_eq(expected.as_bytes()).into()
}
