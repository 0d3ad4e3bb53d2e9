//! The research centre through its interfaces, a file for each part of it.

mod disclosure;
mod pivot;
