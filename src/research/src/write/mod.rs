//! Writing answers and facts down: JSON for programs, CSV and Parquet for analysts, SDMX for statistical software. Workbooks, and how
//! what is written travels, are the application's.

mod csv;
mod json;
mod parquet;
mod rows;
mod sdmx_code;
mod sdmx_csv;
mod sdmx_structure;
mod thrift;

pub use csv::write_csv;
pub use parquet::write_parquet;
pub use rows::{AnswerRows, Column, ColumnKind, FactRows, Field, Rows};
pub use sdmx_csv::write_sdmx_csv;
pub use sdmx_structure::{KeyNames, sdmx_structure};
