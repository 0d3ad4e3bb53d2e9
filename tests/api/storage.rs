//! What storage promises: one portal an embedded database, no settings that lose what was acknowledged, and commands that
//! share a commit without disturbing each other.

use std::sync::mpsc;

use serde_json::json;
use storage::journal::{NewEntry, append, verify};
use storage::settings::{Demand, POSTGRESQL, SQLITE};
use storage::{Access, Connection, Database, DatabaseUrl, StorageError};

use crate::on_both_databases;
use crate::support::database::FreshDatabase;
use crate::support::sql::texts;
use crate::support::{Engine, TestPortal, run};

on_both_databases!(
    a_command_that_fails_or_panics_leaves_no_trace_and_disturbs_nobody,
    when_a_commit_fails_nobody_in_it_is_told_that_it_succeeded,
    a_check_beside_the_portal_reads_and_cannot_write,
    a_database_of_a_newer_program_is_left_alone,
);

/// What opening a database is refused with.
fn refusal(url: &DatabaseUrl, access: Access) -> String {
    match Database::open(url, access, 1) {
        Err(StorageError::Refused(why)) => why,
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("{url:?} was opened"),
    }
}

#[test]
fn a_second_portal_on_the_same_embedded_database_is_refused() {
    run(Engine::Sqlite, async |portal: &TestPortal| {
        let why = refusal(&portal.database.url, Access::Exclusive);
        assert!(why.contains("another process is using"), "{why}");
    });
}

#[test]
fn several_portals_may_share_a_server() {
    run(Engine::Postgresql, async |portal: &TestPortal| {
        Database::open(&portal.database.url, Access::Exclusive, 1).unwrap();
    });
}

#[test]
fn a_server_that_may_lose_what_it_acknowledged_is_refused() {
    run(Engine::Postgresql, async |portal: &TestPortal| {
        portal.execute("DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET synchronous_commit = off'; END $$").await;
        for access in [Access::Exclusive, Access::ReadOnly] {
            let Err(error) = Database::open(&portal.database.url, access, 1) else { panic!("it was opened") };
            assert!(error.to_string().contains("synchronous_commit"), "{error}");
        }
    });
}

