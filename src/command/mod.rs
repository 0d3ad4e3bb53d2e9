//! The commands of the binary, one a file, and what they share: opening the portal, and how a failure ends the process.

mod admin;
mod backup;
mod check;
mod conformance;
mod demo;
mod demo_data;
mod demo_history;
mod demo_payments;
mod demo_requests;
mod journal;
mod migrate;
mod openapi;
mod research;
mod serve;
mod verify;

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use domain::webhook::Reach;
use portal::app::webhook::WebhookSettings;
use portal::app::{AppError, Clock, Keys, Portal, Settings, SystemClock, sandbox};
use portal::config::Config;
use storage::blobs::Blobs;
use storage::{Access, Database, DatabaseUrl, StorageError};

pub(crate) use self::research::{Research, research};
pub(crate) use admin::{Admin, administer};
pub(crate) use backup::{backup, restore};
pub(crate) use check::check_register;
pub(crate) use conformance::{Conformance, conformance};
pub(crate) use demo::demo;
pub(crate) use journal::{export_journal, verify_journal};
pub(crate) use migrate::migrate;
pub(crate) use openapi::print_openapi;
pub(crate) use serve::serve;
pub(crate) use verify::{Held, verify_certificate, verify_receipt};

/// Why a command ended.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Settings, keys or the database are not as they must be (`EX_CONFIG`).
    Configuration(String),
    /// Something went wrong on the way.
    Other(String),
}

impl Failure {
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Configuration(_) => ExitCode::from(78),
            Self::Other(_) => ExitCode::FAILURE,
        }
    }

    fn configuration(error: impl fmt::Display) -> Self {
        Self::Configuration(error.to_string())
    }

    fn other(error: impl fmt::Display) -> Self {
        Self::Other(error.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configuration(text) => write!(formatter, "cannot start: {text}"),
            Self::Other(text) => formatter.write_str(text),
        }
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Refused(text) => Self::Configuration(text),
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        use std::error::Error;
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        let fields = match &error {
            AppError::Invalid { errors, .. } => {
                errors.iter().map(|field| ["; ", &field.pointer, ": ", &field.message].concat()).collect()
            }
            _ => String::new(),
        };
        Self::Other(format!("{error}{cause}{fields}"))
    }
}

/// Where papers lie.
fn blobs(config: &Config) -> Result<Blobs, Failure> {
    Ok(match &config.blobs {
        Some(url) if url.starts_with("s3://") => Blobs::in_bucket(url)?,
        Some(folder) => Blobs::in_folder(folder.as_ref())?,
        None => Blobs::in_folder(&config.data().join("blobs"))?,
    })
}

/// How webhooks reach their endpoints.
fn webhooks(config: &Config) -> Result<WebhookSettings, Failure> {
    let read = |path: &PathBuf| {
        std::fs::read(path).map_err(|error| Failure::configuration(format!("{}: {error}", path.display())))
    };
    Ok(WebhookSettings {
        reach: Reach::new(config.webhook_networks.clone()),
        authorities: config.webhook_ca.as_ref().map(read).transpose()?,
        ..WebhookSettings::default()
    })
}

/// Where people reach the portal. It stands in every QR code, which has so much room.
fn address(config: &Config) -> Result<String, Failure> {
    let address = config.base_url();
    if address.len() <= proof::LONGEST_ISSUER {
        return Ok(address);
    }
    let (most, found) = (proof::LONGEST_ISSUER, address.len());
    Err(Failure::configuration(format!(
        "PORTAL_BASE_URL {address} has {found} bytes; for {most} there is room in a certificate's QR code"
    )))
}

/// Opens everything for a command that may write.
pub(crate) async fn open(config: &Config) -> Result<Arc<Portal>, Failure> {
    let (data, base_url) = (config.data(), address(config)?);
    std::fs::create_dir_all(&data).map_err(|error| Failure::configuration(format!("{}: {error}", data.display())))?;
    let database = Database::open(&DatabaseUrl::parse(&config.database_url())?, Access::Exclusive, config.readers)?;
    let sandbox = sandbox::open_as(&database, config.sandbox).await?.map_err(Failure::configuration)?;
    let clock: Arc<dyn Clock> = match &sandbox {
        Some(clock) => clock.clone(),
        None => Arc::new(SystemClock),
    };
    let keys = Keys::in_folder(&config.keys()).map_err(Failure::configuration)?;
    let blobs = blobs(config)?;
    let settings =
        Settings { base_url, data, webhooks: webhooks(config)?, correction_days: config.correction_days, sandbox };
    Ok(Arc::new(Portal::new(database, blobs, keys, clock, settings).await?))
}
