//! The data research centre's arithmetic: registered facts in; pivots, totals and tables out.
//!
//! Pure: no I/O, no clock, no random, no floating point. Who may ask, where facts are stored and the names of countries, districts
//! and industries live elsewhere. A [`Snapshot`] answers any [`Query`] over the facts it was given, to the same bytes every time.
#![forbid(clippy::float_arithmetic)]

pub mod analysis;
mod cube;
pub mod disclosure;
mod figures;
mod pivot;
mod question;
pub mod write;

pub use cube::{Cube, FactRow, Snapshot};
pub use figures::{
    Answer, Axis, Cell, Cells, Codes, ContributorCell, ContributorTable, Disclosure, Margin, TableKey, Value,
};
pub use question::{
    AsOf, Base, Dimension, Filter, Limits, MAXIMUM_DIMENSIONS, MAXIMUM_FILTER_VALUES, MAXIMUM_MEASURES, Margins,
    Measure, Order, Query, QueryError, QueryProblem, Refusal, ShareOf, Spread, Unit, pairs,
};
