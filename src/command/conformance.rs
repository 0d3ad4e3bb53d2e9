//! `conformance`: a sandbox that is watched from outside, a desk that answers by itself, and at the end the verdicts on the client.

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use clap::Args;
use domain::partner::PublicBody;
use domain::{EndpointId, FilingId};
use portal::app::sandbox::{self, NewSandboxPartner, SandboxPartner, SandboxReturn};
use portal::app::{Actor, AppError, Context, Portal, partner, webhook};
use portal::config::Config;
use portal::conformance::{Outcome, Sign, Watch, as_json, as_text, judge};
use portal::jobs::{Hooks, Jobs, MailSettings, Mailer, run, run_webhooks};
use portal::web::ServerSettings;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::Failure;

/// How often it is looked whether the client has ended.
const LOOK: Duration = Duration::from_millis(50);

/// Judging a client.
#[derive(Debug, Args)]
pub(crate) struct Conformance {
    /// Address and port at which the client finds the sandbox; any free port when 0
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// After so many minutes the client is done, whatever it does
    #[arg(long, default_value_t = 30)]
    minutes: u64,
    /// Where the client takes webhooks, if it does not register that itself
    #[arg(long)]
    webhook: Option<String>,
    /// An empty database for the sandbox, `postgres://…`; one of its own, which is gone afterwards, when left out
    #[arg(long)]
    database: Option<String>,
    /// Print the verdicts as JSON
    #[arg(long)]
    json: bool,
    /// The client with its arguments: it finds PORTAL, CLIENT_ID, CLIENT_SECRET and so on in its environment. Without one, it is
    /// started elsewhere, and Enter says that it is done
    #[arg(last = true)]
    client: Vec<OsString>,
}

/// Lets a client meet a sandbox with faults, and says which rules it keeps. Exit 1 when it breaks one, or ends with a failure itself.
pub(crate) async fn conformance(config: &Config, asked: &Conformance) -> Result<ExitCode, Failure> {
    let folder = Folder::make()?;
    let listener = listen(asked.listen)?;
    let here = listener.local_addr().map_err(Failure::other)?;
    let inner = listen((Ipv4Addr::LOCALHOST, 0).into())?;
    let behind = format!("http://{}", inner.local_addr().map_err(Failure::other)?);

    // Webhooks come back through the watch, on this machine.
    let relay = if here.ip().is_unspecified() { IpAddr::from(Ipv4Addr::LOCALHOST) } else { here.ip() };
    let relay_url = format!("http://{}", SocketAddr::new(relay, here.port()));
    let config = config.apart(&folder.0, asked.database.clone(), &relay_url, relay.into());
    let portal = super::open(&config).await?;
    sandbox::prepare(&portal).await?;
    let running = Running::start(&config, &portal, inner)?;

    let (submitted, submissions) = unbounded_channel();
    let watch = Watch::new(&behind, &relay_url, signing(&portal), submitted).map_err(Failure::other)?;
    let watching = portal::conformance::serve(watch.clone(), listener).map_err(Failure::other)?;
    let watcher = watching.handle();
    tokio::spawn(watching);

    let place = place(&portal, &watch, asked.webhook.as_deref()).await?;
    let reviewer = sandbox::reviewer(&portal).await?;
    let ended = tokio::select! {
        ended = until_done(asked, &place) => ended?,
        () = work_at_the_desk(&portal, reviewer, submissions) => None,
    };
    watcher.stop(false).await;
    running.stop().await;
    let verdicts = judge(&watch.seen());
    if asked.json {
        let mut report = as_json(&verdicts);
        report["client_exit"] = json!(ended);
        println!("{report}");
    } else {
        print!("{}", as_text(&verdicts));
    }
    let kept = verdicts.iter().all(|verdict| verdict.outcome != Outcome::Failed) && ended.is_none_or(|code| code == 0);
    Ok(if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A folder for one run; it goes with this.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("tech-trade-portal-conformance-{}", std::process::id()));
        std::fs::create_dir(&path).map_err(|error| Failure::other(format!("{}: {error}", path.display())))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, folder = %self.0.display(), "a folder stays behind");
        }
    }
}

fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).map_err(|error| Failure::configuration(format!("{address}: {error}")))
}

/// The sandbox, served, with its jobs and its webhooks.
struct Running {
    server: ServerHandle,
    tasks: [JoinHandle<()>; 2],
}

impl Running {
    /// Nobody is told to wait by it: that is the watch's part.
    fn start(config: &Config, portal: &Arc<Portal>, listener: TcpListener) -> Result<Self, Failure> {
        let settings = ServerSettings {
            public_quota: 0,
            client_quota: 0,
            client_burst: 0,
            research_quota: 0,
            trusted_proxies: Vec::new(),
            hosts: Vec::new(),
            workers: 1,
        };
        let mailer = Mailer::new(
            &MailSettings { smtp_url: None, plain_host: None, from: config.mail_from.clone() },
            &config.data(),
        )?;
        let hooks = Hooks::new(portal.clone(), &portal.settings.webhooks, "conformance".into())?;
        let serving = portal::web::serve(portal.clone(), listener, &settings).map_err(Failure::other)?;
        let server = serving.handle();
        tokio::spawn(serving);
        let jobs = run(Jobs::new(portal.clone(), mailer, "conformance".into()));
        Ok(Self { server, tasks: [tokio::spawn(jobs), tokio::spawn(run_webhooks(hooks))] })
    }

