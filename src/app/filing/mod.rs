//! A company's side of an application: from the first draft to the receipt.

mod agency;
mod answer;
mod assess;
mod attach;
mod copy;
mod create;
mod delete;
mod findings;
mod history;
mod lapse;
mod list;
mod messages;
mod read;
mod receipt;
mod reply;
mod rounds;
mod save;
mod screening;
mod submit;
mod target;
mod upload;
mod view;
mod withdraw;

pub(crate) use answer::must_be_met;
pub use answer::{AnswerBody, answer};
pub(in crate::app) use assess::assess;
pub use attach::{Download, MOST_BYTES, Upload, attach, detach, download, may_attach};
pub use copy::copy;
pub(in crate::app) use create::{Draft, keep, prepare};
pub use create::{FilingBody, NewFiling, create};
pub use delete::delete;
pub use findings::{DocumentView, FindingsView, RoutingPreview, findings};
pub(crate) use history::clock_events;
pub use history::{ClockView, HistoryItem, HistoryView, clock, history};
pub(crate) use lapse::lapse_uncorrected;
pub use list::{FilingFilter, FilingSummary, list};
pub use messages::{MessageBody, MessageView, messages, send_message};
pub use read::read;
<<<<<<< HEAD
pub use receipt::receipt;
=======
pub use receipt::{Receipt, receipt, receipt_pdf};
>>>>>>> documents
pub use rounds::{ReturnItemView, ReturnView, RoundView, RoundsView, rounds};
pub use save::save;
pub use screening::{AnswerView, EarlierVerdict, HitView, ScreeningView, VerdictView, screening};
pub(crate) use screening::{hits, view as screening_view};
pub use submit::{Submit, submit};
pub(in crate::app) use target::registered_version;
pub(crate) use upload::sweep_uploads;
pub use upload::{MOST_PART, NewUpload, UploadView, append_part, begin_upload, read_upload};
pub use view::{AttachmentView, ClockSummary, FilingView, OpinionView, RoutingView};
pub use withdraw::{Withdraw, withdraw};
