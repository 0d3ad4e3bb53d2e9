//! Applications: the row, its papers, its submissions and returns, and the lists over it.

mod attachments;
mod beside;
mod lists;
mod queue;
mod rounds;
mod row;
mod similar;
mod workload;

pub use attachments::{Attachment, attachment, attachments_of, delete_attachment, insert_attachment};
pub use beside::{Beside, beside};
pub use lists::{
    FilingFilter, FilingListed, FinishedFilter, company_filings, done_since, duplicates_of, filings_of,
    finished_filings, open_filings, returned_filings, similar_contracts,
};
pub(crate) use queue::rename_company as rename_in_queue;
pub use queue::{Assignee, QueueFilter, Queued, queue};
pub use rounds::{
    Returned, Submission, insert_return, insert_submission, last_return, last_submission, returns_of, submissions_of,
};
pub(crate) use row::FilingRow;
pub use row::{
    Filing, Opinion, companies_of, company_of, delete_filing, filing, insert_filing, lock_filing, store_filing,
};
pub use similar::{SimilarFiling, filings_about, filings_by};
pub use workload::{OpenWork, open_work};
