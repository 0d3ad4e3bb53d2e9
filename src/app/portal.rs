//! The portal: what every use case has at hand.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use chrono::{DateTime, NaiveDate, Utc};
use domain::reference::{Catalogue, ReferenceData};
use domain::screening::Screener;
use proof::Signer;
use storage::Database;
use storage::blobs::Blobs;
use storage::partners::PartnerUse;
use storage::register::Check;
use storage::routing::Desk;
use tokio::sync::{Mutex, watch};
use uuid::Uuid;

use super::account::Principals;
use super::counter::Counter;
use super::reference::Sources;
use super::register::StatusLists;
use super::research::{Annex, Exports, Figures, fill_particulars};
use super::typesetter::Typesetter;
use super::webhook::WebhookSettings;
use super::{AppError, Clock, InFlight, Keys, Passwords, SandboxClock};

/// What an operator sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where people reach the portal, without a slash at the end; in links, QR codes and as issuer.
    pub base_url: String,
    /// Where keys, blobs, mail and exported heads lie.
    pub data: PathBuf,
    /// How deliveries reach their endpoints.
    pub webhooks: WebhookSettings,
    /// Calendar days that a company has to put a returned application right.
    pub correction_days: u16,
    /// The clock of a sandbox, which is the portal's; none where things count.
    pub sandbox: Option<Arc<SandboxClock>>,
}

/// Reference data in the form that checks use, with the screener built over it, and the desks.
pub struct Reference {
    /// The code sets, calendar, catalogue and rates.
    pub data: ReferenceData,
    /// The desks, in their order.
    pub desks: Vec<Desk>,
    /// What the data were read from, the catalogue aside.
    sources: Arc<Sources>,
    /// Editions of the catalogue that will be in force, with their days, the next first.
    upcoming: Vec<(NaiveDate, Catalogue)>,
    screener: Arc<OnceLock<Screener>>,
}

impl Reference {
    /// The screener; building it reads a dictionary, so that it is done once.
    pub fn screener(&self) -> &Screener {
        self.screener.get_or_init(|| Screener::new(&self.data.catalogue))
    }

    /// Takes the screener that another portal of this process has built, if it is of the same catalogue.
    pub fn lend_screener(&self, ready: &Screener) {
        if ready.is_of(&self.data.catalogue) {
            // Where one was built already, that one stays.
            drop(self.screener.set(ready.clone()));
        }
    }

    /// Whether it was read from these texts.
    pub(crate) fn is_of(&self, sources: &Sources) -> bool {
        *self.sources == *sources
    }

    /// The numbers of the editions that are or will be in force, in their order.
    pub(crate) fn schedule(&self) -> Vec<i32> {
        std::iter::once(self.data.catalogue.number)
            .chain(self.upcoming.iter().map(|(_, catalogue)| catalogue.number))
            .collect()
    }

    /// The same with another edition in force.
    fn with_catalogue(&self, catalogue: Catalogue, upcoming: Vec<(NaiveDate, Catalogue)>) -> Self {
        let same = catalogue.number == self.data.catalogue.number;
        let screener = if same { self.screener.clone() } else { Arc::default() };
        Self {
            data: ReferenceData { catalogue, ..self.data.clone() },
            desks: self.desks.clone(),
            sources: self.sources.clone(),
            upcoming,
            screener,
        }
    }
}

/// Everything a use case needs.
pub struct Portal {
    /// The database.
    pub database: Database,
    /// The bytes of papers.
    pub blobs: Blobs,
    /// Signing keys.
    pub keys: Arc<Keys>,
    /// Password hashing.
    pub passwords: Passwords,
    /// What the operator set.
    pub settings: Settings,
    /// Tells of each commit, to everyone who follows the journal.
    pub committed: watch::Sender<()>,
    pub(crate) in_flight: InFlight,
    pub(crate) principals: Principals,
    pub(crate) figures: Arc<Figures>,
    pub(crate) exports: Exports,
    pub(crate) typesetter: Typesetter,
    cursor_key: String,
    /// Held while this process checks the register: once at a time.
    pub(super) checking: Arc<Mutex<()>>,
    pub(super) checks: Counter<Check>,
    pub(super) uses: Counter<PartnerUse>,
    pub(super) status_lists: StatusLists,
    pub(super) annex: Arc<Annex>,
    pub(super) clock: Arc<dyn Clock>,
    reference: RwLock<Arc<Reference>>,
}

