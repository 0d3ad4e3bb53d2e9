//! Webhooks: the journal is read into deliveries, and each endpoint is served by a task of its own, so that one that hangs keeps
//! nobody else waiting. One process of several sends at a time.

mod fan_out;
mod guard;
mod send;
mod serve;
mod settle;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::EndpointId;
use storage::journal::{advance, lease_for};
use storage::webhooks::with_waiting;
use tokio::sync::{Notify, Semaphore};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;

use super::reader::take_turn;
use crate::app::webhook::WebhookSettings;
use crate::app::{AppError, Portal};
use fan_out::FanOut;
use send::Sender;
use serve::serve;

/// Name of the turn that the sending process holds.
const SENDER: &str = "webhooks.send";
/// How long the turn is held, and how often it is renewed, or asked for while another process has it.
const HELD: chrono::Duration = chrono::Duration::seconds(15);
const RENEWED: Duration = Duration::from_secs(5);
/// Commits within this time are read together.
const TOGETHER: Duration = Duration::from_millis(20);
/// The journal is looked at this often without being told: another process may have committed.
const UNTOLD: Duration = Duration::from_millis(500);
/// Everything that waits is looked at this often, whatever was missed.
const ROUND: Duration = Duration::from_secs(30);
/// How long to wait after a failure of our own.
const REST: Duration = Duration::from_secs(2);
/// Connections at a time to endpoints whose last try succeeded, and to those whose last try failed: the second cannot take the
/// places of the first.
const WELL: usize = 448;
const FAILING: usize = 64;

/// What sends deliveries.
pub struct Hooks {
    portal: Arc<Portal>,
    sender: Sender,
    fan_out: FanOut,
    instance: String,
    well: Semaphore,
    failing: Semaphore,
}

impl Hooks {
    /// The sender of a portal; `instance` names this process among several. An error when there are no certificates by which to
    /// know an endpoint.
    pub fn new(portal: Arc<Portal>, settings: &WebhookSettings, instance: String) -> Result<Arc<Self>, AppError> {
        let sender = Sender::new(settings)?;
        let (well, failing) = (Semaphore::new(WELL), Semaphore::new(FAILING));
        Ok(Arc::new(Self { portal, sender, fan_out: FanOut::default(), instance, well, failing }))
    }

    /// Reads the journal to its end, and tries everything that is due until nothing is.
    pub async fn catch_up(self: &Arc<Self>) -> Result<(), AppError> {
        while take_turn(&self.fan_out, &self.portal, &self.instance).await? {}
        self.fan_out.take_woken();
        let mut endpoints = JoinSet::new();
        for id in self.waiting().await? {
            let hooks = self.clone();
            endpoints.spawn(async move { serve(&hooks, id, None).await });
        }
        while let Some(served) = endpoints.join_next().await {
            served.map_err(AppError::internal)??;
        }
        Ok(())
    }

    /// Gives the turn back, so that another process need not wait for its end.
    pub async fn release(&self) -> Result<(), AppError> {
        self.portal.database.write(|connection| Ok(advance(connection, SENDER, 0)?)).await
    }

    async fn waiting(&self) -> Result<Vec<EndpointId>, AppError> {
        self.portal.database.read(|connection| Ok(with_waiting(connection)?)).await
    }

    /// Takes the turn, or keeps it.
    async fn holds_the_turn(&self) -> Result<bool, AppError> {
        let (holder, now) = (self.instance.clone(), self.portal.now());
        self.portal
            .database
            .write(move |connection| Ok(lease_for(connection, SENDER, &holder, now, HELD)?.is_some()))
            .await
    }
}

/// Sends until the process ends.
pub async fn run_webhooks(hooks: Arc<Hooks>) {
    let mut commits = hooks.portal.committed.subscribe();
    let mut round = Round::default();
    loop {
        if let Err(error) = round.turn(&hooks).await {
            tracing::error!(%error, "webhooks could not be read from the journal; they will be");
            tokio::time::sleep(REST).await;
        }
        tokio::select! {
            Ok(()) = commits.changed() => tokio::time::sleep(TOGETHER).await,
            () = tokio::time::sleep(UNTOLD) => {}
        }
    }
}

/// The endpoints that are served, and what was done when.
#[derive(Default)]
struct Round {
    served: HashMap<EndpointId, Served>,
    holds_the_turn: bool,
    asked: Option<Instant>,
    looked: Option<Instant>,
}

impl Round {
    async fn turn(&mut self, hooks: &Arc<Hooks>) -> Result<(), AppError> {
        if is_past(self.asked, RENEWED) {
            self.holds_the_turn = hooks.holds_the_turn().await?;
            self.asked = Some(Instant::now());
        }
        if !self.holds_the_turn {
            // Another process sends; what was under way here is dropped, and sent by it.
            self.served.clear();
            self.looked = None;
            return Ok(());
        }
        // In time to renew the turn, however much there is to read.
        while take_turn(&hooks.fan_out, &hooks.portal, &hooks.instance).await? && !is_past(self.asked, RENEWED) {}
        let mut woken = hooks.fan_out.take_woken();
        if is_past(self.looked, ROUND) {
            woken.extend(hooks.waiting().await?);
            self.looked = Some(Instant::now());
        }
        self.served.retain(|_, served| !served.task.is_finished());
        for id in woken {
            self.served.entry(id).or_insert_with(|| Served::begin(hooks, id)).wake.notify_one();
        }
        Ok(())
    }
}

fn is_past(time: Option<Instant>, by: Duration) -> bool {
    time.is_none_or(|time| time.elapsed() >= by)
}

/// An endpoint that has a task; the task ends with this.
struct Served {
    wake: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Served {
    fn begin(hooks: &Arc<Hooks>, id: EndpointId) -> Self {
        let wake = Arc::new(Notify::new());
        let (hooks, woken) = (hooks.clone(), wake.clone());
        let task = tokio::spawn(async move {
            while let Err(error) = serve(&hooks, id, Some(&woken)).await {
                tracing::error!(endpoint = %id, %error, "an endpoint could not be served; it will be");
                tokio::time::sleep(REST).await;
            }
        });
        Self { wake, task }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}
