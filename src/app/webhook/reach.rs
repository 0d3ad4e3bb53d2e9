//! Which addresses an endpoint may have, and looking names up.

use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use domain::webhook::{Reach, Target, TargetFault};

use crate::app::{AppError, Context, Portal};

/// How long a name is looked up for when an endpoint is registered.
const PATIENCE: Duration = Duration::from_secs(5);

/// The addresses of a name, some time later.
pub type Looking = Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>>;

/// Looks names up.
pub trait Lookup: fmt::Debug + Send + Sync {
    /// Every address of a name; an error, or none, where it has none.
    fn addresses(&self, name: &str) -> Looking;
}

/// The system's resolver.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn addresses(&self, name: &str) -> Looking {
        let name = name.to_owned();
        Box::pin(
            async move { Ok(tokio::net::lookup_host((name.as_str(), 0)).await?.map(|address| address.ip()).collect()) },
        )
    }
}

/// How deliveries reach their endpoints.
#[derive(Debug, Clone)]
pub struct WebhookSettings {
    /// Where they may go.
    pub reach: Reach,
    /// How names are looked up, at registration and at every connection.
    pub lookup: Arc<dyn Lookup>,
    /// Certificates (PEM) of authorities that are believed beside the system's.
    pub authorities: Option<Vec<u8>>,
    /// How long a try may take from its name to its status.
    pub timeout: Duration,
}

impl Default for WebhookSettings {
    fn default() -> Self {
        Self {
            reach: Reach::default(),
            lookup: Arc::new(SystemLookup),
            authorities: None,
            timeout: Duration::from_secs(15),
        }
    }
}

/// The address of an endpoint that is to be registered: one to which deliveries may go, as far as can be told today.
pub(super) async fn target(portal: &Portal, context: &Context, url: &str) -> Result<Target, AppError> {
    let settings = &portal.settings.webhooks;
    let target = Target::parse(url, &settings.reach).map_err(|fault| refused(context, fault))?;
    let Some(name) = target.name() else { return Ok(target) };
    let looked = tokio::time::timeout(PATIENCE, settings.lookup.addresses(name)).await;
    let addresses = looked.ok().and_then(Result::ok).unwrap_or_default();
    if addresses.is_empty() {
        let message = context.say("找不到这个域名的地址。", "This name has no address.");
        return Err(AppError::field("/url", "host_unknown", message));
    }
    if addresses.iter().all(|address| target.may_connect(*address, &settings.reach)) {
        Ok(target)
    } else {
        Err(refused(context, TargetFault::Address))
    }
}

fn refused(context: &Context, fault: TargetFault) -> AppError {
    let (zh, en) = match fault {
        TargetFault::Unreadable => (
            "请填写不超过 500 个字符的网址，例如 https://hooks.example.com/portal。",
            "Write an address of at most 500 characters, such as https://hooks.example.com/portal.",
        ),
        TargetFault::Scheme => ("网址应以 https:// 开头。", "The address begins with https://."),
        TargetFault::UserInfo => ("网址中不能有用户名或密码。", "An address has no user and no password in it."),
        TargetFault::Fragment => ("网址中不能有 # 及其后的部分。", "An address has no # in it."),
        TargetFault::Port => ("端口应为 443 或 8443。", "The port is 443 or 8443."),
        TargetFault::Name | TargetFault::Address => {
            let message =
                context.say("该地址不在公共互联网上，不能向其推送。", "This address is not on the public internet.");
            return AppError::field("/url", "address_not_public", message);
        }
    };
    AppError::field("/url", "url_not_acceptable", context.say(zh, en))
}
