//! Runs the readers after each commit, and the timers by the clock on the wall.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use super::facts::count_on;
use super::heads::export_head;
use super::mail::Mailer;
use super::reader::{Reader, take_turn};
use super::service::ServiceFigures;
use super::sweep::sweep;
use crate::app::partner::flush_uses;
use crate::app::reference;
use crate::app::register::flush_checks;
use crate::app::research::warm_due;
use crate::app::{AppError, Portal, catalogue};

/// Heads are signed this often.
const HEAD_SECONDS: u64 = 60;
/// Another process may have loaded a calendar, a code set, or an edition of the catalogue.
const REFERENCE_SECONDS: u64 = 60;
/// What time alone calls for is done this often, by the portal's clock, which a sandbox moves.
const SWEEP_HOURS: i64 = 1;
/// Whether a year has closed since is looked at this often.
const AHEAD_SECONDS: u64 = 3600;
/// Readers look by themselves this often: another instance may have committed, or a failed entry waits to be tried again.
const IDLE_SECONDS: u64 = 5;

/// Several commits within this time make one turn.
const TOGETHER: Duration = Duration::from_millis(50);

/// The jobs of one process.
pub struct Jobs {
    portal: Arc<Portal>,
    mailer: Mailer,
    instance: String,
}

impl Jobs {
    /// The jobs of a portal; `instance` names this process among several.
    pub fn new(portal: Arc<Portal>, mailer: Mailer, instance: String) -> Self {
        Self { portal, mailer, instance }
    }

    /// Does what time alone calls for.
    pub async fn sweep(&self) -> Result<(), AppError> {
        sweep(&self.portal).await
    }

    /// Reads on until nobody has anything left to do.
    pub async fn catch_up(&self) -> Result<(), AppError> {
        count_on(&self.portal, &self.instance).await?;
        self.follow().await
    }

    /// What follows the journal, but for the figures, which have a task of their own.
    async fn follow(&self) -> Result<(), AppError> {
        // What a crash would take comes before what may have to wait for a mail server. What fails keeps none of the others waiting.
        note(flush_checks(&self.portal).await);
        note(flush_uses(&self.portal).await);
        let figures = self.read_on(&ServiceFigures).await;
        self.read_on(&self.mailer).await.and(figures)
    }

    async fn read_on<R: Reader>(&self, reader: &R) -> Result<(), AppError> {
        while take_turn(reader, &self.portal, &self.instance).await? {}
        Ok(())
    }
}

/// Counts what the journal tells, whatever else takes its time: a mail server that hangs, the check of the night.
async fn run_facts(portal: Arc<Portal>, instance: String) {
    let mut commits = portal.committed.subscribe();
    loop {
        if let Err(error) = count_on(&portal, &instance).await {
            tracing::error!(%error, "the figures could not be brought up to the journal; it will be tried again");
        }
        tokio::select! {
            Ok(()) = commits.changed() => tokio::time::sleep(TOGETHER).await,
            () = tokio::time::sleep(Duration::from_secs(IDLE_SECONDS)) => {}
        }
    }
}

/// Asks ahead what dashboards ask of closed years. It may take a while at the first time, and nothing else waits for it.
async fn run_ahead(portal: Arc<Portal>) {
    loop {
        note(warm_due(&portal).await);
        tokio::time::sleep(Duration::from_secs(AHEAD_SECONDS)).await;
    }
}

/// Runs until the process ends, or it is dropped.
pub async fn run(jobs: Jobs) {
    let mut own_tasks = JoinSet::new();
    own_tasks.spawn(run_facts(jobs.portal.clone(), jobs.instance.clone()));
    own_tasks.spawn(run_ahead(jobs.portal.clone()));
    let mut heads = tokio::time::interval(Duration::from_secs(HEAD_SECONDS));
    let mut references = tokio::time::interval(Duration::from_secs(REFERENCE_SECONDS));
    let mut commits = jobs.portal.committed.subscribe();
    let (mut last_head, mut next_sweep) = (0, jobs.portal.now());
    loop {
        let outcome = tokio::select! {
            Ok(()) = commits.changed() => {
                tokio::time::sleep(TOGETHER).await;
                jobs.follow().await
            }
            () = tokio::time::sleep(Duration::from_secs(IDLE_SECONDS)) => jobs.follow().await,
            _ = heads.tick() => export_head(&jobs.portal, &mut last_head).await,
            _ = references.tick() => take_up(&jobs.portal).await,
        };
        note(outcome);
        let now = jobs.portal.now();
        if now >= next_sweep {
            next_sweep = now + chrono::Duration::hours(SWEEP_HOURS);
            note(jobs.sweep().await);
        }
    }
}

/// Takes up what other processes have loaded.
async fn take_up(portal: &Portal) -> Result<(), AppError> {
    let taken = reference::refresh(portal).await;
    catalogue::refresh(portal).await.and(taken)
}

fn note(outcome: Result<(), AppError>) {
    if let Err(error) = outcome {
        tracing::error!(%error, "a job failed; it will be tried again");
    }
}