impl Portal {
    /// Puts the portal together and loads its reference data.
    pub async fn new(
        database: Database,
        blobs: Blobs,
        keys: Keys,
        clock: Arc<dyn Clock>,
        settings: Settings,
    ) -> Result<Self, AppError> {
        let now = clock.now();
        let (data, sources, upcoming) = super::reference::load(&database, now, clock.today()).await?;
        let desks = super::routing::seed(&database, now).await?;
        super::review::seed_reasons(&database, now).await?;
        let sources = Arc::new(sources);
        let reference = Arc::new(Reference { data, desks, sources, upcoming, screener: Arc::default() });
        fill_particulars(&database, &reference).await?;
        let cursor_key = super::tokens::digest(keys.journal.current.sign(b"cursor"));
        let typesetter = Typesetter::start(settings.sandbox.is_some())?;
        Ok(Self {
            database,
            blobs,
            keys: Arc::new(keys),
            passwords: Passwords::new(),
            settings,
            committed: watch::Sender::new(()),
            in_flight: InFlight::default(),
            principals: Principals::default(),
            figures: Arc::new(Figures::new()),
            exports: Exports::new(),
            typesetter,
            cursor_key,
            checking: Arc::default(),
            checks: Counter::default(),
            uses: Counter::default(),
            status_lists: StatusLists::default(),
            annex: Arc::default(),
            clock,
            reference: RwLock::new(reference),
        })
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Today in Shanghai.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// The reference data in force.
    pub fn reference(&self) -> Arc<Reference> {
        let reference = self.reference.read().unwrap_or_else(PoisonError::into_inner).clone();
        let today = self.today();
        match reference.upcoming.iter().rposition(|(from, _)| *from <= today) {
            None => reference,
            Some(due) => self.turn_to(due),
        }
    }

    /// Puts newly loaded reference data in force, unless others were put in force since `before`, which it tells with false; the
    /// catalogue, which has editions of its own, stays.
    pub(crate) fn replace_reference(&self, before: &Reference, data: ReferenceData, sources: Sources) -> bool {
        let mut reference = self.reference.write().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&reference.sources, &before.sources) {
            return false;
        }
        *reference = Arc::new(Reference {
            data: ReferenceData { catalogue: reference.data.catalogue.clone(), ..data },
            desks: reference.desks.clone(),
            sources: Arc::new(sources),
            upcoming: reference.upcoming.clone(),
            screener: reference.screener.clone(),
        });
        true
    }

    /// Puts an edition of the catalogue in force, and others on their days.
    pub(crate) fn replace_catalogue(&self, catalogue: Catalogue, upcoming: Vec<(NaiveDate, Catalogue)>) {
        let mut reference = self.reference.write().unwrap_or_else(PoisonError::into_inner);
        *reference = Arc::new(reference.with_catalogue(catalogue, upcoming));
    }

    /// The day of an edition has come.
    fn turn_to(&self, due: usize) -> Arc<Reference> {
        let mut reference = self.reference.write().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, catalogue)) = reference.upcoming.get(due).cloned() {
            let upcoming = reference.upcoming.iter().skip(due + 1).cloned().collect();
            *reference = Arc::new(reference.with_catalogue(catalogue, upcoming));
        }
        reference.clone()
    }

    /// Whether nothing counts here, and all of it is marked as a specimen.
    pub fn is_sandbox(&self) -> bool {
        self.settings.sandbox.is_some()
    }

    /// The clock of a sandbox; where things count, what a sandbox has besides does not exist.
    pub(crate) fn sandbox(&self) -> Result<&Arc<SandboxClock>, AppError> {
        self.settings.sandbox.as_ref().ok_or(AppError::NotFound)
    }

    /// What makes cursors ours.
    pub(crate) fn cursor_key(&self) -> &str {
        &self.cursor_key
    }

    /// A new id: UUIDv7, so that ids sort by time.
    #[expect(
        clippy::disallowed_methods,
        clippy::unused_self,
        reason = "the one home of new ids; asked of the portal as the time is"
    )]
    pub(crate) fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}
