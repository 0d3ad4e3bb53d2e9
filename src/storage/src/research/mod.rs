//! What the research centre keeps beside its facts: findings, citations, views that people save, versions of open data sets,
//! publications.

pub mod findings;
pub mod open;
pub mod permalinks;
pub mod publications;
pub mod views;
