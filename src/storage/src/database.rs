//! The handle that the rest of the portal holds: questions to the readers, commands to the one writer.

use std::fs::File;
use std::sync::Arc;

use crate::connection::{DatabaseUrl, Purpose, open};
use crate::journal::NewEntry;
use crate::readers::Readers;
use crate::writer::Writer;
use crate::{Connection, Result, StorageError, dialect};

/// Who else may use the database meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The portal itself: a second process on the same SQLite file is refused.
    Exclusive,
    /// A check beside a running portal; nothing is migrated and nothing can be written.
    ReadOnly,
}

/// Connections to one database. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    readers: Readers,
    writer: Option<Writer>,
    _lock: Option<Arc<File>>,
}

impl Database {
    /// Opens the database, checks its settings, and with [`Access::Exclusive`] migrates it.
    ///
    /// # Errors
    /// [`StorageError::Refused`] when a setting would let an acknowledged filing be lost, when another process holds the
    /// file, or when a newer program has migrated it.
    pub fn open(url: &DatabaseUrl, access: Access, readers: u32) -> Result<Self> {
        let lock = match (url, access) {
            (DatabaseUrl::Sqlite(path), Access::Exclusive) => Some(Arc::new(lock_file(path)?)),
            _ => None,
        };
        let writer = if access == Access::Exclusive {
            let mut connection = open(url, Purpose::Write)?;
            dialect::migrate(&mut connection)?;
            crate::search::fill(&mut connection)?;
            crate::journal::set_up(&mut connection)?;
            Some(Writer::start(connection, url.clone())?)
        } else {
            None
        };
        let readers = Readers::start(url, readers)?;
        Ok(Self { readers, writer, _lock: lock })
    }

    /// Runs `work` on a reader's connection, on its thread.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        self.readers.read(work).await
    }

    /// Runs `work` in a transaction of its own: all of it is kept, and on disk, when this answers `Ok`; nothing otherwise.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        self.record(|connection| Ok((work(connection)?, Vec::new()))).await
    }

    /// As [`Self::write`], and appends the entries that `work` leaves to the journal, as the last statement of the
    /// transaction.
    pub async fn record<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<(T, Vec<NewEntry>), E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        match &self.writer {
            Some(writer) => writer.write(work).await,
            None => Err(StorageError::Refused("the database was opened for reading only".into()).into()),
        }
    }
}

fn lock_file(path: &std::path::Path) -> Result<File> {
    let refused = |error: std::io::Error| StorageError::Refused(format!("{}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(refused)?;
    }
    let file = File::create(path.with_extension("lock")).map_err(refused)?;
    file.try_lock().map_err(|_| {
        StorageError::Refused(format!(
            "another process is using {}; one portal owns an embedded database",
            path.display()
        ))
    })?;
    Ok(file)
}
