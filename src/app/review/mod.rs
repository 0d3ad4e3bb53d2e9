//! The desk's side of an application: queue, claim, return, recommend, decide, refer.

mod act;
mod assign;
mod claim;
mod decide;
mod decide_many;
mod finished;
mod grounds;
mod judge;
mod look;
mod notes;
mod notice;
mod queue;
mod reasons;
mod recommend;
mod refer;
mod release;
mod remind;
mod return_;
mod similar;
mod statistics;
mod views;
mod workload;

pub use assign::{AssignBody, AssignManyBody, AssignedItem, AssignedView, assign, assign_many};
pub use claim::claim;
pub use decide::decide;
pub use decide_many::{
    DecidableFilter, DecidableItem, DecideManyBody, DecidedItem, DecidedView, decidable, decide_many,
};
pub use finished::{FinishedItem, FinishedRequest, finished};
pub use grounds::{GroundView, GroundsView, grounds};
pub use judge::{VerdictBody, judge};
pub use look::{LookView, last_look, remember_look};
pub use notes::{NoteBody, NoteView, add_note, notes};
pub use notice::refusal_notice;
pub use queue::{Due, QueueItem, QueueRequest, Whose, queue};
pub(crate) use reasons::seed_reasons;
pub use reasons::{
    NewReason, ReasonBody, ReasonView, ReasonsView, add_reason, change_reason, return_reasons, versions_of_reason,
};
pub use recommend::{OpinionBody, recommend};
pub use refer::{ReferBody, refer};
pub use release::release;
pub(crate) use remind::remind;
pub use return_::{ReturnBody, return_};
pub use similar::{SimilarItem, SimilarView, similar};
pub use statistics::{CountView, StatisticsRequest, StatisticsView, statistics};
pub use views::{QueueQuestion, SavedViewView, SavedViews, ViewBody, change_view, remove_view, save_view, views};
pub use workload::{WorkloadItem, WorkloadView, workload};
