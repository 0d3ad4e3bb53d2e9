//! Queues what entries call for. Nothing is sent here.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use domain::EndpointId;
use storage::journal::Entry;
use storage::webhooks::queue_deliveries;

use crate::app::webhook::{READER, queue_of};
use crate::app::{AppError, Portal};
use crate::jobs::reader::Reader;

/// Deliveries queued in one transaction at most, so that the writer is soon free again.
const AT_ONCE: usize = 500;

/// The reader behind webhooks.
#[derive(Default)]
pub(super) struct FanOut {
    woken: Mutex<BTreeSet<EndpointId>>,
}

impl FanOut {
    /// Endpoints that have had something new to do since this was last asked.
    pub(super) fn take_woken(&self) -> BTreeSet<EndpointId> {
        std::mem::take(&mut self.woken.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn queue(&self, portal: &Portal, entries: &[Entry]) -> Result<(), AppError> {
        let (entries, now) = (entries.to_vec(), portal.now());
        let queue = portal.database.read(move |connection| queue_of(connection, &entries, now)).await?;
        for some in queue.deliveries.chunks(AT_ONCE) {
            let some = some.to_vec();
            portal.database.write(move |connection| Ok::<_, AppError>(queue_deliveries(connection, &some)?)).await?;
        }
        self.woken.lock().unwrap_or_else(PoisonError::into_inner).extend(queue.woken);
        Ok(())
    }
}

impl Reader for FanOut {
    const NAME: &'static str = READER;

    async fn handle(&self, portal: &Portal, entry: &Entry) -> Result<(), AppError> {
        self.queue(portal, std::slice::from_ref(entry)).await
    }

    async fn handle_turn(&self, portal: &Portal, entries: &[Entry]) -> (usize, Result<(), AppError>) {
        if self.queue(portal, entries).await.is_ok() {
            return (entries.len(), Ok(()));
        }
        // One after the other, so that the one that fails is known.
        for (done, entry) in entries.iter().enumerate() {
            if let Err(error) = self.handle(portal, entry).await {
                return (done, Err(error));
            }
        }
        (entries.len(), Ok(()))
    }
}
