//! Questions to the figures: dimensions, measures, filters, the text of a query both ways, and why one is refused. Counting is not
//! here.

mod as_of;
mod dimension;
mod filter;
mod limits;
mod measure;
mod names;
pub(crate) mod period;
mod query;
mod query_error;
mod refusal;
mod text;

pub use as_of::AsOf;
pub use dimension::Dimension;
pub use filter::Filter;
pub use limits::Limits;
pub use measure::{Base, Measure, ShareOf, Spread, Unit};
pub(crate) use names::{amount_band, place_of};
pub use query::{MAXIMUM_DIMENSIONS, MAXIMUM_FILTER_VALUES, MAXIMUM_MEASURES, Margins, Order, Query};
pub use query_error::{QueryError, QueryProblem};
pub use refusal::Refusal;
pub use text::pairs;
