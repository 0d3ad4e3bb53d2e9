//! The connection over both databases. Alone in its file, because Diesel's derive takes the name `Connection` for itself.

/// Either database; called `Connection` in the rest of the house.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// PostgreSQL ≥ 15.
    Postgresql(diesel::PgConnection),
    /// The embedded database.
    Sqlite(diesel::SqliteConnection),
}
