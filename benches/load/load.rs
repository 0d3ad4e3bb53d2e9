//! Fills a database through `storage`, a thousand filings a transaction: rows, papers, register, facts, and the journal.

mod accounts;
mod rows;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use domain::UserId;
use domain::filing::FilingStatus;
use domain::statistics::RateEditions;
use portal::app::webhook::WebhookSettings;
use portal::app::{Clock, Keys, Portal, Settings, SystemClock};
use storage::blobs::Blobs;
use storage::journal::{advance, lease, size};
use storage::{Access, Connection, Database, DatabaseUrl, StorageError};

use crate::{Failure, Options};

/// Filings in one transaction.
const CHUNK: u64 = 1_000;
/// Commands of each sort that are prepared for each second, more than any machine here does.
const PREPARED_PER_SECOND: u64 = 2_500;

/// What there is to ask about.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    /// Filings of the mix, numbered from 0.
    pub(crate) filings: u64,
    /// How many of the drafts and of the recommended filings each client may use up.
    pub(crate) prepared: u64,
    /// Companies.
    pub(crate) companies: u64,
    /// Seconds that it took.
    pub(crate) took: f64,
    /// Entries of the journal.
    pub(crate) entries: i64,
}

impl Loaded {
    /// Number of the first draft that is ready to be submitted; `prepared` follow, in turn of each client's company.
    pub(crate) fn first_draft(&self) -> u64 {
        self.filings
    }

    /// Number of the first filing that waits for a decision.
    pub(crate) fn first_recommended(&self) -> u64 {
        self.filings + self.prepared
    }

    /// A number that no filing has.
    pub(crate) fn first_free(&self) -> u64 {
        self.filings + 2 * self.prepared
    }
}

/// Who did what the loaded filings went through.
#[derive(Debug, Clone)]
pub(crate) struct People {
    pub(crate) reviewer: UserId,
    pub(crate) approver: UserId,
    /// One person a client, for the first companies.
    pub(crate) filers: Vec<UserId>,
}

/// Fills an empty database.
pub(crate) async fn load(options: &Options, url: &str, data: &Path, filings: u64) -> Result<Loaded, Failure> {
    let began = Instant::now();
    let portal = open(url, data).await?;
    let clients = options.clients as u64;
    // Submitting is measured alone and after a draft, so that twice as many are needed.
    let prepared = (2 * options.seconds * PREPARED_PER_SECOND).next_multiple_of(clients);
    let mut loaded = Loaded { filings, prepared, companies: clients.max(filings / 100), took: 0.0, entries: 0 };
    let people = accounts::add(&portal, &loaded, options.clients).await?;
    let (keys, base_url, now) = (portal.keys.clone(), portal.settings.base_url.clone(), portal.now());
    let reference = portal.reference().data.clone();
    let rates = RateEditions::new(vec![(0, 0, reference.rates.clone())]);
    let desk = Arc::new(rows::Desk { keys, base_url, reference, rates, people, now });
    let until = loaded.first_free();
    for first in (0..until).step_by(usize::try_from(CHUNK)?) {
        let numbers = first..(first + CHUNK).min(until);
        let (desk, plan) = (desk.clone(), loaded.clone());
        let rows: Vec<rows::Rows> = numbers
            .map(|number| {
                let (company, status) = place(&plan, clients, number);
                desk.rows(number, company, status)
            })
            .collect::<Result<_, _>>()?;
        portal.database.write(move |connection| rows.iter().try_for_each(|row| desk.store(connection, row))).await?;
    }
    loaded.entries = portal.database.write(move |connection| mark_as_read(connection, now)).await?;
    loaded.took = began.elapsed().as_secs_f64();
    Ok(loaded)
}

/// Which company a number belongs to, and how far its filing has come.
fn place(loaded: &Loaded, clients: u64, number: u64) -> (u64, FilingStatus) {
    if number < loaded.first_draft() {
        (number % loaded.companies, crate::invented::status(number))
    } else if number < loaded.first_recommended() {
        ((number - loaded.first_draft()) % clients, FilingStatus::Draft)
    } else {
        (number % loaded.companies, FilingStatus::Recommended)
    }
}

/// The portal as `serve` opens it, without serving.
async fn open(url: &str, data: &Path) -> Result<Portal, Failure> {
    let database = Database::open(&DatabaseUrl::parse(url)?, Access::Exclusive, 2)?;
    let keys = Keys::in_folder(&data.join("keys"))?;
    let blobs = Blobs::in_folder(&data.join("blobs"))?;
    let settings = Settings {
        base_url: "http://127.0.0.1:8080".into(),
        data: data.to_owned(),
        webhooks: WebhookSettings::default(),
        sandbox: None,
    };
    Ok(Portal::new(database, blobs, keys, Arc::new(SystemClock), settings).await?)
}

/// Facts are written and nobody is to be mailed: the readers of the journal have done all of it.
fn mark_as_read(connection: &mut Connection, now: chrono::DateTime<chrono::Utc>) -> Result<i64, StorageError> {
    let entries = size(connection)?;
    for reader in ["facts", "service", "mailer", "webhooks"] {
        lease(connection, reader, "bench", now - chrono::Duration::hours(1))?;
        advance(connection, reader, entries)?;
    }
    Ok(entries)
}

/// Today, for names of files.
pub(crate) fn today() -> chrono::NaiveDate {
    SystemClock.today()
}

pub(crate) use accounts::{PASSWORD, approver, filer, reviewer};
