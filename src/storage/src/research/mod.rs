//! What the research centre keeps beside its facts: citations, views that people save, versions of open data sets, publications.

pub mod open;
pub mod permalinks;
pub mod publications;
pub mod views;
