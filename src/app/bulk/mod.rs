//! Many applications in one workbook: the template, a dry run, the upload whose good rows become drafts, and the workbook of
//! those that did not. What the cells mean is in `domain::bulk`.

mod book;
mod check;
mod draft;
mod dry_run;
mod package;
mod read;
mod sheet;
mod style;
mod template;
mod upload;
mod view;

pub(in crate::app) use book::cell as cell_of;
pub use dry_run::{dry_run, dry_run_workbook};
pub(in crate::app) use package::{BadPackage, within};
pub use read::{bulk, bulks, workbook};
pub use template::template;
pub use upload::upload;
pub use view::{BulkNote, BulkResult, BulkRow, BulkView, RowOutcome};

use bytes::Bytes;
use domain::CompanyId;
use domain::filing::FilingKind;

/// Largest workbook, in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;

/// A workbook as it came.
pub struct Workbook {
    /// What its rows apply for.
    pub kind: FilingKind,
    /// The company for which an agent files; one's own when absent.
    pub on_behalf_of: Option<CompanyId>,
    /// The name of the file.
    pub file_name: String,
    /// Its bytes.
    pub content: Bytes,
}
