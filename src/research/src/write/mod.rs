//! Writing answers down.

mod json;
