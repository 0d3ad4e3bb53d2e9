//! A file that is written by one thread while it is sent: the writer waits for the reader, so that no more than a few parts of it are
//! in memory. A reader that goes away ends the writer, and so does one that stands still; no more than so many write at once.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::app::AppError;

/// Bytes that are handed on together.
const PART: usize = 64 * 1024;
/// Parts that may wait for the reader.
const AHEAD: usize = 8;
/// Files that are written at once. Each keeps a thread for as long as its reader takes, of those that counting needs as well; so many
/// keep at most 20 MB of parts, and are more than there are people who fetch files at one time.
const MOST_AT_ONCE: usize = 32;
/// A file that has to wait longer for its turn is refused.
const PATIENCE: Duration = Duration::from_secs(5);
/// A reader that takes nothing for so long has stalled.
const STALLED: Duration = Duration::from_mins(1);

/// The bytes of a file as they are written; after an error, or one of the writer's thread, the file is not whole.
pub type Chunks = BoxStream<'static, Result<Bytes, AppError>>;

/// The files that are being written.
pub(crate) struct Exports {
    turns: Arc<Semaphore>,
    patience: Duration,
    stalled: Duration,
}

impl Exports {
    pub(crate) fn new() -> Self {
        Self { turns: Arc::new(Semaphore::new(MOST_AT_ONCE)), patience: PATIENCE, stalled: STALLED }
    }

    /// Runs the writer of a file on a thread of its own.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] where too many files are being written.
    pub(super) async fn stream(
        &self,
        write: impl FnOnce(&mut Parts) -> Result<(), AppError> + Send + 'static,
    ) -> Result<Chunks, AppError> {
        let turn = timeout(self.patience, self.turns.clone().acquire_owned())
            .await
            .map_err(|waited| AppError::Unavailable(Box::new(waited)))?
            .map_err(AppError::internal)?;
        let (sender, receiver) = mpsc::channel(AHEAD);
        let (runtime, stalled) = (Handle::current(), self.stalled);
        let writing = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let mut parts = Parts { sender, part: BytesMut::with_capacity(PART), runtime, stalled };
            write(&mut parts).and_then(|()| parts.hand_on().map_err(AppError::internal))
        });
        Ok(stream::unfold((receiver, Some(writing)), next).boxed())
    }
}

/// The next part. A file whose writer ended before it did must not look whole.
async fn next((mut receiver, writing): Writing) -> Option<(Result<Bytes, AppError>, Writing)> {
    if let Some(part) = receiver.recv().await {
        return Some((Ok(part), (receiver, writing)));
    }
    let error = match writing?.await {
        Ok(Ok(())) => return None,
        Ok(Err(error)) => error,
        Err(ended) => AppError::internal(ended),
    };
    Some((Err(error), (receiver, None)))
}

/// The parts that are there, and the thread that makes more of them.
type Writing = (mpsc::Receiver<Bytes>, Option<JoinHandle<Result<(), AppError>>>);

/// Where a file is written to.
pub(super) struct Parts {
    sender: mpsc::Sender<Bytes>,
    part: BytesMut,
    runtime: Handle,
    stalled: Duration,
}

impl Parts {
    fn hand_on(&mut self) -> io::Result<()> {
        let part = self.part.split().freeze();
        if part.is_empty() {
            return Ok(());
        }
        let sending = async {
            let sent = timeout(self.stalled, self.sender.send(part)).await;
            sent.map_err(|_| io::ErrorKind::TimedOut)?.map_err(|_| io::ErrorKind::BrokenPipe)
        };
        self.runtime.block_on(sending).map_err(io::Error::from)
    }
}

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.part.extend_from_slice(bytes);
        if self.part.len() >= PART {
            self.hand_on()?;
        }
        Ok(bytes.len())
    }

    /// Nothing: parts are handed on when they are full, and the last at the end.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    /// Room for one file, for a reader who takes its time or none.
    fn one_at_a_time(stalled: Duration) -> Exports {
        Exports { turns: Arc::new(Semaphore::new(1)), patience: Duration::ZERO, stalled }
    }

    /// Writes until that fails, and tells why.
    fn endless(
        told: oneshot::Sender<io::ErrorKind>,
    ) -> impl FnOnce(&mut Parts) -> Result<(), AppError> + Send + 'static {
        move |sink: &mut Parts| {
            let error = loop {
                if let Err(error) = sink.write_all(&[0; 1024]) {
                    break error;
                }
            };
            let _ = told.send(error.kind());
            Err(AppError::internal(error))
        }
    }

    #[tokio::test]
    async fn a_file_arrives_whole_in_parts() {
        let exports = Exports::new();
        let written = exports.stream(|sink| {
            for _ in 0..100_000 {
                sink.write_all(b"0123456789").map_err(AppError::internal)?;
            }
            Ok(())
        });
        let chunks = written.await.unwrap();
        let parts: Vec<Bytes> = chunks.map(Result::unwrap).collect().await;
        assert_eq!(parts.iter().map(Bytes::len).sum::<usize>(), 1_000_000);
        assert!(parts.len() > 10 && parts.iter().all(|part| part.len() < PART + 10));
    }

    #[tokio::test]
    async fn a_file_that_was_not_written_to_its_end_ends_in_an_error() {
        let exports = Exports::new();
        let failing = exports.stream(|sink| {
            sink.write_all(b"begun").map_err(AppError::internal)?;
            Err(AppError::internal("no more"))
        });
        let chunks = failing.await.unwrap();
        let outcome: Vec<bool> = chunks.map(|part| part.is_ok()).collect().await;
        assert_eq!(outcome, [false], "what was not handed on is not told");
        let chunks = exports.stream(|_| panic!("a defect")).await.unwrap();
        let outcome: Vec<bool> = chunks.map(|part| part.is_ok()).collect().await;
        assert_eq!(outcome, [false]);
    }

    #[tokio::test]
    async fn a_reader_that_goes_away_ends_the_writer() {
        let (told, ended) = oneshot::channel();
        let mut chunks = Exports::new().stream(endless(told)).await.unwrap();
        assert!(chunks.next().await.unwrap().is_ok());
        drop(chunks);
        assert_eq!(ended.await.unwrap(), io::ErrorKind::BrokenPipe);
    }

    #[tokio::test]
    async fn a_reader_that_takes_nothing_ends_the_writer_and_is_told_so() {
        let (told, ended) = oneshot::channel();
        let exports = one_at_a_time(Duration::from_millis(1));
        let chunks = exports.stream(endless(told)).await.unwrap();
        assert_eq!(ended.await.unwrap(), io::ErrorKind::TimedOut);
        let outcome: Vec<bool> = chunks.map(|part| part.is_ok()).collect().await;
        let whole = outcome.iter().take_while(|is_ok| **is_ok).count();
        assert_eq!((whole, outcome.len()), (AHEAD, AHEAD + 1), "what was cut off does not look like a whole file");
    }

    #[tokio::test]
    async fn a_file_too_many_is_refused_until_another_ends() {
        let (told, ended) = oneshot::channel();
        let exports = one_at_a_time(STALLED);
        let first = exports.stream(endless(told)).await.unwrap();
        let refused = exports.stream(|_| Ok(())).await;
        assert!(matches!(refused, Err(AppError::Unavailable(_))));
        drop(first);
        ended.await.unwrap();
        let patient = Exports { patience: PATIENCE, turns: exports.turns.clone(), stalled: STALLED };
        let next = patient.stream(|_| Ok(())).await.unwrap();
        assert_eq!(next.count().await, 0);
    }
}
