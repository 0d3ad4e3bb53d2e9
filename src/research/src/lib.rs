//! The data research centre's arithmetic: registered facts in, pivots, totals and tables out.
//!
//! Pure: no I/O, no clock, no random. Who may ask, where facts are stored and the names of countries, districts and
//! industries live elsewhere; a [`Cube`] answers any [`Query`] over the facts it was given, to the same bytes every time.
mod amount_band;
pub mod analysis;
mod column;
mod cube;
mod dimension;
pub mod engine;
mod fact;
mod group;
mod label;
mod measure;
mod output;
mod pivot;
mod query;
mod query_error;
mod strategic_field;

pub use amount_band::{AMOUNT_BANDS, AmountBand};
pub use cube::Cube;
pub use dimension::Dimension;
pub use fact::{Fact, FactKind};
pub use label::Label;
pub use measure::Measure;
pub use pivot::{Cell, Pivot};
pub use query::{MAXIMUM_DIMENSIONS, Query};
pub use query_error::{QueryError, QueryProblem};
pub use strategic_field::{STRATEGIC_FIELDS, StrategicField};
