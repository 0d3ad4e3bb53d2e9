//! PostgreSQL for the bench: databases to fill, and `pgbench` for what the same statements cost without the portal.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Failure, Options, invented};

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

    /// An empty database for so many filings.
    pub(crate) fn database(&self, filings: u64) -> Result<String, Failure> {
        let name = format!("portal_bench_{filings}");
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
    pub(crate) fn as_it_comes(&self, options: &Options) -> Result<PgbenchFigures, Failure> {
        let url = self.database(0)?;
        output(Command::new(self.binaries.join("pgbench")).args(["-i", "-q", "-s", "10", &url]))?;
        let figures =
            PgbenchFigures { read: self.pgbench(&url, options, &["-S"])?, write: self.pgbench(&url, options, &[])? };
        self.drop_database(&url)?;
        Ok(figures)
    }

    /// Reading one filing, and a change with its journal entry, as plain SQL. Afterwards the journal no longer verifies.
    pub(crate) fn same_statements(
        &self,
        url: &str,
        place: &Path,
        filings: u64,
        options: &Options,
    ) -> Result<PgbenchFigures, Failure> {
        let id = format!("\\set n random(0, {})\n", filings.saturating_sub(1));
        let filing = format!("'{}' || lpad(to_hex(:n::bigint), 12, '0')", invented::filing_id_prefix());
        let read = format!("{id}SELECT * FROM filings WHERE id = {filing};\n");
        let write = format!(
            "{id}BEGIN;
SELECT id FROM filings WHERE id = {filing} FOR UPDATE;
UPDATE filings SET version = version + 1, updated_at = now() WHERE id = {filing};
INSERT INTO idempotency_keys VALUES ('bench', 'POST', gen_random_uuid()::text, repeat('0', 64), 200, '{{}}', repeat('x', 2000), now());
UPDATE journal_frontier SET size = size + 1 RETURNING size \\gset
INSERT INTO journal VALUES (:size, now(), 'bench', 'bench', {filing}, repeat('x', 300), sha256('bench'));
COMMIT;\n"
        );
        let (read_file, write_file) = (place.join("read.sql"), place.join("write.sql"));
        std::fs::write(&read_file, read)?;
        std::fs::write(&write_file, write)?;
        let run = |file: &Path| self.pgbench(url, options, &["-n", "-f", &file.display().to_string()]);
        Ok(PgbenchFigures { read: run(&read_file)?, write: run(&write_file)? })
    }

    fn pgbench(&self, url: &str, options: &Options, what: &[&str]) -> Result<f64, Failure> {
        let (clients, seconds) = (options.clients.to_string(), options.seconds.to_string());
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
