//! Files that are exchanged with national and neighbouring systems, which have no known live interface: how each of them writes the
//! register ([`Mapping`]), what its file says ([`FileReader`]), and where the two differ ([`Comparison`]), contract by contract of
//! the national number. The files' bytes are read and written elsewhere. Nothing in here changes the register.

mod compare;
mod field;
mod mapping;
mod table;

pub use compare::{Comparison, Difference, Differing, Listed, MOST_LISTED, Report, Unmatched};
pub use field::{ExchangeField, RegisterLine, number_key};
pub use mapping::{CellForm, MappedColumn, Mapping};
pub use table::{BadTable, FileReader, MOST_ROWS, Problem, ProblemCode, TheirFile};

/// How the names of the reference sets begin that hold a counterpart's mapping; its code follows.
pub const SET_PREFIX: &str = "exchange.";
