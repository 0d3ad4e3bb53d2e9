//! The portal on a database, opened as `serve` does it, without serving: for filling it.

use std::path::Path;
use std::sync::Arc;

use portal::app::webhook::WebhookSettings;
use portal::app::{Clock, Keys, Portal, Settings, SystemClock};
use portal::jobs::{Jobs, MailSettings, Mailer};
use storage::blobs::Blobs;
use storage::journal::{advance, lease, size};
use storage::{Access, Database, DatabaseUrl, StorageError};

use super::Failure;

/// Opens a database; an empty one is set up.
pub(crate) async fn open(url: &str, data: &Path) -> Result<Arc<Portal>, Failure> {
    let database = Database::open(&DatabaseUrl::parse(url)?, Access::Exclusive, 2)?;
    let keys = Keys::in_folder(&data.join("keys"))?;
    let blobs = Blobs::in_folder(&data.join("blobs"))?;
    let settings = Settings {
        base_url: "http://127.0.0.1:8080".into(),
        data: data.to_owned(),
        webhooks: WebhookSettings::default(),
        correction_days: 30,
        sandbox: None,
    };
    Ok(Arc::new(Portal::new(database, blobs, keys, Arc::new(SystemClock), settings).await?))
}

/// These readers have done everything there is; answers how many entries that are.
pub(crate) async fn mark_as_read(portal: &Portal, readers: &'static [&'static str]) -> Result<i64, Failure> {
    let now = portal.now();
    let marked = portal.database.write(move |connection| {
        let entries = size(connection)?;
        for reader in readers {
            lease(connection, reader, "bench", now - chrono::Duration::hours(1))?;
            advance(connection, reader, entries)?;
        }
        Ok::<_, StorageError>(entries)
    });
    Ok(marked.await?)
}

/// Lets the other readers do theirs.
pub(crate) async fn catch_up(portal: &Arc<Portal>, data: &Path) -> Result<(), Failure> {
    let mailer =
        Mailer::new(&MailSettings { smtp_url: None, plain_host: None, from: "bench@bench.example".into() }, data)?;
    Ok(Jobs::new(portal.clone(), mailer, "bench".into()).catch_up().await?)
}

/// Today, for names of files.
pub(crate) fn today() -> chrono::NaiveDate {
    SystemClock.today()
}
