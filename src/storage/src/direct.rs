//! Statements that are run often, straight on the connection of the database at hand.
//!
//! Over both databases Diesel writes a statement's text out anew at each use, also one that lies prepared, and reads each value
//! through a layer that could come from either. A statement on one of the two connections is found by its type.

/// Runs one statement, spelled once for both databases: `directly!(connection, |inner| query.load(inner))`.
macro_rules! directly {
    ($connection:expr, |$inner:ident| $statement:expr) => {
        match $connection {
            $crate::Connection::Sqlite($inner) => $statement,
            $crate::Connection::Postgresql($inner) => $statement,
        }
    };
}
pub(crate) use directly;
