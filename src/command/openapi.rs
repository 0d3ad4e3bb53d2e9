//! `openapi`.

use std::process::ExitCode;

use super::Failure;

/// Prints the description of the API.
pub(crate) fn print_openapi() -> Result<ExitCode, Failure> {
    println!("{}", portal::web::document().to_pretty_json().map_err(Failure::other)?);
    Ok(ExitCode::SUCCESS)
}
