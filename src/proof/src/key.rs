//! Keys: the one interface behind which a signature algorithm lies, and the published set of public keys.
//!
//! Another algorithm (SM2 with SM3, say) is a variant of [`Algorithm`] and the arms that the compiler then asks for.

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::Fault;

/// How a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RFC 8032.
    Ed25519,
}

impl Algorithm {
    /// Its name in JOSE (RFC 8037).
    pub const fn jose(self) -> &'static str {
        match self {
            Self::Ed25519 => "EdDSA",
        }
    }

    /// Its number in COSE (RFC 9053).
    pub const fn cose(self) -> i64 {
        match self {
            Self::Ed25519 => -8,
        }
    }

    /// Bytes of a signature.
    pub(crate) const fn signature_length(self) -> usize {
        match self {
            Self::Ed25519 => 64,
        }
    }
}

/// What a key is for; it is good for nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Access tokens.
    Session,
    /// Certificates and status lists.
    Credential,
    /// Heads of the journal.
    Journal,
    /// What the keys of webhooks are derived from; it signs nothing that anybody sees.
    Webhook,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 4] = [Self::Session, Self::Credential, Self::Journal, Self::Webhook];

    /// Its name in a key set and in names of files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Credential => "credential",
            Self::Journal => "journal",
            Self::Webhook => "webhook",
        }
    }

    /// The purpose of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }
}

/// Something that signs: a key in a file today, a device tomorrow.
pub trait Signer {
    /// The key that checks its signatures.
    fn public_key(&self) -> &PublicKey;
    /// The signature over a message.
    fn sign(&self, message: &[u8]) -> Vec<u8>;
}

/// A key that checks signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// RFC 7638 thumbprint, base64url.
    pub id: String,
    /// What it is for.
    pub purpose: Purpose,
    /// How it signs.
    pub algorithm: Algorithm,
    bytes: Vec<u8>,
}

impl PublicKey {
    /// An Ed25519 key of 32 bytes.
    pub fn ed25519(purpose: Purpose, bytes: &[u8]) -> Self {
        let x = BASE64URL_NOPAD.encode(bytes);
        let thumbprint = Sha256::digest(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#));
        Self { id: BASE64URL_NOPAD.encode(&thumbprint), purpose, algorithm: Algorithm::Ed25519, bytes: bytes.to_vec() }
    }

    /// The beginning of the thumbprint, by which a compact credential names its key.
    pub fn short_id(&self) -> Vec<u8> {
        BASE64URL_NOPAD.decode(self.id.as_bytes()).unwrap_or_default().into_iter().take(8).collect()
    }

    /// Its bytes, base64url: a JWK's `x`.
    pub fn x(&self) -> String {
        BASE64URL_NOPAD.encode(&self.bytes)
    }

    /// Whether a signature over a message is this key's.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Fault> {
        if signature.len() < self.algorithm.signature_length() {
            return Err(Fault::Incomplete);
        }
        match self.algorithm {
            Algorithm::Ed25519 => UnparsedPublicKey::new(&ED25519, &self.bytes).verify(message, signature),
        }
        .map_err(|_| Fault::Signature)
    }

    /// As a JWK (RFC 7517, RFC 8037).
    pub fn jwk(&self) -> Value {
        json!({ "kty": "OKP", "crv": "Ed25519", "alg": self.algorithm.jose(), "use": "sig", "kid": self.id,
            "purpose": self.purpose.code(), "x": self.x() })
    }

    /// From a JWK; none when it is of another kind, or its name is not its thumbprint.
    pub fn from_jwk(jwk: &Value) -> Option<Self> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        if (text("kty"), text("crv")) != (Some("OKP"), Some("Ed25519")) {
            return None;
        }
        let bytes = BASE64URL_NOPAD.decode(text("x")?.as_bytes()).ok().filter(|bytes| bytes.len() == 32)?;
        let key = Self::ed25519(Purpose::from_code(text("purpose")?)?, &bytes);
        (text("kid") == Some(key.id.as_str())).then_some(key)
    }
}

/// The public keys of a portal: in use, announced, and retired.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeySet(Vec<PublicKey>);

impl KeySet {
    /// These keys.
    pub fn new(keys: impl IntoIterator<Item = PublicKey>) -> Self {
        Self(keys.into_iter().collect())
    }

    /// From the text of a JWK set; keys of kinds that are not known are passed over.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let set: Value = serde_json::from_str(text).map_err(|_| Fault::Unreadable)?;
        let keys = set.get("keys").and_then(Value::as_array).ok_or(Fault::Unreadable)?;
        Ok(Self::new(keys.iter().filter_map(PublicKey::from_jwk)))
    }

    /// These and those.
    #[must_use]
    pub fn and(&self, others: &Self) -> Self {
        Self(self.0.iter().chain(&others.0).cloned().collect())
    }

    /// As a JWK set.
    pub fn jwks(&self) -> Value {
        json!({ "keys": self.0.iter().map(PublicKey::jwk).collect::<Vec<_>>() })
    }

    /// The key of this name, if it is for this.
    pub fn find(&self, purpose: Purpose, id: &str) -> Result<&PublicKey, Fault> {
        self.first(|key| key.purpose == purpose && key.id == id)
    }

    /// The key whose name begins so, if it is for this.
    pub fn find_short(&self, purpose: Purpose, short: &[u8]) -> Result<&PublicKey, Fault> {
        self.first(|key| key.purpose == purpose && key.short_id() == short)
    }

    fn first(&self, is_it: impl Fn(&PublicKey) -> bool) -> Result<&PublicKey, Fault> {
        self.0.iter().find(|key| is_it(key)).ok_or(Fault::UnknownKey)
    }
}
