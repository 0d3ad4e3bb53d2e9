//! The table: on the screen and in `benches/results/`, as Markdown to read and as JSON to compare.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::common::machine::Machine;
use crate::common::measure::Figures;
use crate::common::opened::today;
use crate::common::postgresql::PgbenchFigures;
use crate::common::targets::{save, table};
use crate::scenarios::Run;
use crate::targets::targets;
use crate::{Failure, Options};

/// One database with so many filings.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Entry {
    /// `sqlite` or `postgresql`.
    pub(crate) database: String,
    /// Filings.
    pub(crate) filings: u64,
    /// What was measured.
    pub(crate) run: Run,
    /// `pgbench` with the same kind of statements on the same database.
    pub(crate) pgbench: Option<PgbenchFigures>,
}

impl Entry {
    /// The figures of one thing; nothing when it was not measured.
    pub(crate) fn figures(&self, name: &str) -> Figures {
        self.run.figures.iter().find(|(known, _)| known == name).map(|(_, figures)| figures.clone()).unwrap_or_default()
    }
}

/// Everything measured.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// On what.
    pub(crate) machine: Machine,
    /// What was measured in this process alone, by what was done.
    pub(crate) alone: Vec<(String, Figures)>,
    /// In order.
    pub(crate) entries: Vec<Entry>,
    options: Options,
}

impl Report {
    /// Nothing measured yet.
    pub(crate) fn new(machine: Machine, options: &Options) -> Self {
        Self { machine, alone: Vec::new(), entries: Vec::new(), options: options.clone() }
    }

    /// Adds a run.
    pub(crate) fn add(&mut self, database: &str, filings: u64, run: Run) {
        self.entries.push(Entry { database: database.to_owned(), filings, run, pgbench: None });
    }

    /// Adds what `pgbench` says of the database measured last.
    pub(crate) fn add_pgbench(&mut self, filings: u64, figures: PgbenchFigures) {
        if let Some(entry) = self.entries.last_mut().filter(|entry| entry.filings == filings) {
            entry.pgbench = Some(figures);
        }
    }

    /// The whole report.
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("# Load and latency, {}\n\n", today());
        let machine = &self.machine;
        let _written = writeln!(
            text,
            "{} cores of {}; {} clients on the same machine, {} s each. Load averages before: {}.",
            machine.cores, machine.processor, self.options.clients, self.options.seconds, machine.load_before
        );
        if let Some(pgbench) = &machine.pgbench {
            let _written = writeln!(
                text,
                "`pgbench` as it comes, scale 10: {:.0}/s reading, {:.0}/s writing.",
                pgbench.read, pgbench.write
            );
        }
        text.push_str(&table(&targets(self, &self.options)));
        text.push_str(&alone_table(&self.alone));
        for entry in &self.entries {
            text.push_str(&entry_table(entry));
        }
        text.push_str(NOTES);
        text
    }

    /// Writes both files; answers where the readable one is.
    pub(crate) fn save(&self, folder: &Path) -> Result<PathBuf, Failure> {
        let name = format!("{}-{}", today(), self.machine.short());
        let json = serde_json::json!({
            "machine": self.machine, "clients": self.options.clients, "seconds": self.options.seconds,
            "targets": targets(self, &self.options), "alone": self.alone, "runs": self.entries,
        });
        save(folder, &name, &self.markdown(), &json)
    }
}

fn alone_table(alone: &[(String, Figures)]) -> String {
    let head = "\n## In one process, without a service\n\n\
                | what | p50 ms | p95 ms | p99 ms | times | errors |\n|---|--:|--:|--:|--:|--:|\n";
    let line = |(name, figures): &(String, Figures)| {
        let Figures { p50_ms, p95_ms, p99_ms, count, errors, .. } = figures;
        format!("| {name} | {p50_ms:.2} | {p95_ms:.2} | {p99_ms:.2} | {count} | {errors} |\n")
    };
    if alone.is_empty() { String::new() } else { alone.iter().map(line).fold(head.to_owned(), |text, row| text + &row) }
}

fn entry_table(entry: &Entry) -> String {
    let run = &entry.run;
    let mut text = format!(
        "\n## {}, {} filings\n\nJournal of {} entries, loaded in {:.0} s. Started in {:.2} s. First pivot after the start {:.0} ms. \
         Resident memory {:.0} MiB, at its highest {:.0} MiB. `journal verify` checks {:.0} entries/s; a certificate is checked offline \
         in {:.2} ms. Load average before: {}.\n\n\
         | what | per second | p50 ms | p95 ms | p99 ms | of /health/live | of pgbench | errors |\n|---|--:|--:|--:|--:|--:|--:|--:|\n",
        entry.database,
        entry.filings,
        run.entries,
        run.loaded_in,
        run.started_in,
        run.first_pivot_ms,
        run.memory_mib,
        run.highest_memory_mib,
        run.verified_per_second,
        run.offline_ms,
        run.load
    );
    let live = entry.figures("GET /health/live").per_second;
    for (name, figures) in &run.figures {
        let beside = entry.pgbench.as_ref().map(|pgbench| if is_command(name) { pgbench.write } else { pgbench.read });
        let share = |of: f64| format!("{:.1} %", 100.0 * figures.per_second / of);
        // Writing into a string cannot fail.
        let _written = writeln!(
            text,
            "| {name} | {:.0} | {:.2} | {:.2} | {:.2} | {} | {} | {} |",
            figures.per_second,
            figures.p50_ms,
            figures.p95_ms,
            figures.p99_ms,
            share(live),
            beside.map_or_else(|| "—".into(), share),
            figures.errors
        );
    }
    if let Some(pgbench) = &entry.pgbench {
        let _written = writeln!(
            text,
            "\n`pgbench` on this database: {:.0} filings read/s, {:.0} changes with a journal entry/s.",
            pgbench.read, pgbench.write
        );
    }
    text
}

fn is_command(name: &str) -> bool {
    ["submit", "draft", "draft + submit", "decide + certificate"].contains(&name)
}

const NOTES: &str = "
## How it was measured

Clients keep their connections alive and ask again at once; they share the processors with the service and its database, and so
does `/health/live`, beside which each rate is set. Filings are read by reviewers, any of the database; deep pages begin anywhere in
the first 5000 lines. Submitting needs papers: drafts with papers are loaded beforehand, so that `draft + submit` is one new draft and
the submission of another, prepared one. Deciding registers a prepared, recommended filing and issues its certificate.
Checks are run on the 21 given cases, and on the same with texts made of the catalogue's words as long as a form takes them; screening
is among them. `--proofs 10000000` has a journal of so many entries appended, and proofs made out of it, anywhere.
Of tokens, each client is a company's and asks for one after the other, without a quota.
Of webhooks, forty drafts a second are begun, each told to six or seven endpoints; the wait is from the time in the entry of the journal,
which is before its commit, to the receipt, over the endpoints that answer; what did not arrive counts as an error.
`pgbench` changes a filing and appends to the journal in one transaction, as one command does, with every transaction synced by itself.
The multiples of other products are scaled by what `pgbench` reaches here and reached where they were measured.
";
