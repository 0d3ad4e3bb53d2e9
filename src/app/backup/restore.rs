//! Putting a backup back, into an empty place and never over anything. Whether its journal holds is for `journal verify` to say.

use std::path::Path;

use storage::backup::{file_name, is_empty, put_back};

use super::{BackupError, KEYS, Manifest, PAPERS, Place, has_nothing, sync_folder, write};
use crate::app::journal::EXPORTED_HEADS;

/// Puts a backup back. Everything is compared with the manifest before anything is written.
///
/// # Errors
/// [`BackupError::Refused`] when the place is not empty, and when the backup is not whole or not for this place; then nothing was
/// written.
pub async fn restore(place: &Place, folder: &Path) -> Result<Manifest, BackupError> {
    let manifest = Manifest::read(folder)?;
    if manifest.database != file_name(&place.database) {
        let why = format!("{} is a copy of the other kind of database than DATABASE_URL names", manifest.database);
        return Err(BackupError::Refused(format!("{}: {why}", folder.display())));
    }
    refuse_unless_empty(place, &manifest).await?;
    manifest.check(folder)?;
    put_back(&place.database, &folder.join(&manifest.database))?;
    make_folder(&place.keys)?;
    for name in manifest.files.keys() {
        let path = folder.join(name);
        let content = || std::fs::read(&path).map_err(BackupError::file(&path));
        match name.split_once('/') {
            Some((PAPERS, paper)) => place.blobs.put(paper, content()?.into()).await?,
            Some((KEYS, key)) => write(&place.keys.join(key), &content()?)?,
            _ if name == EXPORTED_HEADS => write(&place.heads, &content()?)?,
            _ => {}
        }
    }
    sync_folder(&place.keys)?;
    Ok(manifest)
}

/// Nothing that is there is ever written over.
async fn refuse_unless_empty(place: &Place, manifest: &Manifest) -> Result<(), BackupError> {
    let in_the_way = if !is_empty(&place.database)? {
        "the database"
    } else if !has_nothing(&place.keys)? {
        "the folder of keys"
    } else if place.heads.exists() {
        "the file of exported heads"
    } else if manifest.papers_in.is_none() && !place.blobs.list().await?.is_empty() {
        "the store of papers"
    } else {
        return Ok(());
    };
    Err(BackupError::Refused(format!("{in_the_way} is not empty: a backup is restored into an empty place only")))
}

fn make_folder(folder: &Path) -> Result<(), BackupError> {
    std::fs::create_dir_all(folder).map_err(BackupError::file(folder))
}
