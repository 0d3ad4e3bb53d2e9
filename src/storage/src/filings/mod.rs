//! Applications: the row, its papers, its submissions and returns, and the lists over it.

mod attachments;
mod lists;
mod rounds;
mod row;

pub use attachments::{Attachment, attachment, attachments_of, delete_attachment, insert_attachment};
pub use lists::{
    FilingListed, QueueFilter, company_filings, duplicates_of, open_filings, queue, returned_filings, similar_contracts,
};
pub use rounds::{
    Returned, Submission, insert_return, insert_submission, last_return, last_submission, submissions_of,
};
pub(crate) use row::FilingRow;
pub use row::{Filing, Opinion, delete_filing, filing, insert_filing, lock_filing, store_filing};
