//! `verify-certificate` and `verify-receipt`: what anybody can check with the public keys, at the portal's own command line.
//! `portal-verify` is the same without a portal.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use domain::registered::Standing;
use portal::app::{Clock, Keys, SystemClock};
use portal::config::Config;
use proof::{KeySet, StatusList, check_certificate, check_receipt};
use serde_json::json;

use super::Failure;

/// What is to be checked, and by which keys.
#[derive(Debug, Args)]
pub(crate) struct Held {
    /// The file; - for standard input
    file: PathBuf,
    /// Public keys, from /.well-known/jwks.json; without it, those of this portal
    #[arg(long)]
    keys: Option<PathBuf>,
}

impl Held {
    fn keys(&self, config: &Config) -> Result<KeySet, Failure> {
        match &self.keys {
            Some(path) => KeySet::parse(&text(path)?).map_err(Failure::other),
            None => Ok(Keys::in_folder(&config.keys()).map_err(Failure::configuration)?.published()),
        }
    }
}

/// Checks a certificate: exit 0 when it is genuine and, with a status list, stands; 1 otherwise.
pub(crate) fn verify_certificate(config: &Config, held: &Held, list: Option<&Path>) -> Result<ExitCode, Failure> {
    let keys = held.keys(config)?;
    let list = match list {
        Some(path) => Some(StatusList::read(&text(path)?, &keys).map_err(Failure::other)?),
        None => None,
    };
    match check_certificate(&bytes(&held.file)?, &keys, list.as_ref(), SystemClock.now()) {
        Ok(checked) => {
            let stands = checked.standing.is_none_or(|standing| standing == Standing::Valid);
            print(
                &json!({ "genuine": true, "status": checked.standing, "as_of": checked.as_of, "certificate": checked.credential }),
            )?;
            Ok(if stands { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Err(fault) => {
            print(&json!({ "genuine": false, "code": fault.code(), "message": fault.to_string() }))?;
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Checks a receipt: exit 0 when the journal holds what it says; 1 otherwise.
pub(crate) fn verify_receipt(config: &Config, held: &Held) -> Result<ExitCode, Failure> {
    match check_receipt(&bytes(&held.file)?, &held.keys(config)?) {
        Ok(receipt) => {
            print(&json!({ "genuine": true, "receipt": receipt }))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(fault) => {
            print(&json!({ "genuine": false, "code": fault.code(), "message": fault.to_string() }))?;
            Ok(ExitCode::FAILURE)
        }
    }
}

fn print(found: &serde_json::Value) -> Result<(), Failure> {
    println!("{}", serde_json::to_string_pretty(found).map_err(Failure::other)?);
    Ok(())
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure::other(format!("{}: {error}", path.display())))?;
    Ok(bytes)
}

fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(bytes(path)?).map_err(|error| Failure::other(format!("{}: {error}", path.display())))
}
