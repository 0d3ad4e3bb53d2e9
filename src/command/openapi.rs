//! `openapi`.

use std::io::Write;
use std::process::ExitCode;

use super::Failure;

/// Prints the description of the API.
pub(crate) fn print_openapi() -> Result<ExitCode, Failure> {
    let text = portal::web::document().to_pretty_json().map_err(Failure::other)?;
    writeln!(std::io::stdout(), "{text}").map_err(Failure::other)?;
    Ok(ExitCode::SUCCESS)
}
