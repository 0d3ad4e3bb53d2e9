//! Sending webhooks in tests: to receivers on one address of this machine, under names that tests make up.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::webhook::Reach;
use portal::app::webhook::{Looking, Lookup, WebhookSettings};
use portal::jobs::Hooks;
use serde_json::{Value, json};

use super::actor::Actor;
use super::portal::TestPortal;
use super::receiver::Receiver;

/// The address at which receivers listen, and the only one of this machine that is opened for webhooks.
pub const HERE: &str = "127.9.9.9";

/// Names, and what each is found to stand for, one time after the other; the last answer holds.
#[derive(Debug, Default)]
pub struct Names(Mutex<BTreeMap<String, VecDeque<Vec<IpAddr>>>>);

impl Names {
    /// Lets a name stand for these addresses, each list for one look-up.
    pub fn set(&self, name: &str, answers: &[&[&str]]) {
        let answers = answers.iter().map(|list| list.iter().map(|address| address.parse().unwrap()).collect());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), answers.collect());
    }
}

impl Lookup for Names {
    fn addresses(&self, name: &str) -> Looking {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = names
            .get_mut(name)
            .and_then(|answers| if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() });
        let answer = known.ok_or_else(|| std::io::Error::other("no such name"));
        Box::pin(std::future::ready(answer))
    }
}

/// Settings under which deliveries reach receivers, and nothing else of this machine.
pub fn webhook_settings(names: Arc<Names>) -> WebhookSettings {
    let here = format!("{HERE}/32").parse().unwrap();
    WebhookSettings { reach: Reach::new(vec![here]), lookup: names, ..WebhookSettings::default() }
}

impl TestPortal {
    /// The sender of webhooks, with these settings.
    pub fn hooks_with(&self, settings: &WebhookSettings) -> Arc<Hooks> {
        Hooks::new(self.app.clone(), settings, "test".into()).unwrap()
    }

    /// The sender of webhooks, which is patient for so long.
    pub fn hooks(&self, timeout: Duration) -> Arc<Hooks> {
        self.hooks_with(&WebhookSettings { timeout, ..webhook_settings(self.names.clone()) })
    }

    /// Reads the journal into deliveries, and tries everything that is due until nothing is.
    pub async fn catch_up_webhooks(&self) {
        self.hooks(Duration::from_secs(15)).catch_up().await.unwrap();
    }

    /// A system of the actor's company that has webhooks and reads applications.
    pub async fn hooked(&self, company: &Actor) -> Actor {
        self.partner(&["webhooks:read", "webhooks:write", "filings:read", "filings:write"], Some(company)).await
    }
}

impl Actor {
    /// Registers an endpoint; answers it with its secret.
    pub async fn listen(&self, url: &str, types: &[&str]) -> Value {
        self.post("/webhooks", &json!({ "url": url, "types": types })).await.expect(201)
    }

    /// The same for a receiver and every type; answers its path.
    pub async fn listen_at(&self, receiver: &Receiver) -> String {
        let endpoint = self.listen(&receiver.url, &[]).await;
        format!("/webhooks/{}", endpoint["id"].as_str().unwrap())
    }

    /// The deliveries of an endpoint, oldest first.
    pub async fn deliveries(&self, endpoint: &str) -> Vec<Value> {
        let page = self.get(&format!("{endpoint}/deliveries?limit=100")).await.expect(200);
        page["items"].as_array().unwrap().iter().rev().cloned().collect()
    }
}
