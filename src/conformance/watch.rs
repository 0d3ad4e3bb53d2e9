//! What the watch knows: what was seen so far, whose tokens are whose, where webhooks really go, and which faults are due.

use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use reqwest::redirect::Policy;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use super::script::{Fault, Script};
use super::seen::{Delivery, Exchange, Seen};

/// How long the portal may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// The signatures of a text, some time later; none where there are none to be had.
pub type Signing = Pin<Box<dyn Future<Output = Option<String>> + Send>>;
/// Signs a text as the portal does for an endpoint, which is named by its id.
pub type Sign = Box<dyn Fn(String, String) -> Signing + Send + Sync>;

/// Where the webhooks of a client go.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    /// The client's address.
    pub(super) url: String,
    /// Its id with the portal, once that is known.
    pub(super) id: Option<String>,
    /// Whether it has been sent what it is to refuse.
    pub(super) tried: bool,
}

#[derive(Default)]
struct State {
    seen: Seen,
    script: Script,
    /// Clients by their tokens.
    tokens: HashMap<u64, String>,
    endpoints: Vec<Endpoint>,
}

/// Watches clients of one portal.
pub struct Watch {
    began: Instant,
    portal: String,
    here: String,
    sign: Sign,
    submitted: UnboundedSender<String>,
    pub(super) http: reqwest::Client,
    state: Mutex<State>,
}

impl Watch {
    /// Watches the portal at an address, from another one at which webhooks are taken. `sign` signs as the portal does; `submitted`
    /// is told of each application that was submitted.
    pub fn new(portal: &str, here: &str, sign: Sign, submitted: UnboundedSender<String>) -> reqwest::Result<Arc<Self>> {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .http1_only()
            .pool_max_idle_per_host(0)
            .timeout(PATIENCE)
            .build()?;
        Ok(Arc::new(Self {
            began: Instant::now(),
            portal: portal.to_owned(),
            here: here.to_owned(),
            sign,
            submitted,
            http,
            state: Mutex::default(),
        }))
    }

    /// Everything that was seen so far.
    pub fn seen(&self) -> Seen {
        self.state().seen.clone()
    }

    /// The address to register with the portal in the place of a client's own, so that what is sent there is seen.
    pub fn relayed(&self, url: &str) -> String {
        let mut state = self.state();
        let known = state.endpoints.iter().position(|endpoint| endpoint.url == url);
        let place = known.unwrap_or_else(|| {
            state.endpoints.push(Endpoint { url: url.to_owned(), id: None, tried: false });
            state.endpoints.len() - 1
        });
        self.address(place)
    }

    /// The portal has given the endpoint at a client's address an id.
    pub fn registered(&self, url: &str, id: &str) {
        let mut state = self.state();
        if let Some(endpoint) = state.endpoints.iter_mut().find(|endpoint| endpoint.url == url) {
            endpoint.id = Some(id.to_owned());
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn address(&self, place: usize) -> String {
        format!("{}/relay/{place}", self.here)
    }

    pub(super) fn portal(&self) -> &str {
        &self.portal
    }

    pub(super) fn now(&self) -> Duration {
        self.began.elapsed()
    }

    pub(super) fn due(&self, asked: &Exchange) -> Option<Fault> {
        self.state().script.due(asked)
    }

    pub(super) fn client_of(&self, token: u64) -> Option<String> {
        self.state().tokens.get(&token).cloned()
    }

    /// Keeps a request with its answer, and what follows from it.
    pub(super) fn keep(&self, exchange: Exchange) {
        let mut state = self.state();
        if exchange.status == 0 {
            state.script.was_cut(&exchange);
        }
        if let Some(token) = exchange.told["access_token"].as_str().filter(|_| exchange.is_for_token()) {
            state.tokens.insert(number_of(token.as_bytes()), exchange.client.clone());
        }
        state.seen.exchanges.push(exchange);
    }

    pub(super) fn keep_delivery(&self, delivery: Delivery) {
        self.state().seen.deliveries.push(delivery);
    }

    /// The endpoint at a place.
    pub(super) fn endpoint(&self, place: usize) -> Option<Endpoint> {
        self.state().endpoints.get(place).cloned()
    }

    /// Whether this is the first time that an endpoint is to be sent what it should refuse.
    pub(super) fn first_trial(&self, place: usize) -> bool {
        let mut state = self.state();
        state.endpoints.get_mut(place).is_some_and(|endpoint| !std::mem::replace(&mut endpoint.tried, true))
    }

    /// Puts the clients' own addresses in the place of those that stand for them.
    pub(super) fn with_own_addresses(&self, text: &str) -> String {
        let state = self.state();
        let quoted = |text: &str| Value::from(text).to_string();
        state.endpoints.iter().enumerate().fold(text.to_owned(), |text, (place, endpoint)| {
            text.replace(&quoted(&self.address(place)), &quoted(&endpoint.url))
        })
    }

    /// The desk is told of a submission.
    pub(super) fn tell_desk(&self, filing: &str) {
        // Nobody listens when the watch is over.
        let _told = self.submitted.send(filing.to_owned());
    }

    pub(super) fn sign(&self, endpoint: String, text: String) -> Signing {
        (self.sign)(endpoint, text)
    }
}

/// A number that stands for some bytes; 0 for none.
pub(super) fn number_of(bytes: &[u8]) -> u64 {
    if bytes.is_empty() {
        return 0;
    }
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish().max(1)
}

/// The names in a query or a form, with their values; of a name that comes twice, the last.
pub(super) fn fields_of(text: &str) -> BTreeMap<String, String> {
    // A name or value that is not written as it should be stands as it is.
    let plain = |text: &str| decoded(text).unwrap_or_else(|| text.to_owned());
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (plain(name), plain(value)))
        .collect()
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                digit(rest.next()?)? * 16 + digit(rest.next()?)?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_forms_write_them() {
        let fields = fields_of("grant_type=client_credentials&client_id=a%2Db&scope=x+y&empty=&odd=%zz");
        let expected = [
            ("client_id", "a-b"),
            ("empty", ""),
            ("grant_type", "client_credentials"),
            ("odd", "%zz"),
            ("scope", "x y"),
        ];
        assert_eq!(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn an_endpoint_is_known_by_one_address_and_told_by_its_own() {
        let (submitted, _) = tokio::sync::mpsc::unbounded_channel();
        let sign: Sign = Box::new(|_, _| Box::pin(std::future::ready(None)));
        let watch = Watch::new("http://127.0.0.1:1", "http://127.0.0.1:2", sign, submitted).unwrap();
        let address = watch.relayed("https://a.example/hook");
        assert_eq!(watch.relayed("https://a.example/hook"), address);
        assert_ne!(watch.relayed("https://b.example/"), address);
        watch.registered("https://a.example/hook", "7");
        assert_eq!(watch.endpoint(0).and_then(|endpoint| endpoint.id).as_deref(), Some("7"));
        assert_eq!([watch.first_trial(0), watch.first_trial(0), watch.first_trial(9)], [true, false, false]);
        let text = format!(r#"{{"url":"{address}"}}"#);
        assert_eq!(watch.with_own_addresses(&text), r#"{"url":"https://a.example/hook"}"#);
    }
}
