//! The facts in memory, and the moments at which they are asked.

mod catch_up;
mod dimensions;
mod names;

use std::num::NonZero;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::reference::{DisclosurePolicies, StrategicFields};
use domain::statistics::RateEditions;
use research::disclosure::{Patterns, up_to_closing};
use research::{AsOf, Cube, Refusal, Snapshot};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Audience;
use super::facts::{Editions, field_editions};
use crate::app::{AppError, Portal};

pub(crate) use catch_up::catch_up;
pub use dimensions::{
    BaseView, DimensionView, DimensionsView, LimitsView, MeasureView, SpreadView, ValueView, dimensions,
};
pub(crate) use names::{company_names, key_name};

/// What is kept in memory of the facts.
pub(crate) struct Figures {
    counted: Mutex<Counted>,
    /// One reads what is stored at a time.
    reading: tokio::sync::Mutex<()>,
    /// One rebuilds at a time.
    pub(super) rebuilding: tokio::sync::Mutex<()>,
    /// One looks for what is odd at a time.
    pub(super) detecting: tokio::sync::Mutex<()>,
    permits: Arc<Semaphore>,
    pub(super) rates: Editions<RateEditions>,
    pub(super) fields: Editions<FieldEditions>,
}

/// Editions of the strategic fields, each with the journal entry that loaded it, oldest first.
pub(super) type FieldEditions = Vec<(i64, Arc<StrategicFields>)>;

/// Everything that was made from the facts of one generation.
struct Counted {
    generation: i64,
    cube: Cube,
    patterns: Arc<Patterns>,
    /// The fact that closed the last year, when everybody's dashboards were asked ahead.
    warmed: i64,
}

impl Counted {
    fn new(generation: i64) -> Self {
        Self { generation, cube: Cube::new(), patterns: Arc::new(Patterns::new()), warmed: 0 }
    }
}

impl Figures {
    pub(crate) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, NonZero::get);
        Self {
            counted: Mutex::new(Counted::new(0)),
            reading: tokio::sync::Mutex::default(),
            rebuilding: tokio::sync::Mutex::default(),
            detecting: tokio::sync::Mutex::default(),
            permits: Arc::new(Semaphore::new(cores)),
            rates: Editions::default(),
            fields: Editions::default(),
        }
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether everybody's dashboards were asked ahead since the fact that closed the last year.
    pub(super) fn is_warm(&self, closing: i64) -> bool {
        self.counted().warmed == closing
    }

    /// Remembers that they were.
    pub(super) fn warmed(&self, closing: i64) {
        self.counted().warmed = closing;
    }

    /// Waits for a core; takes the others too where nobody else is counting.
    pub(super) async fn turn(&self) -> Result<Turn, AppError> {
        let own = self.permits.clone().acquire_owned().await.map_err(AppError::internal)?;
        let free = u32::try_from(self.permits.available_permits()).unwrap_or(0);
        let more = self.permits.clone().try_acquire_many_owned(free).ok();
        Ok(Turn { _own: own, more })
    }
}

/// The right to count for a while.
pub(super) struct Turn {
    _own: OwnedSemaphorePermit,
    more: Option<OwnedSemaphorePermit>,
}

impl Turn {
    /// On how many threads.
    pub(super) fn threads(&self) -> usize {
        1 + self.more.as_ref().map_or(0, OwnedSemaphorePermit::num_permits)
    }
}

/// The facts of a moment, with what holds for it.
pub(crate) struct Moment {
    /// The facts.
    pub(crate) snapshot: Snapshot,
    /// The fields of technology, as they were divided then.
    pub(crate) fields: Arc<StrategicFields>,
    /// Every division into fields that there was, with the journal entry that loaded it.
    pub(crate) editions: Arc<FieldEditions>,
    /// How what is published is protected; each year has its own edition.
    pub(crate) policies: Arc<DisclosurePolicies>,
    /// What was found out about protection from facts of this generation.
    pub(crate) patterns: Arc<Patterns>,
}

/// The facts of a moment. The latest one is that of everything which is counted now.
///
/// # Errors
/// [`Refusal::AsOfUnknown`] for a moment that has not come.
pub(crate) async fn moment(portal: &Portal, as_of: AsOf) -> Result<Moment, AppError> {
    let reached = catch_up(portal).await?;
    let (newest, patterns) = {
        let counted = portal.figures.counted();
        (counted.cube.snapshot(), counted.patterns.clone())
    };
    let last = newest.as_of().max(reached);
    let snapshot = match as_of {
        AsOf::Latest => newest,
        AsOf::At(seq) if seq > last => return Err(Refusal::AsOfUnknown { newest: last }.into()),
        AsOf::At(seq) => newest.at(seq),
    };
    let figures = portal.figures.clone();
    let editions = portal.database.read(move |connection| field_editions(connection, &figures)).await?;
    Ok(Moment {
        fields: fields_at(&editions, snapshot.as_of())?,
        snapshot,
        editions,
        policies: Arc::new(portal.reference().data.disclosure.clone()),
        patterns,
    })
}

/// The facts of a moment for an audience: those who do not see everything are told of no moment but those at which a year closed.
///
/// # Errors
/// As [`moment`].
pub(crate) async fn moment_for(portal: &Portal, audience: Audience, as_of: AsOf) -> Result<Moment, AppError> {
    let moment = moment(portal, as_of).await?;
    match audience {
        Audience::Cleared => Ok(moment),
        Audience::Protected => {
            let snapshot = up_to_closing(&moment.snapshot);
            let fields = fields_at(&moment.editions, snapshot.as_of())?;
            Ok(Moment { snapshot, fields, ..moment })
        }
    }
}

/// The edition that was in force at a moment. By the moment of the answer, so that whoever is told it can ask again and is told the
/// same.
fn fields_at(editions: &[(i64, Arc<StrategicFields>)], moment: i64) -> Result<Arc<StrategicFields>, AppError> {
    let fields = editions.iter().rfind(|(loaded, _)| *loaded <= moment).or(editions.first());
    let fields = fields.map(|(_, fields)| fields.clone());
    fields.ok_or_else(|| AppError::internal("there is no edition of the strategic fields"))
}
