//! Keys in files of their own, outside the database, readable by their owner alone: one in use for each purpose, the next once it
//! is announced, and of those before only the public half, so that what they signed stays verifiable.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use jsonwebtoken::{DecodingKey, EncodingKey};
use proof::{KeySet, PublicKey, Purpose, Signer};

/// What can go wrong with keys.
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

impl KeyError {
    fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        |source| Self::File { path, source }
    }
}

/// One key pair.
pub struct SigningKey {
    public: PublicKey,
    pair: Ed25519KeyPair,
    pub(crate) encoding: EncodingKey,
}

impl SigningKey {
    fn read(purpose: Purpose, path: &Path) -> Result<Self, KeyError> {
        let name = path.display().to_string();
        if fs::metadata(path).map_err(KeyError::file(path))?.permissions().mode() & 0o077 != 0 {
            return Err(KeyError::Exposed(name));
        }
        let pkcs8 = fs::read(path).map_err(KeyError::file(path))?;
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8).map_err(|_| KeyError::Unusable(name))?;
        Ok(Self {
            public: PublicKey::ed25519(purpose, pair.public_key().as_ref()),
            encoding: EncodingKey::from_ed_der(&pkcs8),
            pair,
        })
    }

    fn make(path: &Path) -> Result<(), KeyError> {
        let unusable = |_| KeyError::Unusable(path.display().to_string());
        let pkcs8 = Ed25519KeyPair::generate().and_then(|pair| pair.to_pkcs8()).map_err(unusable)?;
        let mut file =
            fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(KeyError::file(path))?;
        file.write_all(pkcs8.as_ref()).and_then(|()| file.sync_all()).map_err(KeyError::file(path))
    }

    /// RFC 7638 thumbprint of the public key.
    pub fn id(&self) -> &str {
        &self.public.id
    }
}

impl Signer for SigningKey {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }
}

/// The keys of one purpose.
pub struct KeyRing {
    /// The one that signs.
    pub current: SigningKey,
    /// Whatever may have signed what is still about, and what will sign next.
    pub public: KeySet,
    decoding: Vec<(String, DecodingKey)>,
}

impl KeyRing {
    /// Reads the keys of a purpose in `folder`, making the first.
    fn in_folder(folder: &Path, purpose: Purpose) -> Result<Self, KeyError> {
        let files = Files { folder, purpose };
        if !files.current().exists() {
            SigningKey::make(&files.current())?;
        }
        let current = SigningKey::read(purpose, &files.current())?;
        let mut all = vec![current.public.clone()];
        if files.next().exists() {
            all.push(SigningKey::read(purpose, &files.next())?.public);
        }
        all.extend(files.retired()?);
        let decoding = all.iter().map(|key| {
            let decoding = DecodingKey::from_ed_components(&key.x());
            decoding.map(|decoding| (key.id.clone(), decoding)).map_err(|_| KeyError::Unusable(key.id.clone()))
        });
        Ok(Self { decoding: decoding.collect::<Result<_, _>>()?, public: KeySet::new(all), current })
    }

    /// The key of this name, for tokens.
    pub(crate) fn decoding(&self, id: &str) -> Option<&DecodingKey> {
        self.decoding.iter().find(|(known, _)| known == id).map(|(_, key)| key)
    }
}

/// The portal's keys, each for one purpose.
pub struct Keys {
    /// Sign access tokens.
    pub session: KeyRing,
    /// Sign certificates' credentials and status lists.
    pub credential: KeyRing,
    /// Sign heads of the journal.
    pub journal: KeyRing,
    /// The keys of webhooks are derived from it.
    pub webhook: KeyRing,
}

impl Keys {
    /// Reads the keys in `folder`, making those that are not there yet.
    pub fn in_folder(folder: &Path) -> Result<Self, KeyError> {
        fs::create_dir_all(folder).map_err(KeyError::file(folder))?;
        let ring = |purpose| KeyRing::in_folder(folder, purpose);
        Ok(Self {
            session: ring(Purpose::Session)?,
            credential: ring(Purpose::Credential)?,
            journal: ring(Purpose::Journal)?,
            webhook: ring(Purpose::Webhook)?,
        })
    }

    /// The public keys that outsiders need.
    pub fn published(&self) -> KeySet {
        self.credential.public.and(&self.journal.public)
    }
}

/// Makes the key that will sign next, so that it is published before it signs. Answers its id.
pub fn announce_key(folder: &Path, purpose: Purpose) -> Result<String, KeyError> {
    let files = Files { folder, purpose };
    if !files.next().exists() {
        SigningKey::make(&files.next())?;
    }
    Ok(SigningKey::read(purpose, &files.next())?.public.id)
}

/// Lets the announced key sign from the next start on. The private half of the one before is destroyed, its public half kept.
/// Answers the ids of both.
pub fn rotate_key(folder: &Path, purpose: Purpose) -> Result<(String, String), KeyError> {
    let files = Files { folder, purpose };
    let next = announce_key(folder, purpose)?;
    let before = SigningKey::read(purpose, &files.current())?.public;
    let kept = files.retired_file(&before);
    fs::write(&kept, before.jwk().to_string()).map_err(KeyError::file(&kept))?;
    fs::File::open(&kept).and_then(|file| file.sync_all()).map_err(KeyError::file(&kept))?;
    fs::rename(files.next(), files.current()).map_err(KeyError::file(&files.current()))?;
    Ok((before.id, next))
}

/// Where the keys of a purpose lie.
struct Files<'a> {
    folder: &'a Path,
    purpose: Purpose,
}

impl Files<'_> {
    fn current(&self) -> PathBuf {
        self.folder.join(format!("{}.pk8", self.purpose.code()))
    }

    fn next(&self) -> PathBuf {
        self.folder.join(format!("{}.next.pk8", self.purpose.code()))
    }

    fn retired_file(&self, key: &PublicKey) -> PathBuf {
        self.folder.join(format!("{}.{}.jwk", self.purpose.code(), key.id))
    }

    fn retired(&self) -> Result<Vec<PublicKey>, KeyError> {
        let mut found = Vec::new();
        for file in fs::read_dir(self.folder).map_err(KeyError::file(self.folder))? {
            let path = file.map_err(KeyError::file(self.folder))?.path();
            let of_purpose = path
                .file_stem()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.starts_with(&format!("{}.", self.purpose.code())));
            if of_purpose && path.extension().is_some_and(|extension| extension == "jwk") {
                let text = fs::read_to_string(&path).map_err(KeyError::file(&path))?;
                let key = serde_json::from_str(&text).ok().and_then(|jwk| PublicKey::from_jwk(&jwk));
                found.push(key.ok_or_else(|| KeyError::Unusable(path.display().to_string()))?);
            }
        }
        Ok(found)
    }
}
