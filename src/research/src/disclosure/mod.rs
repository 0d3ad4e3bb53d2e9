//! Disclosure control: what those who do not see everything are told, so that nobody's figures can be told from it.
//!
//! The method, its proof and its references are in `docs/disclosure.md`. Who sees everything is decided elsewhere; counting is the
//! cube's. The core (`rule`, `grid`, `pattern`, `protect`, `hypercube`, `lattice`) knows tables of contributors only.

mod grid;
mod guard;
mod hypercube;
mod lattice;
mod load;
mod pattern;
mod patterns;
mod protect;
mod register;
mod rule;
mod subject;
#[cfg(test)]
mod tests;
mod veil;
mod withheld;
mod years;

pub use guard::Guard;
pub use load::{PolicyProblem, check_policy};
pub use pattern::Pattern;
pub use patterns::Patterns;
pub use protect::protect;
pub use rule::Rule;
pub use subject::Subject;
pub use years::{FieldEditions, up_to_closing};
