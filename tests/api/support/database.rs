//! A fresh database for each test, copied from one that was migrated and seeded once in this process.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use chrono::DateTime;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use domain::reference::INVENTED_RATES;
use portal::app::webhook::WebhookSettings;
use portal::app::{FixedClock, Keys, Portal, Settings};
use storage::blobs::Blobs;
use storage::reference::{ReferenceSet, store_reference_set};
use storage::{Access, Database, DatabaseUrl};

/// Which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, a file.
    Sqlite,
    /// The server at `TEST_POSTGRES_URL`.
    Postgresql,
}

/// A database that is dropped with this value.
pub struct FreshDatabase {
    /// Where it is.
    pub url: DatabaseUrl,
    name: Option<String>,
}

impl FreshDatabase {
    /// A migrated and seeded database; the embedded one lies in `folder`.
    pub fn create(engine: Engine, folder: &Path) -> Self {
        match engine {
            Engine::Sqlite => {
                let path = folder.join("portal.db");
                std::fs::write(&path, sqlite_template()).unwrap();
                Self { url: DatabaseUrl::Sqlite(path), name: None }
            }
            Engine::Postgresql => {
                let name = unique_name();
                administer(&format!("CREATE DATABASE {name} TEMPLATE {}", postgresql_template()));
                Self { url: DatabaseUrl::Postgresql(server_url(&name)), name: Some(name) }
            }
        }
    }

    /// A database without a single table.
    pub fn empty(engine: Engine, folder: &Path) -> Self {
        match engine {
            Engine::Sqlite => Self { url: DatabaseUrl::Sqlite(folder.join("empty.db")), name: None },
            Engine::Postgresql => {
                let name = unique_name();
                administer(&format!("CREATE DATABASE {name}"));
                Self { url: DatabaseUrl::Postgresql(server_url(&name)), name: Some(name) }
            }
        }
    }

    /// As `DATABASE_URL` spells it.
    pub fn url_text(&self) -> String {
        match &self.url {
            DatabaseUrl::Sqlite(path) => format!("sqlite://{}", path.display()),
            DatabaseUrl::Postgresql(url) => url.clone(),
        }
    }
}

impl Drop for FreshDatabase {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn unique_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("portal_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The URL of a database on the test server.
fn server_url(database: &str) -> String {
    let server = test_server();
    let (host, _) = server.rsplit_once('/').expect("TEST_POSTGRES_URL ends with /DATABASE");
    format!("{host}/{database}")
}

#[expect(clippy::disallowed_methods, reason = "the tests' one setting")]
fn test_server() -> String {
    std::env::var("TEST_POSTGRES_URL").expect(
        "TEST_POSTGRES_URL is not set: every test also runs on PostgreSQL. \
         Use `tests/support/postgresql.sh run cargo test --workspace`, or export what `tests/support/postgresql.sh start` prints",
    )
}

/// Runs one statement on the server itself.
fn administer(statement: &str) {
    let mut connection = diesel::PgConnection::establish(&test_server()).expect("the test server answers");
    connection.batch_execute(statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// The bytes of a migrated and seeded embedded database.
fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("template.db");
        seed(&DatabaseUrl::Sqlite(path.clone()), folder.path());
        let copy = folder.path().join("copy.db");
        let mut connection = diesel::SqliteConnection::establish(path.to_str().unwrap()).unwrap();
        // The seeding portal's threads may still be closing it.
        connection.batch_execute(&format!("PRAGMA busy_timeout = 5000; VACUUM INTO '{}'", copy.display())).unwrap();
        std::fs::read(copy).unwrap()
    })
}

/// The name of a migrated and seeded database on the server, to which nobody is connected.
fn postgresql_template() -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        drop_templates_of_ended_processes();
        let name = format!("portal_template_{}", std::process::id());
        administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        administer(&format!("CREATE DATABASE {name}"));
        let folder = tempfile::tempdir().unwrap();
        seed(&DatabaseUrl::Postgresql(server_url(&name)), folder.path());
        administer(&format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"));
        name
    })
}

#[derive(QueryableByName)]
struct Template {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

fn drop_templates_of_ended_processes() {
    let mut connection = diesel::PgConnection::establish(&test_server()).expect("the test server answers");
    let templates: Vec<Template> =
        diesel::sql_query("SELECT datname::text AS name FROM pg_database WHERE datname LIKE 'portal\\_template\\_%'")
            .load(&mut connection)
            .unwrap();
    for Template { name } in templates {
        let process = name.trim_start_matches("portal_template_");
        if !Path::new("/proc").join(process).exists() {
            administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// The rates that tests count by, as the ones that this portal begins with: a real one begins with none.
fn rates() -> ReferenceSet {
    ReferenceSet {
        name: INVENTED_RATES.name.into(),
        version: INVENTED_RATES.version.into(),
        source: INVENTED_RATES.source.into(),
        content: INVENTED_RATES.content.into(),
        loaded_at: DateTime::UNIX_EPOCH,
        loaded_by: Some("tests".into()),
    }
}

/// Migrates, and lets a portal put its desks, routing rules and reference data into place.
fn seed(url: &DatabaseUrl, folder: &Path) {
    let database = Database::open(url, Access::Exclusive, 1).unwrap();
    let keys = Keys::in_folder(&folder.join("keys")).unwrap();
    let blobs = Blobs::in_folder(&folder.join("blobs")).unwrap();
    let clock = Arc::new(FixedClock::at(DateTime::UNIX_EPOCH));
    let settings = Settings {
        base_url: "http://template.example".into(),
        data: folder.into(),
        webhooks: WebhookSettings::default(),
        correction_days: 30,
        sandbox: None,
    };
    // On a thread of its own: a test's runtime may be running on this one.
    let seeding = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            database.write(|connection| store_reference_set(connection, &rates())).await.unwrap();
            Portal::new(database, blobs, keys, clock, settings).await.map(drop)
        })
    });
    seeding.join().unwrap().unwrap();
}
