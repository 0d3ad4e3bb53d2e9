//! Addresses that deliveries must not reach: refused when they are registered, and blocked when they are connected to.

use serde_json::{Value, json};

use super::{begin, hooked};
use crate::on_both_databases;
use crate::support::webhooks::HERE;
use crate::support::{Receiver, TestPortal};

on_both_databases!(
    an_address_that_is_not_public_is_refused_in_every_spelling,
    a_name_is_refused_for_any_address_that_is_not_public,
    a_name_that_changes_its_address_gets_nowhere,
    an_address_that_was_closed_since_is_not_connected_to,
    an_endpoint_can_be_moved_only_to_where_it_could_have_been_registered,
);

/// The code that is said of an address.
fn code(problem: &Value) -> String {
    assert_eq!(problem["errors"][0]["pointer"], "/url", "{problem}");
    problem["errors"][0]["code"].as_str().unwrap().to_owned()
}

async fn an_address_that_is_not_public_is_refused_in_every_spelling(portal: &TestPortal) {
    let (company, system) = hooked(portal).await;
    for (url, expected) in [
        ("http://hooks.example.com/", "host_unknown"), // a name in one of the operator's networks may be asked over HTTP
        ("http://8.8.8.8/", "url_not_acceptable"),
        ("ftp://hooks.example.com/", "url_not_acceptable"),
        ("file:///etc/passwd", "url_not_acceptable"),
        ("gopher://hooks.example.com/", "url_not_acceptable"),
        ("https://user:pass@hooks.example.com/", "url_not_acceptable"),
        ("https://8.8.8.8:22/", "url_not_acceptable"),
        ("https://8.8.8.8:6379/", "url_not_acceptable"),
        ("https://8.8.8.8:25/", "url_not_acceptable"),
        ("https://hooks.example.com/#x", "url_not_acceptable"),
        ("https://127.0.0.1/", "address_not_public"),
        ("https://0.0.0.0/", "address_not_public"),
        ("https://10.1.2.3/", "address_not_public"),
        ("https://172.16.0.1/", "address_not_public"),
        ("https://192.168.1.1/", "address_not_public"),
        ("https://100.64.0.1/", "address_not_public"),
        ("https://169.254.169.254/latest/meta-data/", "address_not_public"),
        ("https://100.100.100.200/", "address_not_public"),
        ("https://[::1]/", "address_not_public"),
        ("https://[fc00::1]/", "address_not_public"),
        ("https://[fe80::1]/", "address_not_public"),
        ("https://[::ffff:127.0.0.1]/", "address_not_public"),
        ("https://[64:ff9b::7f00:1]/", "address_not_public"),
        ("https://[2002:7f00:1::]/", "address_not_public"),
        ("https://2130706433/", "address_not_public"),
        ("https://0x7f.1/", "address_not_public"),
        ("https://0177.0.0.1/", "address_not_public"),
        ("https://127.1/", "address_not_public"),
        ("https://１２７．０．０．１/", "address_not_public"),
    ] {
        for (actor, body) in
            [(&system, json!({ "url": url })), (&company, json!({ "url": url, "partner_id": system.id }))]
        {
            let problem = actor.post("/webhooks", &body).await.problem(422, expected);
            assert_eq!(code(&problem), expected, "{url}");
        }
    }
    assert_eq!(system.get("/webhooks").await.expect(200)["items"], json!([]));
}

