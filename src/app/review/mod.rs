//! The desk's side of an application: queue, claim, return, recommend, decide, refer.

mod act;
mod claim;
mod decide;
mod queue;
mod recommend;
mod refer;
mod release;
mod return_;

pub use claim::claim;
pub use decide::decide;
pub use queue::{QueueItem, QueueRequest, queue};
pub use recommend::{OpinionBody, recommend};
pub use refer::{ReferBody, refer};
pub use release::release;
pub use return_::{ReturnBody, return_};
