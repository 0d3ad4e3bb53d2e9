//! Targets, whether they are met, and where reports go: as Markdown to read and as JSON to compare.

use std::path::{Path, PathBuf};

use super::Failure;

/// One target.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Target {
    /// On what it was measured.
    pub(crate) on: String,
    /// What is to be reached.
    pub(crate) what: String,
    /// What was.
    pub(crate) reached: String,
    /// Whether that is enough.
    pub(crate) met: bool,
}

impl Target {
    /// A figure that may be this large.
    pub(crate) fn most(on: &str, what: &str, reached: f64, most: f64, unit: &str) -> Self {
        Self {
            on: on.to_owned(),
            what: format!("{what} ≤ {most} {unit}"),
            reached: format!("{reached:.2} {unit}"),
            met: reached <= most,
        }
    }
}

/// The table of targets, in the order given.
pub(crate) fn table(targets: &[Target]) -> String {
    let line = |target: &Target| {
        format!(
            "| {} | {} | {} | {} |\n",
            if target.met { "met" } else { "**short**" },
            target.on,
            target.what,
            target.reached
        )
    };
    let head = "\n## Targets, those that fall short first\n\n| | on | target | reached |\n|---|---|---|---|\n";
    targets.iter().map(line).fold(head.to_owned(), |text, row| text + &row)
}

/// Writes both files of a report; answers where the readable one is.
pub(crate) fn save(folder: &Path, name: &str, markdown: &str, json: &serde_json::Value) -> Result<PathBuf, Failure> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(format!("{name}.json")), serde_json::to_string_pretty(json)? + "\n")?;
    let readable = folder.join(format!("{name}.md"));
    std::fs::write(&readable, markdown)?;
    Ok(readable)
}
