//! Data verification by the research centre: detectors look through what is registered, every finding opens a case for its desk, and
//! a notice tells every month how good the data are. The rules are `domain::quality`'s; cases are `app/verification`'s.

mod detect;
mod findings;
mod notice;
mod notify;
mod own;
mod tally;

pub(crate) use detect::detect_nightly;
pub use detect::{Detections, detect};
pub(super) use findings::detector_name;
pub use findings::{DataFindingView, FindingQuestion, finding, findings};
pub use notice::{CompanyQuality, DeskQuality, DetectorCount, QualityNotice, notice};
pub(crate) use notify::{DeskDigest, desk_digests, notify_monthly};
pub use own::{OwnQuality, own_quality};
