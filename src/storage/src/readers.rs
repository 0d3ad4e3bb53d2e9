//! The readers: a few threads, each with a connection of its own, that take questions in the order they were asked.
//!
//! A connection belongs to its thread, so that nothing is locked to use it, and as many threads are busy as there are
//! connections. Whoever has waited too long learns that, rather than wait on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, unbounded};
use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use crate::connection::{Purpose, is_broken, open};
use crate::{Connection, DatabaseUrl, Result, StorageError};

/// How long a question may wait for its turn.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long a connection is believed to live without being asked: asking costs as much as a query.
const BELIEVED: Duration = Duration::from_secs(1);

type Work = Box<dyn FnOnce(Result<&mut Connection>) + Send>;

struct Question {
    work: Work,
    asked_at: Instant,
}

/// The way to the readers' threads.
#[derive(Clone)]
pub(crate) struct Readers {
    queue: Sender<Question>,
}

impl Readers {
    /// Opens the first connection at once, so that a wrong address is known at the start, and the others when needed. The
    /// threads end when the last handle is dropped.
    pub(crate) fn start(url: &DatabaseUrl, threads: u32) -> Result<Self> {
        let (queue, questions) = unbounded();
        let mut first = Some(open(url, Purpose::Read)?);
        for number in 0..threads.max(1) {
            let (url, questions, connection) = (url.clone(), questions.clone(), first.take());
            std::thread::Builder::new()
                .name(format!("storage-reader-{number}"))
                .spawn(move || serve(&url, connection, &questions))
                .map_err(|error| StorageError::Unavailable(error.to_string()))?;
        }
        Ok(Self { queue })
    }

    pub(crate) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let stopped = || StorageError::Unavailable("a question was not answered".into());
        let work: Work = Box::new(move |connection| {
            let outcome = connection.map_err(E::from).and_then(work);
            // Whoever asked may have gone.
            drop(reply.send(outcome));
        });
        self.queue.send(Question { work, asked_at: Instant::now() }).map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

fn serve(url: &DatabaseUrl, mut connection: Option<Connection>, questions: &Receiver<Question>) {
    let mut answered_at = Instant::now();
    for Question { work, asked_at } in questions {
        if asked_at.elapsed() > PATIENCE {
            work(Err(StorageError::Unavailable("the database is busy".into())));
            continue;
        }
        let believed = answered_at.elapsed() < BELIEVED;
        let kept = connection.take().and_then(|kept| answers(kept, believed));
        match kept.map_or_else(|| open(url, Purpose::Read), Ok) {
            Ok(mut alive) => {
                // A panic is the question's own; its sender learns that it was not answered.
                let answered = catch_unwind(AssertUnwindSafe(|| work(Ok(&mut alive)))).is_ok();
                connection = (answered && !is_broken(&mut alive)).then_some(alive);
            }
            Err(error) => work(Err(error)),
        }
        answered_at = Instant::now();
    }
}

/// The connection, if its server still answers.
fn answers(mut connection: Connection, believed: bool) -> Option<Connection> {
    (believed || connection.batch_execute("SELECT 1").is_ok()).then_some(connection)
}
