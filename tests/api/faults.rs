//! Faults inside: a panic in a handler or in a transaction, and a second process where there may be one only.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use futures_util::future::join_all;
use portal::app::webhook::WebhookSettings;
use portal::app::{Clock, Keys, Portal, Settings};
use serde_json::json;
use storage::blobs::Blobs;
use storage::{Access, Database, StorageError};

use crate::on_both_databases;
use crate::support::database::FreshDatabase;
use crate::support::portal::{NOW, time, unlimited};
use crate::support::process::{Process, program, run_to_end};
use crate::support::{Contract, Engine, TestPortal};

on_both_databases!(a_panic_in_a_transaction_undoes_that_one_alone, a_panic_in_a_handler_is_an_answer);

async fn a_panic_in_a_transaction_undoes_that_one_alone(portal: &TestPortal) {
    let company = portal.company().await;
    let entries = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal";
    let before = portal.number(entries).await;
    let panics = async {
        let work = |connection: &mut storage::Connection| -> Result<(), StorageError> {
            use diesel::connection::SimpleConnection;
            connection.batch_execute("UPDATE companies SET name = 'half done'")?;
            panic!("as a defect of ours would");
        };
        assert!(portal.app.database.write(work).await.is_err());
    };
    let drafts = (0..20).map(|number| {
        let body = Contract::import().of(&company).numbered(number).registration();
        let company = &company;
        async move { company.post("/filings", &body).await.expect(201) }
    });
    futures_util::future::join(
        join_all(drafts),
        join_all((0..5).map(|_| async { panics_again(portal).await }).chain(None)),
    )
    .await;
    panics.await;
    assert_eq!(portal.number(entries).await, before + 20);
    assert_eq!(
        portal.texts("SELECT name AS value FROM companies WHERE name = 'half done'").await,
        Vec::<String>::new()
    );
    company.draft(&Contract::import().of(&company).numbered(99)).await;
}

async fn panics_again(portal: &TestPortal) {
    let work = |_: &mut storage::Connection| -> Result<(), StorageError> { panic!("as a defect of ours would") };
    assert!(portal.app.database.write(work).await.is_err());
}

/// A clock that stands still, or falls over: the one part of a portal that a test can bring.
struct FallingClock(AtomicBool);

impl Clock for FallingClock {
    fn now(&self) -> DateTime<Utc> {
        assert!(!self.0.load(Ordering::SeqCst), "as a defect of ours would");
        time(NOW)
    }
}

async fn a_panic_in_a_handler_is_an_answer(portal: &TestPortal) {
    let folder = tempfile::tempdir().unwrap();
    let fresh = FreshDatabase::create(portal.engine, folder.path());
    let clock = Arc::new(FallingClock(AtomicBool::new(false)));
    let database = Database::open(&fresh.url, Access::Exclusive, 2).unwrap();
    let (keys, blobs) = (
        Keys::in_folder(&folder.path().join("keys")).unwrap(),
        Blobs::in_folder(&folder.path().join("blobs")).unwrap(),
    );
    let settings = Settings {
        base_url: portal.base_url.clone(),
        data: folder.path().into(),
        webhooks: WebhookSettings::default(),
        correction_days: 30,
        sandbox: None,
    };
    let app = Arc::new(Portal::new(database, blobs, keys, clock.clone(), settings).await.unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let server = portal::web::serve(app, listener, &unlimited()).unwrap();
    let handle = server.handle();
    tokio::spawn(server);

    let stranger = portal.anyone().at(&base_url);
    stranger.use_token(Some("x".into()));
    stranger.get("/me").await.problem(401, "unauthenticated");
    clock.0.store(true, Ordering::SeqCst);
    for _ in 0..10 {
        let answer = stranger.get("/me").await;
        answer.problem(500, "internal");
        assert!(!answer.text().contains("defect"), "{}", answer.text());
        assert!(answer.header("x-request-id").is_some());
    }
    clock.0.store(false, Ordering::SeqCst);
    stranger.get("/me").await.problem(401, "unauthenticated");
    stranger.use_token(None);
    stranger.get("/health/ready").await.expect(200);
    handle.stop(false).await;
}

#[test]
fn a_second_process_on_an_embedded_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let database = FreshDatabase::create(Engine::Sqlite, folder.path());
    let command = || program(&database.url_text(), folder.path());
    let first = Process::serve(&mut command());
    for subcommand in [["serve"].as_slice(), &["migrate"], &["demo"]] {
        let log = folder.path().join("log");
        std::fs::write(&log, "").unwrap();
        assert_eq!(run_to_end(command().args(subcommand)), (78, String::new()), "{subcommand:?}");
        let said = std::fs::read_to_string(&log).unwrap();
        assert!(said.contains("another process is using"), "{said}");
    }
    // A check beside it is welcome, and the first one never noticed.
    let (code, said) = run_to_end(command().args(["journal", "verify"]));
    assert_eq!(code, 0, "{said}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let live = reqwest::get(format!("{}/health/ready", first.base_url)).await.unwrap();
        assert_eq!(live.json::<serde_json::Value>().await.unwrap(), json!({ "status": "ok" }));
    });
    drop(first);
    drop(Process::serve(&mut command()));
}

#[test]
fn several_processes_share_one_server() {
    let folder = tempfile::tempdir().unwrap();
    let database = FreshDatabase::create(Engine::Postgresql, folder.path());
    let command = || program(&database.url_text(), folder.path());
    let (one, other) = (Process::serve(&mut command()), Process::serve(&mut command()));
    assert_ne!(one.base_url, other.base_url);
}

#[test]
fn settings_that_cannot_be_are_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let database = FreshDatabase::create(Engine::Sqlite, folder.path());
    let log = folder.path().join("log");
    let refused = |database_url: &str, name: &str, value: &str, says: &str| {
        std::fs::write(&log, "").unwrap();
        let (code, _) = run_to_end(program(database_url, folder.path()).env(name, value).arg("serve"));
        let said = std::fs::read_to_string(&log).unwrap();
        assert!(said.contains(says) && !said.contains("panicked"), "{said}");
        assert_eq!(code, 78, "{said}");
    };
    refused("mysql://localhost/portal", "PORTAL_READERS", "2", "DATABASE_URL must begin with sqlite:// or postgres://");
    refused(&database.url_text(), "PORTAL_LISTEN", "nowhere:0", "nowhere:0");
    // The start before this one has made the keys.
    let key = folder.path().join("keys/session.pk8");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
    refused(&database.url_text(), "PORTAL_READERS", "2", "readable by others");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&key, "not a key").unwrap();
    refused(&database.url_text(), "PORTAL_READERS", "2", "is not an Ed25519 key");
}
