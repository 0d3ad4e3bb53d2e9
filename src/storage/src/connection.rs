//! One connection type over both databases, and how each is opened and checked.
//!
//! Which settings it must have is said in `settings`.

use diesel::connection::SimpleConnection;
use diesel::prelude::{Connection as _, QueryableByName, RunQueryDsl as _};
use diesel::sql_types::Text;

use crate::either::AnyConnection as Connection;
use crate::settings::{POSTGRESQL, SQLITE};
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
    for demand in &SQLITE {
        let found: Setting = diesel::sql_query(demand.query).get_result(connection)?;
        demand.refusal(&found.value).map_or(Ok(()), |why| Err(StorageError::Refused(why)))?;
    }
    if purpose == Purpose::Read {
        connection.batch_execute("PRAGMA query_only = ON;")?;
    }
    Ok(())
}

fn check_postgresql(connection: &mut diesel::PgConnection, purpose: Purpose) -> Result<()> {
    connection.batch_execute("SET TIME ZONE 'UTC'; SET lock_timeout = '5s'; SET statement_timeout = '30s';")?;
    for demand in &POSTGRESQL {
        let found: Setting = diesel::sql_query(demand.query).get_result(connection)?;
        demand.refusal(&found.value).map_or(Ok(()), |why| Err(StorageError::Refused(why)))?;
    }
    if purpose == Purpose::Read {
        connection.batch_execute("SET default_transaction_read_only = on;")?;
    }
    Ok(())
}

/// Whether a transaction was left open that cannot be ended, so that the connection is of no more use.
pub(crate) fn is_broken(connection: &mut Connection) -> bool {
    use diesel::connection::{AnsiTransactionManager, TransactionManager};
    match connection {
        Connection::Postgresql(inner) => AnsiTransactionManager::is_broken_transaction_manager(inner),
        Connection::Sqlite(inner) => AnsiTransactionManager::is_broken_transaction_manager(inner),
    }
}
