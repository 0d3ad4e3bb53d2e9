//! The command line. Each command is a file of [`command`]; here they are named and told their settings.

mod command;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use portal::config::{Config, ServeConfig};

/// Requests allocate much and free it at once, on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 苏州技术进出口在线备案平台
#[derive(Debug, Parser)]
#[command(name = "tech-trade-portal", version, about)]
struct CommandLine {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the portal
    Serve(ServeConfig),
    /// Bring the database to this version's schema
    Migrate,
    /// Fill a new database with demonstration data and accounts; does nothing to one that has them
    Demo {
        /// Print accounts and partners as JSON
        #[arg(long)]
        json: bool,
        /// How many contracts of the twenty years before are invented; 0 for none
        #[arg(long, default_value_t = 6_000)]
        lives: u64,
    },
    /// Administer accounts, partners and reference data
    #[command(subcommand)]
    Admin(command::Admin),
    /// The journal
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Check the whole register against journal, signatures and papers; exit 1 names everything that differs
    Check {
        /// Also read the bytes of every paper
        #[arg(long)]
        papers: bool,
    },
    /// Copy everything that belongs to the portal into a new folder, beside a running one: database, papers, keys, exported heads
    Backup {
        /// The folder; it must not be there yet, or be empty
        directory: std::path::PathBuf,
    },
    /// Put a backup back into an empty place, and check its journal
    Restore {
        /// The folder that `backup` made
        directory: std::path::PathBuf,
    },
    /// The figures of the research centre
    #[command(subcommand)]
    Research(command::Research),
    /// Check a certificate (PDF, credential, or what its QR code holds) with public keys alone
    VerifyCertificate {
        #[command(flatten)]
        held: command::Held,
        /// The portal's status list; without it, only signature and time are checked
        #[arg(long)]
        status_list: Option<std::path::PathBuf>,
    },
    /// Check a receipt (PDF or JSON) with public keys alone
    VerifyReceipt {
        #[command(flatten)]
        held: command::Held,
    },
    /// Judge a client of the API: let it meet a sandbox with faults, and say which of the ten rules of a correct client it breaks
    Conformance(command::Conformance),
    /// Print the description of the API
    Openapi,
}

#[derive(Debug, Subcommand)]
enum JournalCommand {
    /// Check every entry, the tree and the signed heads; exit 1 names the first bad entry
    Verify,
    /// Print every entry as it was hashed, one a line: for `portal-verify journal`
    Export,
}

#[tokio::main]
async fn main() -> ExitCode {
    let line = CommandLine::parse();
    portal::telemetry::start_logging();
    let outcome = match line.command {
        Command::Serve(serve) => command::serve(&line.config, &serve).await,
        Command::Migrate => command::migrate(&line.config).await,
        Command::Demo { json, lives } => command::demo(&line.config, json, lives).await,
        Command::Admin(admin) => command::administer(&line.config, admin).await,
        Command::Journal(JournalCommand::Verify) => command::verify_journal(&line.config).await,
        Command::Journal(JournalCommand::Export) => command::export_journal(&line.config).await,
        Command::Check { papers } => command::check_register(&line.config, papers).await,
        Command::Backup { directory } => command::backup(&line.config, &directory).await,
        Command::Restore { directory } => command::restore(&line.config, &directory).await,
        Command::Research(research) => command::research(&line.config, research).await,
        Command::VerifyCertificate { held, status_list } => {
            command::verify_certificate(&line.config, &held, status_list.as_deref())
        }
        Command::VerifyReceipt { held } => command::verify_receipt(&line.config, &held),
        Command::Conformance(asked) => command::conformance(&line.config, &asked).await,
        Command::Openapi => command::print_openapi(),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            failure.exit_code()
        }
    }
}
