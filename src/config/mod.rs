//! What an operator sets: a file and the environment, read once at start.

use std::path::PathBuf;

use clap::Args;
use ipnet::IpNet;

/// Settings of every command. Each may be given as an option or by its environment variable.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// `sqlite://PATH` or `postgres://…`
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://var/portal.db", global = true)]
    pub database_url: String,
    /// Folder for keys, blobs, mail and exported heads
    #[arg(long, env = "PORTAL_DATA", default_value = "var", global = true)]
    pub data: PathBuf,
    /// Where people reach the portal; in links, QR codes and as issuer
    #[arg(long, env = "PORTAL_BASE_URL", default_value = "http://127.0.0.1:8080", global = true)]
    pub base_url: String,
    /// A folder, or `s3://BUCKET` with the usual `AWS_*` settings; `blobs` in the data folder when absent
    #[arg(long, env = "PORTAL_BLOBS", global = true)]
    pub blobs: Option<String>,
    /// `smtp://…` or `smtps://…`; mail goes to files in the data folder when absent
    #[arg(long, env = "SMTP_URL", global = true, hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Sender of mail
    #[arg(
        long,
        env = "PORTAL_MAIL_FROM",
        default_value = "技术进出口备案平台 <portal@localhost.localdomain>",
        global = true
    )]
    pub mail_from: String,
    /// Networks to which webhooks may go beside the open internet, over any port and without TLS, by comma
    #[arg(long, env = "PORTAL_WEBHOOK_NETWORKS", value_delimiter = ',', global = true)]
    pub webhook_networks: Vec<IpNet>,
    /// A file of certificates (PEM) of authorities that webhooks believe beside the system's
    #[arg(long, env = "PORTAL_WEBHOOK_CA", global = true)]
    pub webhook_ca: Option<PathBuf>,
    /// Connections for reading
    #[arg(long, env = "PORTAL_READERS", default_value_t = 8, global = true)]
    pub readers: u32,
}

/// Settings of `serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeConfig {
    /// Address and port to listen on
    #[arg(long, env = "PORTAL_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Address and port of the metrics, never public; none when empty
    #[arg(long, env = "PORTAL_METRICS_LISTEN", default_value = "")]
    pub metrics_listen: String,
    /// Networks of our own reverse proxies, by comma
    #[arg(long, env = "PORTAL_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpNet>,
    /// Hosts that requests may name, by comma, besides that of the portal's address and the one listened on
    #[arg(long, env = "PORTAL_HOSTS", value_delimiter = ',')]
    pub hosts: Vec<String>,
    /// Tries of one address in five minutes at verification, and at open data; a fifth of it at sign-in, and for wrong client
    /// secrets; 0 is no limit
    #[arg(long, env = "PORTAL_PUBLIC_QUOTA", default_value_t = 600)]
    pub public_quota: u32,
    /// Requests of one client (a system with a token) in five minutes; 0 is no limit, in a second neither
    #[arg(long, env = "PORTAL_CLIENT_QUOTA", default_value_t = 600)]
    pub client_quota: u32,
    /// Of these, in one second; 0 is no limit
    #[arg(long, env = "PORTAL_CLIENT_BURST", default_value_t = 10)]
    pub client_burst: u32,
}
