//! The research centre through its interfaces, a file for each part of it.

mod analyses;
mod pivot;
