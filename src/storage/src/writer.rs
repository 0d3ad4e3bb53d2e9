//! The one writer: commands of many requests share a transaction and its sync to disk (group commit).
//!
//! Each command runs in its own savepoint, so that one that fails leaves no trace and does not disturb the others. The
//! entries they leave are appended to the journal together, last. Nobody is answered before the commit, and when the
//! commit fails, everybody in it learns that nothing happened.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};

use diesel::Connection as _;
use tokio::sync::oneshot;

use crate::connection::{Purpose, open};
use crate::journal::{NewEntry, append};
use crate::{Connection, DatabaseUrl, Result, StorageError, dialect};

/// Commands in one transaction at most: bounds how long the first of them waits.
const MOST_IN_ONE_COMMIT: usize = 64;

/// A command waiting for its turn, and for its commit.
trait Command: Send {
    /// Does the work; the journal entries it leaves are given to `entries`.
    fn run(&mut self, connection: &mut Connection, entries: &mut Vec<NewEntry>) -> Result<(), Undo>;
    fn answer(self: Box<Self>, commit: Result<(), String>);
}

/// Marks a savepoint for roll-back; the reason is kept in the command.
struct Undo;

impl From<diesel::result::Error> for Undo {
    fn from(_: diesel::result::Error) -> Self {
        Self
    }
}

struct Waiting<F, T, E> {
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Command for Waiting<F, T, E>
where
    F: FnOnce(&mut Connection) -> Result<(T, Vec<NewEntry>), E> + Send,
    T: Send,
    E: From<StorageError> + Send,
{
    fn run(&mut self, connection: &mut Connection, entries: &mut Vec<NewEntry>) -> Result<(), Undo> {
        let Some(work) = self.work.take() else { return Err(Undo) };
        let outcome = catch_unwind(AssertUnwindSafe(|| work(connection)))
            .unwrap_or_else(|_| Err(StorageError::Corrupt("a command panicked".into()).into()));
        let (outcome, kept) = match outcome {
            Ok((value, mut left)) => {
                entries.append(&mut left);
                (Ok(value), Ok(()))
            }
            Err(error) => (Err(error), Err(Undo)),
        };
        self.outcome = Some(outcome);
        kept
    }

    fn answer(self: Box<Self>, commit: Result<(), String>) {
        let answer = match (self.outcome, commit) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (_, Err(reason)) => Err(StorageError::Unavailable(reason).into()),
            (None, Ok(())) => Err(StorageError::Unavailable("the command was not run".into()).into()),
        };
        // The request may have been dropped; its command stands all the same.
        drop(self.reply.send(answer));
    }
}

/// The way to the writer's thread.
#[derive(Clone)]
pub(crate) struct Writer {
    queue: Sender<Box<dyn Command>>,
}

impl Writer {
    /// Takes over `connection` on a thread of its own, which ends when the last handle is dropped.
    pub(crate) fn start(connection: Connection, url: DatabaseUrl) -> Result<Self> {
        let (queue, commands) = channel();
        std::thread::Builder::new()
            .name("storage-writer".into())
            .spawn(move || serve(connection, &url, &commands))
            .map_err(|error| StorageError::Unavailable(error.to_string()))?;
        Ok(Self { queue })
    }

    pub(crate) async fn write<F, T, E>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<(T, Vec<NewEntry>), E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let stopped = || StorageError::Unavailable("the writer has stopped".into());
        self.queue.send(Box::new(Waiting { work: Some(work), outcome: None, reply })).map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

fn serve(mut connection: Connection, url: &DatabaseUrl, commands: &Receiver<Box<dyn Command>>) {
    while let Ok(first) = commands.recv() {
        let mut batch = vec![first];
        batch.extend(commands.try_iter().take(MOST_IN_ONE_COMMIT - 1));
        let commit = run_batch(&mut connection, &mut batch);
        if let Err(error) = &commit {
            tracing::error!(%error, "a commit failed");
            if let Ok(fresh) = open(url, Purpose::Write) {
                connection = fresh;
            }
        }
        let commit = commit.map_err(|error| error.to_string());
        for command in batch {
            command.answer(commit.clone());
        }
    }
}

fn run_batch(connection: &mut Connection, batch: &mut [Box<dyn Command>]) -> Result<()> {
    let mut entries = Vec::new();
    dialect::begin(connection)?;
    if let [alone] = batch {
        if alone.run(connection, &mut entries).is_err() {
            return dialect::roll_back(connection);
        }
    } else {
        for command in batch.iter_mut() {
            // A command that fails undoes its savepoint only; it keeps its own error for the answer.
            let _undone: Result<(), Undo> = connection.transaction(|connection| command.run(connection, &mut entries));
        }
    }
    if !entries.is_empty() {
        append(connection, &entries)?;
    }
    dialect::commit(connection)
}