async fn a_name_is_refused_for_any_address_that_is_not_public(portal: &TestPortal) {
    let (_, system) = hooked(portal).await;
    let url = "https://hooks.example.com/portal";
    system.post("/webhooks", &json!({ "url": url })).await.problem(422, "host_unknown");
    for addresses in [&["10.0.0.1"][..], &["8.8.8.8", "127.0.0.1"], &["2606:4700::1111", "::1"], &["169.254.169.254"]] {
        portal.names.set("hooks.example.com", &[addresses]);
        let problem = system.post("/webhooks", &json!({ "url": url })).await.problem(422, "address_not_public");
        assert_eq!(code(&problem), "address_not_public", "{addresses:?}");
    }
    portal.names.set("hooks.example.com", &[&["8.8.8.8", "2606:4700::1111"]]);
    let made = system.post("/webhooks", &json!({ "url": url })).await.expect(201);
    assert_eq!(made["url"], url);
    // A name that is asked over HTTP must lie in the operator's networks with every address.
    portal.names.set("hooks.example.com", &[&["8.8.8.8"], &[HERE, "8.8.8.8"], &[HERE]]);
    let plain = json!({ "url": "http://hooks.example.com:8080/" });
    system.post("/webhooks", &plain).await.problem(422, "address_not_public");
    system.post("/webhooks", &plain).await.problem(422, "address_not_public");
    system.post("/webhooks", &plain).await.expect(201);
}

/// The outcomes of the newest delivery.
async fn outcomes(system: &crate::support::Actor, endpoint: &str) -> Vec<String> {
    let last = system.deliveries(endpoint).await.pop().unwrap();
    last["attempts"].as_array().unwrap().iter().map(|one| one["outcome"].as_str().unwrap().to_owned()).collect()
}

async fn a_name_that_changes_its_address_gets_nowhere(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let port = receiver.url.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
    // Something of this machine's own, on the same port.
    let inner = Receiver::start_at("127.0.0.1", port).await;
    let name = "hooks.example.com";
    portal.names.set(name, &[&[HERE]]);
    let endpoint = system.listen(&format!("http://{name}:{port}/"), &[]).await;
    let endpoint = format!("/webhooks/{}", endpoint["id"].as_str().unwrap());
    let closed: [&[&str]; 4] = [&["127.0.0.1"], &[HERE, "127.0.0.1"], &["127.0.0.1", HERE], &["169.254.169.254"]];
    for addresses in closed {
        portal.names.set(name, &[addresses]);
        begin(portal, &company).await;
        portal.catch_up_webhooks().await;
        assert_eq!(outcomes(&system, &endpoint).await, ["blocked"], "{addresses:?}");
    }
    portal.names.set(name, &[&[]]);
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    assert_eq!(outcomes(&system, &endpoint).await, ["dns"]);
    // One that alternates is judged at every try.
    portal.names.set(name, &[&["127.0.0.1"], &[HERE]]);
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    assert_eq!((inner.connections(), receiver.connections()), (0, 0));
    portal.pass(chrono::Duration::seconds(10));
    portal.catch_up_webhooks().await;
    assert_eq!(outcomes(&system, &endpoint).await, ["blocked", "delivered"]);
    assert_eq!(inner.connections(), 0);
    assert_eq!(receiver.arrived()[0].header("host"), format!("{name}:{port}"));
}

async fn an_address_that_was_closed_since_is_not_connected_to(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let endpoint = system.listen_at(&receiver).await;
    let port = receiver.url.trim_end_matches('/').rsplit(':').next().unwrap();
    let inner = Receiver::start_at("127.0.0.1", port.parse().unwrap()).await;
    for url in [&inner.url, "https://127.0.0.1/", "http://[::1]/", "file:///etc/passwd"] {
        portal.execute(&format!("UPDATE webhook_endpoints SET url = '{url}'")).await;
        begin(portal, &company).await;
        portal.catch_up_webhooks().await;
        assert_eq!(outcomes(&system, &endpoint).await, ["blocked"], "{url}");
    }
    assert_eq!((inner.connections(), receiver.connections()), (0, 0));
}

async fn an_endpoint_can_be_moved_only_to_where_it_could_have_been_registered(portal: &TestPortal) {
    let ((_, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let endpoint = system.listen_at(&receiver).await;
    for (url, expected) in [
        ("https://127.0.0.1/", "address_not_public"),
        ("https://8.8.8.8:22/", "url_not_acceptable"),
        ("https://hooks.example.com/", "host_unknown"),
    ] {
        system.patch(&endpoint, 1, &json!({ "url": url })).await.problem(422, expected);
    }
    assert_eq!(system.get(&endpoint).await.expect(200)["url"], receiver.url);
}
