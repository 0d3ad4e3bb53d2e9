//! Random spot checks (双随机): announced, drawn with a seed that nobody knew at the announcement, and reported on. All but
//! names and words is public, so that anyone can draw again.

mod announce;
mod draw;
mod read;
mod report;

pub use announce::{NewDrawing, announce};
pub use draw::draw;
pub use read::{DrawingFilter, DrawingView, InspectionView, PopulationView, list, population, read};
pub use report::{InspectionResult, ReportInspection, report};
