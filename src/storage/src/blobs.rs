//! The bytes of papers, in a folder or an S3-compatible store. A blob is on disk before the row that names it commits.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use uuid::Uuid;

use crate::{Result, StorageError};

/// Where blobs are.
#[derive(Debug, Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
}

/// A blob that is there.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its name.
    pub name: String,
    /// When its bytes came, by the store's own clock.
    pub since: DateTime<Utc>,
}

impl Blobs {
    /// Blobs as files under `folder`, synced to disk at each put.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(failed)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(failed)?.with_fsync(true);
        Ok(Self { store: Arc::new(store) })
    }

    /// Blobs in a bucket: `s3://bucket`, with the usual `AWS_*` settings for endpoint and keys.
    pub fn in_bucket(url: &str) -> Result<Self> {
        let store = AmazonS3Builder::from_env().with_url(url).build().map_err(failed)?;
        Ok(Self { store: Arc::new(store) })
    }

    /// Keeps `content` under `name`.
    pub async fn put(&self, name: &str, content: Bytes) -> Result<()> {
        self.store.put(&Key::from(name), PutPayload::from(content)).await.map_err(failed)?;
        Ok(())
    }

    /// The bytes under `name`; none when there are none.
    pub async fn get(&self, name: &str) -> Result<Option<Bytes>> {
        match self.store.get(&Key::from(name)).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(failed)?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// Every blob that has an id for its name, in no order. What else lies in the folder or bucket is somebody else's.
    pub async fn list(&self) -> Result<Vec<Kept>> {
        let all: Vec<_> = self.store.list(None).try_collect().await.map_err(failed)?;
        let kept = all.into_iter().map(|found| Kept { name: found.location.to_string(), since: found.last_modified });
        Ok(kept.filter(|kept| Uuid::parse_str(&kept.name).is_ok()).collect())
    }

    /// Removes the bytes under `name`; removing nothing is no error.
    pub async fn delete(&self, name: &str) -> Result<()> {
        match self.store.delete(&Key::from(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}

fn failed(error: impl std::fmt::Display) -> StorageError {
    StorageError::Blob(error.to_string())
}
