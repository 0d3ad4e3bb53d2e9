//! What an operator sets: options and the environment, read once at start.

use std::path::{Path, PathBuf};

use clap::Args;
use ipnet::IpNet;

/// Settings of every command. Each may be given as an option or by its environment variable.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// A sandbox for partners: data and keys of its own, everything marked as a specimen, a clock that is moved, a desk that answers
    #[arg(long, env = "PORTAL_SANDBOX", value_parser = clap::builder::FalseyValueParser::new(), global = true)]
    pub sandbox: bool,
    /// `sqlite://PATH` or `postgres://…`; `sqlite://var/portal.db` when absent, a sandbox's lies in its data folder
    #[arg(long, env = "DATABASE_URL", global = true)]
    database_url: Option<String>,
    /// Folder for keys, blobs, mail and exported heads; `var` when absent, `var/sandbox` for a sandbox
    #[arg(long, env = "PORTAL_DATA", global = true)]
    data: Option<PathBuf>,
    /// Where people reach the portal; in links, QR codes and as issuer; `http://127.0.0.1:8080` when absent
    #[arg(long, env = "PORTAL_BASE_URL", global = true)]
    base_url: Option<String>,
    /// A folder, or `s3://BUCKET` with the usual `AWS_*` settings; `blobs` in the data folder when absent
    #[arg(long, env = "PORTAL_BLOBS", global = true)]
    pub blobs: Option<String>,
    /// `smtps://…` or `smtp://…?tls=required`; on this machine `smtp://…` too. Mail goes to files in the data folder when absent
    #[arg(long, env = "SMTP_URL", global = true, hide_env_values = true)]
    smtp_url: Option<String>,
    /// A host that mail may reach by plain `smtp://…`: on a network of your own
    #[arg(long, env = "PORTAL_SMTP_PLAIN_HOST", global = true)]
    pub smtp_plain_host: Option<String>,
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
    /// Calendar days that a company has to correct what is returned from now on, before it lapses
    #[arg(long, env = "PORTAL_CORRECTION_DAYS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(8..=365), global = true)]
    pub correction_days: u16,
    /// Connections for reading
    #[arg(long, env = "PORTAL_READERS", default_value_t = 8, global = true)]
    pub readers: u32,
}

/// What a sandbox's address ends with, so that nothing that it issues reads as issued by a portal that counts.
const SANDBOX: &str = "/sandbox";

impl Config {
    /// `sqlite://PATH` or `postgres://…`.
    pub fn database_url(&self) -> String {
        let usual = || {
            let path = if self.sandbox { self.data().join("portal.db") } else { "var/portal.db".into() };
            format!("sqlite://{}", path.display())
        };
        self.database_url.clone().unwrap_or_else(usual)
    }

    /// The folder for keys, blobs, mail and exported heads.
    pub fn data(&self) -> PathBuf {
        let usual = if self.sandbox { "var/sandbox" } else { "var" };
        self.data.clone().unwrap_or_else(|| usual.into())
    }

    /// The folder for keys: another one for a sandbox, so that no key that counts signs a specimen, whatever the data folder is.
    pub fn keys(&self) -> PathBuf {
        self.data().join(if self.sandbox { "sandbox-keys" } else { "keys" })
    }

    /// Where people reach the portal, without a slash at the end.
    pub fn base_url(&self) -> String {
        let named = self.base_url.as_deref().unwrap_or("http://127.0.0.1:8080").trim_end_matches('/');
        let marked = !self.sandbox || named.ends_with(SANDBOX);
        if marked { named.to_owned() } else { format!("{named}{SANDBOX}") }
    }

    /// Where mail goes; a sandbox mails nobody.
    pub fn smtp_url(&self) -> Option<String> {
        self.smtp_url.clone().filter(|_| !self.sandbox)
    }

    /// Settings of a sandbox that lies in this folder, its register too where no database for it is named, is reached at this address
    /// where no other was named, and sends webhooks to this network.
    #[must_use]
    pub fn apart(&self, folder: &Path, database: Option<String>, address: &str, network: IpNet) -> Self {
        Self {
            sandbox: true,
            database_url: database,
            data: Some(folder.to_owned()),
            base_url: self.base_url.clone().or_else(|| Some(address.to_owned())),
            blobs: None,
            webhook_networks: vec![network],
            webhook_ca: None,
            ..self.clone()
        }
    }
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
    /// Requests of one signed-in person to the research centre in five minutes; 0 is no limit
    // A dashboard asks some twenty questions each time it is opened or narrowed: this is one every two seconds, on and on.
    #[arg(long, env = "PORTAL_RESEARCH_QUOTA", default_value_t = 3000)]
    pub research_quota: u32,
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        config: Config,
    }

    fn config(arguments: &[&str]) -> Config {
        Line::parse_from(["portal"].iter().chain(arguments)).config
    }

    #[test]
    fn who_must_correct_something_is_left_a_day_before_the_warning_a_week_ahead() {
        assert_eq!(config(&[]).correction_days, 30);
        assert_eq!(config(&["--correction-days", "8"]).correction_days, 8);
        for refused in ["7", "366"] {
            assert!(Line::try_parse_from(["portal", "--correction-days", refused]).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_sandbox_has_a_place_and_a_name_of_its_own() {
        let real = config(&["--base-url", "https://portal.example/"]);
        let sandbox = config(&["--sandbox", "--base-url", "https://portal.example/"]);
        assert_eq!(
            (real.base_url(), sandbox.base_url()),
            ("https://portal.example".into(), "https://portal.example/sandbox".into())
        );
        let named = config(&["--sandbox", "--base-url", "https://portal.example/sandbox"]);
        assert_eq!(named.base_url(), sandbox.base_url());
        let same = |more: &[&str]| config(&[&["--data", "x"][..], more].concat());
        assert_ne!(same(&[]).keys(), same(&["--sandbox"]).keys(), "also in one data folder");
    }
}
