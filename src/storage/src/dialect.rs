//! The statements that the two databases spell differently. Nothing else matches on the connection's variant, but `direct`, which
//! spells for both the same.

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::migration::MigrationVersion;
use diesel::prelude::*;
use diesel::query_builder::BoxedSqlQuery;
use diesel::sql_types::Text;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use domain::search::Keywords;

use crate::filings::FilingRow;
use crate::journal::{AudienceRow, EntryRow};
use crate::register::FactRow;
use crate::schema::{
    companies, contracts, facts, filings, journal, journal_audience, journal_frontier, partners, users,
    webhook_deliveries,
};
use crate::text::containing;
use crate::webhooks::DeliveryRow;
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

/// Rows of the journal, in one statement where the database can.
pub(crate) fn insert_entries(connection: &mut Connection, rows: &[EntryRow]) -> Result<()> {
    let insert = diesel::insert_into(journal::table);
    match connection {
        Connection::Sqlite(inner) => insert.values(rows).execute(inner),
        Connection::Postgresql(inner) => insert.values(rows).execute(inner),
    }?;
    Ok(())
}

/// Facts, in one statement.
pub(crate) fn insert_facts(connection: &mut Connection, rows: &[FactRow]) -> Result<()> {
    let insert = diesel::insert_into(facts::table);
    match connection {
        Connection::Sqlite(inner) => insert.values(rows).execute(inner),
        Connection::Postgresql(inner) => insert.values(rows).execute(inner),
    }?;
    Ok(())
}

/// Rows of deliveries at most in one statement, which bears so many values.
const AT_ONCE: usize = 1_000;

/// Deliveries that are not there yet, in one statement where the database can.
pub(crate) fn insert_deliveries(connection: &mut Connection, rows: &[DeliveryRow]) -> Result<()> {
    match connection {
        Connection::Sqlite(inner) => {
            for row in rows {
                diesel::insert_or_ignore_into(webhook_deliveries::table).values(row).execute(inner)?;
            }
        }
        Connection::Postgresql(inner) => {
            for some in rows.chunks(AT_ONCE) {
                diesel::insert_into(webhook_deliveries::table).values(some).on_conflict_do_nothing().execute(inner)?;
            }
        }
    }
    Ok(())
}

/// Who is told of entries, in one statement where the database can.
pub(crate) fn insert_audience(connection: &mut Connection, rows: &[AudienceRow]) -> Result<()> {
    let insert = diesel::insert_into(journal_audience::table);
    match connection {
        Connection::Sqlite(inner) => insert.values(rows).execute(inner),
        Connection::Postgresql(inner) => insert.values(rows).execute(inner),
    }?;
    Ok(())
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

/// A contract's row, locked so that what was decided by its version, status and payments still holds at the commit; SQLite
/// has one writer anyway.
pub(crate) fn lock_contract(connection: &mut Connection, id: &str) -> Result<()> {
    let row = contracts::table.find(id).select(contracts::version);
    let _version: Option<i32> = match connection {
        Connection::Sqlite(inner) => row.first(inner),
        Connection::Postgresql(inner) => row.for_update().first(inner),
    }
    .optional()?;
    Ok(())
}

/// A client's row, locked so that what was decided by its version and its secrets still holds at the commit; SQLite has one
/// writer anyway.
pub(crate) fn lock_partner(connection: &mut Connection, id: &str) -> Result<()> {
    let row = partners::table.find(id).select(partners::version);
    let _version: Option<i32> = match connection {
        Connection::Sqlite(inner) => row.first(inner),
        Connection::Postgresql(inner) => row.for_update().first(inner),
    }
    .optional()?;
    Ok(())
}

/// A company's row, locked so that what was decided by who works for it still holds at the commit; SQLite has one writer anyway.
pub(crate) fn lock_company(connection: &mut Connection, id: &str) -> Result<()> {
    let row = companies::table.find(id).select(companies::version);
    let _version: Option<i32> = match connection {
        Connection::Sqlite(inner) => row.first(inner),
        Connection::Postgresql(inner) => row.for_update().first(inner),
    }
    .optional()?;
    Ok(())
}

/// A person's row, locked so that what was decided by their password and status still holds at the commit; SQLite has one writer
/// anyway.
pub(crate) fn lock_user(connection: &mut Connection, id: &str) -> Result<()> {
    let row = users::table.find(id).select(users::status);
    let _status: Option<String> = match connection {
        Connection::Sqlite(inner) => row.first(inner),
        Connection::Postgresql(inner) => row.for_update().first(inner),
    }
    .optional()?;
    Ok(())
}

/// Texts that words are looked for in, each with an index over every three of its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Texts {
    /// What lies in the queue.
    Queue,
    /// The register.
    Contracts,
}

