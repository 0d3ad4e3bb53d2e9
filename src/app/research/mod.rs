//! Figures over the register: facts written from the journal, questions answered from the cube.

mod analyses;
mod facts;
mod figures;
mod moved;

pub(crate) use analyses::Annex;
pub use analyses::{
    AnalysesView, AnalysisDisclosure, AnalysisRequest, AnalysisSummary, AnalysisView, HeadlineView, PanelColumn,
    PanelMargin, PanelView, PeriodView, analyses, analysis,
};
pub use facts::fact_of;
pub use figures::{DimensionView, DimensionsView, MeasureView, PivotRequest, ValueView, dimensions, export, pivot};
