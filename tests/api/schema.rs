//! Two databases, one schema: what the migrations make of SQLite and of PostgreSQL is compared piece by piece.

use std::collections::BTreeSet;
use std::path::Path;

use storage::{Connection, StorageError};

use crate::on_both_databases;
use crate::support::sql::texts;
use crate::support::{Engine, TestPortal, run};

on_both_databases!(every_foreign_key_has_an_index, a_migration_can_be_taken_back_and_applied_again);

/// Queries of one database, each a text a row: columns, primary keys, uniqueness, foreign keys, indexes, checks.
const SQLITE: [&str; 6] = [
    "SELECT m.name || '.' || c.name || ' ' || lower(c.type) || CASE c.\"notnull\" WHEN 1 THEN ' not null' ELSE '' END
        || coalesce(' default ' || c.dflt_value, '') AS value
     FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'",
    "SELECT m.name || ' primary key (' || group_concat(c.name, ', ' ORDER BY c.pk) || ')' AS value
     FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk > 0 GROUP BY m.name",
    "SELECT m.name || ' unique (' || (SELECT group_concat(x.name, ', ' ORDER BY x.seqno) FROM pragma_index_info(i.name) x) || ')' AS value
     FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin = 'u'",
    "SELECT m.name || ' foreign key (' || group_concat(f.\"from\", ', ' ORDER BY f.seq) || ') references ' || f.\"table\"
        || ' (' || group_concat(f.\"to\", ', ' ORDER BY f.seq) || ') on delete ' || lower(f.on_delete) AS value
     FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' GROUP BY m.name, f.id",
    "SELECT m.name || ' index ' || i.name || CASE i.\"unique\" WHEN 1 THEN ' unique' ELSE '' END || ' ('
        || (SELECT group_concat(x.name, ', ' ORDER BY x.seqno) FROM pragma_index_info(i.name) x) || ')'
        || CASE i.partial WHEN 1 THEN (SELECT substr(s.sql, instr(s.sql, ' WHERE ')) FROM sqlite_master s WHERE s.name = i.name) ELSE '' END AS value
     FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin = 'c'",
    "SELECT name || ' ' || sql AS value FROM sqlite_master WHERE type = 'table' AND sql LIKE '%CHECK%'",
];

const POSTGRESQL: [&str; 6] = [
    "SELECT table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
        || coalesce(' default ' || column_default, '') AS value
     FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass || ' primary key (' || (SELECT string_agg(attname, ', ' ORDER BY place) FROM unnest(conkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute ON attrelid = conrelid AND attnum = number) || ')' AS value FROM pg_constraint WHERE contype = 'p' AND connamespace = 'public'::regnamespace",
    "SELECT conrelid::regclass || ' unique (' || (SELECT string_agg(attname, ', ' ORDER BY place) FROM unnest(conkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute ON attrelid = conrelid AND attnum = number) || ')' AS value FROM pg_constraint WHERE contype = 'u' AND connamespace = 'public'::regnamespace",
    "SELECT conrelid::regclass || ' foreign key (' || (SELECT string_agg(attname, ', ' ORDER BY place) FROM unnest(conkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute ON attrelid = conrelid AND attnum = number) || ') references ' || confrelid::regclass || ' ('
        || (SELECT string_agg(attname, ', ' ORDER BY place) FROM unnest(confkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute ON attrelid = confrelid AND attnum = number) || ') on delete '
        || CASE confdeltype WHEN 'a' THEN 'no action' WHEN 'c' THEN 'cascade' WHEN 'r' THEN 'restrict' WHEN 'n' THEN 'set null' ELSE 'set default' END AS value
     FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace",
    "SELECT indrelid::regclass || ' index ' || indexrelid::regclass || CASE WHEN indisunique THEN ' unique' ELSE '' END || ' ('
        || (SELECT string_agg(attname, ', ' ORDER BY place) FROM unnest(indkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute ON attrelid = indrelid AND attnum = number) || ')' || coalesce(' WHERE ' || pg_get_expr(indpred, indrelid), '') AS value
     FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)",
    "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) AS value FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace",
];

/// What a database consists of, in one spelling.
#[derive(Debug, PartialEq, Eq)]
struct Schema {
    lines: BTreeSet<String>,
    /// Of each table with checks: the columns, values and operators that the checks name.
    checks: BTreeSet<(String, BTreeSet<String>)>,
}

impl Schema {
    fn read(connection: &mut Connection) -> Result<Self, StorageError> {
        let queries = match connection {
            Connection::Sqlite(_) => SQLITE,
            Connection::Postgresql(_) => POSTGRESQL,
        };
        let (mut lines, mut words) = (BTreeSet::new(), std::collections::BTreeMap::<String, BTreeSet<String>>::new());
        for (position, query) in queries.into_iter().enumerate() {
            for line in texts(connection, query)? {
                if line.starts_with("__diesel") || line.starts_with("sqlite_") || is_of_words(&line) {
                    continue;
                }
                if position == 5 {
                    let (table, text) = line.split_once(' ').unwrap();
                    words.entry(table.to_owned()).or_default().extend(words_of_checks(text));
                } else {
                    lines.insert(one_spelling(&line));
                }
            }
        }
        Ok(Self { lines, checks: words.into_iter().collect() })
    }

    async fn of(portal: &TestPortal) -> Self {
        portal.app.database.read(Self::read).await.unwrap()
    }

    /// The columns in brackets of lines that contain ` <what> `: table, columns.
    fn columns(&self, what: &str) -> Vec<(String, Vec<String>)> {
        let of = |line: &String| {
            let (table, rest) = line.split_once(' ')?;
            let columns = rest.strip_prefix(what)?.split_once('(')?.1.split_once(')')?.0;
            Some((table.to_owned(), columns.split(", ").map(str::to_owned).collect()))
        };
        self.lines.iter().filter_map(of).collect()
    }
}

/// The indexes of words: virtual tables with tables of their own in SQLite, indexes in PostgreSQL.
fn is_of_words(line: &str) -> bool {
    ["queue_words", "contract_words"]
        .iter()
        .any(|words| line.starts_with(words) || line.contains(&format!(" index {words} ")))
}

/// Types by their SQLite names; predicates without brackets.
fn one_spelling(line: &str) -> String {
    let line =
        line.replace("timestamp without time zone", "timestamp").replace(" bytea", " blob").replace("'::text", "'");
    match line.split_once(" WHERE ") {
        Some((index, predicate)) => format!("{index} WHERE {}", predicate.replace(['(', ')'], "")),
        None => line,
    }
}

/// The words and quoted values of every `CHECK (…)` in a text, without what the two databases spell differently.
fn words_of_checks(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for check in text.split("CHECK").skip(1) {
        let mut depth = 0;
        let end = check.find(|character| {
            depth += i32::from(character == '(') - i32::from(character == ')');
            character == ')' && depth == 0
        });
        let check = &check[..end.unwrap()];
        let word = |character: char| !(character.is_alphanumeric() || "_'<>=".contains(character));
        words.extend(check.split(word).filter(|word| !word.is_empty()).map(str::to_lowercase));
    }
    let spelled_differently = ["any", "all", "array", "text", "in", "not", "=", "<>"];
    words.retain(|word| !spelled_differently.contains(&word.as_str()));
    words
}

#[test]
fn both_databases_have_the_same_tables_columns_keys_checks_and_indexes() {
    let mut schemas = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgresql] {
        run(engine, async |portal: &TestPortal| schemas.push(Schema::of(portal).await));
    }
    let [sqlite, postgresql] = <[Schema; 2]>::try_from(schemas).unwrap();
    let only = |one: &Schema, other: &Schema| one.lines.difference(&other.lines).cloned().collect::<Vec<_>>();
    assert_eq!(only(&sqlite, &postgresql), only(&postgresql, &sqlite), "left: SQLite alone, right: PostgreSQL alone");
    assert_eq!(sqlite.checks, postgresql.checks);
    assert!(sqlite.lines.len() > 150 && sqlite.checks.len() >= 7, "the queries found the schema: {sqlite:?}");
}

#[test]
fn both_databases_have_migrations_of_the_same_names() {
    let names = |folder: &str| -> BTreeSet<String> {
        let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(names("sqlite"), names("postgresql"));
    assert!(!names("sqlite").is_empty());
}

async fn every_foreign_key_has_an_index(portal: &TestPortal) {
    let schema = Schema::of(portal).await;
    // One over part of the rows counts: the only such key names a desk, and desks are never deleted.
    let covers: Vec<(String, Vec<String>)> =
        ["index ", "primary key ", "unique "].into_iter().flat_map(|what| schema.columns(what)).collect();
    let keys = schema.columns("foreign key ");
    assert!(keys.len() >= 20, "{keys:?}");
    for (table, columns) in keys {
        let covered = covers.iter().any(|(other, indexed)| *other == table && indexed.starts_with(&columns));
        assert!(covered, "{table} {columns:?}");
    }
}

async fn a_migration_can_be_taken_back_and_applied_again(portal: &TestPortal) {
    let before = Schema::of(portal).await;
    let folder = match portal.engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgresql => "postgresql",
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
    let mut migrations: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    migrations.sort();
    for migration in migrations.iter().rev() {
        portal.execute(&std::fs::read_to_string(migration.join("down.sql")).unwrap()).await;
    }
    assert_eq!(Schema::of(portal).await.lines, BTreeSet::new(), "nothing is left behind");
    for migration in &migrations {
        portal.execute(&std::fs::read_to_string(migration.join("up.sql")).unwrap()).await;
    }
    assert_eq!(Schema::of(portal).await, before);
}
