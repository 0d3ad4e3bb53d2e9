//! The control catalogue as versioned data: editions are loaded, compared and put in force; screening asks the one of the day.

mod editions;
mod import;
mod schedule;
mod table;

pub use editions::{EditionName, EditionState, EditionView, diff, edition, editions, export, items};
pub(crate) use editions::{SET, keep_shipped, refresh, scheduled};
pub use import::{
    ConsoleImport, Imported, LineProblem, NewEdition, Preview, import, import_at_the_console, may_import, preview,
};
pub use schedule::{Schedule, schedule};
