//! The research centre through its interfaces, a file for each part of it.

mod facts;
mod pivot;
pub mod publications;
mod rates;
mod rebuild;
