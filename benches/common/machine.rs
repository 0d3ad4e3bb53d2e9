//! What the figures were measured on.

use super::postgresql::{Cluster, PgbenchFigures};
use super::{Failure, Load};

/// The machine, and what `pgbench` reaches on it.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Machine {
    /// Processor.
    pub(crate) processor: String,
    /// How many the bench may use.
    pub(crate) cores: usize,
    /// Load of the last minute before the bench began; more than a little, and the figures are too low.
    pub(crate) load_before: String,
    /// `pgbench`, scale 10, as it comes.
    pub(crate) pgbench: Option<PgbenchFigures>,
}

impl Machine {
    /// Looks at the machine.
    pub(crate) fn look(pgbench: Option<(&Cluster, Load)>) -> Result<Self, Failure> {
        let information = std::fs::read_to_string("/proc/cpuinfo")?;
        let processor = information.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
        Ok(Self {
            processor: processor.trim_start_matches([' ', '\t', ':']).to_owned(),
            cores: std::thread::available_parallelism()?.get(),
            load_before: load()?,
            pgbench: pgbench.map(|(cluster, load)| cluster.as_it_comes(load)).transpose()?,
        })
    }

    /// A name for files.
    pub(crate) fn short(&self) -> String {
        let word = self.processor.split_whitespace().next().unwrap_or("machine");
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        format!("{}-{}-cores", word.to_lowercase(), self.cores)
    }
}

/// Load averages of 1, 5 and 15 minutes.
pub(crate) fn load() -> Result<String, Failure> {
    let text = std::fs::read_to_string("/proc/loadavg")?;
    Ok(text.split_whitespace().take(3).collect::<Vec<_>>().join(" "))
}

/// Resident memory of this process, MiB.
pub(crate) fn resident_mib() -> Result<f64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no memory in /proc")?;
    Ok(line.split_whitespace().next().ok_or("no number")?.parse::<f64>()? / 1024.0)
}
