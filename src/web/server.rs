//! The HTTP server.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use ipnet::IpNet;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::clients::Clients;
use super::connection;
use super::fallback::fallback;
use super::guard::guard;
use super::hosts::Hosts;
use super::quota::Quotas;
use super::routes;
use crate::app::Portal;

/// How the server meets the world.
#[derive(Debug, Clone)]
pub struct ServerSettings {
    /// Tries of one address in five minutes where no one need sign in; 0 is no limit.
    pub public_quota: u32,
    /// Requests of one client in five minutes; 0 is no limit, in a second neither.
    pub client_quota: u32,
    /// Of these, in one second; 0 is no limit.
    pub client_burst: u32,
    /// Questions for figures of one person in five minutes; 0 is no limit.
    pub research_quota: u32,
    /// Networks of our own proxies.
    pub trusted_proxies: Vec<IpNet>,
    /// Hosts that requests may name, besides that of the portal's address and the listener's own.
    pub hosts: Vec<String>,
    /// Threads that serve.
    pub workers: usize,
}

/// Serves on a listener until it is told to stop; then requests under way are finished.
pub fn serve(portal: Arc<Portal>, listener: TcpListener, settings: &ServerSettings) -> std::io::Result<Server> {
    let hosts = web::Data::new(Hosts::new(&portal.settings.base_url, &settings.hosts, listener.local_addr()?.ip()));
    let sandbox = portal.is_sandbox();
    let portal = web::Data::from(portal);
    let clients = Clients::new(settings.client_quota, settings.client_burst);
    let people = Clients::people(settings.research_quota);
    let quotas = Quotas::new(settings.public_quota, settings.trusted_proxies.clone(), clients, people);
    let quotas = web::Data::new(quotas);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(portal.clone())
            .app_data(quotas.clone())
            .app_data(hosts.clone())
            .configure(|config| routes::mount(&mut ServiceConfig::new(config), &quotas, sandbox))
            .service(
                SwaggerUi::new("/docs/{_:.*}").config(
                    Config::from("/api/v1/openapi.json")
                        .try_it_out_enabled(true)
                        .persist_authorization(false)
                        .show_extensions(true),
                ),
            )
            .service(web::redirect("/docs", "/docs/"))
            .default_service(web::to(fallback))
            .wrap(from_fn(guard))
    })
    .on_connect(connection::open)
    .workers(settings.workers)
    .client_request_timeout(Duration::from_secs(5))
    .keep_alive(Duration::from_secs(15))
    .shutdown_timeout(25)
    .listen(listener)?
    .disable_signals()
    .run();
    Ok(server)
}
