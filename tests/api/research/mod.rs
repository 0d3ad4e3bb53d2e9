//! The research centre through its interfaces, a file for each part of it.

mod facts;
mod pivot;
pub mod quality;
mod rates;
mod rebuild;
