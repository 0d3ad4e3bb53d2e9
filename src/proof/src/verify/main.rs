//! `portal-verify`: checks certificates, receipts and the journal with the portal's public keys alone. No database, no network.

mod journal;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use proof::{Fault, KeySet, StatusList, check_certificate, check_receipt};

/// Checks what the technology-trade filing portal has signed. Exit code 0: it holds; 1: it does not; 2: it could not be looked at.
#[derive(Debug, Parser)]
#[command(version)]
struct CommandLine {
    /// The portal's public keys, from its /.well-known/jwks.json
    #[arg(long)]
    keys: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A certificate: its PDF, its credential, or what its QR code holds
    Certificate {
        /// The file; - for standard input
        file: PathBuf,
        /// The portal's status list, from /api/v1/certificates/status-list; without it only signature and time are checked
        #[arg(long)]
        status_list: Option<PathBuf>,
    },
    /// A receipt: its PDF or its JSON
    Receipt {
        /// The file; - for standard input
        file: PathBuf,
    },
    /// Signed heads, one a line, as in heads.jsonl: signatures, order, and with proofs that each extends the one before
    Heads {
        /// The file; - for standard input
        file: PathBuf,
        /// Consistency proofs, one a line, from /api/v1/journal/consistency
        #[arg(long)]
        proofs: Option<PathBuf>,
    },
    /// The whole journal, one entry a line, as `journal export` writes it, against signed heads
    Journal {
        /// The file; - for standard input
        file: PathBuf,
        /// Signed heads, one a line
        #[arg(long)]
        heads: PathBuf,
    },
}

/// Why the answer is no.
#[derive(Debug)]
enum No {
    /// It does not hold.
    False(String),
    /// It could not be looked at.
    Unread(String),
}

impl From<Fault> for No {
    fn from(fault: Fault) -> Self {
        Self::False(format!("{}: {fault}", fault.code()))
    }
}

fn main() -> ExitCode {
    match run(&CommandLine::parse()) {
        Ok(lines) => {
            println!("{lines}");
            ExitCode::SUCCESS
        }
        Err(No::False(why)) => {
            println!("does not hold: {why}");
            ExitCode::FAILURE
        }
        Err(No::Unread(why)) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

fn run(line: &CommandLine) -> Result<String, No> {
    let keys = KeySet::parse(&read_text(&line.keys)?).map_err(|fault| unread(&line.keys, fault))?;
    match &line.command {
        Command::Certificate { file, status_list } => certificate(&keys, file, status_list.as_deref()),
        Command::Receipt { file } => {
            let receipt = check_receipt(&read(file)?, &keys)?;
            Ok(format!(
                "holds: filing {} of {}, accepted {}, entry {} of the journal, digest {}",
                receipt.filing_id, receipt.company, receipt.accepted_at, receipt.proof.entry.seq, receipt.digest
            ))
        }
        Command::Heads { file, proofs } => {
            let proofs = proofs.as_deref().map(read_text).transpose()?;
            journal::heads(&keys, &read_text(file)?, proofs.as_deref())
        }
        Command::Journal { file, heads } => journal::entries(&keys, open(file)?, &read_text(heads)?),
    }
}

fn certificate(keys: &KeySet, file: &Path, list: Option<&Path>) -> Result<String, No> {
    let list = list.map(|path| Ok::<_, No>(StatusList::read(&read_text(path)?, keys)?)).transpose()?;
    #[expect(clippy::disallowed_methods, reason = "the clock of a program of its own")]
    let now = chrono::Utc::now();
    let checked = check_certificate(&read(file)?, keys, list.as_ref(), now)?;
    let said = &checked.credential;
    let facts = format!(
        "certificate {} of {} ({}), contract {} version {}, {} {}, with {} ({}), valid until {}",
        said.sub,
        said.holder,
        said.holder_uscc,
        said.contract,
        said.version,
        said.currency,
        said.total,
        said.counterparty,
        said.country,
        said.valid_until
    );
    match (checked.standing, checked.as_of) {
        (Some(standing), as_of) if standing != domain::registered::Standing::Valid => Err(No::False(format!(
            "{}{}: {facts}",
            standing.code(),
            as_of.map_or_else(String::new, |as_of| format!(" as of {as_of}"))
        ))),
        (_, Some(as_of)) => Ok(format!("valid as of {as_of}: {facts}")),
        (_, None) => Ok(format!("genuine, its present status not looked up: {facts}")),
    }
}

fn open(path: &Path) -> Result<Box<dyn Read>, No> {
    if path == Path::new("-") {
        return Ok(Box::new(std::io::stdin()));
    }
    Ok(Box::new(fs::File::open(path).map_err(|error| unread(path, error))?))
}

fn read(path: &Path) -> Result<Vec<u8>, No> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes).map_err(|error| unread(path, error))?;
    Ok(bytes)
}

fn read_text(path: &Path) -> Result<String, No> {
    String::from_utf8(read(path)?).map_err(|error| unread(path, error))
}

fn unread(path: &Path, why: impl std::fmt::Display) -> No {
    No::Unread(format!("{}: {why}", path.display()))
}
