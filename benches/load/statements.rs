//! Reading one filing, and a change with its journal entry, as plain SQL: what they cost without the portal.

use std::path::Path;

use crate::common::Load;
use crate::common::postgresql::{Cluster, PgbenchFigures};
use crate::{Failure, invented};

/// What `pgbench` reaches with these statements. Afterwards the journal no longer verifies.
pub(crate) fn same(
    cluster: &Cluster,
    url: &str,
    place: &Path,
    filings: u64,
    load: Load,
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
    let run = |file: &Path| cluster.pgbench(url, load, &["-n", "-f", &file.display().to_string()]);
    Ok(PgbenchFigures { read: run(&read_file)?, write: run(&write_file)? })
}
