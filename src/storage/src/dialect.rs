//! The statements that the two databases spell differently. Nothing else matches on the connection's variant.

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::migration::MigrationVersion;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::filings::FilingRow;
use crate::schema::{filings, journal_frontier};
use crate::{Connection, Result, StorageError};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRESQL: EmbeddedMigrations = embed_migrations!("../../migrations/postgresql");

/// Begins a write: SQLite takes its write lock at once, since a later upgrade would fail without waiting.
pub(crate) fn begin(connection: &mut Connection) -> Result<()> {
    match connection {
        Connection::Sqlite(inner) => AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN IMMEDIATE"),
        Connection::Postgresql(inner) => AnsiTransactionManager::begin_transaction(inner),
    }
    .map_err(StorageError::from)
}

pub(crate) fn commit(connection: &mut Connection) -> Result<()> {
    match connection {
        Connection::Sqlite(inner) => AnsiTransactionManager::commit_transaction(inner),
        Connection::Postgresql(inner) => AnsiTransactionManager::commit_transaction(inner),
    }
    .map_err(StorageError::from)
}

pub(crate) fn roll_back(connection: &mut Connection) -> Result<()> {
    match connection {
        Connection::Sqlite(inner) => AnsiTransactionManager::rollback_transaction(inner),
        Connection::Postgresql(inner) => AnsiTransactionManager::rollback_transaction(inner),
    }
    .map_err(StorageError::from)
}

/// The right edge of the journal's tree, locked until the transaction ends.
pub(crate) fn lock_frontier(connection: &mut Connection) -> Result<(i64, Vec<u8>)> {
    // By its key: PostgreSQL would else read past every version of the row that is not vacuumed yet.
    let edge = journal_frontier::table.find(1).select((journal_frontier::size, journal_frontier::nodes));
    Ok(match connection {
        Connection::Sqlite(inner) => edge.first(inner),
        Connection::Postgresql(inner) => edge.for_update().first(inner),
    }?)
}

/// A filing's row, locked so that the decision made about it still holds at the commit; SQLite has one writer anyway.
pub(crate) fn lock_filing(connection: &mut Connection, id: &str) -> Result<Option<FilingRow>> {
    let row = filings::table.find(id);
    Ok(match connection {
        Connection::Sqlite(inner) => row.first(inner),
        Connection::Postgresql(inner) => row.for_update().first(inner),
    }
    .optional()?)
}

/// Applies what the database has not seen yet.
pub(crate) fn migrate(connection: &mut Connection) -> Result<Vec<MigrationVersion<'static>>> {
    match connection {
        Connection::Sqlite(inner) => {
            refuse_newer_schema::<diesel::sqlite::Sqlite>(inner.applied_migrations(), &SQLITE)?;
            inner.run_pending_migrations(SQLITE)
        }
        Connection::Postgresql(inner) => {
            refuse_newer_schema::<diesel::pg::Pg>(inner.applied_migrations(), &POSTGRESQL)?;
            inner.run_pending_migrations(POSTGRESQL)
        }
    }
    .map(|versions| versions.into_iter().map(|version| version.as_owned()).collect())
    .map_err(|error| StorageError::Refused(format!("a migration failed: {error}")))
}

/// A database that a newer program has migrated is left alone.
fn refuse_newer_schema<DB: diesel::backend::Backend>(
    applied: diesel::migration::Result<Vec<MigrationVersion<'_>>>,
    known: &EmbeddedMigrations,
) -> Result<()> {
    use diesel::migration::MigrationSource;
    let refused = |error: Box<dyn std::error::Error + Send + Sync>| StorageError::Refused(error.to_string());
    let known: Vec<String> = MigrationSource::<DB>::migrations(known)
        .map_err(refused)?
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    for version in applied.map_err(refused)? {
        if !known.contains(&version.to_string()) {
            return Err(StorageError::Refused(format!(
                "the database was migrated by a newer version of this program ({version})"
            )));
        }
    }
    Ok(())
}
