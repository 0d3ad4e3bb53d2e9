//! The real program: what it had not noted before it was killed arrives once more, and no proxy is asked on the way.

use serde_json::{Value, json};
use storage::{Access, Database, StorageError};

use crate::kill::prepared::prepare;
use crate::support::database::FreshDatabase;
use crate::support::portal::new_runtime;
use crate::support::process::{Process, program};
use crate::support::sql::texts;
use crate::support::webhooks::HERE;
use crate::support::{Engine, Receiver, Reply, new_id};

#[test]
fn what_was_under_way_when_the_program_was_killed_arrives_once_more_with_the_embedded_database() {
    new_runtime().block_on(killed(Engine::Sqlite));
}

#[test]
fn what_was_under_way_when_the_program_was_killed_arrives_once_more_beside_a_server() {
    new_runtime().block_on(killed(Engine::Postgresql));
}

async fn killed(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let database = FreshDatabase::create(engine, folder.path());
    let prepared = prepare(&database, folder.path(), 2).await;
    let (receiver, proxy) = (Receiver::start().await, Receiver::start().await);
    receiver.answer(Reply::Hang);
    let command = || {
        let mut command = program(&database.url_text(), folder.path());
        command.env("PORTAL_WEBHOOK_NETWORKS", format!("{HERE}/32"));
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
            command.env(name, proxy.url.trim_end_matches('/'));
        }
        command
    };
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let post = async |base_url: &str, path: &str, body: Value| -> Value {
        let request = http.post(format!("{base_url}/api/v1{path}")).bearer_auth(&prepared.token).json(&body);
        let answer = request.header("idempotency-key", new_id().to_string()).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.text().await.unwrap());
        answer.json().await.unwrap()
    };
    let submit = async |process: &Process, draft: &str| {
        let body = json!({ "reasons": {}, "declaration": true });
        post(&process.base_url, &format!("/filings/{draft}/submit"), body).await;
    };

    let mut process = Process::serve(&mut command());
    let system = json!({ "name": "ERP", "scopes": ["webhooks:read", "webhooks:write"] });
    let system = post(&process.base_url, "/partners", system).await;
    let endpoint = json!({ "url": receiver.url, "partner_id": system["id"], "types": ["filing.submitted"] });
    post(&process.base_url, "/webhooks", endpoint).await;
    submit(&process, &prepared.drafts[0]).await;
    receiver.wait_for(1).await;
    process.kill();
    end_all_turns(&database).await;

    // It had arrived, but nobody had noted that.
    receiver.answer(Reply::Status(200));
    let process = Process::serve(&mut command());
    receiver.wait_for(2).await;
    submit(&process, &prepared.drafts[1]).await;
    receiver.wait_for(3).await;
    let ids: Vec<String> = receiver.arrived().iter().map(|one| one.header("webhook-id").to_owned()).collect();
    assert_eq!(ids[0], ids[1], "the same event has the same id");
    assert_ne!(ids[1], ids[2]);
    assert_eq!(proxy.connections(), 0, "a proxy would connect wherever it is told");
}

/// A turn ends by itself some seconds after its holder.
async fn end_all_turns(fresh: &FreshDatabase) {
    let database = Database::open(&fresh.url, Access::Exclusive, 1).unwrap();
    let end = "UPDATE consumers SET leased_until = NULL RETURNING name AS value";
    let ended = database.write(move |connection| Ok::<_, StorageError>(texts(connection, end)?)).await.unwrap();
    assert!(ended.contains(&"webhooks.send".to_owned()), "{ended:?}");
}