#[derive(diesel::QueryableByName)]
struct Numbered {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    number: i32,
}

/// Numbers of the texts that have all these words, at most so many, in no order: read from the index of words.
pub(crate) fn having(connection: &mut Connection, texts: Texts, words: &Keywords, most: usize) -> Result<Vec<i32>> {
    let (sql, values) = search_statement(connection, texts, words, most);
    let rows: Vec<Numbered> = match connection {
        Connection::Sqlite(inner) => {
            let query = diesel::sql_query(sql).into_boxed::<diesel::sqlite::Sqlite>();
            values.into_iter().fold(query, BoxedSqlQuery::bind::<Text, _>).load(inner)
        }
        Connection::Postgresql(inner) => {
            let query = diesel::sql_query(sql).into_boxed::<diesel::pg::Pg>();
            values.into_iter().fold(query, BoxedSqlQuery::bind::<Text, _>).load(inner)
        }
    }?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

/// The statement behind [`having`] and its values. SQLite's index knows which runs of three characters a text has, but not
/// where, so that the text is looked at once more; PostgreSQL does so by itself.
pub(crate) fn search_statement(
    connection: &Connection,
    texts: Texts,
    words: &Keywords,
    most: usize,
) -> (String, Vec<String>) {
    let (table, index) = match texts {
        Texts::Queue => ("queue_entries", "queue_words"),
        Texts::Contracts => ("contract_texts", "contract_words"),
    };
    let contained = || words.terms().iter().map(|term| term.contained.clone());
    let runs = words.terms().iter().flat_map(|term| &term.indexed);
    match connection {
        Connection::Sqlite(_) => {
            let looks = " AND instr(t.search_text, ?) > 0".repeat(words.terms().len());
            let sql = format!(
                "SELECT t.number AS number FROM {index} CROSS JOIN {table} t ON t.number = {index}.rowid \
                 WHERE {index} MATCH ?{looks} LIMIT {most}"
            );
            let threes: Vec<String> = runs.flat_map(|run| threes(run)).collect();
            (sql, std::iter::once(threes.join(" AND ")).chain(contained()).collect())
        }
        Connection::Postgresql(_) => {
            let mut patterns: Vec<String> = runs.map(|run| containing(run)).collect();
            let likes: Vec<String> = (1..=patterns.len()).map(|at| format!("search_text LIKE ${at}")).collect();
            let looks =
                (1..=words.terms().len()).map(|at| format!("strpos(search_text, ${}) > 0", patterns.len() + at));
            let all: Vec<String> = likes.into_iter().chain(looks).collect();
            patterns.extend(contained());
            (format!("SELECT number FROM {table} WHERE {} LIMIT {most}", all.join(" AND ")), patterns)
        }
    }
}

/// Every three characters of a text that follow each other, each as FTS5 quotes a word.
fn threes(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters
        .windows(3)
        .map(|three| format!("\"{}\"", three.iter().collect::<String>().replace('"', "\"\"")))
        .collect()
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
    .map_err(|error| match error.to_string() {
        text if text.contains("pg_trgm") => StorageError::Refused(format!(
            "the search for words needs PostgreSQL's extension pg_trgm: install it, or let an administrator run \
             CREATE EXTENSION pg_trgm in this database ({text})"
        )),
        text => StorageError::Refused(format!("a migration failed: {text}")),
    })
}

/// Whether a migration of this version is known: both databases have the same.
pub(crate) fn knows(version: &str) -> Result<bool> {
    use diesel::migration::MigrationSource;
    let known = MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE)
        .map_err(|error| StorageError::Refused(error.to_string()))?;
    Ok(known.iter().any(|migration| migration.name().version().to_string() == version))
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
