//! Figures over the register: facts written from the journal, questions answered from the cube.

mod facts;
mod figures;
mod moved;

pub use facts::fact_of;
pub use figures::{DimensionView, DimensionsView, MeasureView, PivotRequest, ValueView, dimensions, export, pivot};
