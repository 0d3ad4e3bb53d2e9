//! What a backup holds, file by file, and whether it still does.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use chrono::{DateTime, Utc};
use domain::merkle::Hash;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::BackupError;

/// Name of the file; it is written last, so that a backup that was cut short has none.
pub const MANIFEST: &str = "manifest.json";
/// How a backup is laid out.
pub(super) const FORMAT: u32 = 1;
/// Read at a time.
const PART: usize = 1 << 16;

/// What a backup holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// How it is laid out: 1.
    pub format: u32,
    /// The version of the portal that made it.
    pub portal: String,
    /// When it was begun.
    pub made_at: DateTime<Utc>,
    /// The file with the copy of the database.
    pub database: String,
    /// The newest migration that it has seen.
    pub schema: String,
    /// Entries of its journal.
    pub entries: i64,
    /// Root over them, hex.
    pub root: String,
    /// The bucket in which the papers lie, if they were not copied.
    pub papers_in: Option<String>,
    /// Papers that the database names and that were not there to be copied.
    pub missing_papers: Vec<String>,
    /// Every file, by its path in the backup.
    pub files: BTreeMap<String, FileDigest>,
}

/// What a file must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileDigest {
    /// Bytes.
    pub size: u64,
    /// SHA-256 of them.
    pub sha256: Hash,
}

impl FileDigest {
    /// Of these bytes.
    pub(super) fn of(content: &[u8]) -> Self {
        Self { size: content.len() as u64, sha256: Hash(Sha256::digest(content).into()) }
    }

    /// Of a file of any size.
    pub(super) fn of_file(path: &Path) -> Result<Self, BackupError> {
        let mut file = File::open(path).map_err(BackupError::file(path))?;
        let (mut hash, mut size, mut part) = (Sha256::new(), 0, vec![0; PART]);
        loop {
            let read = file.read(&mut part).map_err(BackupError::file(path))?;
            if read == 0 {
                return Ok(Self { size, sha256: Hash(hash.finalize().into()) });
            }
            hash.update(part.get(..read).unwrap_or_default());
            size += read as u64;
        }
    }
}

impl Manifest {
    /// Reads the manifest of a backup, and refuses one that this program does not know how to put back.
    pub(super) fn read(folder: &Path) -> Result<Self, BackupError> {
        let path = folder.join(MANIFEST);
        let text = std::fs::read(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => BackupError::Refused(format!(
                "{}: there is no {MANIFEST} here: no backup, or one that was cut short",
                folder.display()
            )),
            _ => BackupError::file(&path)(error),
        })?;
        let manifest: Self = serde_json::from_slice(&text)
            .map_err(|error| BackupError::Refused(format!("{}: {error}", path.display())))?;
        if manifest.format != FORMAT || !storage::backup::knows(&manifest.schema)? {
            let made_by = &manifest.portal;
            let why = format!(
                "it was made by another version of the portal, {made_by}: restore it with that one, or a newer"
            );
            return Err(BackupError::Refused(format!("{}: {why}", path.display())));
        }
        if let Some(name) = manifest.files.keys().find(|name| !is_plain(name)) {
            return Err(BackupError::Refused(format!("{}: {name:?} is no file of a backup", path.display())));
        }
        Ok(manifest)
    }

    /// Compares every file with its digest.
    pub(super) fn check(&self, folder: &Path) -> Result<(), BackupError> {
        if !self.files.contains_key(&self.database) {
            return Err(BackupError::Refused(format!("{}: the copy of the database is not listed", folder.display())));
        }
        for (name, wanted) in &self.files {
            let path = folder.join(name);
            if FileDigest::of_file(&path)? != *wanted {
                let why = "it is not what was backed up: its SHA-256 differs from the manifest's";
                return Err(BackupError::Refused(format!("{}: {why}", path.display())));
            }
        }
        Ok(())
    }
}

/// A name, or a name in a folder, and no way out of the backup.
fn is_plain(name: &str) -> bool {
    name.split('/').count() <= 2 && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_a_backup() {
        for name in ["database.db", "keys/journal.pk8", "papers/0198"] {
            assert!(is_plain(name), "{name}");
        }
        for name in ["", "/etc/passwd", "../x", "keys/../x", "keys/..", "keys//x", "a/b/c", "."] {
            assert!(!is_plain(name), "{name}");
        }
    }

    #[test]
    fn a_digest_is_the_same_of_bytes_and_of_their_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        for size in [0, 1, PART, 2 * PART + 3] {
            let content = vec![7; size];
            std::fs::write(&path, &content).unwrap();
            assert_eq!(FileDigest::of_file(&path).unwrap(), FileDigest::of(&content), "{size}");
        }
    }
}
