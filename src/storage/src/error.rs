//! What can go wrong with storage, without a word of HTTP.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// A storage failure.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A row breaks a rule of the schema; the constraint says which.
    #[error("a constraint of the database refused the row: {0:?}")]
    Conflict(Constraint),
    /// The database cannot answer now; trying again later may work.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A stored value cannot be what this program wrote.
    #[error("stored data is damaged: {0}")]
    Corrupt(String),
    /// The database may not be used as it is set up.
    #[error("{0}")]
    Refused(String),
    /// A statement failed for a reason that is a defect of this program.
    #[error("a database statement failed")]
    Query(#[source] DieselError),
    /// A file could not be kept or read.
    #[error("the file store failed: {0}")]
    Blob(String),
}

/// Which rule of the schema refused a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constraint {
    /// A value that must be unique is taken; the table or constraint named by the database.
    Unique(String),
    /// `filings_four_eyes`: the person who recommended may not decide.
    FourEyes,
    /// Another check.
    Check(String),
    /// A row that is named does not exist.
    ForeignKey(String),
}

impl From<DieselError> for StorageError {
    fn from(error: DieselError) -> Self {
        let DieselError::DatabaseError(kind, details) = &error else {
            return match error {
                DieselError::BrokenTransactionManager => Self::Unavailable("the transaction was lost".into()),
                other => Self::Query(other),
            };
        };
        let named = details.constraint_name().unwrap_or_else(|| details.message()).to_owned();
        match kind {
            DatabaseErrorKind::UniqueViolation => Self::Conflict(Constraint::Unique(named)),
            DatabaseErrorKind::ForeignKeyViolation => Self::Conflict(Constraint::ForeignKey(named)),
            DatabaseErrorKind::CheckViolation if named.contains("four_eyes") => Self::Conflict(Constraint::FourEyes),
            DatabaseErrorKind::CheckViolation => Self::Conflict(Constraint::Check(named)),
            DatabaseErrorKind::ClosedConnection
            | DatabaseErrorKind::SerializationFailure
            | DatabaseErrorKind::UnableToSendCommand
            | DatabaseErrorKind::ReadOnlyTransaction => Self::Unavailable(details.message().to_owned()),
            _ if is_passing(details.message()) => Self::Unavailable(details.message().to_owned()),
            _ => Self::Query(error),
        }
    }
}

/// SQLite and PostgreSQL report a full disk, a held lock or a shutdown without a kind of their own.
fn is_passing(message: &str) -> bool {
    [
        "database or disk is full",
        "database is locked",
        "disk I/O error",
        "deadlock detected",
        "terminating connection",
        "server closed the connection",
        "no connection to the server",
        "shutting down",
        "No space left",
    ]
    .iter()
    .any(|known| message.contains(known))
}
