//! A company's side of an application: from the first draft to the receipt.

mod assess;
mod attach;
mod create;
mod delete;
mod findings;
mod history;
mod lapse;
mod list;
mod read;
mod receipt;
mod redate;
mod save;
mod submit;
mod view;
mod withdraw;

pub use attach::{Download, MOST_BYTES, Upload, attach, detach, download, may_attach};
pub use create::{FilingBody, create};
pub use delete::delete;
pub use findings::{DocumentView, FindingsView, RoutingPreview, findings};
pub use history::{ClockView, HistoryItem, HistoryView, clock, history};
pub(crate) use lapse::lapse_uncorrected;
pub(crate) use list::whose;
pub use list::{FilingFilter, FilingSummary, list};
pub use read::read;
pub use receipt::{Receipt, receipt};
pub(crate) use redate::redate_open;
pub use save::save;
pub use submit::{Submit, submit};
pub use view::{AttachmentView, ClockSummary, FilingView, OpinionView, RoutingView};
pub use withdraw::{Withdraw, withdraw};
