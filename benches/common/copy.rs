//! Copies a loaded SQLite database into an empty, migrated PostgreSQL one, by `COPY`: row by row it would take hours.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::Failure;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Copies every table that both have. Rows come as they are, so that foreign keys need not be looked at again.
pub(crate) fn copy(sqlite: &Path, psql: &Path, url: &str) -> Result<(), Failure> {
    let mut from = SqliteConnection::establish(&sqlite.display().to_string())?;
    let there = tables(psql, url)?;
    run(psql, url, &format!("TRUNCATE {}", there.join(", ")))?;
    for table in &there {
        let columns = lines(&mut from, &format!("SELECT name AS line FROM pragma_table_info('{table}')"))?;
        if columns.is_empty() {
            return Err(format!("SQLite has no table {table}").into());
        }
        let mut process = Command::new(psql)
            .args(["-qX", "-v", "ON_ERROR_STOP=1", "-c", "SET session_replication_role = replica", "-c"])
            .arg(format!("COPY {table} ({}) FROM STDIN", columns.join(", ")))
            .arg(url)
            .stdin(Stdio::piped())
            .spawn()?;
        let mut pipe = std::io::BufWriter::with_capacity(1 << 20, process.stdin.take().ok_or("psql has no input")?);
        let fields: Vec<String> = columns.iter().map(|column| field(column)).collect();
        let query = format!("SELECT {} AS line FROM {table}", fields.join(" || char(9) || "));
        for line in diesel::sql_query(query).load_iter::<Line, _>(&mut from)? {
            writeln!(pipe, "{}", line?.line)?;
        }
        drop(pipe);
        if !process.wait()?.success() {
            return Err(format!("COPY {table} failed").into());
        }
    }
    run(psql, url, COUNT_ON)
}

/// Numbers that the database gives go on after those that were copied.
const COUNT_ON: &str = "DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND (is_identity = 'YES' OR column_default LIKE 'nextval%') LOOP
        EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), (SELECT COALESCE(max(%I), 0) + 1 FROM %I), false)',
            one.table_name, one.column_name, one.column_name, one.table_name);
    END LOOP;
END $$";

/// A column as `COPY` reads it.
fn field(column: &str) -> String {
    let text = [("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")]
        .iter()
        .fold(column.to_owned(), |text, (from, to)| format!("replace({text}, {}, '{to}')", quoted(from)));
    format!(
        "CASE typeof({column}) WHEN 'null' THEN '\\N' WHEN 'blob' THEN '\\\\x' || hex({column}) WHEN 'text' THEN {text} ELSE {column} END"
    )
}

fn quoted(character: &str) -> String {
    format!("char({})", character.bytes().next().unwrap_or_default())
}

/// The tables of the portal, without what Diesel keeps for itself.
fn tables(psql: &Path, url: &str) -> Result<Vec<String>, Failure> {
    let statement = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname NOT LIKE '\\_\\_diesel%' ORDER BY relname";
    let output = Command::new(psql).args(["-qXAt", "-c", statement, url]).output()?;
    Ok(String::from_utf8(output.stdout)?.lines().map(str::to_owned).collect())
}

fn run(psql: &Path, url: &str, statement: &str) -> Result<(), Failure> {
    let status = Command::new(psql).args(["-qX", "-v", "ON_ERROR_STOP=1", "-c", statement, url]).status()?;
    if status.success() { Ok(()) } else { Err(format!("{statement} failed").into()) }
}

fn lines(connection: &mut SqliteConnection, query: &str) -> Result<Vec<String>, Failure> {
    Ok(diesel::sql_query(query).load::<Line>(connection)?.into_iter().map(|line| line.line).collect())
}
