//! Figures as they are handed on: answers with their cells and values, and tables with their contributors. Counting, protecting and
//! writing them down is not here.

mod answer;
mod contributors;
mod value;

pub use answer::{Answer, Axis, Cell, Cells, Codes, Disclosure, Margin};
pub use contributors::{ContributorCell, ContributorTable, TableKey};
pub use value::Value;
