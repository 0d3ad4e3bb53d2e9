//! The research centre through its interfaces, a file for each part of it.

mod analyses;
mod disclosure;
mod facts;
mod pivot;
mod rates;
mod rebuild;
