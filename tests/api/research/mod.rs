//! The research centre through its interfaces, a file for each part of it.

mod analyses;
mod disclosure;
mod engines;
mod facts;
mod limits;
mod new_year;
mod open;
mod outputs;
mod permalinks;
mod pivot;
pub mod publications;
pub mod quality;
mod rates;
mod rebuild;
mod views;
