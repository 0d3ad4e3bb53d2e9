//! `research rebuild`, the program: counting everything the first time, and again where all is well.

use std::path::Path;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use crate::{Failure, Options};

/// What the program says.
#[derive(Debug, Clone, Deserialize)]
struct Said {
    facts: u64,
    differing: u64,
    seconds_ms: u64,
}

/// What it took.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Rebuilt {
    /// Facts.
    pub(crate) facts: u64,
    /// Facts a second.
    pub(crate) per_second: f64,
}

/// Counts again; with `check`, nothing may differ.
#[expect(clippy::cast_precision_loss, reason = "facts and milliseconds of one run")]
pub(crate) fn rebuilt(options: &Options, url: &str, data: &Path, check: bool) -> Result<Rebuilt, Failure> {
    let output = Command::new(&options.binary)
        .args(["research", "rebuild"])
        .args(check.then_some("--check"))
        .env("DATABASE_URL", url)
        .env("PORTAL_DATA", data)
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    if !output.status.success() {
        return Err(format!("research rebuild: {text}").into());
    }
    let said: Said = serde_json::from_str(&text)?;
    if check && said.differing != 0 {
        return Err(format!("{} facts differ after they were counted", said.differing).into());
    }
    let per_second = said.facts as f64 / (said.seconds_ms.max(1) as f64 / 1e3);
    println!("research rebuild{}: {} facts, {per_second:.0}/s", if check { " --check" } else { "" }, said.facts);
    Ok(Rebuilt { facts: said.facts, per_second })
}
