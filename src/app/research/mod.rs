//! Figures over the register: facts written from the journal, questions answered from the cube.

mod disclosure;
mod facts;
mod figures;
mod moved;

pub(crate) use disclosure::check_policy_load;
pub use facts::fact_of;
pub use figures::{DimensionView, DimensionsView, MeasureView, PivotRequest, ValueView, dimensions, export, pivot};
