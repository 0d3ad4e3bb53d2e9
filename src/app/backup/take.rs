//! Taking a backup, beside a running portal. The order matters: what the copy of the database names must be there, and nothing in
//! the backup may know more of the journal than the copy does.

use std::collections::BTreeMap;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use chrono::{DateTime, Utc};
use storage::backup::{copy, file_name};
use storage::blobs::Blobs;

use super::manifest::FORMAT;
use super::{BackupError, FileDigest, KEYS, MANIFEST, Manifest, PAPERS, Place, has_nothing, sync_folder, write};
use crate::app::journal::EXPORTED_HEADS;

type Files = BTreeMap<String, FileDigest>;

/// Copies everything into a folder that is not there yet, or empty. Blocks while the database is copied.
///
/// # Errors
/// Whatever keeps the backup from being whole; the folder then has no manifest.
pub async fn take(place: &Place, folder: &Path, now: DateTime<Utc>) -> Result<Manifest, BackupError> {
    if !has_nothing(folder)? {
        return Err(BackupError::Refused(format!("{} is not empty: each backup has its own folder", folder.display())));
    }
    // There are keys in it: nobody else may look.
    make_folder(folder)?;
    let mut files = Files::new();
    // Before the database: a head over entries that the copy lacks would keep it from being served.
    if place.heads.exists() {
        copy_file(&place.heads, folder, EXPORTED_HEADS.to_owned(), &mut files)?;
    }
    // Most papers before the database, so that few can be removed between the two; then those that came meanwhile, since a row
    // never names a paper that is not there yet.
    copy_papers(place, folder, &mut files).await?;
    let database = file_name(&place.database);
    let copied = copy(&place.database, &folder.join(database))?;
    files.insert(database.to_owned(), FileDigest::of_file(&folder.join(database))?);
    copy_papers(place, folder, &mut files).await?;
    // After the database: also the key of its last head is among them.
    copy_keys(place, folder, &mut files)?;
    let is_missing = |paper: &String| place.bucket.is_none() && !files.contains_key(&in_papers(paper));
    let manifest = Manifest {
        format: FORMAT,
        portal: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now,
        database: database.to_owned(),
        schema: copied.schema,
        entries: copied.entries,
        root: copied.root,
        papers_in: place.bucket.clone(),
        missing_papers: copied.papers.into_iter().filter(is_missing).collect(),
        files,
    };
    sync_folder(folder)?;
    let path = folder.join(MANIFEST);
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| BackupError::file(&path)(error.into()))?;
    write(&path, &text)?;
    sync_folder(folder)?;
    Ok(manifest)
}

fn make_folder(folder: &Path) -> Result<(), BackupError> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(BackupError::file(folder))
}

fn in_papers(paper: &str) -> String {
    [PAPERS, "/", paper].concat()
}

async fn copy_papers(place: &Place, folder: &Path, files: &mut Files) -> Result<(), BackupError> {
    if place.bucket.is_some() {
        return Ok(());
    }
    let copies = Blobs::in_folder(&folder.join(PAPERS))?;
    for paper in place.blobs.list().await? {
        let name = in_papers(&paper.name);
        if files.contains_key(&name) {
            continue;
        }
        // One that is gone again was removed with its row.
        if let Some(content) = place.blobs.get(&paper.name).await? {
            files.insert(name, FileDigest::of(&content));
            copies.put(&paper.name, content).await?;
        }
    }
    Ok(())
}

fn copy_keys(place: &Place, folder: &Path, files: &mut Files) -> Result<(), BackupError> {
    make_folder(&folder.join(KEYS))?;
    for key in std::fs::read_dir(&place.keys).map_err(BackupError::file(&place.keys))? {
        let path = key.map_err(BackupError::file(&place.keys))?.path();
        if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
            copy_file(&path, folder, [KEYS, "/", name].concat(), files)?;
        }
    }
    sync_folder(&folder.join(KEYS))
}

fn copy_file(from: &Path, folder: &Path, name: String, files: &mut Files) -> Result<(), BackupError> {
    let content = std::fs::read(from).map_err(BackupError::file(from))?;
    write(&folder.join(&name), &content)?;
    files.insert(name, FileDigest::of(&content));
    Ok(())
}