    async fn stop(self) {
        self.server.stop(false).await;
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// The first application is returned once, so that the client meets that too; everything else is registered.
async fn work_at_the_desk(portal: &Portal, reviewer: Context, mut submissions: UnboundedReceiver<String>) {
    let mut is_first = true;
    while let Some(id) = submissions.recv().await {
        let Some(id) = FilingId::parse(&id) else { continue };
        let outcome = if is_first {
            sandbox::return_(portal, &reviewer, id, SandboxReturn::default()).await
        } else {
            sandbox::register(portal, &reviewer, id).await
        };
        is_first = false;
        if let Err(error) = outcome {
            tracing::warn!(%error, filing = %id, "the desk could not deal with an application");
        }
    }
}

fn signing(portal: &Arc<Portal>) -> Sign {
    let portal = portal.clone();
    Box::new(move |endpoint, text| {
        let portal = portal.clone();
        Box::pin(async move { sandbox::sign(&portal, EndpointId::parse(&endpoint)?, text).await.ok() })
    })
}

/// Where the client finds what, by the names that its environment gives it.
async fn place(
    portal: &Arc<Portal>,
    watch: &Watch,
    webhook_url: Option<&str>,
) -> Result<Vec<(&'static str, String)>, Failure> {
    let company = sandbox::create_partner(portal, NewSandboxPartner::default()).await?;
    let bank = sandbox::create_partner(portal, NewSandboxPartner { body: Some(PublicBody::Bank) }).await?;
    let endpoint = match webhook_url {
        Some(url) => Some(register(portal, watch, &company, url).await?),
        None => None,
    };
    let of_company = company.company.as_ref();
    let mut place = vec![
        ("PORTAL", portal.settings.base_url.clone()),
        ("CLIENT_ID", company.client_id.to_string()),
        ("CLIENT_SECRET", company.client_secret.clone()),
        ("BANK_ID", bank.client_id.to_string()),
        ("BANK_SECRET", bank.client_secret),
        ("COMPANY_NAME", of_company.map(|company| company.name.clone()).unwrap_or_default()),
        ("COMPANY_USCC", of_company.map(|company| company.uscc.clone()).unwrap_or_default()),
    ];
    if let Some(endpoint) = endpoint {
        let text = |pointer: &str| endpoint.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        place.extend([("WEBHOOK_SECRET", text("/secret")), ("WEBHOOK_KEY", text("/keys/public_key"))]);
    }
    Ok(place)
}

/// Registers where the company's client takes webhooks; answers the endpoint with its secret.
async fn register(portal: &Portal, watch: &Watch, company: &SandboxPartner, url: &str) -> Result<Value, AppError> {
    let client = partner::known_client(portal, &company.client_id.to_string(), &company.client_secret).await?;
    let context = Context { actor: Actor::Partner(client), ..sandbox::reviewer(portal).await? };
    let new = webhook::NewEndpoint { partner_id: None, url: watch.relayed(url), types: Vec::new(), description: None };
    let answered = webhook::create(portal, &context, new).await?;
    let endpoint: Value = serde_json::from_str(&answered.body).map_err(AppError::internal)?;
    if let Some(id) = endpoint.get("id").and_then(Value::as_str) {
        watch.registered(url, id);
    }
    Ok(endpoint)
}

/// Waits until the client is done; its exit code, if it was started here and was not ended.
async fn until_done(asked: &Conformance, place: &[(&'static str, String)]) -> Result<Option<i32>, Failure> {
    let limit = tokio::time::sleep(Duration::from_secs(asked.minutes.saturating_mul(60)));
    let Some((program, arguments)) = asked.client.split_first() else {
        tell(asked, place);
        tokio::select! {
            () = limit => {}
            Ok(()) = enter() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        return Ok(None);
    };
    let mut command = Command::new(program);
    command.args(arguments).envs(place.iter().map(|(name, value)| (*name, value)));
    if asked.json {
        // What the client says is not to stand between the verdicts.
        let errors = std::io::stderr().as_fd().try_clone_to_owned().map_err(Failure::other)?;
        command.stdout(Stdio::from(errors));
    }
    let started = command.spawn();
    let mut client = started.map_err(|error| Failure::other(format!("{}: {error}", program.display())))?;
    tokio::pin!(limit);
    loop {
        if let Some(status) = client.try_wait().map_err(Failure::other)? {
            return Ok(Some(status.code().unwrap_or(-1)));
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = &mut limit => break,
            _ = tokio::signal::ctrl_c() => break,
        }
    }
    client.kill().and_then(|()| client.wait()).map_err(Failure::other)?;
    Ok(None)
}

/// Says where the client is to look for what.
fn tell(asked: &Conformance, place: &[(&'static str, String)]) {
    if asked.json {
        let place: serde_json::Map<String, Value> =
            place.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        println!("{}", json!({ "client": place, "seconds": asked.minutes.saturating_mul(60) }));
        return;
    }
    for (name, value) in place {
        println!("export {name}={value}");
    }
    eprintln!("point the client there; Enter when it is done, or it is after {} minutes", asked.minutes);
}

/// Somebody pressed Enter; an error when nobody can. The thread is not waited for when the process ends.
fn enter() -> oneshot::Receiver<()> {
    let (pressed, enter) = oneshot::channel();
    std::thread::spawn(move || {
        let read = std::io::stdin().read_line(&mut String::new());
        if read.is_ok_and(|length| length > 0) {
            // Nobody waits any more when the time is over.
            let _told = pressed.send(());
        }
    });
    enter
}
