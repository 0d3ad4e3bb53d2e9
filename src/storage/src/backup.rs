//! A copy of the whole database as it is at one moment, made beside whoever uses it, and how it is put back into an empty place.
//! Of PostgreSQL its own programs make it; what else belongs to a portal is not copied here.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use diesel::Connection as _;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use domain::merkle::Frontier;

use crate::connection::{Purpose, Setting, open};
use crate::direct::directly;
use crate::schema::attachments;
use crate::{Connection, DatabaseUrl, Result, StorageError, dialect};

/// What a copy holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The newest migration that it has seen.
    pub schema: String,
    /// Entries of its journal.
    pub entries: i64,
    /// Root over them, hex.
    pub root: String,
    /// Ids of the papers that it names: each is also the name of a blob.
    pub papers: Vec<String>,
}

/// What a copy of this database is called.
pub fn file_name(url: &DatabaseUrl) -> &'static str {
    match url {
        DatabaseUrl::Sqlite(_) => "database.db",
        DatabaseUrl::Postgresql(_) => "database.dump",
    }
}

/// Copies the database to a file that is not there yet, and says what it holds. Blocks until that is on disk.
///
/// # Errors
/// [`StorageError::Refused`] when there is no database, or no `pg_dump` to make the copy; [`StorageError::Corrupt`] when the copy
/// does not hold together, because the database does not either.
pub fn copy(url: &DatabaseUrl, to: &Path) -> Result<Copied> {
    let copied = match url {
        DatabaseUrl::Sqlite(path) if !path.exists() => {
            return Err(StorageError::Refused(format!("{}: there is no database here", path.display())));
        }
        DatabaseUrl::Sqlite(_) => copy_file(url, to)?,
        DatabaseUrl::Postgresql(address) => dump(url, address, to)?,
    };
    sync(to)?;
    Ok(copied)
}

/// Whether nothing is there that putting back a copy could destroy.
pub fn is_empty(url: &DatabaseUrl) -> Result<bool> {
    match url {
        DatabaseUrl::Sqlite(path) => Ok(!path.exists()),
        DatabaseUrl::Postgresql(_) => {
            // What an extension brought is none of the portal's.
            let relations = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S') \
                             AND relnamespace IN (SELECT oid FROM pg_namespace \
                             WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%') \
                             AND oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')";
            Ok(value(&mut open(url, Purpose::Read)?, relations)? == "0")
        }
    }
}

/// Whether this program knows the schema of a copy; it cannot read one that a newer program has made.
pub fn knows(schema: &str) -> Result<bool> {
    dialect::knows(schema)
}

/// Puts a copy into an empty place. Blocks until it is on disk.
///
/// # Errors
/// [`StorageError::Refused`] when there is no `pg_restore`; [`StorageError::Unavailable`] when the place does not take it.
pub fn put_back(url: &DatabaseUrl, from: &Path) -> Result<()> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
            }
            std::fs::copy(from, path).map_err(|error| failed(path, &error))?;
            sync(path)
        }
        DatabaseUrl::Postgresql(address) => {
            let mut command = program("pg_restore", address);
            command.args(["--single-transaction", "--no-owner", "--no-privileges", "--no-comments"]).arg(from);
            run(&mut command)
        }
    }
}

/// SQLite writes the copy itself: a file beside its log, copied by hand, would be stale or torn.
fn copy_file(url: &DatabaseUrl, to: &Path) -> Result<Copied> {
    let name = to.to_str().ok_or_else(|| StorageError::Refused("the path of a backup must be valid UTF-8".into()))?;
    let quoted = name.replace('\'', "''");
    // The reader may write, for this one statement, which writes another file.
    open(url, Purpose::Read)?.batch_execute(&format!("PRAGMA query_only = OFF; VACUUM INTO '{quoted}'"))?;
    let mut copy = diesel::SqliteConnection::establish(name)
        .map_err(|error: diesel::ConnectionError| StorageError::Unavailable(error.to_string()))?;
    let found: Vec<Setting> =
        diesel::sql_query("SELECT CAST(integrity_check AS TEXT) AS value FROM pragma_integrity_check")
            .load(&mut copy)?;
    match found.as_slice() {
        [only] if only.value == "ok" => contents(&mut Connection::Sqlite(copy)),
        faults => {
            let first = faults.first().map(|fault| fault.value.clone()).unwrap_or_default();
            Err(StorageError::Corrupt(format!("SQLite finds the copy damaged: {first}")))
        }
    }
}

