//! `check`: the independent checker, on demand.

use std::process::ExitCode;

use portal::app::check::{Register, check};
use portal::app::{Clock, Keys, SystemClock};
use portal::config::Config;
use storage::{Access, Database, DatabaseUrl};

use super::{Failure, blobs};

/// Checks everything that is registered, beside a running portal; exit 1 when anything differs, each named.
pub(crate) async fn check_register(config: &Config, papers: bool) -> Result<ExitCode, Failure> {
    let database = Database::open(&DatabaseUrl::parse(&config.database_url())?, Access::ReadOnly, 2)?;
    let keys = Keys::in_folder(&config.keys()).map_err(Failure::configuration)?;
    let register = Register::beside(database, blobs(config)?, keys, SystemClock.today()).await?;
    let report = check(&register, papers).await?;
    println!("{}", serde_json::to_string_pretty(&report).map_err(Failure::other)?);
    Ok(if report.discrepancies.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
