//! The calendar of working days: read by everybody, loaded by the system administrator after a look at what it would change.

mod check;
mod load;
mod read;

pub use check::{CalendarDiff, DayChange, RedatedFiling, check};
pub(crate) use load::redate;
pub use load::{LoadCalendar, load};
pub use read::{CalendarDay, CalendarDetail, read};
