//! PostgreSQL for the bench: databases to fill, and `pgbench` for what the same statements cost without the portal.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Failure, Load};

/// A server with room for databases.
pub(crate) struct Cluster {
    url: String,
    binaries: PathBuf,
    /// The script that stops a server which the bench started itself.
    started_by: Option<PathBuf>,
}

/// What `pgbench` says, in transactions a second.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub(crate) struct PgbenchFigures {
    /// Reading.
    pub(crate) read: f64,
    /// Writing.
    pub(crate) write: f64,
}

impl Cluster {
    /// The server of `url`, or a throw-away one.
    pub(crate) fn at_hand(root: &Path, url: Option<&str>) -> Result<Self, Failure> {
        let script = root.join("tests/support/postgresql.sh");
        let (url, started_by) = match url {
            Some(url) => (url.to_owned(), None),
            None => (output(Command::new(&script).arg("start"))?.trim().to_owned(), Some(script)),
        };
        Ok(Self { url, binaries: binaries()?, started_by })
    }

    /// An empty database with a name of the bench's.
    pub(crate) fn database(&self, of: &str) -> Result<String, Failure> {
        let name = format!("portal_bench_{of}");
        self.psql(&format!("DROP DATABASE IF EXISTS {name}"))?;
        self.psql(&format!("CREATE DATABASE {name}"))?;
        let (server, _) = self.url.rsplit_once('/').ok_or("TEST_POSTGRES_URL names no database")?;
        Ok(format!("{server}/{name}"))
    }

    pub(crate) fn drop_database(&self, url: &str) -> Result<(), Failure> {
        let name = url.rsplit('/').next().unwrap_or_default();
        self.psql(&format!("DROP DATABASE {name} WITH (FORCE)"))
    }

    /// What autovacuum does in time: a server that has just been filled knows nothing of its tables yet.
    pub(crate) fn settle(&self, url: &str) -> Result<(), Failure> {
        self.psql_on(url, "VACUUM ANALYZE")
    }

    pub(crate) fn psql_program(&self) -> PathBuf {
        self.binaries.join("psql")
    }

    fn psql(&self, statement: &str) -> Result<(), Failure> {
        self.psql_on(&self.url, statement)
    }

    fn psql_on(&self, url: &str, statement: &str) -> Result<(), Failure> {
        let command = ["-qX", "-v", "ON_ERROR_STOP=1", "-c", statement, url];
        output(Command::new(self.psql_program()).args(command))?;
        Ok(())
    }

    /// `pgbench` as it comes, by which machines are compared.
    pub(crate) fn as_it_comes(&self, load: Load) -> Result<PgbenchFigures, Failure> {
        let url = self.database("0")?;
        output(Command::new(self.binaries.join("pgbench")).args(["-i", "-q", "-s", "10", &url]))?;
        let figures =
            PgbenchFigures { read: self.pgbench(&url, load, &["-S"])?, write: self.pgbench(&url, load, &[])? };
        self.drop_database(&url)?;
        Ok(figures)
    }

    /// Transactions a second.
    pub(crate) fn pgbench(&self, url: &str, load: Load, what: &[&str]) -> Result<f64, Failure> {
        let (clients, seconds) = (load.clients.to_string(), load.seconds.to_string());
        let text = output(
            Command::new(self.binaries.join("pgbench"))
                .args(["-M", "prepared", "-j", "2", "-c", &clients, "-T", &seconds])
                .args(what)
                .arg(url),
        )?;
        let rate =
            text.lines().find_map(|line| line.strip_prefix("tps = ")).ok_or_else(|| format!("no tps in {text}"))?;
        Ok(rate.split_whitespace().next().ok_or("no tps")?.parse()?)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(script) = &self.started_by {
            let _stopped = Command::new(script).arg("stop").status();
        }
    }
}

/// Where `psql` and `pgbench` are: Debian keeps them beside the server.
fn binaries() -> Result<PathBuf, Failure> {
    let mut folders: Vec<PathBuf> =
        output(Command::new("pg_config").arg("--bindir")).into_iter().map(|text| text.trim().into()).collect();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    folders.extend(versions.map(|version| version.path().join("bin")));
    folders.into_iter().find(|folder| folder.join("pgbench").exists()).ok_or_else(|| "missing: pgbench".into())
}

fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
