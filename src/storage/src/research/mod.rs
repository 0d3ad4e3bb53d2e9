//! What the research centre keeps beside its facts.

pub mod findings;
