//! `research`: the figures, from the command line.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use portal::app::reference::load_edition;
use portal::app::research::rebuild;
use portal::config::Config;

use super::Failure;

/// Figures.
#[derive(Debug, Subcommand)]
pub(crate) enum Research {
    /// Count all figures again from what was registered and put right what differs; on an embedded database the portal is stopped first
    Rebuild {
        /// Only compare; exit 1 when anything differs
        #[arg(long)]
        check: bool,
    },
    /// Load an edition of the rates to the US dollar (CSV: month,currency,usd_per_unit); it holds for what is registered from then on
    LoadRates {
        /// The file
        file: PathBuf,
        /// Which edition it is
        #[arg(long)]
        version: String,
        /// Who published the rates
        #[arg(long)]
        source: String,
    },
}

/// Does what is asked of the figures.
pub(crate) async fn research(config: &Config, research: Research) -> Result<ExitCode, Failure> {
    let portal = super::open(config).await?;
    match research {
        Research::Rebuild { check } => {
            let rebuilt = rebuild(&portal, check).await?;
            println!("{}", serde_json::to_string_pretty(&rebuilt).map_err(Failure::other)?);
            let holds = rebuilt.differing == 0 || !check;
            Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Research::LoadRates { file, version, source } => {
            let content = std::fs::read_to_string(&file)
                .map_err(|error| Failure::other(format!("{}: {error}", file.display())))?;
            load_edition(&portal, "exchange_rates", &version, &source, content).await?;
            println!("exchange_rates: {version}");
            Ok(ExitCode::SUCCESS)
        }
    }
}
