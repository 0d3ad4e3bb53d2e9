//! Ed25519 keys in files of their own, outside the database, readable by their owner alone.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{DecodingKey, EncodingKey};
use sha2::{Digest, Sha256};

/// What can go wrong with keys at start.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Others may read it.
    #[error("{0} is readable by others; run chmod 600 on it")]
    Exposed(String),
    /// It is not an Ed25519 key.
    #[error("{0} is not an Ed25519 key in PKCS#8")]
    Unusable(String),
}

/// One key pair.
pub struct SigningKey {
    /// RFC 7638 thumbprint of the public key.
    pub id: String,
    pair: Ed25519KeyPair,
    pub(crate) encoding: EncodingKey,
    pub(crate) decoding: DecodingKey,
}

impl SigningKey {
    fn read(pkcs8: &[u8], path: &str) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8).map_err(|_| KeyError::Unusable(path.to_owned()))?;
        let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        let thumbprint = Sha256::digest(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#));
        Ok(Self {
            id: URL_SAFE_NO_PAD.encode(thumbprint),
            encoding: EncodingKey::from_ed_der(pkcs8),
            decoding: DecodingKey::from_ed_components(&x).map_err(|_| KeyError::Unusable(path.to_owned()))?,
            pair,
        })
    }

    /// The public key, base64url, as a JWK's `x`.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.public_key().as_ref())
    }

    /// Signature over `message`, base64url.
    pub fn sign(&self, message: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.sign(message).as_ref())
    }

    /// Whether `signature` (base64url) over `message` is this key's.
    pub fn verifies(&self, message: &[u8], signature: &str) -> bool {
        URL_SAFE_NO_PAD.decode(signature).is_ok_and(|signature| {
            UnparsedPublicKey::new(&ED25519, self.pair.public_key().as_ref()).verify(message, &signature).is_ok()
        })
    }
}

/// The portal's keys, each for one purpose.
pub struct Keys {
    /// Signs access tokens.
    pub session: SigningKey,
    /// Signs certificates' credentials.
    pub credential: SigningKey,
    /// Signs heads of the journal.
    pub journal: SigningKey,
}

impl Keys {
    /// Reads the keys in `folder`, making those that are not there yet.
    pub fn in_folder(folder: &Path) -> Result<Self, KeyError> {
        fs::create_dir_all(folder).map_err(|source| KeyError::File { path: folder.display().to_string(), source })?;
        Ok(Self {
            session: read_or_make(&folder.join("session.pk8"))?,
            credential: read_or_make(&folder.join("credential.pk8"))?,
            journal: read_or_make(&folder.join("journal.pk8"))?,
        })
    }
}

fn read_or_make(path: &Path) -> Result<SigningKey, KeyError> {
    let name = path.display().to_string();
    let failed = |source| KeyError::File { path: name.clone(), source };
    if !path.exists() {
        let pkcs8 = Ed25519KeyPair::generate()
            .and_then(|pair| pair.to_pkcs8())
            .map_err(|_| KeyError::Unusable(name.clone()))?;
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
        file.write_all(pkcs8.as_ref()).and_then(|()| file.sync_all()).map_err(failed)?;
    }
    if fs::metadata(path).map_err(failed)?.permissions().mode() & 0o077 != 0 {
        return Err(KeyError::Exposed(name));
    }
    SigningKey::read(&fs::read(path).map_err(failed)?, &name)
}