#[test]
fn each_setting_under_which_something_could_be_lost_is_refused_by_its_name() {
    /// Whose demand, of what, what is allowed, and what is refused.
    type Answers<'a> = (&'a [Demand], &'a str, &'a [&'a str], &'a [&'a str]);
    let answers: [Answers; 8] = [
        (&SQLITE, "journal_mode", &["wal"], &["delete", "memory", "off", "truncate", ""]),
        (&SQLITE, "synchronous", &["2"], &["0", "1", ""]),
        (&SQLITE, "foreign_keys", &["1"], &["0", ""]),
        (&SQLITE, "sqlite_version", &["3.51.3", "3.51.10", "3.52.0", "4.0"], &["3.51.2", "3.9.9", "2.99.99", "3", ""]),
        (&POSTGRESQL, "fsync", &["on"], &["off"]),
        (&POSTGRESQL, "synchronous_commit", &["on", "remote_apply", "remote_write", "local"], &["off"]),
        (&POSTGRESQL, "full_page_writes", &["on"], &["off"]),
        (&POSTGRESQL, "server_version_num", &["150000", "150018", "180001"], &["140999", "90624", "", "nonsense"]),
    ];
    assert_eq!(answers.len(), SQLITE.len() + POSTGRESQL.len(), "every demand is tried");
    for (demands, setting, allowed, refused) in answers {
        let demand = demands.iter().find(|demand| demand.setting == setting).expect("it is asked");
        for found in allowed {
            assert_eq!(demand.refusal(found), None, "{setting} = {found}");
        }
        for found in refused {
            let why = demand.refusal(found).unwrap_or_else(|| panic!("{setting} = {found} was let through"));
            assert!(why.contains(&format!("{setting} = {found}")), "{why}");
        }
    }
}

#[test]
fn a_database_that_cannot_be_set_as_it_must_be_is_not_opened() {
    // One in memory has no log that could be written ahead.
    let why = refusal(&DatabaseUrl::Sqlite(":memory:".into()), Access::ReadOnly);
    assert!(why.contains("journal_mode = memory"), "{why}");
}

#[test]
fn an_embedded_database_that_another_program_holds_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("portal.db");
    {
        use diesel::Connection as _;
        use diesel::connection::SimpleConnection;
        // A program that knows nothing of the portal's lock: the portal cannot switch the file to its own mode.
        let mut other = diesel::SqliteConnection::establish(path.to_str().unwrap()).unwrap();
        other
            .batch_execute(
                "PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE t (x INTEGER); BEGIN; INSERT INTO t VALUES (1);",
            )
            .unwrap();
        assert!(Database::open(&DatabaseUrl::Sqlite(path.clone()), Access::Exclusive, 1).is_err());
    }
    Database::open(&DatabaseUrl::Sqlite(path), Access::Exclusive, 1).unwrap();
}

#[test]
fn an_empty_database_is_migrated_once_and_then_left_as_it_is() {
    for engine in [Engine::Sqlite, Engine::Postgresql] {
        let folder = tempfile::tempdir().unwrap();
        let empty = FreshDatabase::empty(engine, folder.path());
        assert!(Database::open(&empty.url, Access::ReadOnly, 1).is_ok(), "a check migrates nothing");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let applied = |access| {
            let database = Database::open(&empty.url, access, 1).unwrap();
            let read = |connection: &mut Connection| {
                Ok::<_, StorageError>(texts(connection, "SELECT version AS value FROM __diesel_schema_migrations")?)
            };
            runtime.block_on(database.read(read))
        };
        assert!(applied(Access::ReadOnly).is_err(), "there is no table yet");
        let once = applied(Access::Exclusive).unwrap();
        assert!(!once.is_empty());
        assert_eq!(applied(Access::Exclusive).unwrap(), once);
    }
}

#[test]
fn an_address_of_no_known_database_is_refused() {
    for text in ["", "portal.db", "mysql://host/db", "sqlite:portal.db", "POSTGRES://host/db"] {
        assert!(matches!(DatabaseUrl::parse(text), Err(StorageError::Refused(_))), "{text}");
    }
}

async fn a_database_of_a_newer_program_is_left_alone(portal: &TestPortal) {
    portal.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('20991231000000')").await;
    let url = match portal.engine {
        Engine::Postgresql => portal.database.url.clone(),
        Engine::Sqlite => {
            let copy = portal.folder().join("copy.db");
            portal
                .app
                .database
                .read::<_, StorageError, _>({
                    let copy = copy.clone();
                    move |connection| {
                        use diesel::connection::SimpleConnection;
                        Ok(connection
                            .batch_execute(&format!("PRAGMA query_only = OFF; VACUUM INTO '{}'", copy.display()))?)
                    }
                })
                .await
                .unwrap();
            DatabaseUrl::Sqlite(copy)
        }
    };
    let why = refusal(&url, Access::Exclusive);
    assert!(why.contains("newer version") && why.contains("20991231000000"), "{why}");
}

async fn a_check_beside_the_portal_reads_and_cannot_write(portal: &TestPortal) {
    portal.company().await;
    let beside = Database::open(&portal.database.url, Access::ReadOnly, 1).unwrap();
    let count = |connection: &mut Connection| storage::journal::size(connection);
    assert!(beside.read(count).await.unwrap() > 0);
    let refused = beside.write(count).await;
    assert!(matches!(refused, Err(StorageError::Refused(_))), "{refused:?}");
    let write = |connection: &mut Connection| Ok(texts(connection, "DELETE FROM sessions RETURNING id AS value")?);
    let refused: Result<_, StorageError> = beside.read(write).await;
    assert!(refused.is_err(), "its connections cannot write either");
}

fn enter(connection: &mut Connection, subject: &str) -> Result<(), StorageError> {
    let at = "2026-11-22T02:00:00Z".parse().unwrap();
    let (actor, subject) = ("system".into(), subject.into());
    append(
        connection,
        &[NewEntry { at, actor, kind: "test.happened", subject, body: json!({}), told: Vec::new(), seal: None }],
    )?;
    Ok(())
}

/// Keeps the writer busy until the returned sender is used or dropped, so that what is sent meanwhile shares a commit.
async fn busy_writer(portal: &TestPortal) -> mpsc::Sender<()> {
    let (release, held) = mpsc::channel::<()>();
    let (started, start) = tokio::sync::oneshot::channel();
    let database = portal.app.database.clone();
    tokio::spawn(async move {
        let hold = move |_: &mut Connection| {
            started.send(()).unwrap();
            // Released, or dropped by a test that has failed: either way it is over.
            let _released = held.recv();
            Ok::<_, StorageError>(())
        };
        database.write(hold).await
    });
    start.await.unwrap();
    release
}

/// What each of a batch of commands does.
#[derive(Clone, Copy, PartialEq)]
enum Conduct {
    Well,
    Fails,
    Panics,
    Violates,
}

async fn a_command_that_fails_or_panics_leaves_no_trace_and_disturbs_nobody(portal: &TestPortal) {
    let conducts: Vec<Conduct> = (0..40)
        .map(|number| match number % 4 {
            1 => Conduct::Fails,
            2 => Conduct::Panics,
            3 => Conduct::Violates,
            _ => Conduct::Well,
        })
        .collect();
    let release = busy_writer(portal).await;
    let mut commands = Vec::new();
    for (number, conduct) in conducts.into_iter().enumerate() {
        let database = portal.app.database.clone();
        let command = move |connection: &mut Connection| {
            enter(connection, &format!("command-{number}"))?;
            match conduct {
                Conduct::Well => {}
                Conduct::Fails => return Err(StorageError::Corrupt("as it is meant to".into())),
                Conduct::Panics => panic!("as it is meant to"),
                Conduct::Violates => {
                    texts(
                        connection,
                        "INSERT INTO journal_frontier SELECT * FROM journal_frontier RETURNING 'x' AS value",
                    )?;
                }
            }
            let transaction = match connection {
                Connection::Sqlite(_) => Vec::new(),
                Connection::Postgresql(_) => texts(connection, "SELECT pg_current_xact_id()::text AS value")?,
            };
            Ok::<_, StorageError>(transaction)
        };
        let mut waiting = Box::pin(async move { (number, conduct, database.write(command).await) });
        // One poll puts it into the writer's queue.
        assert!(futures_util::poll!(&mut waiting).is_pending());
        commands.push(waiting);
    }
    release.send(()).unwrap();
    let mut transactions = std::collections::BTreeSet::new();
    for command in commands {
        let (number, conduct, outcome) = command.await;
        assert_eq!(outcome.is_ok(), conduct == Conduct::Well, "{number}");
        transactions.extend(outcome.unwrap_or_default());
    }
    assert!(transactions.len() <= 1, "they shared one transaction: {transactions:?}");
    let subjects = portal.texts("SELECT subject AS value FROM journal ORDER BY seq").await;
    let expected: Vec<String> = (0..40).step_by(4).map(|number| format!("command-{number}")).collect();
    assert_eq!(subjects, expected, "in the order in which they came, without gaps");
    let verified = portal.app.database.read::<_, StorageError, _>(|connection| verify(connection, |_| true)).await;
    assert_eq!(verified.unwrap().unwrap().entries, 10);
}

async fn when_a_commit_fails_nobody_in_it_is_told_that_it_succeeded(portal: &TestPortal) {
    // A rule that the database checks only at the commit.
    portal
        .execute(
            "CREATE TABLE late (id TEXT PRIMARY KEY, other TEXT REFERENCES late (id) DEFERRABLE INITIALLY DEFERRED)",
        )
        .await;
    let release = busy_writer(portal).await;
    let database = &portal.app.database;
    let mut commands: Vec<_> = (0..5)
        .map(|number| {
            Box::pin(database.write(move |connection: &mut Connection| {
                enter(connection, &format!("command-{number}"))?;
                if number == 2 {
                    texts(connection, "INSERT INTO late VALUES ('one', 'missing') RETURNING id AS value")?;
                }
                Ok::<_, StorageError>(())
            }))
        })
        .collect();
    for command in &mut commands {
        assert!(futures_util::poll!(command).is_pending());
    }
    release.send(()).unwrap();
    for command in commands {
        let outcome = command.await;
        assert!(matches!(outcome, Err(StorageError::Unavailable(_))), "{outcome:?}");
    }
    assert_eq!(portal.texts("SELECT subject AS value FROM journal").await, [""; 0]);
    portal.app.database.write(|connection| enter(connection, "afterwards")).await.unwrap();
    assert_eq!(portal.texts("SELECT subject AS value FROM journal").await, ["afterwards"]);
}
