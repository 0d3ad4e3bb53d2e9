//! `migrate`.

use std::process::ExitCode;

use portal::config::Config;

use super::Failure;

/// Migrates; opening does it.
pub(crate) async fn migrate(config: &Config) -> Result<ExitCode, Failure> {
    super::open(config).await?;
    println!("the database has this version's schema");
    Ok(ExitCode::SUCCESS)
}
