//! Where mail goes, and what became of it: over SMTP, or to files where there is no server. Mail leaves this machine encrypted or not at
//! all, but for a host that the operator names. What is mailed, and when again, is the business of `mail.rs`.

use std::error::Error;
use std::net::IpAddr;
use std::time::Duration;

use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use reqwest::Url;

use crate::app::AppError;

/// How long a mail may take, from the connection to the server's last word. lettre's own time ends with the connection: a server that
/// then says nothing would keep every job after this one waiting.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a server says that is about to close (RFC 5321 §3.8): it is away, and has said nothing about the mail.
const CLOSING: u16 = 421;

/// Where mail goes.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// `smtps://…` or `smtp://…?tls=required`, or `smtp://…` on this machine; files under `mail` in the data folder when there is none.
    pub smtp_url: Option<String>,
    /// A host to which mail may go in the clear: on a network of one's own.
    pub plain_host: Option<String>,
    /// The sender.
    pub from: String,
}

/// What takes it there.
pub(super) enum Transport {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Files(AsyncFileTransport<Tokio1Executor>),
}

/// Why a mail was not sent.
pub(super) enum Failure {
    /// There was nobody to take it now, nor would be for another mail.
    Away(Box<dyn Error + Send + Sync>),
    /// The server would see this one again later (4xx): greylisting, a full mailbox.
    Later(Box<dyn Error + Send + Sync>),
    /// The server does not want this one (5xx).
    Refused(Box<dyn Error + Send + Sync>),
}

impl Transport {
    /// The way of these settings; an error when mail would leave this machine for anybody on its way to read.
    pub(super) fn new(settings: &MailSettings, data: &std::path::Path) -> Result<Self, AppError> {
        let Some(url) = &settings.smtp_url else {
            let folder = data.join("mail");
            std::fs::create_dir_all(&folder).map_err(AppError::internal)?;
            return Ok(Self::Files(AsyncFileTransport::<Tokio1Executor>::new(folder)));
        };
        if is_open(&Url::parse(url).map_err(AppError::internal)?, settings.plain_host.as_deref()) {
            let why = "SMTP_URL sends mail in the clear: smtps://… or smtp://…?tls=required, unless it is to this machine or to PORTAL_SMTP_PLAIN_HOST";
            return Err(AppError::internal(why));
        }
        let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(AppError::internal)?;
        Ok(Self::Smtp(smtp.timeout(Some(PATIENCE)).build()))
    }

    pub(super) async fn send(&self, mail: Message) -> Result<(), Failure> {
        let smtp = match self {
            Self::Smtp(smtp) => smtp,
            Self::Files(files) => {
                return files.send(mail).await.map(drop).map_err(|error| Failure::Away(error.into()));
            }
        };
        let sent = tokio::time::timeout(PATIENCE, smtp.send(mail)).await.map_err(|late| Failure::Away(late.into()))?;
        let Err(error) = sent else { return Ok(()) };
        let about_this = error.status().is_some_and(|code| u16::from(code) != CLOSING) && lets_in(smtp).await;
        Err(if !about_this {
            Failure::Away(error.into())
        } else if error.is_permanent() {
            Failure::Refused(error.into())
        } else {
            Failure::Later(error.into())
        })
    }
}

/// Whether the server greets us and knows us. lettre's errors do not tell a word at the door, which is about no mail, from one at the
/// recipient.
async fn lets_in(smtp: &AsyncSmtpTransport<Tokio1Executor>) -> bool {
    matches!(tokio::time::timeout(PATIENCE, smtp.test_connection()).await, Ok(Ok(true)))
}

/// Whether mail would leave this machine unencrypted, or might: with `opportunistic`, whoever sits between takes the offer away.
fn is_open(url: &Url, plain_host: Option<&str>) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let here =
        host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    let required = url.query_pairs().find(|(name, _)| name == "tls").is_some_and(|(_, value)| value == "required");
    let allowed = plain_host.is_some_and(|plain| host.eq_ignore_ascii_case(plain));
    url.scheme() == "smtp" && !here && !required && !allowed
}
