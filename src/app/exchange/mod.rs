//! Files exchanged with national and neighbouring systems: the register in a counterpart's form, and a counterpart's file compared
//! with the register. What a file says never changes the register: what differs becomes a report, and whoever reads it asks the
//! company by a case of data verification.

mod counterparts;
mod export;
mod import;
mod read;
mod reconcile;
mod view;
mod workbook;

pub use counterparts::{Counterpart, CounterpartList, CounterpartView, MappedColumnView, counterparts, open};
pub use export::{Chunks, export_csv, export_workbook};
pub use import::{exchange_import, exchange_imports, import, import_workbook};
pub use reconcile::{TheirUpload, dry_run};
pub use view::{
    ByFieldView, CountsView, DifferenceView, DifferingView, ExchangeImportView, ProblemView, ReconciliationView,
    UnmatchedView,
};

/// Largest file, in bytes.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
