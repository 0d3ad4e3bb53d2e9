//! Signatures, as stock software checks them.

use std::process::Command;

use chrono::Duration;
use serde_json::{Value, json};

use super::{begin, hooked};
use crate::on_both_databases;
use crate::proof::{python, run};
use crate::support::receiver::Arrived;
use crate::support::{Receiver, TestPortal};

on_both_databases!(
    stock_libraries_verify_both_signatures_and_nothing_that_was_altered,
    after_a_rotation_both_keys_sign_for_a_day,
    a_secret_is_shown_once_and_kept_nowhere,
);

/// Checks `v1` with the library of Standard Webhooks, and `v1a` as the specification says; prints what each says.
const VERIFY: &str = r#"
import base64, json, sys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

given = json.load(sys.stdin)
headers, body = given["headers"], given["body"]
said = {}
try:
    said["v1"] = Webhook(given["secret"]).verify(body, headers)["type"]
except WebhookVerificationError as refusal:
    said["v1"] = str(refusal)
key = Ed25519PublicKey.from_public_bytes(base64.b64decode(given["public_key"].removeprefix("whpk_")))
text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
said["v1a"] = False
for one in headers["webhook-signature"].split(" "):
    version, _, signature = one.partition(",")
    if version == "v1a":
        try:
            key.verify(base64.b64decode(signature), text)
            said["v1a"] = True
        except InvalidSignature:
            pass
print(json.dumps(said))
"#;

/// What stock software says of what arrived.
async fn judged(arrived: &Arrived, secret: &Value, public_key: &Value) -> Value {
    let given = json!({ "headers": arrived.headers, "body": arrived.body, "secret": secret, "public_key": public_key });
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), given.to_string()).unwrap();
    let mut command = Command::new(python());
    command.args(["-c", VERIFY]).stdin(std::fs::File::open(file.path()).unwrap());
    let output = run(command).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

async fn stock_libraries_verify_both_signatures_and_nothing_that_was_altered(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let endpoint = system.listen(&receiver.url, &[]).await;
    let (secret, public_key) = (&endpoint["secret"], &endpoint["keys"]["public_key"]);
    assert!(secret.as_str().unwrap().starts_with("whsec_") && public_key.as_str().unwrap().starts_with("whpk_"));
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    let arrived = receiver.arrived().remove(0);
    // The test's clock shows another year: the time that is signed is the machine's, as receivers know it.
    assert_eq!(judged(&arrived, secret, public_key).await, json!({ "v1": "filing.created", "v1a": true }));

    let altered = |name: &str, value: String| {
        let mut other = arrived.clone();
        match name {
            "body" => other.body = value,
            _ => drop(other.headers.insert(name.to_owned(), value)),
        }
        other
    };
    let earlier = arrived.header("webhook-timestamp").parse::<i64>().unwrap() - 1;
    for other in [
        altered("body", arrived.body.replace("filing.created", "filing.deleted")),
        altered("body", format!("{} ", arrived.body)),
        altered("webhook-id", format!("{}0", arrived.header("webhook-id"))),
        altered("webhook-timestamp", earlier.to_string()),
    ] {
        let said = judged(&other, secret, public_key).await;
        assert_eq!((&said["v1"], &said["v1a"]), (&"No matching signature found".into(), &false.into()), "{other:?}");
    }
    // Whoever plays it back to its receiver later is told by the time: five minutes, says the library.
    let stale = altered("webhook-timestamp", (earlier - 600).to_string());
    assert_eq!(judged(&stale, secret, public_key).await["v1"], "Message timestamp too old");
    // Another endpoint's keys are others.
    let other = system.listen(&receiver.url, &[]).await;
    let said = judged(&arrived, &other["secret"], &other["keys"]["public_key"]).await;
    assert_eq!((&said["v1"], &said["v1a"]), (&"No matching signature found".into(), &false.into()));
}

async fn after_a_rotation_both_keys_sign_for_a_day(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let first = system.listen(&receiver.url, &[]).await;
    let path = format!("/webhooks/{}", first["id"].as_str().unwrap());
    // Under way while the keys change.
    receiver.answer_first([crate::support::Reply::Status(500)]);
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    let second = system.post(&format!("{path}/rotate"), &json!({})).await.expect(200);
    assert_eq!((&second["keys"]["generation"], &second["version"]), (&2.into(), &2.into()));
    assert_eq!(second["keys"]["previous_public_key"], first["keys"]["public_key"]);
    assert_ne!(second["keys"]["public_key"], first["keys"]["public_key"]);
    portal.pass(Duration::seconds(10));
    portal.catch_up_webhooks().await;
    let arrived = receiver.arrived();
    assert_eq!(arrived[0].header("webhook-signature").split(' ').count(), 2);
    assert_eq!(arrived[1].header("webhook-signature").split(' ').count(), 4);
    let good = json!({ "v1": "filing.created", "v1a": true });
    for keys in [&first, &second] {
        assert_eq!(judged(&arrived[1], &keys["secret"], &keys["keys"]["public_key"]).await, good);
    }
    portal.pass(Duration::hours(24));
    company.sign_in().await;
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    let last = receiver.arrived().pop().unwrap();
    assert_eq!(judged(&last, &second["secret"], &second["keys"]["public_key"]).await, good);
    assert_ne!(judged(&last, &first["secret"], &first["keys"]["public_key"]).await, good);
    let seen = company.get(&path).await.expect(200);
    assert_eq!((&seen["keys"]["previous_public_key"], &seen["keys"]["previous_until"]), (&Value::Null, &Value::Null));
}

async fn a_secret_is_shown_once_and_kept_nowhere(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let body = json!({ "url": format!("{}path-that-is-a-secret", receiver.url), "types": ["filing.created"] });
    let made = system.post_under("one", "/webhooks", &body).await;
    let again = system.post_under("one", "/webhooks", &body).await;
    assert_eq!((again.status, &again.body), (201, &made.body), "a retry gets the first answer");
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let made = made.expect(201);
    let path = format!("/webhooks/{}", made["id"].as_str().unwrap());
    let rotated = system.post(&format!("{path}/rotate"), &json!({})).await.expect(200);
    assert_ne!(made["secret"], rotated["secret"]);
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    for seen in [system.get(&path).await.expect(200), system.get("/webhooks").await.expect(200)["items"][0].clone()] {
        assert_eq!(seen.get("secret"), None, "{seen}");
    }
    for (table, column) in [
        ("idempotency_keys", "body"),
        ("journal", "body"),
        ("webhook_endpoints", "types"),
        ("webhook_deliveries", "payload"),
        ("webhook_deliveries", "log"),
    ] {
        for text in portal.texts(&format!("SELECT {column} AS value FROM {table}")).await {
            assert!(!text.contains("whsec_"), "{table}: {text}");
            assert!(table != "journal" || !text.contains("path-that-is-a-secret"), "{text}");
        }
    }
}
