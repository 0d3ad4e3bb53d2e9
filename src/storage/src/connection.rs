//! One connection type over both databases, and how each is opened and checked.
//!
//! SQLite is used only with settings under which an acknowledged commit survives a power cut, and never below 3.51.3,
//! whose WAL can be corrupted by a write that races a checkpoint.

use diesel::connection::SimpleConnection;
use diesel::prelude::{Connection as _, QueryableByName, RunQueryDsl as _};
use diesel::sql_types::Text;

use crate::either::AnyConnection as Connection;
use crate::{Result, StorageError};

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(std::path::PathBuf),
    /// A server.
    Postgresql(String),
}

impl DatabaseUrl {
    /// Reads `sqlite://PATH` or `postgres://…`.
    pub fn parse(text: &str) -> Result<Self> {
        if let Some(path) = text.strip_prefix("sqlite://") {
            return Ok(Self::Sqlite(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgresql(text.to_owned()));
        }
        Err(StorageError::Refused(format!("DATABASE_URL must begin with sqlite:// or postgres://, not {text:?}")))
    }
}

/// What a connection is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Read,
    Write,
}

/// The answer of a query whose only column is a text called `value`.
#[derive(QueryableByName)]
pub(crate) struct Setting {
    #[diesel(sql_type = Text)]
    pub(crate) value: String,
}

pub(crate) fn open(url: &DatabaseUrl, purpose: Purpose) -> Result<Connection> {
    let unavailable = |error: diesel::ConnectionError| StorageError::Unavailable(error.to_string());
    match url {
        DatabaseUrl::Sqlite(path) => {
            let text = path
                .to_str()
                .ok_or_else(|| StorageError::Refused("the path of the database is not valid UTF-8".into()))?;
            let mut connection = diesel::SqliteConnection::establish(text).map_err(unavailable)?;
            set_up_sqlite(&mut connection, purpose)?;
            Ok(Connection::Sqlite(connection))
        }
        DatabaseUrl::Postgresql(url) => {
            let mut connection = diesel::PgConnection::establish(url).map_err(unavailable)?;
            check_postgresql(&mut connection, purpose)?;
            Ok(Connection::Postgresql(connection))
        }
    }
}

fn set_up_sqlite(connection: &mut diesel::SqliteConnection, purpose: Purpose) -> Result<()> {
    connection.batch_execute(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -2000;
         PRAGMA temp_store = MEMORY;",
    )?;
    for (pragma, wanted) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
        let found: Setting = diesel::sql_query(format!("SELECT CAST({pragma} AS TEXT) AS value FROM pragma_{pragma}"))
            .get_result(connection)?;
        if found.value != wanted {
            return Err(StorageError::Refused(format!(
                "SQLite runs with {pragma} = {}, it must be {wanted}",
                found.value
            )));
        }
    }
    let version: Setting = diesel::sql_query("SELECT sqlite_version() AS value").get_result(connection)?;
    if version_number(&version.value) < version_number("3.51.3") {
        return Err(StorageError::Refused(format!(
            "SQLite {} can corrupt its log; 3.51.3 or newer is needed",
            version.value
        )));
    }
    if purpose == Purpose::Read {
        connection.batch_execute("PRAGMA query_only = ON;")?;
    }
    Ok(())
}

fn check_postgresql(connection: &mut diesel::PgConnection, purpose: Purpose) -> Result<()> {
    connection.batch_execute("SET TIME ZONE 'UTC'; SET lock_timeout = '5s'; SET statement_timeout = '30s';")?;
    for (setting, refused) in [("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off")] {
        let found: Setting =
            diesel::sql_query(format!("SELECT current_setting('{setting}') AS value")).get_result(connection)?;
        if found.value == refused {
            return Err(StorageError::Refused(format!(
                "PostgreSQL runs with {setting} = {refused}: acknowledged filings could be lost"
            )));
        }
    }
    let version: Setting =
        diesel::sql_query("SELECT current_setting('server_version_num') AS value").get_result(connection)?;
    if version.value.parse::<u32>().unwrap_or(0) < 150_000 {
        return Err(StorageError::Refused(format!("PostgreSQL 15 or newer is needed, this is {}", version.value)));
    }
    if purpose == Purpose::Read {
        connection.batch_execute("SET default_transaction_read_only = on;")?;
    }
    Ok(())
}

fn version_number(text: &str) -> Vec<u32> {
    text.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// Whether a transaction was left open that cannot be ended, so that the connection is of no more use.
pub(crate) fn is_broken(connection: &mut Connection) -> bool {
    use diesel::connection::{AnsiTransactionManager, TransactionManager};
    match connection {
        Connection::Postgresql(inner) => AnsiTransactionManager::is_broken_transaction_manager(inner),
        Connection::Sqlite(inner) => AnsiTransactionManager::is_broken_transaction_manager(inner),
    }
}