/// `pg_dump` sees what this transaction sees, so that what is said of the copy is true of it.
fn dump(url: &DatabaseUrl, address: &str, to: &Path) -> Result<Copied> {
    let mut connection = open(url, Purpose::Read)?;
    connection.batch_execute("SET idle_in_transaction_session_timeout = 0")?;
    connection.batch_execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")?;
    let snapshot = value(&mut connection, "SELECT pg_export_snapshot() AS value")?;
    let copied = contents(&mut connection)?;
    let mut command = program("pg_dump", address);
    command.arg("--format=custom").arg(format!("--snapshot={snapshot}")).arg("--file").arg(to);
    run(&mut command)?;
    connection.batch_execute("COMMIT")?;
    Ok(copied)
}

fn contents(connection: &mut Connection) -> Result<Copied> {
    let entries = crate::journal::size(connection)?;
    let root = match entries {
        0 => Frontier::default().root(),
        _ => crate::journal::root_of(connection, entries.unsigned_abs())?,
    };
    let schema = value(connection, "SELECT MAX(version) AS value FROM __diesel_schema_migrations")?;
    let papers = attachments::table.select(attachments::id).load(connection)?;
    Ok(Copied { schema, entries, root: root.to_string(), papers })
}

fn value(connection: &mut Connection, query: &str) -> Result<String> {
    let found: Setting = directly!(connection, |inner| diesel::sql_query(query).get_result(inner))?;
    Ok(found.value)
}

/// A program of PostgreSQL on this database. Its password goes by the environment: everybody on the machine sees arguments.
fn program(name: &str, address: &str) -> Command {
    let (address, password) = without_password(address);
    let mut command = Command::new(name);
    command.arg("--no-password").arg("--dbname").arg(address).stdin(Stdio::null());
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    command
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => StorageError::Refused(format!(
            "{name} was not found: install PostgreSQL's client programs, of the server's version or newer \
             (on Debian: apt-get install postgresql-client), and run this command again"
        )),
        _ => StorageError::Unavailable(format!("{name}: {error}")),
    })?;
    if output.status.success() {
        return Ok(());
    }
    Err(StorageError::Unavailable(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

/// An address without its password, and the password as it is meant: addresses write it with `%`.
fn without_password(address: &str) -> (String, Option<String>) {
    let found = || {
        let (scheme, rest) = address.split_once("://")?;
        let (authority, _) = rest.split_once(['/', '?']).unwrap_or((rest, ""));
        let (user, _) = authority.rsplit_once('@')?;
        let (name, password) = user.split_once(':')?;
        Some((format!("{scheme}://{name}{}", rest.get(user.len()..)?), decoded(password)?))
    };
    match found() {
        Some((address, password)) => (address, Some(password)),
        None => (address.to_owned(), None),
    }
}

/// `%41` is `A`.
fn decoded(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend_from_slice(part.get(2..)?.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

/// The file, and its name in its folder.
fn sync(path: &Path) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
    for path in [path, folder.as_path()] {
        File::open(path).and_then(|file| file.sync_all()).map_err(|error| failed(path, &error))?;
    }
    Ok(())
}

fn failed(path: &Path, error: &std::io::Error) -> StorageError {
    StorageError::Blob(format!("{}: {error}", path.display()))
}
