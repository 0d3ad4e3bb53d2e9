//! Fills a database, a thousand filings a transaction: rows, papers, register, facts, and the journal.

mod accounts;
mod rows;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use domain::UserId;
use domain::filing::FilingStatus;
use portal::app::reference::load_invented_rates;
use portal::app::register::{PastStaff, enter_past};

use crate::common::opened::{catch_up, mark_as_read, open};
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
    /// Numbers of the certificates issued.
    pub(crate) certificates: Arc<Vec<String>>,
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
    pub(crate) staff: PastStaff,
    /// One person a client, for the first companies.
    pub(crate) filers: Vec<UserId>,
}

/// Fills an empty database.
pub(crate) async fn load(options: &Options, url: &str, data: &Path, filings: u64) -> Result<Loaded, Failure> {
    let began = Instant::now();
    let portal = open(url, data).await?;
    load_invented_rates(&portal).await?;
    let clients = options.clients as u64;
    // Submitting is measured alone and after a draft, so that twice as many are needed.
    let prepared = (2 * options.seconds * PREPARED_PER_SECOND).next_multiple_of(clients);
    let companies = clients.max(filings / 100);
    let mut loaded = Loaded { filings, prepared, companies, took: 0.0, entries: 0, certificates: Arc::default() };
    let people = accounts::add(&portal, &loaded, options.clients).await?;
    let (until, now) = (loaded.first_free(), portal.now());
    let mut certificates = Vec::new();
    for first in (0..until).step_by(usize::try_from(CHUNK)?) {
        let numbers = first..(first + CHUNK).min(until);
        let past = numbers
            .map(|number| {
                let (company, status) = place(&loaded, clients, number);
                rows::past(number, company, status, &people.filers, now)
            })
            .collect::<Result<Vec<_>, _>>()?;
        certificates.extend(enter_past(&portal, people.staff, past).await?.into_iter().flatten());
    }
    // Nobody is to be mailed, and the service page is not measured; facts are counted before anything is.
    loaded.entries = mark_as_read(&portal, &["service", "mailer", "webhooks"]).await?;
    catch_up(&portal, data).await?;
    loaded.certificates = Arc::new(certificates);
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

pub(crate) use accounts::{PASSWORD, approver, filer, reviewer};
