//! What is asked of the figures and what is answered: pure data, shared by whoever counts, protects, writes down or shows them.
//!
//! Counting over facts, reading a query's text and disclosure control stand in files of their own beside these.

mod answer;
mod as_of;
mod contributors;
mod dimension;
mod filter;
mod limits;
mod measure;
mod query;
mod query_error;
mod refusal;
mod value;

pub use answer::{Answer, Axis, Cell, Cells, Codes, Disclosure, Margin};
pub use as_of::AsOf;
pub use contributors::{ContributorCell, ContributorTable, TableKey};
pub use dimension::Dimension;
pub use filter::Filter;
pub use limits::Limits;
pub use measure::{Base, Measure, ShareOf, Spread, Unit};
pub use query::{MAXIMUM_DIMENSIONS, MAXIMUM_FILTER_VALUES, MAXIMUM_MEASURES, Margins, Order, Query};
pub use query_error::{QueryError, QueryProblem};
pub use refusal::Refusal;
pub use value::Value;
