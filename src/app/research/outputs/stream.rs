//! A file that is written by one thread while it is sent: the writer waits for the reader, so that no more than a few parts of it are
//! in memory. A reader that goes away ends the writer.

use std::io::{self, Write};

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use tokio::sync::mpsc;

use crate::app::AppError;

/// Bytes that are handed on together.
const PART: usize = 64 * 1024;
/// Parts that may wait for the reader.
const AHEAD: usize = 8;

/// The bytes of a file as they are written; after an error, or one of the writer's thread, the file is not whole.
pub type Chunks = BoxStream<'static, Result<Bytes, AppError>>;

/// Where a file is written to.
pub(super) struct Parts {
    sender: mpsc::Sender<Result<Bytes, AppError>>,
    part: BytesMut,
}

impl Parts {
    fn hand_on(&mut self) -> io::Result<()> {
        let part = self.part.split().freeze();
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        if part.is_empty() { Ok(()) } else { self.sender.blocking_send(Ok(part)).map_err(gone) }
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

/// Runs the writer of a file on a thread of its own.
pub(super) fn stream(write: impl FnOnce(&mut Parts) -> Result<(), AppError> + Send + 'static) -> Chunks {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let writing = tokio::task::spawn_blocking(move || {
        let mut parts = Parts { sender, part: BytesMut::with_capacity(PART) };
        let written = write(&mut parts).and_then(|()| parts.hand_on().map_err(AppError::internal));
        if let Err(error) = written {
            // Nobody hears it where it was the reader that went away.
            let _ = parts.sender.blocking_send(Err(error));
        }
    });
    let next = |(mut receiver, writing): (mpsc::Receiver<_>, Option<tokio::task::JoinHandle<()>>)| async move {
        if let Some(part) = receiver.recv().await {
            return Some((part, (receiver, writing)));
        }
        // A thread that ended before its file did must not look like an end.
        let ended = writing?.await.err()?;
        Some((Err(AppError::internal(ended)), (receiver, None)))
    };
    stream::unfold((receiver, Some(writing)), next).boxed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_arrives_whole_in_parts() {
        let chunks = stream(|sink| {
            for _ in 0..100_000 {
                sink.write_all(b"0123456789").map_err(AppError::internal)?;
            }
            Ok(())
        });
        let parts: Vec<Bytes> = chunks.map(Result::unwrap).collect().await;
        assert_eq!(parts.iter().map(Bytes::len).sum::<usize>(), 1_000_000);
        assert!(parts.len() > 10 && parts.iter().all(|part| part.len() < PART + 10));
    }

    #[tokio::test]
    async fn a_file_that_was_not_written_to_its_end_ends_in_an_error() {
        let failing = stream(|sink| {
            sink.write_all(b"begun").map_err(AppError::internal)?;
            Err(AppError::internal("no more"))
        });
        let outcome: Vec<bool> = failing.map(|part| part.is_ok()).collect().await;
        assert_eq!(outcome, [false], "what was not handed on is not told");
        let panicking = stream(|_| panic!("a defect"));
        let outcome: Vec<bool> = panicking.map(|part| part.is_ok()).collect().await;
        assert_eq!(outcome, [false]);
    }

    #[tokio::test]
    async fn a_reader_that_goes_away_ends_the_writer() {
        let (told, ended) = tokio::sync::oneshot::channel();
        let mut chunks = stream(move |sink| {
            let outcome = loop {
                if let Err(error) = sink.write_all(&[0; 1024]) {
                    break error.kind();
                }
            };
            let _ = told.send(outcome);
            Ok(())
        });
        assert!(chunks.next().await.unwrap().is_ok());
        drop(chunks);
        assert_eq!(ended.await.unwrap(), io::ErrorKind::BrokenPipe);
    }
}
