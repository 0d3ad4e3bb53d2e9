//! Files exchanged with national and neighbouring systems: what is exported, what a comparison finds, and what it never does.

mod found;
mod kept;
mod refused;

use domain::Role;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

use crate::support::{Actor, Answer, TestPortal, new_id};

/// Every counterpart that ships.
const SHIPPED: [&str; 3] = ["mofcom", "tax", "customs"];

async fn manager(portal: &TestPortal) -> Actor {
    portal.staff(Role::DeskManager, &["sip"]).await
}

/// A file on its way.
struct Sent<'a> {
    path: String,
    name: &'a str,
    content: &'a [u8],
    since: Option<&'a str>,
    key: String,
}

impl<'a> Sent<'a> {
    /// A CSV for a counterpart's `dry-run` or `imports`.
    fn new(counterpart: &str, what: &str, content: &'a [u8]) -> Self {
        let path = format!("/exchange/{counterpart}/{what}");
        Self { path, name: "对账.csv", content, since: None, key: new_id().to_string() }
    }

    async fn by(self, actor: &Actor) -> Answer {
        let mut form = Form::new();
        if let Some(since) = self.since {
            form = form.text("since", since.to_owned());
        }
        let form = form.part("file", Part::bytes(self.content.to_vec()).file_name(self.name.to_owned()));
        let request = actor.request(Method::POST, &self.path).header("idempotency-key", self.key);
        Answer::of(request.multipart(form)).await
    }
}

async fn dry_run(actor: &Actor, counterpart: &str, content: &[u8]) -> Value {
    Sent::new(counterpart, "dry-run", content).by(actor).await.expect(200)
}

async fn export(actor: &Actor, counterpart: &str, query: &str) -> Vec<u8> {
    let answer = actor.get(&format!("/exchange/{counterpart}/contracts?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body
}

/// The lines of an export; the first has the headings.
async fn lines(actor: &Actor, counterpart: &str, query: &str) -> Vec<String> {
    let text = String::from_utf8(export(actor, counterpart, query).await).unwrap();
    text.split_terminator("\r\n").map(str::to_owned).collect()
}

/// An import of a file that has one contract which the register lacks; its id. Other tests ask who reaches it.
pub async fn sample(portal: &TestPortal) -> String {
    let approver = portal.approver().await;
    let content = "合同号,合同名称\n26DEJSY39SZ999999,不在登记簿中\n";
    let made = Sent::new("mofcom", "imports", content.as_bytes()).by(&approver).await.expect(201);
    made["id"].as_str().unwrap().to_owned()
}
