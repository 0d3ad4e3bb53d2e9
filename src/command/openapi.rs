//! `openapi`.

use std::io::Write;
use std::process::ExitCode;

use super::Failure;

/// Prints the description of the API.
pub(crate) fn print_openapi() -> Result<ExitCode, Failure> {
    let text = serde_json::to_string_pretty(&portal::web::document()).map_err(Failure::other)?;
    writeln!(std::io::stdout(), "{text}").map_err(Failure::other)?;
    Ok(ExitCode::SUCCESS)
}
