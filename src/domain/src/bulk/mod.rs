//! Many applications in one workbook: which columns there are, how a cell is read, and what a row becomes.
//! The workbook itself, as bytes, is read and written elsewhere; here are only its cells.

mod cell;
mod choices;
mod columns;
mod row;

pub use cell::{Cell, CellFault, FaultCode, read_cell};
pub(crate) use cell::{cell_text, read_value};
pub use choices::{Choice, Choices};
pub use columns::{CodeList, Column, Input, Need, column_at, columns_of};
pub use row::{Own, RowForm, read_row, repeated_numbers};

/// Rows in one workbook at most.
pub const MOST_ROWS: usize = 2_000;
