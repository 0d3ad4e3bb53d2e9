//! What an auditor and a bank do with the programs alone.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use portal::app::{Clock, Keys, SystemClock};

use crate::{Failure, Options};

/// How often a certificate is checked; the middle one counts.
const TIMES: usize = 31;

/// Entries of the journal that are verified in a second.
pub(crate) fn journal(options: &Options, url: &str, data: &Path) -> Result<f64, Failure> {
    let began = Instant::now();
    let output = Command::new(&options.binary)
        .args(["journal", "verify"])
        .env("DATABASE_URL", url)
        .env("PORTAL_DATA", data)
        .stderr(Stdio::inherit())
        .output()?;
    let took = began.elapsed().as_secs_f64();
    let said = String::from_utf8(output.stdout)?;
    let entries = said.split_whitespace().find_map(|word| word.parse::<f64>().ok());
    match entries.filter(|_| output.status.success()) {
        Some(entries) => Ok(entries / took),
        None => Err(format!("journal verify: {said}").into()),
    }
}

/// Milliseconds in which one certificate is checked with the public keys alone, as `verify-certificate` does.
pub(crate) fn certificate(data: &Path, credential: &str) -> Result<f64, Failure> {
    let keys = Keys::in_folder(&data.join("keys"))?.published();
    let mut waits = Vec::new();
    for _ in 0..TIMES {
        let began = Instant::now();
        proof::check_certificate(credential.as_bytes(), &keys, None, SystemClock.now())?;
        waits.push(began.elapsed().as_secs_f64() * 1e3);
    }
    waits.sort_by(f64::total_cmp);
    Ok(waits.get(TIMES / 2).copied().unwrap_or_default())
}
