//! The typesetter: one thread that sets papers in the order in which they are asked for. Typesetting allocates much; on one thread
//! it does so in the same memory again and again, and what was worked out for one paper is at hand for the next.

use std::cell::LazyCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};

use documents::{DocumentError, DocumentRenderer};
use tokio::sync::oneshot;

use super::AppError;

type Work = Box<dyn FnOnce(Result<&DocumentRenderer, DocumentError>) + Send>;

/// The way to the typesetter's thread, which ends when this is dropped.
pub(crate) struct Typesetter {
    queue: Sender<Work>,
}

impl Typesetter {
    /// One whose papers count, or are all marked as specimens.
    pub(super) fn start(specimens: bool) -> Result<Self, AppError> {
        let (queue, work) = channel();
        std::thread::Builder::new()
            .name("typesetter".into())
            .spawn(move || serve(&work, specimens))
            .map_err(AppError::internal)?;
        Ok(Self { queue })
    }

    /// Sets a paper. One that nobody waits for any more is left out.
    pub(crate) async fn set<F>(&self, paper: F) -> Result<Vec<u8>, AppError>
    where
        F: FnOnce(&DocumentRenderer) -> Result<Vec<u8>, DocumentError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let work: Work = Box::new(move |renderer| {
            if !reply.is_closed() {
                // Whoever asked may have gone meanwhile.
                drop(reply.send(renderer.and_then(paper)));
            }
        });
        let stopped = || AppError::internal("a paper was not set");
        self.queue.send(work).map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?.map_err(AppError::internal)
    }
}

fn serve(queue: &Receiver<Work>, specimens: bool) {
    // Parsing the fonts takes a while, so that it is done once, when first needed.
    let renderer = LazyCell::new(|| if specimens { DocumentRenderer::of_specimens() } else { DocumentRenderer::new() });
    for work in queue {
        // A panic is the paper's own; whoever asked learns that it was not set.
        drop(catch_unwind(AssertUnwindSafe(|| work(renderer.as_ref().map_err(DocumentError::clone)))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure() -> DocumentError {
        DocumentError::Undated
    }

    #[tokio::test]
    async fn a_paper_that_fails_or_panics_does_not_disturb_the_next() {
        let typesetter = Typesetter::start(false).unwrap();
        assert!(matches!(typesetter.set(|_| Err(failure())).await, Err(AppError::Internal(_))));
        assert!(matches!(typesetter.set(|_| panic!("as it is meant to")).await, Err(AppError::Internal(_))));
        assert_eq!(typesetter.set(|_| Ok(b"a paper".to_vec())).await.unwrap(), b"a paper");
    }

    #[tokio::test]
    async fn a_paper_that_nobody_waits_for_is_left_out() {
        let typesetter = Typesetter::start(false).unwrap();
        let (release, held) = channel::<()>();
        let busy = typesetter.set(move |_| {
            let _released = held.recv();
            Err(failure())
        });
        let mut busy = Box::pin(busy);
        assert!(futures_util::poll!(&mut busy).is_pending());
        let (done, seen) = channel();
        let mut given_up = Box::pin(typesetter.set(move |_| {
            let _sent = done.send("set");
            Err(failure())
        }));
        assert!(futures_util::poll!(&mut given_up).is_pending());
        drop(given_up);
        drop(release);
        assert!(busy.await.is_err());
        assert_eq!(typesetter.set(|_| Ok(Vec::new())).await.unwrap(), Vec::<u8>::new());
        assert!(seen.recv().is_err(), "its work was dropped, not done");
    }
}
