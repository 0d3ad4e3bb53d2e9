//! `serve`.

use std::net::TcpListener;
use std::process::ExitCode;

use portal::config::{Config, ServeConfig};
use portal::jobs::{Hooks, Jobs, MailSettings, Mailer, agrees_with_exported_heads, run, run_webhooks};
use portal::web::ServerSettings;
use tokio::signal::unix::{SignalKind, signal};

use super::Failure;

/// Serves until SIGTERM or SIGINT; requests under way are finished.
pub(crate) async fn serve(config: &Config, serve: &ServeConfig) -> Result<ExitCode, Failure> {
    let portal = super::open(config).await?;
    agrees_with_exported_heads(&portal).await?.map_err(Failure::configuration)?;
    if config.sandbox {
        portal::app::sandbox::prepare(&portal).await?;
        let here = &portal.settings.base_url;
        eprintln!("a sandbox: POST {here}/api/v1/sandbox/partners makes a company, or a bank, with a client");
    }
    if portal::app::reference::rates_are_missing(&portal) {
        tracing::warn!(
            "no exchange rates are loaded: contracts in other currencies than the US dollar are counted without their amounts, \
             also afterwards; load the official rates before the first decision, with `research load-rates` or on the page 汇率表"
        );
    }
    if !serve.metrics_listen.is_empty() {
        let address = serve.metrics_listen.parse().map_err(Failure::configuration)?;
        portal::telemetry::serve_metrics(address).map_err(Failure::configuration)?;
    }
    let mail = MailSettings {
        smtp_url: config.smtp_url(),
        plain_host: config.smtp_plain_host.clone(),
        from: config.mail_from.clone(),
    };
    let mailer = Mailer::new(&mail, &config.data()).map_err(|error| Failure::configuration(Failure::from(error)))?;
    let listener = TcpListener::bind(&serve.listen)
        .map_err(|error| Failure::configuration(format!("{}: {error}", serve.listen)))?;
    let address = listener.local_addr().map_err(Failure::other)?;
    let settings = ServerSettings {
        public_quota: serve.public_quota,
        client_quota: serve.client_quota,
        client_burst: serve.client_burst,
        research_quota: serve.research_quota,
        trusted_proxies: serve.trusted_proxies.clone(),
        hosts: serve.hosts.clone(),
        workers: std::thread::available_parallelism().map_or(2, std::num::NonZero::get),
    };
    let server = portal::web::serve(portal.clone(), listener, &settings).map_err(Failure::other)?;
    let stopper = server.handle();
    let instance = format!("{}:{}", std::process::id(), address);
    let hooks = match Hooks::new(portal.clone(), &portal.settings.webhooks, instance.clone()) {
        Ok(hooks) => Some(hooks),
        Err(error) if config.webhook_ca.is_some() => return Err(Failure::configuration(Failure::from(error))),
        Err(error) => {
            tracing::error!(%error, "webhooks are not sent: there are no certificates by which to know an endpoint");
            None
        }
    };
    let jobs = tokio::spawn(run(Jobs::new(portal.clone(), mailer, instance)));
    let sending = hooks.clone().map(|hooks| tokio::spawn(run_webhooks(hooks)));
    // The dictionary behind screening takes a moment: it is read before the first filing needs it.
    let warm = portal.reference();
    tokio::task::spawn_blocking(move || {
        warm.screener();
    });
    println!("listening on http://{address}");
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::other)?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        stopper.stop(true).await;
    });
    server.await.map_err(Failure::other)?;
    jobs.abort();
    if let (Some(hooks), Some(sending)) = (hooks, sending) {
        sending.abort();
        hooks.release().await?;
    }
    portal::app::register::flush_checks(&portal).await?;
    portal::app::partner::flush_uses(&portal).await?;
    Ok(ExitCode::SUCCESS)
}
