//! A portal that runs in this process for one test: its server, its clock, its jobs.

use std::net::TcpListener;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use actix_web::dev::ServerHandle;
use chrono::{DateTime, Utc};
use domain::screening::Screener;
use futures_util::FutureExt;
use portal::app::{FixedClock, Keys, Portal, Settings};
use portal::jobs::{Jobs, MailSettings, Mailer};
use portal::web::ServerSettings;
use storage::blobs::Blobs;
use storage::{Access, Database};
use tempfile::TempDir;

use super::database::{Engine, FreshDatabase};
use super::webhooks::{Names, webhook_settings};

/// What the clocks of tests show, unless they are set: Sunday morning in Suzhou.
pub const NOW: &str = "2026-11-22T02:00:00Z";

/// A portal of one test.
pub struct TestPortal {
    /// The portal itself.
    pub app: Arc<Portal>,
    /// Its clock, which stands still until it is moved.
    pub clock: Arc<FixedClock>,
    /// `http://127.0.0.1:PORT`.
    pub base_url: String,
    /// Its database.
    pub database: FreshDatabase,
    /// Which kind that is.
    pub engine: Engine,
    /// What the names of endpoints stand for.
    pub names: Arc<Names>,
    pub(super) http: reqwest::Client,
    pub(super) count: AtomicU32,
    server: ServerHandle,
    folder: TempDir,
}

/// Runs a test against a portal of its own, and takes that down again however the test ends.
pub fn run<T: AsyncFnOnce(&TestPortal)>(engine: Engine, test: T) {
    new_runtime().block_on(async {
        let portal = TestPortal::start(engine).await;
        let outcome = AssertUnwindSafe(test(&portal)).catch_unwind().await;
        portal.server.stop(false).await;
        drop(portal);
        if let Err(failure) = outcome {
            std::panic::resume_unwind(failure);
        }
    });
}

/// A client without TLS: to read and parse the machine's certificates takes longer than most requests.
pub fn plain_http() -> reqwest::ClientBuilder {
    reqwest::Client::builder().no_proxy().tls_certs_only(std::iter::empty::<reqwest::Certificate>())
}

/// Two threads for a test.
pub fn new_runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

impl TestPortal {
    async fn start(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = FreshDatabase::create(engine, folder.path());
        let clock = Arc::new(FixedClock::at(time(NOW)));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let names = Arc::new(Names::default());
        let app = assemble(&database, clock.clone(), &base_url, folder.path(), names.clone()).await;
        let server = serve(app.clone(), listener, &unlimited());
        let http = plain_http().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { app, clock, base_url, database, engine, names, http, count: AtomicU32::new(1), server, folder }
    }

    /// The folder with its keys, blobs, mail and heads; an embedded database also lies there.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Sets the clock. Access tokens live for 15 minutes: sign people in afterwards.
    pub fn set_clock(&self, now: &str) {
        self.clock.set(time(now));
    }

    /// Lets time pass.
    pub fn pass(&self, by: chrono::Duration) {
        self.clock.advance(by);
    }

    /// Serves the same portal on another port with other settings; answers its `http://127.0.0.1:PORT`. It ends with the test.
    pub fn serve_also(&self, settings: &ServerSettings) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        serve(self.app.clone(), listener, settings);
        base_url
    }

    /// Starts a second portal on the same database, as several servers share one; answers its `http://127.0.0.1:PORT`. None where
    /// the database is embedded: one process owns that. It ends with the test.
    pub async fn second_server(&self) -> Option<String> {
        let app = self.second_app().await?;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        serve(app, listener, &unlimited());
        Some(base_url)
    }

    /// The same without serving it.
    pub async fn second_app(&self) -> Option<Arc<Portal>> {
        if self.engine == Engine::Sqlite {
            return None;
        }
        let (clock, names) = (self.clock.clone(), self.names.clone());
        Some(assemble(&self.database, clock, &self.base_url, self.folder(), names).await)
    }

    /// Lets the readers of the journal do all that is waiting; mail goes to files.
    pub async fn catch_up(&self) {
        self.jobs(None).catch_up().await.unwrap();
    }

    /// The jobs, with mail to `smtp_url` or to files.
    pub fn jobs(&self, smtp_url: Option<String>) -> Jobs {
        let settings =
            MailSettings {
                smtp_url, plain_host: None, from: "技术进出口备案平台 <portal@suzhou.example>".into()
            };
        let mailer = Mailer::new(&settings, self.folder()).unwrap();
        Jobs::new(self.app.clone(), mailer, "test".into())
    }

    /// A number that this portal has not given before.
    pub fn next(&self) -> u32 {
        self.count.fetch_add(1, Ordering::Relaxed)
    }
}

/// Settings under which nobody is told to wait.
pub fn unlimited() -> ServerSettings {
    let (trusted_proxies, hosts) = (Vec::new(), Vec::new());
    ServerSettings {
        public_quota: 0,
        client_quota: 0,
        client_burst: 0,
        research_quota: 0,
        trusted_proxies,
        hosts,
        workers: 1,
    }
}

/// A time from its RFC 3339 spelling.
pub fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

async fn assemble(
    database: &FreshDatabase,
    clock: Arc<FixedClock>,
    base_url: &str,
    folder: &Path,
    names: Arc<Names>,
) -> Arc<Portal> {
    let database = Database::open(&database.url, Access::Exclusive, 4).unwrap();
    let keys = Keys::in_folder(&folder.join("keys")).unwrap();
    let blobs = Blobs::in_folder(&folder.join("blobs")).unwrap();
    let (base_url, webhooks) = (base_url.into(), webhook_settings(names));
    // Other days than a return has by default.
    let settings = Settings { base_url, data: folder.into(), webhooks, correction_days: 31, sandbox: None };
    let app = Portal::new(database, blobs, keys, clock, settings).await.unwrap();
    share_screener(&app);
    Arc::new(app)
}

/// A screener reads a dictionary when it is built, which takes longer than most tests. So the first portal's serves all that have the
/// same catalogue; one with another catalogue builds its own.
fn share_screener(app: &Portal) {
    static SHARED: OnceLock<Screener> = OnceLock::new();
    let reference = app.reference();
    reference.lend_screener(SHARED.get_or_init(|| reference.screener().clone()));
}

fn serve(app: Arc<Portal>, listener: TcpListener, settings: &ServerSettings) -> ServerHandle {
    let server = portal::web::serve(app, listener, settings).unwrap();
    let handle = server.handle();
    tokio::spawn(server);
    handle
}
