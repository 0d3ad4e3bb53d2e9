//! One try: a POST that follows no redirect, asks no proxy, reads no body, and ends in time.

use std::error::Error;
use std::io;

use chrono::{DateTime, Duration};
use domain::webhook::{DeliveryOutcome, Reach, Target, message_id, signed_text};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER, USER_AGENT};
use reqwest::redirect::Policy;
use reqwest::tls::Version;
use reqwest::{Certificate, Client, Response};
use storage::webhooks::{Delivery, Endpoint};
use tokio::time::Instant;

use super::guard::{Blocked, Guarded};
use crate::app::webhook::{WebhookSettings, signatures};
use crate::app::{AppError, Clock, Portal, SystemClock};

/// As whom we send.
const AGENT: &str = concat!("tech-trade-portal/", env!("CARGO_PKG_VERSION"));
/// How long a connection may take.
const CONNECTED: std::time::Duration = std::time::Duration::from_secs(5);

/// How a try ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sent {
    pub(super) outcome: DeliveryOutcome,
    /// Status of HTTP, if there was an answer.
    pub(super) status: Option<u16>,
    /// How long the endpoint asks us to wait.
    pub(super) asked: Option<Duration>,
    pub(super) ms: i64,
}

/// Sends.
pub(super) struct Sender {
    reach: Reach,
    /// For endpoints that are fit for the open internet, wherever they are.
    open: Client,
    /// For endpoints that may lie in the operator's networks alone.
    own: Client,
}

impl Sender {
    pub(super) fn new(settings: &WebhookSettings) -> Result<Self, AppError> {
        Ok(Self {
            reach: settings.reach.clone(),
            open: client(settings, false).map_err(AppError::internal)?,
            own: client(settings, true).map_err(AppError::internal)?,
        })
    }

    /// Tries once. The time that is signed is the machine's, whatever the portal's clock shows: receivers compare it with theirs.
    pub(super) async fn send(
        &self,
        portal: &Portal,
        endpoint: &Endpoint,
        delivery: &Delivery,
    ) -> Result<Sent, AppError> {
        let began = Instant::now();
        let ended = |outcome, status, asked| {
            let ms = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
            Ok(Sent { outcome, status, asked, ms })
        };
        // What could be registered once may be closed today.
        let Ok(target) = Target::parse(&endpoint.url, &self.reach) else {
            return ended(DeliveryOutcome::Blocked, None, None);
        };
        let (id, timestamp) = (message_id(endpoint.id, delivery.seq), SystemClock.now().timestamp());
        let text = signed_text(&id, timestamp, &delivery.payload);
        let signature = signatures(&portal.keys, endpoint, &text, portal.now())?;
        let client = if target.own_only() { &self.own } else { &self.open };
        let answer = client
            .post(target.as_str())
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, AGENT)
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signature)
            .body(delivery.payload.clone())
            .send()
            .await;
        match answer {
            Ok(answer) => {
                let status = answer.status().as_u16();
                ended(DeliveryOutcome::of_status(status), Some(status), asked(&answer))
            }
            Err(error) => ended(failure(&error), None, None),
        }
    }
}

fn client(settings: &WebhookSettings, own_only: bool) -> reqwest::Result<Client> {
    let guarded = Guarded { lookup: settings.lookup.clone(), reach: settings.reach.clone(), own_only };
    let authorities = settings.authorities.as_deref().map(Certificate::from_pem_bundle).transpose()?;
    Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .dns_resolver(guarded)
        .http1_only()
        .tls_version_min(Version::TLS_1_2)
        .tls_certs_merge(authorities.unwrap_or_default())
        .connect_timeout(CONNECTED.min(settings.timeout))
        .timeout(settings.timeout)
        // A connection is not kept: the next one is judged anew.
        .pool_max_idle_per_host(0)
        .build()
}

/// How long an answer asks us to wait, in seconds or until a day and time (RFC 9110 §10.2.3).
fn asked(answer: &Response) -> Option<Duration> {
    if !matches!(answer.status().as_u16(), 429 | 503) {
        return None;
    }
    let text = answer.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    match text.parse::<u32>() {
        Ok(seconds) => Some(Duration::seconds(seconds.into())),
        Err(_) => Some(DateTime::parse_from_rfc2822(text).ok()?.to_utc() - SystemClock.now()),
    }
}

/// Why there was no answer.
fn failure(error: &reqwest::Error) -> DeliveryOutcome {
    let causes = || std::iter::successors(error.source(), |&cause| cause.source());
    if causes().any(<dyn Error>::is::<Blocked>) {
        DeliveryOutcome::Blocked
    } else if error.is_timeout() {
        DeliveryOutcome::Timeout
    } else if error.is_dns() {
        DeliveryOutcome::Dns
    } else if error.is_connect() && causes().filter_map(|cause| cause.downcast_ref()).any(is_of_tls) {
        DeliveryOutcome::Tls
    } else {
        DeliveryOutcome::Reset
    }
}

/// TLS reports what it does not like of the other side as data that is not valid, or that ended too soon.
fn is_of_tls(error: &io::Error) -> bool {
    match error.get_ref().and_then(|inner| inner.downcast_ref()) {
        Some(inner) => is_of_tls(inner),
        None => matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof),
    }
}
