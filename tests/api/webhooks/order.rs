//! Order is kept within an application, and nobody waits for anybody else.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::Duration as Span;
use portal::jobs::run_webhooks;

use super::{IMPATIENT, begin, drop_draft, hooked};
use crate::on_both_databases;
use crate::support::{Receiver, Reply, TestPortal};

on_both_databases!(
    what_failed_is_not_overtaken_within_its_application_but_keeps_no_other_waiting,
    whatever_fails_each_application_arrives_in_order_and_nothing_is_lost,
    endpoints_that_hang_delay_nobody_else,
    an_endpoint_that_fails_is_tried_by_one_lane_alone,
    of_two_servers_one_sends,
);

async fn what_failed_is_not_overtaken_within_its_application_but_keeps_no_other_waiting(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    system.listen_at(&receiver).await;
    let first = begin(portal, &company).await;
    receiver.answer_first([Reply::Status(500)]);
    portal.catch_up_webhooks().await;
    drop_draft(&company, &first).await;
    let second = begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    let told = || -> Vec<(String, String)> {
        let of = |one: &crate::support::receiver::Arrived| {
            (one.kind(), one.json()["data"]["filing_id"].as_str().unwrap().to_owned())
        };
        receiver.arrived().iter().map(of).collect()
    };
    let created = |id: &str| ("filing.created".to_owned(), id.to_owned());
    assert_eq!(told(), [created(&first), created(&second)], "the deletion waits for what came before it");
    portal.pass(Span::seconds(10));
    portal.catch_up_webhooks().await;
    assert_eq!(told()[2..], [created(&first), ("filing.deleted".into(), first.clone())]);
}

/// Numbers that look thrown but are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

async fn whatever_fails_each_application_arrives_in_order_and_nothing_is_lost(portal: &TestPortal) {
    for seed in 1..=3 {
        let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
        let endpoint = system.listen_at(&receiver).await;
        let mut dice = Dice(seed);
        let replies: Vec<Reply> = (0..40)
            .map(|_| match dice.below(8) {
                0 => Reply::Status(500),
                1 => Reply::Cut,
                2 => Reply::With(302, "location: http://127.0.0.1/"),
                _ => Reply::Status(200),
            })
            .collect();
        receiver.answer_first(replies);
        let mut begun = Vec::new();
        for _ in 0..6 {
            begun.push(begin(portal, &company).await);
        }
        for id in &begun[..3] {
            drop_draft(&company, id).await;
        }
        let hooks = portal.hooks(Duration::from_secs(15));
        let waiting = "SELECT CAST(count(*) AS TEXT) AS value FROM webhook_deliveries WHERE status = 'waiting'";
        hooks.catch_up().await.unwrap();
        while portal.number(waiting).await > 0 {
            portal.pass(Span::hours(1));
            hooks.catch_up().await.unwrap();
        }
        company.sign_in().await;
        let deliveries = company.deliveries(&endpoint).await;
        assert_eq!(deliveries.len(), 9);
        assert!(deliveries.iter().all(|delivery| delivery["status"] == "delivered"), "{deliveries:?}");
        let mut lanes: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for arrived in receiver.arrived() {
            let data = arrived.json()["data"].clone();
            lanes.entry(data["filing_id"].as_str().unwrap().into()).or_default().push(data["seq"].as_i64().unwrap());
        }
        assert_eq!(lanes.len(), 6);
        for (filing, seqs) in lanes {
            assert!(seqs.is_sorted(), "{filing}: {seqs:?}");
        }
    }
}

async fn endpoints_that_hang_delay_nobody_else(portal: &TestPortal) {
    let (company, system) = hooked(portal).await;
    let mut hanging = Vec::new();
    for _ in 0..10 {
        let receiver = Receiver::start().await;
        receiver.answer(Reply::Hang);
        system.listen_at(&receiver).await;
        hanging.push(receiver);
    }
    let receiver = Receiver::start().await;
    system.listen_at(&receiver).await;
    let sending = tokio::spawn(run_webhooks(portal.hooks(Duration::from_mins(5))));
    for _ in 0..8 {
        begin(portal, &company).await;
    }
    // The others are patient for minutes.
    tokio::time::timeout(Duration::from_secs(20), receiver.wait_for(8)).await.expect("all arrive meanwhile");
    for hanging in &hanging {
        hanging.wait_for(1).await;
        assert!(hanging.connections() <= 4, "{} at a time", hanging.connections());
    }
    sending.abort();
}

async fn an_endpoint_that_fails_is_tried_by_one_lane_alone(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    receiver.answer(Reply::Hang);
    let endpoint = system.listen_at(&receiver).await;
    begin(portal, &company).await;
    let hooks = portal.hooks(IMPATIENT);
    hooks.catch_up().await.unwrap();
    assert_eq!(system.deliveries(&endpoint).await[0]["attempts"][0]["outcome"], "timeout");
    assert!(system.get(&endpoint).await.expect(200)["failing_since"].is_string());
    for _ in 0..6 {
        begin(portal, &company).await;
    }
    portal.pass(Span::seconds(10));
    let sending = tokio::spawn(run_webhooks(portal.hooks(Duration::from_mins(5))));
    receiver.wait_for(2).await;
    // The journal is read to its end, and still there is one connection.
    let waiting = "SELECT CAST(count(*) AS TEXT) AS value FROM webhook_deliveries WHERE status = 'waiting'";
    assert_eq!(portal.number(waiting).await, 7);
    assert_eq!(receiver.connections(), 2);
    sending.abort();
}

async fn of_two_servers_one_sends(portal: &TestPortal) {
    let Some(second) = portal.second_app().await else { return };
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    system.listen_at(&receiver).await;
    let settings = second.settings.webhooks.clone();
    let other = portal::jobs::Hooks::new(second, &settings, "other".into()).unwrap();
    let both = [tokio::spawn(run_webhooks(portal.hooks(Duration::from_secs(15)))), tokio::spawn(run_webhooks(other))];
    for _ in 0..10 {
        begin(portal, &company).await;
    }
    receiver.wait_for(10).await;
    for one in both {
        one.abort();
    }
    let ids: std::collections::BTreeSet<String> =
        receiver.arrived().iter().map(|one| one.header("webhook-id").to_owned()).collect();
    assert_eq!((ids.len(), receiver.arrived().len()), (10, 10));
}
