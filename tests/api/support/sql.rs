//! What no caller may do: statements straight to the database of a portal.

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use storage::{Connection, StorageError};

use super::portal::TestPortal;

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = diesel::sql_types::Text)]
    value: String,
}

impl TestPortal {
    /// Runs statements in a transaction.
    pub async fn execute(&self, statements: &str) {
        self.try_execute(statements).await.unwrap_or_else(|error| panic!("{statements}: {error:?}"));
    }

    /// Runs statements in a transaction; the database may refuse them.
    pub async fn try_execute(&self, statements: &str) -> Result<(), StorageError> {
        let statements = statements.to_owned();
        self.app.database.write(move |connection| Ok(connection.batch_execute(&statements)?)).await
    }

    /// The rows of a query whose only column is a text called `value`.
    pub async fn texts(&self, query: &str) -> Vec<String> {
        let query = query.to_owned();
        let read = move |connection: &mut Connection| Ok::<_, StorageError>(texts(connection, &query)?);
        self.app.database.read(read).await.unwrap()
    }

    /// The only row of such a query, read as a number.
    pub async fn number(&self, query: &str) -> i64 {
        let rows = self.texts(query).await;
        assert_eq!(rows.len(), 1, "{query}");
        rows[0].parse().unwrap()
    }
}

/// The rows of a query whose only column is a text called `value`.
pub fn texts(connection: &mut Connection, query: &str) -> diesel::QueryResult<Vec<String>> {
    let rows: Vec<Row> = match connection {
        Connection::Sqlite(inner) => diesel::sql_query(query).load(inner)?,
        Connection::Postgresql(inner) => diesel::sql_query(query).load(inner)?,
    };
    Ok(rows.into_iter().map(|row| row.value).collect())
}

#[derive(diesel::QueryableByName)]
struct SqliteStep {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

#[derive(diesel::QueryableByName)]
struct PostgresqlStep {
    #[diesel(sql_type = diesel::sql_types::Text, column_name = "QUERY PLAN")]
    line: String,
}

/// The steps of a plan, from a statement that begins with the database's word for explaining.
pub fn plan(connection: &mut Connection, explain: &str) -> diesel::QueryResult<Vec<String>> {
    Ok(match connection {
        Connection::Sqlite(inner) => {
            let steps: Vec<SqliteStep> = diesel::sql_query(explain).load(inner)?;
            steps.into_iter().map(|step| step.detail).collect()
        }
        Connection::Postgresql(inner) => {
            let steps: Vec<PostgresqlStep> = diesel::sql_query(explain).load(inner)?;
            steps.into_iter().map(|step| step.line).collect()
        }
    })
}
