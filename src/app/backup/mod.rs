//! All that belongs to one portal, copied into a folder beside the running service, and put back into an empty place. The database is
//! copied by `storage`; here are papers, keys, exported heads, and the manifest by which a backup proves itself whole.

mod manifest;
mod restore;
mod take;

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use storage::blobs::Blobs;
use storage::{DatabaseUrl, StorageError};

pub use manifest::{FileDigest, MANIFEST, Manifest};
pub use restore::restore;
pub use take::take;

/// Where papers lie in a backup.
const PAPERS: &str = "papers";
/// Where keys lie in a backup.
const KEYS: &str = "keys";

/// Where all lies that belongs to one portal.
pub struct Place {
    /// The database.
    pub database: DatabaseUrl,
    /// The papers.
    pub blobs: Blobs,
    /// The bucket of the papers, if they lie in one: a store of its own, with backups of its own.
    pub bucket: Option<String>,
    /// The folder of the keys.
    pub keys: PathBuf,
    /// The file of the exported heads.
    pub heads: PathBuf,
}

/// Why there is no backup, or nothing was put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The folder, the backup or the place is not as it must be.
    #[error("{0}")]
    Refused(String),
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The database, or the store of the papers, failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl BackupError {
    fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        |source| Self::File { path, source }
    }
}

/// Writes a file that is not there yet, readable by its owner alone, and waits until it is on disk.
fn write(path: &Path, content: &[u8]) -> Result<(), BackupError> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all())).map_err(BackupError::file(path))
}

/// Waits until the names in a folder are on disk.
fn sync_folder(folder: &Path) -> Result<(), BackupError> {
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(BackupError::file(folder))
}

/// Whether a folder is not there, or has nothing in it.
fn has_nothing(folder: &Path) -> Result<bool, BackupError> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(BackupError::file(folder)(error)),
    }
}
